// SPDX-License-Identifier: MIT
// The customer's display: wires its line, which its own token opens, to what is shown. It has no right but to follow.

import { render } from "lit";
import { countdown, emptyRace, reduceRace } from "../lib/race.js";
import { createApi } from "../lib/api.js";
import { createClock } from "../lib/clock.js";
import { createFormat } from "../lib/format.js";
import { createTranslator, LANGUAGES, visitorLanguage } from "../lib/i18n.js";
import { connectionString, createLine } from "../lib/line.js";
import { addressOf, createAccess } from "../lib/display_access.js";
import { verifierAddress } from "../lib/ticket_code.js";
import { emptyTicket, reduceTicket, shown } from "./ticket.js";
import { view } from "./view.js";
import { CATALOGUES } from "./words.js";

const wsConfig = { connectionString: connectionString(window.location.href) };
Object.assign(window, { wsConfig });

const LOOK_MS = 200;

const remembered = createAccess(window.location, storage());
const access = remembered.take();
const channel = `display:${access?.displayId}`;
const clock = createClock();
/** The house's money, once it has told it. */
let config = null;
let race = emptyRace();
let ticket = emptyTicket(access !== null);
let isConnected = true;
let lang = visitorLanguage();
let words = speaking();
/** @type {{text: string, modules: boolean[][]|null}|null} */
let qr = null;
/** @type {import('./view.js').Scene['claim']} */
let claim = { isBusy: false, problem: null };

// The token is in this browser's memory now: nobody reads it off the glass.
if (window.location.hash) history.replaceState(null, "", window.location.pathname + window.location.search);

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function speaking() {
  document.documentElement.lang = lang;
  const format = createFormat(lang);
  /** Without hundredths where there are none: fewer signs are larger signs. */
  const money = (minor) => format.shortMoney(minor, config?.currency, config?.currencyDigits);
  return { t: createTranslator(CATALOGUES[lang], lang), format, money };
}

/** A customer's choice is not kept: the counter in the same browser would begin in it. */
function speak(next) {
  lang = next;
  words = speaking();
  look();
}

/** With the code that the till shows this screen gets a token of its own, and begins anew with it. @param {string} typed */
async function connect(typed) {
  if (claim.isBusy) return;
  claim = { isBusy: true, problem: null };
  look();
  try {
    const code = typed.replace(/\D/g, "");
    const { till, ...made } = await createApi({ token: "" }).post("/displays/claim", { code });
    history.replaceState(null, "", addressOf("", till.tillId, made));
    window.location.reload();
  } catch ({ status, retryAfterMs }) {
    const key = status === 429 ? "wait" : status === 400 || status === 404 ? "wrong" : "away";
    claim = { isBusy: false, problem: { key: `customer.code_${key}`, seconds: Math.ceil((retryAfterMs ?? 1000) / 1000) } };
    look();
  }
}

const line = createLine({
  url: wsConfig.connectionString,
  token: access?.token ?? null,
  channels: access ? [channel] : [],
  onMessage({ channel: of, event, data }, receivedAt) {
    clock.observe(data.serverTime, receivedAt);
    if (of === channel) follow({ event, data });
    else race = reduceRace(race, { event, data });
    look();
  },
  onLine({ state }) {
    isConnected = state !== "reconnecting";
    look();
  },
  onChannel(_, state) {
    if (state === "refused") follow({ event: "refused" });
    look();
  },
});

function follow(message) {
  ticket = reduceTicket(ticket, message);
  if (ticket.access === "revoked") remembered.forget();
}

/** Its modules come with a chunk of their own, when the first ticket is sold. */
async function drawQr(text) {
  qr = { text, modules: null };
  const { qrModules } = await import("../lib/paper/qr.js");
  if (qr?.text === text) qr = { text, modules: qrModules(text) };
  look();
}

function look() {
  const now = clock.now();
  const seen = shown(ticket, now);
  const content = seen.show === "sold" ? (seen.picture.qr ?? null) : null;
  const text = content && verifierAddress(window.location.origin, content);
  if (text === null) qr = null;
  else if (qr?.text !== text) drawQr(text);
  document.body.dataset.show = seen.show;
  const scene = {
    seen,
    till: ticket.till,
    race,
    countdown: countdown(race, now),
    isConnected,
    qr: qr?.modules ?? null,
    claim,
    connect,
  };
  render(view({ ...scene, ...words, lang, languages: LANGUAGES, speak }), document.getElementById("display"));
}

async function learn() {
  config = await createApi()
    .get("/config")
    .catch(() => null);
  look();
}

/** A tablet that nobody touches would go dark. The lock ends whenever the page is hidden. */
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Not allowed here, or the battery is low.
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  line.shown();
  stayAwake();
});
window.addEventListener("pageshow", () => line.shown());

look();
stayAwake();
learn();
line.start();
setInterval(look, LOOK_MS);
