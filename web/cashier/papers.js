// SPDX-License-Identifier: MIT
// Which papers somebody saw come out. A printer never says so: who sends the next paper has seen the one before, and tells the
// house. What the house was not told is offered at the next start, one key each, as a duplicate; nothing is printed by itself.

import { html, nothing } from "lit";
import { withApproval } from "./approve.js";
import { charOf } from "./keys.js";
import { openModal } from "../lib/modal.js";
import { isHere } from "./pending.js";

/** Prints again what was printed last, or asks for a printer that was unplugged. */
export const PRINTER_KEY = "F8";
/** So many are offered; more were not lost at once. */
export const OFFERED = 3;
/** A customer who waits for a ticket says so sooner. */
const UNMISSED_MS = 60_000;
const KINDS = { ticket: "ticket", copy: "ticket", slip: "slip" };

/**
 * @typedef {{number: string, kind: "ticket" | "slip"}} Paper
 * @typedef {Paper & {action: string, amount: number, at: string}} Receipt
 * @typedef {object} Papers
 * @property {Paper[]} sent        to the printer, the newest last; not yet seen
 * @property {(Paper & {isUnsent?: boolean}) | null} last   what the key prints again; isUnsent: nothing of it is on paper
 * @property {Receipt[]} offered   what earlier pages left behind
 * @property {import('../lib/paper/printer.js').State} printer
 * @property {{code: string, facts: any} | null} problem
 * @property {boolean} isBusy
 */

/** @type {Papers} */
export const initial = {
  sent: [],
  last: null,
  offered: [],
  printer: { is: "ready", code: null, paper: "unknown" },
  problem: null,
  isBusy: false,
};

/** The paper that facts were printed as; null: none that is asked for again. @returns {Paper | null} */
export const paperOf = (facts, kind) =>
  Object.hasOwn(KINDS, kind) && facts?.number ? { number: facts.number, kind: /** @type {any} */ (KINDS[kind]) } : null;

const isSame = (one, other) => one.number === other.number && one.kind === other.kind;
const without = (list, gone) => list.filter((one) => !gone.some((other) => isSame(one, other)));

const STEPS = {
  /** {printer}: what became of it. */
  printer: (papers, { printer }) => ({ ...papers, printer }),
  "papers/sent": (papers, { paper }) => ({
    ...papers,
    sent: [...without(papers.sent, [paper]), paper],
    offered: without(papers.offered, [paper]),
    last: paper,
    problem: null,
  }),
  "papers/unsent": (papers, { paper, isUnsent }) => ({ ...papers, last: { ...paper, isUnsent } }),
  /** {papers}: they were seen, and the house knows it. */
  "papers/seen": (papers, { papers: seen }) => ({
    ...papers,
    sent: without(papers.sent, seen),
    offered: without(papers.offered, seen),
  }),
  "papers/offer": (papers, { items }) => ({ ...papers, offered: without(items, papers.sent) }),
  "papers/later": (papers) => ({ ...papers, offered: [], problem: null }),
  "papers/busy": (papers) => ({ ...papers, isBusy: true, problem: null }),
  "papers/done": (papers, { problem = null }) => ({ ...papers, isBusy: false, problem }),
};

/** @param {Papers} papers @param {any} message @returns {Papers} */
export const reduce = (papers, message) => (Object.hasOwn(STEPS, message.type) ? STEPS[message.type](papers, message) : papers);

// What is done ---------------------------------------------------------------------------------------------------------

const plain = ({ number, kind }) => ({ number, kind });

async function tellSeen({ api, dispatch }, papers) {
  await api.post("/till/papers/confirm", { papers: papers.map(plain) });
  dispatch({ type: "papers/seen", papers });
}

/**
 * Tells the house; what it was not told stays in the list, and is told with the next.
 * @param {any} context
 * @param {Paper[]} papers
 */
async function confirm(context, papers) {
  if (!papers.length) return;
  try {
    await tellSeen(context, papers);
  } catch {
    // A cut, or a till that was closed: nothing is lost by it, the papers are offered once more.
  }
}

/**
 * A paper went to the printer: the ones before it were seen; so was this one, when nobody missed it for a while.
 * @param {any} context
 * @param {Paper} paper
 */
export function sent(context, paper) {
  const before = context.state.pages.papers.sent;
  context.dispatch({ type: "papers/sent", paper });
  confirm(context, without(before, [paper]));
  setTimeout(
    () =>
      confirm(
        context,
        context.state.pages.papers.sent.filter((one) => one === paper),
      ),
    UNMISSED_MS,
  );
}

/** What earlier pages, or this machine before it went off, left behind. */
export async function ask(context) {
  if (!context.session.till) return;
  try {
    const { items } = await context.api.get("/till/papers");
    context.dispatch({ type: "papers/offer", items });
  } catch {
    // The next start asks again.
  }
}

async function step(context, act) {
  if (context.state.pages.papers.isBusy) return;
  context.dispatch({ type: "papers/busy" });
  try {
    await act();
    context.dispatch({ type: "papers/done" });
  } catch (error) {
    context.dispatch({ type: "papers/done", problem: { code: error.code ?? "printer_failed", facts: error.facts ?? {} } });
  }
}

/**
 * A ticket of which nothing came on paper is printed as it is, as long as the house allows it; else as a duplicate, on record.
 * @param {any} context
 * @param {Paper & {isUnsent?: boolean}} paper
 */
