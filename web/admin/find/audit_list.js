// SPDX-License-Identifier: MIT
// Who did what: the journal of the house, or of a till; one of its entries with what it changed.

import { html, nothing } from "lit";
import { amountColumn, factsView, moment, timeColumn, userText } from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage, openLink } from "./list.js";

/** An entry is named by its chain, too: 3-128. */
const idOf = ({ scope, entry }) => `${scope}-${entry}`;

const columns = [
  { name: "entry", cell: (entry, context) => openLink("audit", idOf(entry), entry.entry, context), text: ({ entry }) => entry },
  timeColumn("at", ({ at }) => at),
  { name: "by", cell: ({ by }) => userText(by) },
  { name: "action", cell: ({ action }) => action },
  { name: "subject", isLong: true, cell: ({ subject }) => subject ?? "" },
  {
    name: "ticket",
    cell: ({ ticket }, context) => (ticket ? openLink("tickets", ticket, ticket, context) : ""),
    text: ({ ticket }) => ticket,
  },
  amountColumn("amount", ({ posting }) => posting?.amount ?? null),
  { name: "reason", isLong: true, cell: ({ reason }) => reason ?? "" },
  { name: "address", cell: ({ address }) => address ?? "" },
];

async function load(id, { api }, tell, signal) {
  const [, scope, seq] = /^(\d{1,9})-(\d{1,15})$/.exec(id) ?? [];
  const path = pathWith("/admin/audit", { tillId: scope === "0" ? null : scope, before: Number(seq) + 1, limit: 1 });
  const [entry] = scope ? (await api.get(path, { signal })).items : [];
  if (entry?.entry !== Number(seq)) throw Object.assign(new Error("none"), { code: "not_found" });
  tell({ entry });
}

const accountText = (kind, id) => `${kind} ${id}`;

function detailView({ value: { entry } }, context) {
  const { t, money } = context;
  const { posting } = entry;
  const partView = (name) =>
    entry[name] === null
      ? nothing
      : html`<section class="panel"><h2>${t(`find.column.${name}`)}</h2><pre tabindex="0">${JSON.stringify(entry[name], null, 2)}</pre></section>`;
  return html`<h1>${t("find.entry", { scope: entry.scope, entry: entry.entry })}</h1>
    ${factsView(
      [
        ["at", moment(entry.at, context)],
        ["by", userText(entry.by)],
        ["action", entry.action],
        ["subject", entry.subject],
        ["ticket", entry.ticket ? openLink("tickets", entry.ticket, entry.ticket, context) : null],
        ["reason", entry.reason],
        ["amount", posting ? money(posting.amount) : null],
        ["debit", posting ? accountText(posting.debit, posting.debitId) : null],
        ["credit", posting ? accountText(posting.credit, posting.creditId) : null],
        ["address", entry.address],
        ["key", entry.key],
        ["hash", html`<code>${entry.hash}</code>`],
      ],
      context,
    )}
    <div class="find-columns">${partView("before")} ${partView("after")}</div>`;
}

export const auditList = listPage({
  name: "audit_list",
  path: "audit",
  filters: [
    { name: "tillId", kind: "till" },
    { name: "userId", kind: "user" },
    { name: "action", kind: "text" },
    { name: "day", kind: "day" },
  ],
  source: (asked) => pathWith("/admin/audit", asked),
  idOf,
  columns,
  load,
  detailView,
});
