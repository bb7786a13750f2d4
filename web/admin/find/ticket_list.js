// SPDX-License-Identifier: MIT
// Tickets: found by number, QR code, till, cashier, shop, round, day, state, amount and code; and one of them with all that is known
// of it.

import { html, nothing } from "lit";
import {
  amountColumn,
  badge,
  bare,
  betText,
  factsView,
  listLink,
  moment,
  OFFICE,
  tillText,
  timeColumn,
  userText,
} from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage, openLink } from "./list.js";

const STATES = ["sold", "won", "lost", "paid", "refundable", "refunded", "voided", "expired"];
const TONES = { won: "wait", refundable: "wait", paid: "good", refunded: "good", voided: "bad", expired: "bad" };

const stateView = ({ state }, { t }) => badge(state, t(`find.ticket.${state}`), TONES[state]);
const linesText = ({ lines }, t) => lines.map((line) => betText(line, t)).join(", ");

const columns = [
  { name: "ticket", cell: ({ number }, context) => openLink("tickets", number, number, context), text: ({ number }) => number },
  timeColumn("soldAt", ({ soldAt }) => soldAt),
  {
    name: "round",
    cell: ({ roundId }, context) => openLink("rounds", roundId, roundId, context),
    text: ({ roundId }) => roundId,
  },
  { name: "till", cell: ({ till }) => tillText(till) },
  { name: "cashier", cell: ({ cashier }) => userText(cashier) },
  { name: "bets", isLong: true, cell: (ticket, { t }) => linesText(ticket, t) },
  amountColumn("stake", ({ stake }) => stake),
  { name: "state", cell: stateView, text: ({ state }, { t }) => t(`find.ticket.${state}`) },
  amountColumn("prize", ({ prize }) => prize || null),
];

const statsView = ({ tickets, stake, prizes, unpaid }, { t, money }) =>
  stake === null
    ? t("find.stats.tickets", { count: tickets })
    : t("find.stats", { count: tickets, stake: money(stake), prizes: money(prizes), unpaid: money(unpaid) });

async function load(number, { api }, tell, signal) {
  tell({ ticket: await api.get(`/tickets/${encodeURIComponent(number)}`, { signal }) });
}

function detailView({ value: { ticket } }, context) {
  const { t, money, format } = context;
  const { paid } = ticket;
  return html`<h1 data-ticket=${ticket.number}>${t("find.ticket", { number: ticket.number })} ${stateView(ticket, context)}</h1>
    ${factsView(
      [
        ["round", openLink("rounds", ticket.roundId, ticket.roundId, context)],
        ["soldAt", moment(ticket.soldAt, context)],
        ["till", listLink("tickets", { tillId: ticket.till.tillId }, tillText(ticket.till), context)],
        ["cashier", listLink("tickets", { cashierId: ticket.cashier.userId }, userText(ticket.cashier), context)],
        ["stake", money(ticket.stake)],
        ["maxPrize", money(ticket.maxPrize)],
        ["prize", ticket.prize === null ? null : money(ticket.prize)],
        ["withheld", ticket.withheld ? money(ticket.withheld) : null],
        ["net", ticket.withheld ? money(ticket.net) : null],
        ["copies", ticket.copies || null],
        ["closedAt", moment(ticket.closedAt, context)],
        ["expiresAt", moment(ticket.expiresAt, context)],
      ],
      context,
    )}
    <div class="table-frame" tabindex="0" role="region" aria-label=${t("find.column.bets")}>
      <table class="table">
        <thead><tr>${["bets", "odds", "stake", "prize", "outcome"].map((name) => html`<th scope="col" class=${["bets", "outcome"].includes(name) ? nothing : "number"}>${t(`find.column.${name}`)}</th>`)}</tr></thead>
        <tbody>${ticket.lines.map(
          (line) => html`<tr>
          <td>${betText(line, t)}</td>
          <td class="number">${format.odds(line.odds)}</td>
          <td class="number">${bare(line.stake, context)}</td>
          <td class="number">${bare(line.prize, context)}</td>
          <td>${line.won === null ? "" : line.won ? badge("won", t("find.line.won"), "good") : t("find.line.lost")}</td>
        </tr>`,
        )}</tbody>
      </table>
    </div>
    ${
      paid
        ? html`<h2>${t(`find.paid.${paid.kind}`)}</h2>${factsView(
            [
              ["at", moment(paid.at, context)],
              ["till", tillText(paid.till)],
              ["by", userText(paid.by)],
              ["approvedBy", userText(paid.approvedBy)],
              ["amount", money(paid.amount)],
              ["cash", money(paid.cash)],
              ["note", paid.note],
            ],
            context,
          )}`
        : nothing
    }
    <h2>${t("find.proof")}</h2>
    ${factsView(
      [
        ["commitment", html`<code>${ticket.commitment}</code>`],
        ["cardHash", html`<code>${ticket.cardHash}</code>`],
      ],
      context,
    )}
    <p><a class="button" href=${`/verify/?round=${ticket.roundId}`} target="_blank" rel="noopener">${t("find.verify")}</a></p>`;
}

export const ticketList = listPage({
  name: "ticket_list",
  path: "tickets",
  filters: [
    { name: "day", kind: "day" },
    { name: "roundId", kind: "number" },
    { name: "state", kind: "choice", choices: STATES, words: "ticket" },
    { name: "tillId", kind: "till" },
    { name: "cashierId", kind: "user" },
    { name: "shopId", kind: "shop", isRare: true },
    { name: "stakeFrom", kind: "amount", isRare: true },
    { name: "stakeTo", kind: "amount", isRare: true },
    { name: "prizeFrom", kind: "amount", isRare: true },
    { name: "prizeTo", kind: "amount", isRare: true },
    { name: "code", kind: "text", roles: OFFICE, isRare: true },
  ],
  source: (asked) => pathWith("/tickets", asked),
  idOf: ({ number }) => number,
  columns,
  statsView,
  load,
  detailView,
});
