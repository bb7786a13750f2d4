// SPDX-License-Identifier: MIT
// The page of the till: what is at it now, cash that is moved, its history, X, the count, Z. A supervisor sees all tills of the
// shop, and acts at any of them.

import { charOf } from "./keys.js";
import { load, openCount, showReport, tillIdOf } from "./till/acts.js";
import { initial, KINDS, reduce } from "./till/state.js";
import { actionsOf, changeView, openMovement, tillView, viewsOf } from "./till/view.js";

/** Of the views, in their order. */
const VIEW_KEYS = { M: "now", H: "history", S: "sessions", A: "shop" };

/** @param {KeyboardEvent} event @param {import('./till/state.js').TillState} state @param {any} context */
function keys(event, state, context) {
  if (event.repeat || state.isBusy) return false;
  const char = charOf(event) ?? "";
  const can = actionsOf(state);
  if (Object.hasOwn(VIEW_KEYS, char)) {
    const view = VIEW_KEYS[char];
    if (!viewsOf(context).includes(view)) return false;
    changeView(context, view);
  } else if (/^[1-6]$/.test(char) && can.move) openMovement(context, KINDS[Number(char) - 1]);
  else if (char === "X" && can.report) showReport(state, context);
  else if (char === "C" && can.count) openCount(state, context);
  else return false;
  return true;
}

export const till = {
  name: "till",
  shortcut: "F4",
  initial,
  reduce,
  view: tillView,
  keys,
  /** What happened at other tills meanwhile is asked for when the page is opened. Without a till of her own a supervisor begins
   *  with those of the shop, a cashier with what she has closed. */
  show(context) {
    let state = context.state.pages.till;
    if (tillIdOf(state, context) === null && state.view === "now") {
      const view = context.session.rights.isSupervisor ? "shop" : "sessions";
      state = context.dispatch({ type: "till/view", view }).pages.till;
    }
    load(state, context);
  },
};
