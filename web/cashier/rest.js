// SPDX-License-Identifier: MIT
// What the counter needs once somebody works, and not for its first picture: the other pages, in the order of their tabs, and the
// scanner, which is heard on all of them. A chunk of its own.

import { remembered } from "../lib/remember.js";
import { createScanner } from "../lib/scan.js";
import { tickets } from "./tickets.js";
import { openOther, openTicket } from "./tickets_acts.js";

export const LATER = [tickets];

export function startScanner(context) {
  const atWork = (act) => (scanned) => {
    if (context.session.step !== "working") return;
    // A field that had the focus has seen nothing of it, and what follows is not for it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    act(context, scanned);
  };
  createScanner({
    onTicket: atWork(openTicket),
    onOther: atWork(openOther),
    prefix: () => remembered("hippodrome.scanner") ?? undefined,
  }).start();
}
