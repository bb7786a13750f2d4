// SPDX-License-Identifier: MIT
// The live screen: wires the line, the clock, the state and the view, and decides when to look again.

import { createClock } from "../lib/clock.js";
import { all, byId } from "../lib/dom.js";
import { createFormat } from "../lib/format.js";
import { DEFAULT_LANGUAGE, LANGUAGES, createTranslator, storeLanguage, visitorLanguage } from "../lib/i18n.js";
import { connectionString, createLine } from "../lib/line.js";
import { present } from "./present.js";
import { emptyState, reduce } from "./store.js";
import { createView } from "./view.js";
import { CATALOGUES } from "./words.js";

/** What shops' own tools look for. */
const wsConfig = { connectionString: connectionString(window.location.href) };
Object.assign(window, { wsConfig });

const local = () => performance.now();
/** The operator's log is in the house's first language, whatever the screen speaks. */
const log = createTranslator(CATALOGUES[DEFAULT_LANGUAGE], DEFAULT_LANGUAGE);
const clock = createClock({ local });
const view = createView();
let state = emptyState();
let lineState = "connecting";
let cutAt = local();
let timer = null;
let frame = null;

const line = createLine({
  url: wsConfig.connectionString,
  onMessage({ event, data }, receivedAt) {
    console.debug(log("console.message", { event, round: data.roundId ?? "–" }));
    clock.observe(data.serverTime, receivedAt);
    state = reduce(state, data);
    look();
  },
  onLine(next) {
    if (next.state === "connected") {
      console.info(log("console.connected", { url: wsConfig.connectionString }));
      cutAt = null;
    } else {
      if (lineState === "connected") console.info(log("console.lost"));
      cutAt ??= local();
    }
    lineState = next.state;
    look();
  },
});

/** The state of the line as a person should hear it. */
function connection() {
  const cutFor = cutAt === null ? 0 : local() - cutAt;
  if (lineState === "connected") return { name: state.degraded ? "degraded" : "connected", cutFor };
  return { name: navigator.onLine ? lineState : "offline", cutFor };
}

/** Draws what is true now and arranges the next look: each frame of a film, else the next change. */
function look() {
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  const now = clock.now();
  const picture = present(state, now);
  view.render(picture, state, connection(), now, local());
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
  window.addEventListener("offline", look);
  window.addEventListener("resize", look);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    stayAwake();
    look();
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (plain && event.key.toLowerCase() === "f") toggleFullscreen();
  });
  document.addEventListener("dblclick", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!target.closest("button, .proof-more")) toggleFullscreen();
  });
  byId("fullscreen").addEventListener("click", toggleFullscreen);
  byId("proof-button").addEventListener("click", () => view.toggleProof());
  for (const button of all("[data-lang]")) {
    button.addEventListener("click", () => {
      const { lang } = button.dataset;
      if (!LANGUAGES.includes(lang)) return;
      storeLanguage(lang);
      speak(lang);
      look();
    });
  }
}

speak(visitorLanguage());
listen();
line.start();
stayAwake();
