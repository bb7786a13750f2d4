// SPDX-License-Identifier: MIT
// Shows customers what the cashier types: hands pictures to the house, which tells the till's displays. Only the newest one
// counts, so one request at a time, and none for what has been overtaken. A picture is repeated while it is to be seen; when this
// page's line is gone nobody repeats it, and the displays clear themselves.

/** The house keeps a picture for eight seconds: two repeats may be lost. */
const REPEAT_MS = 2_500;
/** A fast hand types ten keys a second; a customer reads four pictures. */
const GAP_MS = 150;
/** An answer that takes longer comes over a line that is as good as dead. */
const ANSWER_MS = 4_000;
/** So long a till without any display is not asked again whether it has one. */
const ALONE_MS = 60_000;
/** So long a customer has to read the number and take a picture of the code; then it is nobody's business any more. */
const SOLD_MS = 30_000;

/** @typedef {import("house-api").components["schemas"]["Picture"]} Picture */

/** @type {Picture} */
const IDLE = { kind: "idle" };

/**
 * @param {object} options
 * @param {{post: (path: string, body: object, options: {signal: AbortSignal}) => Promise<any>}} options.api
 * @param {() => number} [options.local] monotonic time in ms
 * @param {{setTimeout: Function, clearTimeout: Function}} [options.timers]
 */
export function createDisplayLink({ api, local = () => performance.now(), timers = globalThis }) {
  /** @type {Picture} */
  let picture = IDLE;
  /** What the house was told last, as text; null: nothing that counts. */
  let told = JSON.stringify(IDLE);
  let isAsking = false;
  let aloneUntil = -Infinity;
  let timer = null;
  let dueAt = Infinity;
  let shownAt = 0;

  /** At the latest after so long; what is planned for sooner stays, however fast somebody types. */
  function plan(ms) {
    if (dueAt <= local() + ms) return;
    timers.clearTimeout(timer);
    dueAt = local() + ms;
    timer = timers.setTimeout(send, ms);
  }

  async function send() {
    dueAt = Infinity;
    if (isAsking || local() < aloneUntil) return;
    if (picture.kind === "sold" && local() - shownAt >= SOLD_MS) picture = IDLE;
    const text = JSON.stringify(picture);
    if (text === told && picture.kind === "idle") return;
    isAsking = true;
    const limit = new AbortController();
    const patience = timers.setTimeout(() => limit.abort(), ANSWER_MS);
    try {
      const { displays } = await api.post("/till/displays/show", { picture }, { signal: limit.signal });
      told = text;
      if (displays === 0) aloneUntil = local() + ALONE_MS;
    } catch ({ status }) {
      // Refused, it would be refused again: there is no till to show anything. Without an answer it is said again.
      told = status >= 400 && status < 500 ? text : null;
    }
    timers.clearTimeout(patience);
    isAsking = false;
    if (JSON.stringify(picture) !== text) plan(GAP_MS);
    else if (told === null || picture.kind !== "idle") plan(REPEAT_MS);
  }

  return {
    /** @param {Picture} next */
    show(next) {
      const isNew = JSON.stringify(next) !== JSON.stringify(picture);
      if (isNew) shownAt = local();
      picture = next;
      if (isNew && !isAsking) plan(picture.kind === "idle" ? 0 : GAP_MS);
    },

    /** Somebody has set up a display: it is shown what there is at once. */
    wake() {
      aloneUntil = -Infinity;
      told = null;
      if (picture.kind !== "idle") plan(0);
    },

    /** The cashier has gone. The house clears the displays by itself when it hears of it. */
    stop() {
      timers.clearTimeout(timer);
      dueAt = Infinity;
      picture = IDLE;
      told = JSON.stringify(IDLE);
      aloneUntil = -Infinity;
    },
  };
}
