// SPDX-License-Identifier: MIT
// The till's customer displays: opening one as a second window, giving one to a tablet, taking one away. What they show is
// display_link.js's business.

import { addressOf, rememberedAccess } from "../display/access.js";

export const name = "displays";
/** One window for all: opening it again brings it to the front. */
const WINDOW = "hippodrome-display";

/**
 * @typedef {{displayId: number, createdAt: string, by: {displayName: string}}} Display
 * @typedef {object} Displays
 * @property {boolean} isOpen  the dialog
 * @property {Display[]|null} list  those in force, newest first; null: not known
 * @property {{displayId: number, address: string, qr: boolean[][]|null}|null} made  for a tablet: told this once
 * @property {object|null} problem
 * @property {boolean} isBusy
 */

/** @type {Displays} */
export const initial = { isOpen: false, list: null, made: null, problem: null, isBusy: false };

/** @param {Displays} displays @param {any} message @returns {Displays} */
export function reduce(displays, message) {
  switch (message.type) {
    case "displays_open":
      return { ...initial, isOpen: true };
    case "displays_close":
    case "till_left":
      return initial;
    case "displays_list":
      return { ...displays, list: message.list, isBusy: false };
    case "displays_made":
      return { ...displays, made: message.made };
    case "displays_busy":
      return { ...displays, isBusy: true, problem: null };
    case "displays_problem":
      return { ...displays, isBusy: false, problem: message.problem };
    default:
      return displays;
  }
}

// Acts -------------------------------------------------------------------------------------------------------------

export async function open(context) {
  context.dispatch({ type: "displays_open" });
  await step(context, () => {});
}

export const close = ({ dispatch }) => dispatch({ type: "displays_close" });

/** One thing at a time; what is in force is asked for afterwards, whatever came of it. */
async function step(context, work) {
  const { api, dispatch, state, session } = context;
  if (state.pages[name].isBusy) return;
  dispatch({ type: "displays_busy" });
  try {
    await work();
    const { displays } = await api.get(`/till/displays?tillId=${session.till.tillId}`);
    dispatch({ type: "displays_list", list: displays });
  } catch ({ code, facts }) {
    dispatch({ type: "displays_problem", problem: { code, facts } });
  }
}

async function create({ api, display, session }) {
  const made = await api.post("/till/displays", { tillId: session.till.tillId });
  display?.wake();
  return made;
}

/** As a second window of this computer: the one that its browser remembers, if that is still in force. */
export const openWindow = (context) =>
  step(context, async () => {
    const { tillId } = context.session.till;
    const known = rememberedAccess(window.localStorage, tillId);
    const { displays } = await context.api.get(`/till/displays?tillId=${tillId}`);
    const isInForce = known !== null && displays.some(({ displayId }) => displayId === known.displayId);
    const access = isInForce ? known : await create(context);
    window.open(addressOf(window.location.origin, tillId, access), WINDOW, "popup,width=1024,height=768");
  });

/** For a tablet, which reads the address from the glass. */
export const giveToTablet = (context) =>
  step(context, async () => {
    const made = await create(context);
    const { tillId } = context.session.till;
    const address = addressOf(window.location.origin, tillId, made);
    context.dispatch({ type: "displays_made", made: { displayId: made.displayId, address, qr: null } });
    const { qrModules } = await import("../lib/paper/qr.js");
    context.dispatch({ type: "displays_made", made: { displayId: made.displayId, address, qr: qrModules(address) } });
  });

export const revoke = (context, displayId) =>
  step(context, async () => {
    await context.api.post(`/till/displays/${displayId}/revoke`);
    if (context.state.pages[name].made?.displayId === displayId) context.dispatch({ type: "displays_made", made: null });
  });
