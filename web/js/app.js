// SPDX-License-Identifier: MIT
// The live screen: wires the line, the clock, the state and the view, and decides when to look again.

import { createClock } from "./clock.js";
import { createFormat } from "./format.js";
import { CATALOGUES, DEFAULT_LANGUAGE, chooseLanguage, storeLanguage, storedLanguage, translate } from "./i18n.js";
import { present } from "./present.js";
import { emptyState, reduce } from "./store.js";
import { connectionString, createStream } from "./stream.js";
import { createView } from "./view.js";

/** While a countdown runs the gateway speaks each second; at other times a pause may be long. */
const PATIENCE_COUNTDOWN_MS = 5_000;
const PATIENCE_MS = 40_000;

window.wsConfig = { connectionString: connectionString(window.location.href) };

const local = () => performance.now();
/** The operator's log is in the house's first language, whatever the screen speaks. */
const log = (key, values) => translate(DEFAULT_LANGUAGE, key, values);
const clock = createClock({ local });
const view = createView();
let state = emptyState();
let line = { state: "connecting", retryAt: null };
let cutAt = local();
let timer = null;
let frame = null;

const stream = createStream({
  url: window.wsConfig.connectionString,
  onMessage(message, receivedAt) {
    console.debug(log("console.message", { event: message.event, round: message.roundId ?? "–" }));
    clock.observe(message.serverTime, receivedAt);
    state = reduce(state, message);
    look();
  },
  onLine(next) {
    if (next.state === "connected") {
      console.info(log("console.connected", { url: window.wsConfig.connectionString }));
    } else if (next.retryAt !== null) {
      console.info(log("console.lost", { seconds: Math.ceil((next.retryAt - local()) / 1000) }));
    }
    if (next.state === "connected") cutAt = null;
    else cutAt ??= local();
    line = next;
    look();
  },
});

/** The state of the line as a person should hear it. */
function connection() {
  const at = local();
  const seconds = line.retryAt === null ? 0 : Math.max(0, Math.ceil((line.retryAt - at) / 1000));
  const cutFor = cutAt === null ? 0 : at - cutAt;
  if (line.state === "connected") {
    const name = state.degraded ? "degraded" : "connected";
    return { name, text: name, seconds, cutFor };
  }
  if (!navigator.onLine) return { name: "offline", text: "offline", seconds, cutFor };
  const text = line.state === "reconnecting" && seconds > 0 ? "reconnectingIn" : line.state;
  return { name: line.state, text, seconds, cutFor };
}

/** Draws what is true now and arranges the next look: each frame of a film, else the next change. */
function look() {
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  const now = clock.now();
  const picture = present(state, now);
  view.render(picture, state, connection(), now, local());
  const counting = picture.countdown !== null && !picture.countdown.late && !state.degraded;
  stream.expectFrameWithin(counting ? PATIENCE_COUNTDOWN_MS : PATIENCE_MS);
  if (picture.screen === "movie_screen" && !document.hidden) {
    frame = requestAnimationFrame(look);
  } else {
    // Even when nothing is due, seconds pass: the wall clock, the wait for the next try.
    timer = setTimeout(look, Math.min(1_000, Math.max(10, picture.nextAt - now || 1_000)));
  }
}

function speak(lang) {
  view.speak(lang, createFormat(lang));
}

function toggleFullscreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  // A browser may refuse (no gesture, a kiosk's policy): then the page stays as it is.
  done?.catch(() => {});
}

/** A television must not fall asleep over a race; browsers give the lock back when the page is hidden. */
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Not allowed here: the machine's own settings decide.
  }
}

function listen() {
  window.addEventListener("online", () => stream.kick());
  window.addEventListener("offline", look);
  window.addEventListener("pageshow", () => stream.kick());
  window.addEventListener("resize", look);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    stream.kick();
    stayAwake();
    look();
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (plain && event.key.toLowerCase() === "f") toggleFullscreen();
  });
  document.addEventListener("dblclick", (event) => {
    if (!event.target.closest("button, .proof-more")) toggleFullscreen();
  });
  document.getElementById("fullscreen").addEventListener("click", toggleFullscreen);
  document.getElementById("proof-button").addEventListener("click", () => view.toggleProof());
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => {
      const { lang } = button.dataset;
      if (!Object.hasOwn(CATALOGUES, lang)) return;
      storeLanguage(lang);
      speak(lang);
      look();
    });
  }
}

speak(
  chooseLanguage({
    query: window.location.search,
    stored: storedLanguage(),
    preferred: navigator.languages ?? [navigator.language ?? ""],
  }),
);
listen();
stream.start();
stayAwake();
