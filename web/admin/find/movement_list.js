// SPDX-License-Identifier: MIT
// What moved cash in one till, or in one opening of it.

import { amountColumn, timeColumn, userText } from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage, openLink } from "./list.js";

/** As the journal calls what moves cash. */
const KINDS = [
  "sale",
  "void",
  "pay",
  "refund",
  "till_open",
  "deposit",
  "withdrawal",
  "cash_in",
  "cash_out",
  "supply",
  "drop",
  "reversal",
  "close",
];

const kindText = ({ kind }, { t }) => (KINDS.includes(kind) ? t(`find.kind.${kind}`) : kind);

const columns = [
  { name: "entry", cell: ({ movement }) => movement },
  timeColumn("at", ({ at }) => at),
  { name: "kind", cell: kindText },
  amountColumn("amount", (movement) => (movement.in ? movement.amount : -movement.amount)),
  {
    name: "ticket",
    cell: ({ ticket }, context) => (ticket ? openLink("tickets", ticket, ticket, context) : ""),
    text: ({ ticket }) => ticket,
  },
  { name: "reference", isLong: true, cell: ({ reference, reverses }) => reference ?? reverses ?? "" },
  { name: "reason", isLong: true, cell: ({ description }) => description ?? "" },
  { name: "by", cell: ({ by }) => userText(by) },
  { name: "approvedBy", cell: ({ approvedBy }) => userText(approvedBy) },
];

export const movementList = listPage({
  name: "movement_list",
  path: "movements",
  filters: [
    { name: "tillId", kind: "till" },
    { name: "sessionId", kind: "number" },
    { name: "kind", kind: "choice", choices: KINDS, words: "kind" },
    { name: "day", kind: "day" },
  ],
  needs: ["tillId", "sessionId"],
  source: (asked) => pathWith("/till/movements", asked),
  columns,
});
