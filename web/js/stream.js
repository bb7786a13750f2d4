// SPDX-License-Identifier: MIT
// The line to the gateway: one WebSocket at this page's own origin, which heals itself for ever.
// It resumes after the last offset it has seen, so nothing is missed and nothing is told twice.

import { EPHEMERAL } from "./store.js";

const BACKOFF_MIN_MS = 500;
const BACKOFF_MAX_MS = 20_000;
/** A connection is trusted, and the backoff starts anew, once it has lasted this long. */
const STABLE_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;
const WATCH_MS = 1_000;

/**
 * The socket's address, from the page's own: whatever stands in front, it is the same host and port,
 * and the scheme follows the page's (http becomes ws, https becomes wss).
 */
export function connectionString(pageUrl) {
  const url = new URL("/connection/websocket", pageUrl);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/**
 * Full jitter over an exponentially growing range: a thousand screens that lose the same server
 * must not come back in the same second.
 * @param {number} attempt 0 for the first try after a loss
 */
export function backoffDelay(attempt, random = Math.random) {
  const ceiling = Math.min(BACKOFF_MAX_MS, 2 * BACKOFF_MIN_MS * 2 ** Math.min(attempt, 16));
  return Math.round(BACKOFF_MIN_MS + random() * (ceiling - BACKOFF_MIN_MS));
}

/**
 * @typedef {{state: 'connecting'|'connected'|'reconnecting', retryAt: number|null}} LineState retryAt: local ms
 */

/**
 * @param {object} options
 * @param {string} options.url
 * @param {(message: object, receivedAt: number) => void} options.onMessage each message to apply
 * @param {(line: LineState) => void} options.onLine
 * @param {typeof WebSocket} [options.Socket]
 * @param {() => number} [options.local]
 * @param {{setTimeout: Function, clearTimeout: Function, setInterval: Function, clearInterval: Function}} [options.timers]
 * @param {() => number} [options.random]
 */
export function createStream({
  url,
  onMessage,
  onLine,
  Socket = globalThis.WebSocket,
  local = () => performance.now(),
  timers = globalThis,
  random = Math.random,
}) {
  let socket = null;
  let attempt = 0;
  let retryTimer = null;
  let openedAt = null;
  let lastFrameAt = 0;
  let patience = Infinity;
  /** Each connection believes a silence a little longer, up to half as long again: see drop. */
  let slack = 1;
  let watch = null;
  /** Offset of the last stream event received, and of the state the last snapshot described. */
  let offset = null;
  let epoch = null;
  let snapshotOffset = 0;

  function address() {
    if (offset === null || epoch === null) return url;
    const resume = new URL(url);
    resume.searchParams.set("offset", String(offset));
    resume.searchParams.set("epoch", epoch);
    return resume.href;
  }

  function connect() {
    timers.clearTimeout(retryTimer);
    retryTimer = null;
    openedAt = null;
    lastFrameAt = local();
    onLine({ state: attempt === 0 && offset === null ? "connecting" : "reconnecting", retryAt: null });
    const mine = new Socket(address());
    socket = mine;
    mine.onmessage = (frame) => {
      if (socket === mine) receive(frame.data);
    };
    mine.onclose = (closing) => {
      if (socket === mine) lost(closing.code);
    };
  }

  function receive(text) {
    const receivedAt = local();
    lastFrameAt = receivedAt;
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof message?.event !== "string") return;
    if (message.event === "connected") greeted(message);
    if (!EPHEMERAL.has(message.event)) {
      offset = Number.isInteger(message.offset) ? message.offset : (offset ?? 0) + 1;
      // Missed events that the greeting's snapshot already contains would only set the screen back.
      if (offset <= snapshotOffset) return;
    }
    onMessage(message, receivedAt);
  }

  function greeted(message) {
    openedAt = local();
    slack = 1 + random() / 2;
    const { stream = {} } = message;
    const at = Number.isInteger(stream.offset) ? stream.offset : null;
    snapshotOffset = at ?? 0;
    // When the line was recovered, the events after our own offset follow; otherwise we start from here.
    const resumes = message.recovered === true && offset !== null;
    if (!resumes) offset = at;
    epoch = stream.epoch ?? null;
    onLine({ state: "connected", retryAt: null });
  }

  function lost(code) {
    socket = null;
    if (openedAt !== null && local() - openedAt >= STABLE_MS) attempt = 0;
    // 3500 and up: the server asks us not to come back. A screen has nobody who could reload it.
    if (code >= 3500 && code < 4000) attempt = Math.max(attempt, 6);
    const delay = backoffDelay(attempt, random);
    attempt += 1;
    openedAt = null;
    retryTimer = timers.setTimeout(connect, delay);
    onLine({ state: "reconnecting", retryAt: local() + delay });
  }

  /**
   * Lets go of a socket that may never say goodbye by itself. One that was greeted is replaced at once: while
   * the game is paused all screens are silent from the same moment, and their slack has already spread them.
   */
  function drop() {
    const dead = socket;
    if (openedAt === null) lost(1006);
    else connect();
    dead.close();
  }

  function check() {
    if (!socket) return;
    const silence = local() - lastFrameAt;
    if (silence >= (openedAt === null ? CONNECT_TIMEOUT_MS : patience * slack)) drop();
  }

  return {
    start() {
      if (watch !== null) return;
      watch = timers.setInterval(check, WATCH_MS);
      connect();
    },

    /** The network is back or the page is seen again: do not sit out the backoff. */
    kick() {
      if (watch === null) return;
      if (socket) check();
      if (!socket) connect();
    },

    /** How long a silence is believed, in ms. */
    expectFrameWithin(ms) {
      patience = ms;
    },

    stop() {
      timers.clearInterval(watch);
      timers.clearTimeout(retryTimer);
      watch = null;
      const last = socket;
      socket = null;
      last?.close();
    },
  };
}
