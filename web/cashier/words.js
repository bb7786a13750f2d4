// SPDX-License-Identifier: MIT
// The sections of the catalogues that this application has in its bundle.

import * as en from "../i18n/en.js";
import * as fr from "../i18n/fr.js";
import * as ht from "../i18n/ht.js";

const sections = ({ common, market, cashier, till, tickets, scan, outbox, paper, display, messages }) => ({
  ...common,
  ...market,
  ...cashier,
  ...till,
  ...tickets,
  ...scan,
  ...outbox,
  ...paper,
  ...display,
  ...messages,
});

export const CATALOGUES = { fr: sections(fr), en: sections(en), ht: sections(ht) };