async function ticketFacts(context, { number, isUnsent }) {
  const { api, outbox } = context;
  const path = `/tickets/${encodeURIComponent(number)}`;
  try {
    if (isUnsent) return await api.get(`${path}/print`);
  } catch (error) {
    if (error.code !== "no_original") throw error;
  }
  // What is approved names the amount, which the receipt does not know once there is a prize.
  const what = async () => {
    const { prize, stake } = await api.get(path);
    return { action: /** @type {const} */ ("copy"), subject: number, amount: prize ?? stake };
  };
  return withApproval(context, what, ({ approval }) =>
    outbox.submit({ kind: "copy", path: `${path}/copy`, body: approval ? { approval } : {}, memo: { number } }),
  );
}

/** On paper again. @param {any} context @param {Paper & {isUnsent?: boolean}} paper */
export const again = (context, paper) =>
  step(context, async () => {
    const isTicket = paper.kind === "ticket";
    const facts = isTicket
      ? await ticketFacts(context, paper)
      : await context.api.get(`/tickets/${encodeURIComponent(paper.number)}/slip`);
    const kind = !isTicket ? "slip" : facts.copy ? "copy" : "ticket";
    await context.printer.print(facts, { kind, lang: context.state.lang });
  });

/** They came out: who stands there says so, and hears when the house could not be told. @param {any} context @param {Paper[]} papers */
export const seen = (context, papers) => step(context, () => tellSeen(context, papers));

export const reconnect = (context) => step(context, () => context.printer.connect());

/** @param {KeyboardEvent} event @param {Papers} papers @param {any} context @returns {boolean} whether it was the printer's */
export function keys(event, papers, context) {
  if (event.key !== PRINTER_KEY || event.repeat) return false;
  printerAct(papers, context)?.act();
  return true;
}

// Views ------------------------------------------------------------------------------------------------------------------

const problemView = ({ problem }, context) =>
  problem ? html`<p class="problem" role="alert">${context.problemText(problem)}</p>` : nothing;

/** No button is disabled: it would lose the focus, and the keys with it. */
const button = (papers, { words, key, act, isMain = false }, context) => html`<button
  class=${isMain ? "main" : ""}
  aria-disabled=${String(papers.isBusy)}
  aria-keyshortcuts=${key}
  @click=${() => act()}
>
  ${context.t(words)}<kbd>${key}</kbd>
</button>`;

/** What the printer's key does now; null: nothing. @param {Papers} papers @param {any} context */
function printerAct({ printer, last }, context) {
  if (printer.is === "connect") return { words: "printer.choose", act: () => reconnect(context) };
  return last && { words: "printer.again", act: () => again(context, last) };
}

/** The printer, when it needs somebody: a strip over the page. @param {Papers} papers @param {any} context */
function printerStrip(papers, context) {
  const { is, code, paper } = papers.printer;
  const said = is === "ready" ? paper === "out" && "printer_paper_out" : code;
  if (!said) return papers.problem && !papers.offered.length ? problemView(papers, context) : nothing;
  const act = printerAct(papers, context);
  return html`<section class="printer-strip" data-printer=${said} role="alert">
    <p>${context.t(`problem.${said}`)}</p>
    ${act ? button(papers, { ...act, key: PRINTER_KEY }, context) : nothing}
  </section>`;
}

/** What nobody confirmed, one key each; a stray Enter leaves it for the next start. @param {Papers} papers @param {any} context */
function offerView(papers, context) {
  const { t } = context;
  if (!papers.offered.length) return nothing;
  const shown = papers.offered.slice(0, OFFERED);
  const more = papers.offered.length - shown.length;
  const later = () => context.dispatch({ type: "papers/later" });
  const onKey = (event) => {
    const digit = event.repeat ? null : charOf(event);
    if (digit === "0") seen(context, papers.offered);
    else if (shown[Number(digit) - 1]) again(context, shown[Number(digit) - 1]);
  };
  return html`<dialog
    class="sheet papers"
    aria-labelledby="papers-heading"
    ${openModal()}
    @keydown=${onKey}
    @close=${later}
  >
    <h1 id="papers-heading">${t("papers.heading")}</h1>
    <p>${t("papers.why")}</p>
    <ol>${shown.map((receipt, index) => receiptView(receipt, index, papers, context))}</ol>
    ${more ? html`<p class="muted">${t("papers.more", { count: more })}</p>` : nothing} ${problemView(papers, context)}
    <div class="row">
      ${button(papers, { words: "papers.all_seen", key: "0", isMain: true, act: () => seen(context, papers.offered) }, context)}
      <button autofocus @click=${later}>${t("papers.later")}</button>
    </div>
  </dialog>`;
}

function receiptView(receipt, index, papers, context) {
  const { t, money, format } = context;
  const words = receipt.kind === "ticket" ? "papers.copy" : "papers.slip";
  return html`<li data-number=${receipt.number} data-kind=${receipt.kind}>
    <span><b>${t(`papers.${receipt.action}`)}</b> ${receipt.number}</span>
    <span class="muted">${money(receipt.amount)} · ${format.clock(Date.parse(receipt.at))}</span>
    ${button(papers, { words, key: String(index + 1), act: () => again(context, receipt) }, context)}
  </li>`;
}

/** @param {Papers} state */
const view = (state, context) =>
  html`${printerStrip(state, context)} ${isHere(context.state.pages.pending) ? offerView(state, context) : nothing}`;

export const papers = { name: "papers", initial, reduce, view, keys, enter: ask };
