// SPDX-License-Identifier: MIT
// The counter: one state, one way to change it (dispatch), and a table of pages. Everything a page may use is in its context.

import { render } from "lit";
import { createApi } from "../lib/api.js";
import { createClock } from "../lib/clock.js";
import { createFormat } from "../lib/format.js";
import { createTranslator, storeLanguage, visitorLanguage } from "../lib/i18n.js";
import { connectionString, createLine } from "../lib/line.js";
import { notices } from "./notices_view.js";
import { createProblemText } from "../lib/problems.js";
import { isEmpty } from "./draft.js";
import { pending } from "./pending_view.js";
import { sell } from "./sell.js";
import { recoverSale, step } from "./sell_acts.js";
import { begin, leave } from "./session.js";
import { shellView } from "./shell.js";
import { initialState, reduceState, rightsOf } from "./state.js";
import { createSure } from "./sure.js";
import { channelRefused, watchSession } from "./watch.js";
import { loadWords } from "./words.js";

/**
 * In the order of their tabs. Each: {name, shortcut, initial, reduce, view, keys} and, for what it has to do besides:
 * enter(context) when somebody has signed in and is at work, show(context) when the page is opened, after(context, before)
 * after each change of the state, isOther(message) whether its keys mean something else
 * than what was seen.
 */
const PAGES = [sell]; // more come with rest.js
/**
 * What is above every page: {name, initial, reduce, view}, and the same besides; keys(event, slice, context) before the page's,
 * menu(context) for the shell's menu.
 */
const STRIPS = [notices, pending];
const PARTS = [...STRIPS, ...PAGES];

/** A key or a click that has waited so long was made before the page could show what it would do. */
const STALE_MS = 500;
const RETRY_MS = 2_000;

const wsConfig = { connectionString: connectionString(window.location.href) };
Object.assign(window, { wsConfig });

const root = document.getElementById("counter");
let state = initialState(PARTS, PAGES[0].name, visitorLanguage());
let translate = createTranslator({}, state.lang);
let format = createFormat(state.lang);
let isDrawing = false;
let nextSecond = null;
/** Something has changed under the cashier's hands, or she has typed while the page stood still: until it is painted, and for
 *  keys from before that, nothing is confirmed. */
let isUnseen = false;
let seenAt = 0;
let unfollow = null;
let followed = null;
/** What takes a newer build; it comes with rest.js. @type {any} */
let release = null;

const api = createApi({ lang: () => state.lang, fetch: askHouse });
const clock = createClock();
const line = createLine({
  url: wsConfig.connectionString,
  onMessage,
  onLine: (next) => dispatch({ type: "line", line: next }),
  onChannel: (channel, next) => next === "refused" && channelRefused(context, channel),
});

const context = {
  api,
  line,
  clock,
  outbox: createSure({
    api,
    dispatch,
    onSettled: (settled) => recoverSale(context, settled),
    onRecovered: () => step(context, "unsure"),
  }),
  /** A supervisor approves something in front of the cashier. @param {import('./approval.js').Asked} what */
  approve: async (what) => (await untilThere(() => import("./approval.js"))).requestApproval(context, what),
  /** Comes with rest.js. What is sold before it is there is offered on paper then. @type {any} */
  printer: null,
  /** The customer's display: it comes with rest.js, too. @type {any} */
  display: null,
  dispatch,
  t: (key, values) => translate(key, values),
  get format() {
    return format;
  },
  get state() {
    return state;
  },
  get pages() {
    return PAGES;
  },
  get session() {
    return { ...state.session, rights: rightsOf(state.session.user) };
  },
  /** An amount as this house writes it; without its hundredths where there are none. */
  money,
  /** A refusal in the reader's words. */
  problemText: createProblemText({ t: (key, values) => translate(key, values), has: (key) => translate.has(key), money }),
  go,
  speak,
  follow,
  isFresh,
};

function money(minor) {
  const { currency, currencyDigits } = state.session.config ?? {};
  return format.shortMoney(minor, currency, currencyDigits);
}

/** A session that the house has ended ends here, too, whoever was asking. */
async function askHouse(address, init) {
  const response = await window.fetch(address, init);
  if (response.status === 401 && state.session.step === "working") leave(context, { code: "signed_out", facts: {} });
  return response;
}

// State ------------------------------------------------------------------------------------------------------------------

function dispatch(message) {
  const before = state;
  state = reduceState(state, message, PARTS);
  if (state === before) return state;
  const page = PAGES.find((each) => each.name === state.page);
  if (state.pages[page.name] !== before.pages[page.name] && page.isOther?.(message)) isUnseen = true;
  draw();
  for (const part of PARTS) part.after?.(context, before);
  release?.take();
  const isAtWork = ({ session }) => session.step === "working";
  if (isAtWork(state) && !isAtWork(before)) for (const part of PARTS) part.enter?.(context);
  return state;
}

