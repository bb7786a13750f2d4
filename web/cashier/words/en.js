// SPDX-License-Identifier: MIT
// The counter's English: a chunk of its own, since a till speaks one language at a time.

import { cashier, common, display, market, messages, outbox, setup, tickets, till, work } from "../../i18n/en.js";

export const words = {
  ...common,
  ...work,
  ...market,
  ...cashier,
  ...tickets,
  ...till,
  ...outbox,
  ...setup,
  ...display,
  ...messages,
};
