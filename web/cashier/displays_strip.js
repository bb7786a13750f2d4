// SPDX-License-Identifier: MIT
// Where the counter meets its customer displays: an item of the shell's menu, the dialog behind it, and what they show when
// the cashier has gone.

import { html, nothing } from "lit";
import { initial, name, reduce } from "./displays.js";

/** @type {typeof import("./displays_dialog.js")|null} */
let dialog = null;

async function open(context) {
  dialog ??= await import("./displays_dialog.js");
  dialog.open(context);
}

/** Whoever has a till has displays. */
const menu = (context) =>
  context.session.till ? html`<button @click=${() => open(context)}>${context.t("display.heading")}</button>` : nothing;

const view = (displays, context) => (dialog ? dialog.view(displays, context) : nothing);

/** Who has left shows customers nothing any more. */
function after(context, before) {
  if (before.session.step === "working" && context.session.step !== "working") context.display.stop();
}

export const displays = { name, initial, reduce, view, menu, after };
