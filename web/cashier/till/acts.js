// SPDX-License-Identifier: MIT
// What the page of the till asks the house, and does with the answer. Whatever moves money goes through the outbox.

import { withApproval } from "../approve.js";
import { leaveTill } from "../session.js";
import { countsOf } from "./count.js";

const PAGE = 50;
const SHOP_PAGE = 100;

const problemOf = ({ code, facts }) => ({ code, facts: facts ?? {} });

/** One thing at a time, and what is refused is said. */
async function step(context, work) {
  context.dispatch({ type: "till/busy" });
  try {
    await work();
  } catch (error) {
    context.dispatch({ type: "till/problem", problem: problemOf(error) });
  }
}

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
};

/** The till that is looked at: a supervisor's choice, or the own one; null: there is none. */
export const tillIdOf = (state, { session }) => state.tillId ?? session.till?.tillId ?? null;

/** Is it somebody else's? Then the house is told which. */
const named = (state) => (state.tillId === null ? {} : { tillId: state.tillId });

/** Everything that this view shows, anew. A page that cannot be had leaves what was there, and says why. */
export async function load(state, context) {
  const { api, dispatch, session } = context;
  try {
    if (session.rights.isSupervisor)
      dispatch({ type: "till/shop", page: await api.get(`/tills${query({ shopId: session.shop.shopId, limit: SHOP_PAGE })}`) });
    const tillId = tillIdOf(state, context);
    if (tillId !== null) dispatch({ type: "till/told", till: await api.get(`/till${query({ tillId })}`) });
    if (state.view === "history") await loadHistory(state, context);
    if (state.view === "sessions") await loadSessions(state, context);
  } catch (error) {
    dispatch({ type: "till/problem", problem: problemOf(error) });
  }
}

/** A page of a list, or the next one. */
async function loadList({ api, dispatch }, list, path, isMore, isWanted = () => true) {
  dispatch({ type: "till/loading", list });
  try {
    const page = await api.get(path);
    if (isWanted()) dispatch({ type: `till/${list}`, page, isMore });
  } catch (error) {
    dispatch({ type: "till/problem", problem: problemOf(error) });
  }
}

export function loadHistory(state, context, isMore = false) {
  const before = isMore ? state.history.next : null;
  const whose = state.of ? { sessionId: state.of.sessionId } : named(state);
  // What is shown may be narrowed to something else before this is answered.
  const isWanted = () => {
    const { till } = context.state.pages;
    return ["filter", "day", "of", "tillId"].every((name) => till[name] === state[name]);
  };
  const path = `/till/movements${query({ ...whose, kind: state.filter, day: state.day, before, limit: PAGE })}`;
  return loadList(context, "history", path, isMore, isWanted);
}

export function loadSessions(state, context, isMore = false) {
  const before = isMore ? state.sessions.next : null;
  return loadList(context, "sessions", `/till/sessions${query({ ...named(state), before, limit: PAGE })}`, isMore);
}

/** Cash in or out, as the form has it. */
export function move(state, context, { kind, amount, reference, description }) {
  return step(context, async () => {
    const body = { ...named(state), kind, amount, reference: reference || null, description: description || null };
    const movement = await withApproval(context, { action: "movement", subject: kind, amount }, ({ approval }) =>
      context.outbox.submit({ kind: "till_movement", path: "/till/movements", body: approval ? { ...body, approval } : body }),
    );
    context.dispatch({ type: "till/moved", movement });
    await load(state, context);
  });
}

/** Another amount, or nothing, instead of a movement that was entered wrong. */
export function reverse(state, context, { movement, amount, reason }) {
  return step(context, async () => {
    const path = `/till/movements/${movement.movement}/reverse`;
    const body = { tillId: tillIdOf(state, context), amount, reason };
    await context.outbox.submit({ kind: "till_reverse", path, body });
    context.dispatch({ type: "till/closed" });
    await load(state, context);
  });
}