function go(name) {
  dispatch({ type: "go", name });
  PAGES.find((page) => page.name === name)?.show?.(context);
}

/** Another language, as soon as its words are there. */
async function speak(lang) {
  translate = createTranslator(await untilThere(() => loadWords(lang)), lang);
  format = createFormat(lang);
  document.documentElement.lang = lang;
  storeLanguage(lang);
  dispatch({ type: "lang", lang });
  draw();
}

/** A part of this page that could not be fetched is asked for again. */
async function untilThere(load) {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** The pages that are not seen first come after the first one is there. */
async function loadRest() {
  const { LATER, LATER_STRIPS, createDisplayLink, createPrinting, createRelease, startScanner } = await untilThere(
    () => import("./rest.js"),
  );
  context.printer = createPrinting(context);
  context.display = createDisplayLink({ api });
  for (const part of [...LATER_STRIPS, ...LATER]) {
    if (LATER.includes(part)) PAGES.push(part);
    else STRIPS.push(part);
    PARTS.push(part);
    dispatch({ type: "part", part });
    if (state.session.step === "working") part.enter?.(context);
  }
  startScanner(context);
  release = createRelease({ isBusy });
  release.start();
}

// The line ---------------------------------------------------------------------------------------------------------------

function onMessage({ channel, event, data }, receivedAt) {
  clock.observe(data.serverTime, receivedAt);
  if (channel === "race") dispatch({ type: "race", message: { event, data } });
  else dispatch({ type: "channel", channel, event, data });
}

/** Follows the till's own channel, and leaves the one before. @param {string|null} channel */
function follow(channel) {
  if (channel === followed) return;
  unfollow?.();
  followed = channel;
  unfollow = channel ? line.subscribe(channel) : null;
}

// Drawing ----------------------------------------------------------------------------------------------------------------

function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(paint);
}

function paint() {
  isDrawing = false;
  clearTimeout(nextSecond);
  document.title = translate("title.counter", { name: state.session.config?.name ?? translate("title.plain") });
  document.body.dataset.connection = state.line.state;
  document.body.dataset.phase = state.race.phase ?? "none";
  document.body.dataset.roundId = String(state.race.roundId ?? "");
  render(shellView(state, context, PAGES, STRIPS), root);
  // Callbacks of a frame run before it is painted: in the next one it has been.
  if (isUnseen) requestAnimationFrame(() => setTimeout(markSeen));
  const now = clock.now();
  nextSecond = setTimeout(draw, Number.isFinite(now) ? 1_005 - (now % 1_000) : 1_000);
}

function markSeen() {
  isUnseen = false;
  seenAt = performance.now();
}

/** Was the event made by somebody who saw what it is about? */
function isFresh({ timeStamp }) {
  return !isUnseen && timeStamp >= seenAt && performance.now() - timeStamp <= STALE_MS;
}

// Keys -------------------------------------------------------------------------------------------------------------------

const isEditable = (target) =>
  target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
const isButton = (target) => target instanceof Element && target.closest("button, a, summary") !== null;

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || state.session.step !== "working") return;
  if (performance.now() - event.timeStamp > STALE_MS) {
    isUnseen = true;
    draw();
  }
  const page = PAGES.find(({ shortcut }) => shortcut === event.key);
  const isHelp = event.key === "F1" || (event.key === "?" && !isEditable(event.target));
  if (page && !event.repeat) go(page.name);
  else if (isHelp && !event.repeat) dispatch({ type: "help", isOpen: !state.isHelpOpen });
  else if (!onPageKey(event)) return;
  event.preventDefault();
}

function onPageKey(event) {
  if (isEditable(event.target) || document.querySelector("dialog[open]")) return false;
  // A button that has the focus is pressed by these.
  if (isButton(event.target) && (event.key === "Enter" || event.key === " ")) return false;
  const page = PAGES.find(({ name }) => name === state.page);
  return [...STRIPS, page].some(({ name, keys }) => keys?.(event, state.pages[name], context));
}

// Release ----------------------------------------------------------------------------------------------------------------

/** Something is in hand: a newer build waits until it is done. */
const isBusy = () =>
  context.outbox.open().length > 0 || !isEmpty(state.pages.sell.draft) || document.querySelector("dialog[open]") !== null;

window.addEventListener("keydown", onKey);
window.addEventListener("online", () => context.outbox.wake());
for (const name of ["online", "offline"]) window.addEventListener(name, draw);
document.addEventListener("visibilitychange", draw);

async function start() {
  await speak(state.lang);
  context.outbox.start();
  line.start();
  watchSession(context);
  begin(context);
  await loadRest();
}

start();
