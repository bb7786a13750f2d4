// SPDX-License-Identifier: MIT
// The back office: one state, one way to change it (dispatch), an address, and a table of pages that are loaded when they are
// opened. Everything a page may use is in its context.

import { render } from "lit";
import { createApi } from "../lib/api.js";
import { createClock } from "../lib/clock.js";
import { createFormat } from "../lib/format.js";
import { createTranslator, storeLanguage, visitorLanguage } from "../lib/i18n.js";
import { connectionString, createLine } from "../lib/line.js";
import { createProblemText } from "../lib/problems.js";
import { isSameAddress, readAddress, withQuery, writeAddress } from "./address.js";
import { readKey } from "./keys.js";
import { findIn, pageAt, pagesOf } from "./pages.js";
import { begin, leave, recheck } from "./session.js";
import { shellView } from "./shell.js";
import { initialState, reduceState } from "./state.js";
import { loadWords } from "./words.js";

const RETRY_MS = 2_000;

const root = document.getElementById("office");
/** By name. @type {Map<string, any>} */
const loaded = new Map();
let state = initialState(readAddress(window.location.hash), visitorLanguage());
let translate = createTranslator({}, state.lang);
let format = createFormat(state.lang);
let isDrawing = false;
let nextSecond = null;
let unfollow = null;
/** @type {import('./keys.js').Waiting} */
let waiting = null;

const api = createApi({ lang: () => state.lang, fetch: askHouse });
const clock = createClock();
const line = createLine({
  url: connectionString(window.location.href),
  onMessage,
  onLine: (next) => dispatch({ type: "line", line: next }),
  onChannel: (_channel, next) => next === "refused" && recheck(context),
});
const problemText = createProblemText({ t: (key, values) => translate(key, values), has: (key) => translate.has(key), money });

const context = {
  api,
  line,
  clock,
  dispatch,
  t: (key, values) => translate(key, values),
  get format() {
    return format;
  },
  get state() {
    return state;
  },
  get session() {
    return state.session;
  },
  get address() {
    return state.address;
  },
  /** An amount as this house writes it; without its hundredths where there are none. */
  money,
  /** A refusal in the reader's words. */
  problemText: (problem) => (problem.code === "offline" ? translate("admin.unreachable") : problemText(problem)),
  /** May whoever is signed in open this page? Then a link to it leads somewhere. @param {string} path */
  mayOpen: (path) => pagesOf(state.session.user?.role).some((page) => page.path === path),
  go,
  filter,
  search,
  speak,
  follow,
  /** Something has come that is not in the state. */
  redraw: draw,
};

function money(minor) {
  const { currency, currencyDigits } = state.session.config ?? {};
  return format.shortMoney(minor, currency, currencyDigits);
}

/** A session that the house has ended ends here, too, whoever was asking. */
async function askHouse(address, init) {
  const response = await window.fetch(address, init);
  if (response.status === 401 && state.session.step === "working") leave(context, { code: "not_signed_in", facts: {} });
  return response;
}

// State ------------------------------------------------------------------------------------------------------------------

function dispatch(message) {
  const before = state;
  state = reduceState(state, message, loaded.values());
  if (state === before) return state;
  draw();
  if (state.session.step !== "working") return state;
  if (state.session.step !== before.session.step || state.address !== before.address) open();
  else loaded.get(pageAt(state.address, state.session.user.role)?.name)?.after?.(context, before);
  return state;
}

/** Opens the page of the address, once it is there. */
async function open() {
  const entry = pageAt(state.address, state.session.user.role);
  if (!entry) return;
  try {
    if (!loaded.has(entry.name)) loaded.set(entry.name, await entry.load());
  } catch {
    return void dispatch({ type: "broken", name: entry.name });
  }
  // Its slice is there from the first message on that it hears.
  dispatch({ type: "loaded", name: entry.name });
  draw();
  const { step, user } = state.session;
  if (step === "working" && pageAt(state.address, user.role) === entry) loaded.get(entry.name).enter?.(context);
}

/** Another page, or another thing on it: back leads here again. @param {{page: string, id?: any, query?: any}} address */
function go(address) {
  window.location.hash = writeAddress(address);
}

/** The same page with other filters, in place of what it showed: back leads to the page before. @param {object} changes */
function filter(changes) {
  const address = withQuery(state.address, changes);
  if (isSameAddress(address, state.address)) return;
  window.history.replaceState(null, "", writeAddress(address));
  dispatch({ type: "address", address });
}

/** @param {string} text a ticket's number, a round's: what the pages know to find @returns {boolean} does one of them? */
function search(text) {
  const address = findIn(text, state.session.user.role);
  if (address) go(address);
  return address !== null;
}

/** Another language, as soon as its words are there. */
async function speak(lang) {
  translate = createTranslator(await wordsOf(lang), lang);
  format = createFormat(lang);
  document.documentElement.lang = lang;
  storeLanguage(lang);
  dispatch({ type: "lang", lang });
  draw();
}

async function wordsOf(lang) {
  for (;;) {
    try {
      return await loadWords(lang);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

// The line ---------------------------------------------------------------------------------------------------------------

function onMessage({ channel, event, data }, receivedAt) {
  clock.observe(data.serverTime, receivedAt);
  if (channel === "race") dispatch({ type: "race", message: { event, data } });
  else dispatch({ type: "channel", channel, event, data });
}

/** Follows a channel besides the races, and leaves the one before. @param {string|null} channel */
function follow(channel) {
  unfollow?.();
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
  const { config, step, user } = state.session;
  const page = step === "working" ? pageAt(state.address, user.role) : null;
  const house = config?.name ?? translate("title.plain");
  document.title = page ? translate("title.admin", { page: translate(`page.${page.name}`), house }) : house;
  document.body.dataset.connection = state.line.state;
  render(shellView(state, context, loaded), root);
  const now = clock.now();
  nextSecond = setTimeout(draw, Number.isFinite(now) ? 1_005 - (now % 1_000) : 1_000);
}

// Keys -------------------------------------------------------------------------------------------------------------------

const isEditable = (target) =>
  target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || state.session.step !== "working") return;
  if (isEditable(event.target) || document.querySelector("dialog[open]")) return;
  const wasWaiting = waiting !== null;
  const { waiting: next, act } = readKey(waiting, { key: event.key, at: event.timeStamp });
  waiting = next;
  if (act) obey(act);
  else if (next || wasWaiting || !onPageKey(event)) return;
  event.preventDefault();
}

function obey(act) {
  if (act.type === "help") return dispatch({ type: "help", isOpen: true });
  if (act.type === "search") return searchField()?.focus();
  const page = pagesOf(state.session.user.role).find(({ key }) => key === act.key);
  return page && go({ page: page.path });
}

/** The page's own, else the one beside it. @returns {HTMLElement|null} */
const searchField = () => document.querySelector("main input[type='search']") ?? document.querySelector("#search");

function onPageKey(event) {
  const page = loaded.get(pageAt(state.address, state.session.user.role)?.name);
  return page?.keys?.(event, state.pages[page.name], context) ?? false;
}

window.addEventListener("keydown", onKey);
window.addEventListener("hashchange", () => {
  const address = readAddress(window.location.hash);
  if (!isSameAddress(address, state.address)) dispatch({ type: "address", address });
});
for (const name of ["online", "offline"]) window.addEventListener(name, draw);
document.addEventListener("visibilitychange", draw);

async function start() {
  await speak(state.lang);
  line.start();
  begin(context);
}

start();
