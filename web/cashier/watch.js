// SPDX-License-Identifier: MIT
// Is who works here still signed in, and is the till still hers? A till's channel tells it (notices.js), or ends. A page without a
// till follows no channel: it asks, and is told what the channel would have said.

import { leave, leaveTill } from "./session.js";

/** What is said to tills is heard within two seconds. */
const ASK_MS = 1_500;

/**
 * She has counted the till herself, and its report stands before her, to be signed or to be read; or she counts again, or something
 * is being asked for: she leaves when that is done.
 */
function isAtReport({ state, session }) {
  const { report = null, form = null, isBusy = false } = state.pages.till ?? {};
  const isHers = (one) => Boolean(one) && one.sessionId === session.till?.sessionId;
  return isBusy || (isHers(report) && report.state !== "open") || isHers(form?.session);
}

/** Asks the house who this is, and leaves what is over. @param {any} context */
export async function recheck(context) {
  const { user, till } = context.session;
  if (user === null) return;
  try {
    const me = await context.api.get("/auth/me");
    if (me.news && context.session.user === user) context.dispatch({ type: "news", news: me.news });
    const isHers = till === null || me.till?.tillId === till.tillId;
    if (!isHers && context.session.till === till && !isAtReport(context)) await leaveTill(context);
  } catch ({ code }) {
    // Without an answer nobody knows; the next one comes.
    if (code === "not_signed_in" && context.session.user === user) leave(context, { code: "signed_out", facts: {} });
  }
}

/**
 * The house has ended a channel that this page follows: the session or the till is over, or the line still went by an older
 * sign-in. Then it is followed anew, not at once: whoever refuses may go on refusing.
 * @param {any} context @param {string} channel @param {{setTimeout: Function}} [timers]
 */
export async function channelRefused(context, channel, timers = globalThis) {
  await recheck(context);
  timers.setTimeout(() => {
    const { till } = context.session;
    if (till === null || `till:${till.tillId}` !== channel) return;
    context.follow(null);
    context.follow(channel);
  }, ASK_MS);
}

/** @param {any} context @param {{isSeen?: () => boolean, timers?: {setInterval: Function}}} [options] */
export function watchSession(context, { isSeen = () => !document.hidden, timers = globalThis } = {}) {
  let isAsking = false;
  timers.setInterval(async () => {
    const { user, till } = context.session;
    if (user === null || till !== null || isAsking || !isSeen()) return;
    isAsking = true;
    await recheck(context);
    isAsking = false;
  }, ASK_MS);
}
