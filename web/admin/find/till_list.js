// SPDX-License-Identifier: MIT
// Tills as they are now; from each of them its openings, tickets, movements and journal.

import { html } from "lit";
import { amountColumn, badge, listLink, setLink, tillText, timeColumn, userText } from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage } from "./list.js";

const stateOf = ({ inUse, session }) => (!inUse ? "gone" : (session?.state ?? "closed"));
const TONES = { open: "good", counted: "wait", gone: "bad" };

const columns = [
  { name: "till", cell: (till, context) => setLink("places", `till-${till.tillId}`, tillText(till), context), text: tillText },
  { name: "shop", cell: ({ shop }) => shop.name },
  {
    name: "state",
    cell: (till, { t }) => badge(stateOf(till), t(`find.till.${stateOf(till)}`), TONES[stateOf(till)]),
    text: (till, { t }) => t(`find.till.${stateOf(till)}`),
  },
  { name: "cashier", cell: ({ session }) => userText(session?.cashier) },
  timeColumn("openedAt", ({ session }) => session?.openedAt ?? null),
  amountColumn("expectedCash", ({ session }) => session?.expectedCash ?? null),
  {
    name: "links",
    cell: ({ tillId }, context) => linksView({ tillId }, ["sessions", "tickets", "movements", "audit"], context),
    text: ({ tillId }) => tillId,
  },
];

/** The same filter on other lists. @param {Record<string, any>} query @param {readonly string[]} pages @param {any} context */
export const linksView = (query, pages, context) =>
  html`<span class="find-links">${pages.filter(context.mayOpen).map((page) => listLink(page, query, context.t(`find.to.${page}`), context))}</span>`;

export const tillList = listPage({
  name: "till_list",
  path: "tills",
  filters: [
    { name: "search", kind: "text" },
    { name: "shopId", kind: "shop" },
  ],
  source: (asked) => pathWith("/tills", asked),
  columns,
});
