// SPDX-License-Identifier: MIT
// What the counter needs once somebody works, and not for its first picture: the other pages, in the order of their tabs, the
// scanner, which is heard on all of them, the printer, the customer's display, the help. A chunk of its own.

import { remembered } from "../lib/remember.js";
import { createScanner, SCANNER } from "../lib/scan.js";
import { displays } from "./displays_strip.js";
import { help } from "./help.js";
import { papers } from "./papers.js";
import { scanned, setup } from "./setup.js";
import { tickets } from "./tickets.js";
import { openOther, openTicket } from "./tickets_acts.js";
import { till } from "./till.js";

export { createRelease } from "../lib/release.js";
export { createDisplayLink } from "./display_link.js";
export { createPrinting } from "./printing.js";
export const LATER = [tickets, till, setup];
export const LATER_STRIPS = [papers, displays, help];

export function startScanner(context) {
  const atWork = (act) => (scanned) => {
    if (context.session.step !== "working") return;
    // A field that had the focus has seen nothing of it, and what follows is not for it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    act(context, scanned);
  };
  const isTried = () => context.state.page === setup.name;
  createScanner({
    onTicket: atWork((_, ticket) => (isTried() ? scanned(context, ticket) : openTicket(context, ticket))),
    onOther: atWork((_, text) => (isTried() ? scanned(context, { text }) : openOther(context, text))),
    prefix: () => remembered(SCANNER) ?? undefined,
  }).start();
}