/** Opens a count, of the till that is looked at or of a session that waits: the house says what is counted. */
export async function openCount(state, context, session = null) {
  const { api, dispatch } = context;
  let denominations = state.till?.denominations;
  if (!denominations)
    await step(context, async () => {
      ({ denominations } = await api.get(`/till${query({ tillId: session.till.tillId })}`));
    });
  if (denominations) dispatch({ type: "till/form", name: "count", denominations, session });
}

/** The count, which closes the till or waits; or another count of one that waits. */
export function count(state, context, { pieces, session, isRecount, isHandover, reason }) {
  return step(context, async () => {
    const counts = countsOf(pieces);
    const report = await context.outbox.submit(
      isRecount
        ? { kind: "till_recount", path: "/till/recount", body: { sessionId: session.sessionId, counts, reason } }
        : {
            kind: "till_close",
            path: "/till/close",
            body: { ...named(state), counts, reason: reason || null, handover: isHandover },
          },
    );
    await ended(state, context, report);
  });
}

/** A variance over the tolerance: a supervisor signs, here or signed in herself. */
export function sign(state, context, session, reason = "") {
  return step(context, async () => {
    const { sessionId, count: counted } = session;
    const body = { sessionId, reason };
    const isOwn = session.cashier.userId === context.session.user.userId;
    if (isOwn || !context.session.rights.isSupervisor) {
      /** @type {import('../approval.js').Asked} */
      const what = { action: "verify", subject: String(sessionId), amount: counted.variance, needsReason: true };
      const given = await context.approve(what);
      if (!given) return void context.dispatch({ type: "till/report", report: session });
      Object.assign(body, { reason: given.reason, approval: given.approval });
    }
    await ended(state, context, await context.outbox.submit({ kind: "till_verify", path: "/till/verify", body }));
  });
}

async function ended(state, context, report) {
  const { dispatch } = context;
  const { till } = dispatch({ type: "till/report", report }).pages;
  // A till that is counted is nobody's any more: who had it knows it by this report only.
  if (till.till?.session?.sessionId === report.sessionId)
    dispatch({ type: "till/told", till: { ...till.till, session: report } });
  if (report.state === "closed" && context.printer) print(context, report);
  if (context.session.rights.isSupervisor) await load(state, context);
}

/** The X of the till, or the report of one of its sessions. */
export function showReport(state, context, sessionId = null) {
  return step(context, async () => {
    const asked = sessionId === null ? { tillId: tillIdOf(state, context) } : { sessionId };
    context.dispatch({ type: "till/report", report: await context.api.get(`/till/report${query(asked)}`) });
  });
}

/** A paper that did not go to the printer is asked for again by who wants it: nothing is printed twice by itself. */
async function printFacts(context, facts, kind) {
  if (!context.printer) return void context.dispatch({ type: "till/problem", problem: { code: "no_printer", facts: {} } });
  try {
    await context.printer.print(facts, { kind, lang: context.state.lang });
  } catch (error) {
    context.dispatch({ type: "till/problem", problem: { code: error.code ?? "printer", facts: error.facts ?? {} } });
  }
}

export const print = (context, report) => printFacts(context, report, "report");

export const printMovement = (state, context, movement) =>
  printFacts(context, { ...movement, paper: state.till?.session?.paper }, "movement");

/** What the next cashier took over, for both of them to sign. */
export function printHandover(context, { till, takenFrom, cashier, openedAt, totals, paper }) {
  const facts = {
    till,
    from: takenFrom.cashier,
    to: cashier,
    at: openedAt,
    counts: takenFrom.counts,
    counted: totals.float,
    paper,
  };
  return printFacts(context, facts, "handover");
}

/** The own till is closed: another one is taken. */
export function leave(context, report) {
  const isOwn = report.sessionId === context.session.till?.sessionId;
  context.dispatch({ type: "till/closed" });
  return isOwn ? leaveTill(context) : undefined;
}
