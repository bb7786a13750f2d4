// SPDX-License-Identifier: MIT
// The verifier: asks the house for what it has published, or reads it from a file, and recomputes it here. The same code is the
// page /verify and the file /verify.html, which needs nothing but itself.

import { render } from "lit";
import { createApi } from "../lib/api.js";
import { createFormat } from "../lib/format.js";
import { createTranslator, storeLanguage, typeset, visitorLanguage } from "../lib/i18n.js";
import { remember, remembered } from "../lib/remember.js";
import { readAddress, readPaper, readRound, readSaved, readTicket } from "./data.js";
import { emptyState, problemOf, reduce } from "./state.js";
import { verify } from "./steps.js";
import { view } from "./view.js";
import { walk, walkAll } from "./walk.js";
import { CATALOGUES } from "./words.js";

const SEEN = "hippodrome.seen";
const SEEN_MAX = 30;
/** How often a race that still runs is asked for. */
const AGAIN_MS = 3_000;
const RETRY_MS = 700;
/** A month has some 28 000 races: they are not told one by one. */
const TELL_MS = 100;

/** A file that was saved asks nobody. */
const isOnline = /^https?:$/.test(window.location.protocol);
/** Whoever is signed in sees here what anybody sees. */
const api = createApi({ token: "", lang: () => lang });
let lang = visitorLanguage();
let translate = createTranslator(CATALOGUES[lang], lang);
let format = createFormat(lang);
let state = emptyState();
let timer = null;
let stopCamera = null;
/** What is under way belongs to the newest question only, and to the newest walk. */
let turn = 0;
let walkTurn = 0;
let shown = 0;

function dispatch(message) {
  state = reduce(state, message);
  draw();
}

const t = (key, values) => typeset(translate(key, values));

function draw() {
  const house = state.house;
  const scene = {
    state,
    t,
    lang,
    format,
    isOnline,
    acts,
    money: (minor) => format.money(minor, house?.currency, house?.currencyDigits),
  };
  document.title = t("verify.page.title", { house: house?.name ?? CATALOGUES.fr["title.plain"] });
  document.documentElement.lang = lang;
  render(view(scene), document.body);
}

/** What came is below the fields on a phone. Once for each question: a race that is waited for must not move the page. */
function lookAtAnswer() {
  if (shown === turn) return;
  shown = turn;
  document.querySelector(".verify-answer").scrollIntoView({ block: "start" });
}

/** Phones change networks in the middle of a question: what nobody answered is asked once more. */
async function ask(path) {
  try {
    return await api.get(path);
  } catch (error) {
    if (!error.offline) throw error;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return api.get(path);
  }
}

/** What computes is not part of the first load; and not every browser can read it. Null: this one cannot compute here. */
async function learn() {
  const hr1 = await import("../lib/hr1.js").catch(() => null);
  return window.crypto?.subtle ? hr1 : null;
}

// A question and its answer -----------------------------------------------------------------------------------------

async function begin(asked) {
  turn += 1;
  walkTurn += 1;
  clearTimeout(timer);
  closeCamera();
  dispatch({ type: "asked", asked });
  await answer(asked, turn);
}

/** The proof of a race after its ticket may be newer than the ticket: then that is asked for again. */
async function answer(asked, mine) {
  const isNewest = () => mine === turn;
  let found;
  try {
    found = await fetchAll(asked);
  } catch (error) {
    if (!isNewest()) return;
    // Who waits for a race on a phone loses the network now and then: what is on the page stays true.
    if (state.result?.verdict === "wait") timer = setTimeout(() => answer(asked, mine), AGAIN_MS);
    else refuse(problemOf(error, asked.kind === "ticket" ? "ticket" : "round"));
    return;
  }
  if (isNewest()) await showFound(found, isNewest, () => answer(asked, mine));
}

function refuse(problem) {
  dispatch({ type: "refused", problem });
  lookAtAnswer();
}

async function fetchAll(asked) {
  if (asked.kind === "round")
    return { ticket: null, proof: await ask(`/rounds/${asked.roundId}/proof`), roundId: asked.roundId };
  const path = `/tickets/${encodeURIComponent(asked.number)}?code=${encodeURIComponent(asked.code)}`;
  let ticket = await ask(path);
  const proof = await ask(`/rounds/${ticket.roundId}/proof`);
  if (ticket.state === "sold" && proof.secret !== null) ticket = await ask(path);
  return { ticket, proof, roundId: ticket.roundId };
}

async function showFound({ ticket, proof, roundId }, isNewest, again) {
  const hr1 = await learn();
  if (!isNewest()) return;
  if (!hr1) {
    refuse("verify.problem.unable");
    return;
  }
  const seen = remembered(SEEN)?.[proof.roundId] ?? null;
  const result = await verify(hr1, { ticket, proof, roundId, seen, paper: readPaper(state.fields.paper) });
  if (!isNewest()) return;
  dispatch({ type: "answered", ticket, proof, seen, result });
  lookAtAnswer();
  if (result.verdict !== "wait" || !again) return;
  if (!seen) keepInMind(proof);
  timer = setTimeout(again, AGAIN_MS);
}

/** What this device was told before a race. No ticket's code is kept. */
function keepInMind({ roundId, commitment, cardHash }) {
  const all = { ...remembered(SEEN), [roundId]: { commitment, cardHash, at: Date.now() } };
  remember(SEEN, Object.fromEntries(Object.entries(all).slice(-SEEN_MAX)));
}

async function compare() {
  const { ticket, proof, seen, asked } = state;
  const hr1 = await learn();
  const mine = turn;
  const roundId = asked.kind === "ticket" ? ticket.roundId : asked.roundId;
  const result = await verify(hr1, { ticket, proof, seen, roundId, paper: readPaper(state.fields.paper) });
  if (mine === turn) dispatch({ type: "compared", result });
}

// Many rounds -------------------------------------------------------------------------------------------------------

async function follow(rows, total) {
  walkTurn += 1;
  const mine = walkTurn;
  dispatch({ type: "walking", total });
  try {
    let fresh = [];
    let toldAt = performance.now();
    for await (const row of rows) {
      fresh.push(row);
      if (mine !== walkTurn || state.walk?.state !== "running") return;
      if (performance.now() - toldAt < TELL_MS) continue;
      dispatch({ type: "walked", rows: fresh });
      fresh = [];
      toldAt = performance.now();
    }
    if (mine !== walkTurn) return;
    dispatch({ type: "walked", rows: fresh });
    dispatch({ type: "stopped", state: "done" });
  } catch (error) {
    if (mine !== walkTurn) return;
    dispatch({ type: "stopped", state: "stopped" });
    dispatch({ type: "mistyped", problem: problemOf(error, "round") });
  }
}

async function walkSession() {
  const hr1 = await learn();
  const proofOf = (roundId) =>
    ask(`/rounds/${roundId}/proof`).catch((error) => {
      if (error.status === 404) return null;
      throw error;
    });
  await follow(walk(hr1, state.proof, proofOf), state.proof.chainIndex - 1);
}

async function openSaved(text) {
  const saved = readSaved(text);
  turn += 1;
  walkTurn += 1;
  if (!saved?.proofs.length) {
    refuse(saved ? "verify.problem.empty" : "verify.problem.json");
    return;
  }
  dispatch({ type: "saved", saved });
  if (saved.proofs.length === 1) {
    await beginSaved(saved.proofs[0]);
    return;
  }
  const hr1 = await learn();
  if (hr1) await follow(walkAll(hr1, saved.proofs), saved.proofs.length);
  else refuse("verify.problem.unable");
}

/** The one ticket of the file, if it is of this round: of many it would be a stranger's. */
function ticketOf({ roundId }) {
  const [ticket, another] = state.saved.tickets;
  return ticket && !another && ticket.roundId === roundId ? ticket : null;
}

async function beginSaved(proof) {
  turn += 1;
  const mine = turn;
  const ticket = ticketOf(proof);
  dispatch({ type: "asked", asked: { kind: "file", roundId: proof.roundId } });
  await showFound({ ticket, proof, roundId: proof.roundId }, () => mine === turn, null);
}

// The camera --------------------------------------------------------------------------------------------------------

async function openCamera() {
  dispatch({ type: "camera", camera: "on" });
  try {
    const { watchCamera } = await import("../lib/camera.js");
    stopCamera = await watchCamera(document.querySelector("video"), onCode);
    if (state.camera !== "on") closeCamera();
  } catch {
    dispatch({ type: "camera", camera: "refused" });
  }
}

function onCode(text) {
  const ticket = readTicket(text);
  if (ticket) begin({ kind: "ticket", ...ticket });
  else dispatch({ type: "camera", camera: "on", problem: "verify.problem.code" });
}

function closeCamera() {
  stopCamera?.();
  stopCamera = null;
}

// What people do ----------------------------------------------------------------------------------------------------

const acts = {
  type: (field, value) => dispatch({ type: "typed", field, value }),
  askTicket() {
    const ticket = readTicket(state.fields.ticket, state.fields.code);
    if (ticket) begin({ kind: "ticket", ...ticket });
    else dispatch({ type: "mistyped", problem: "verify.problem.ticket" });
  },
  askRound(text) {
    const roundId = readRound(text);
    if (roundId) begin({ kind: "round", roundId });
    else dispatch({ type: "mistyped", problem: "verify.problem.round" });
  },
  comparePaper(value) {
    dispatch({ type: "typed", field: "paper", value });
    compare();
  },
  openCamera,
  closeCamera() {
    closeCamera();
    dispatch({ type: "camera", camera: "off" });
  },
  /** What is on the page, for a day without a network; the ticket's code is not in it. */
  saveData() {
    const { ticket, proof } = state;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ ticket, proof }, null, 1)], { type: "application/json" }));
    link.download = `course-${proof.roundId}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), RETRY_MS);
  },
  walkSession,
  stopWalk: () => dispatch({ type: "stopped", state: "stopped" }),
  openSaved,
  openFile: async (file) => openSaved(await file.text()),
  openRound: (roundId) => beginSaved(state.saved.proofs.find((proof) => proof.roundId === roundId)),
  speak(wanted) {
    lang = wanted;
    translate = createTranslator(CATALOGUES[lang], lang);
    format = createFormat(lang);
    storeLanguage(lang);
    draw();
  },
};

async function learnHouse() {
  const [house, page] = await Promise.all(
    [api.get("/config"), api.get("/rounds?limit=8")].map((asked) => asked.catch(() => null)),
  );
  const recent = page?.rounds
    .filter(({ phase }) => ["settled", "void"].includes(phase))
    .map(({ roundId }) => roundId)
    .slice(0, 5);
  dispatch({ type: "told", house, recent });
}

/** A ticket's code does not stay in the address bar, nor in the history. */
function openAddress() {
  const { ticket, hasTicket, round } = readAddress(window.location);
  if (hasTicket) window.history.replaceState(null, "", window.location.pathname);
  if (ticket) begin({ kind: "ticket", ...ticket });
  else if (hasTicket) dispatch({ type: "mistyped", problem: "verify.problem.ticket" });
  else if (round) begin({ kind: "round", roundId: round });
}

draw();
if (isOnline) {
  openAddress();
  learnHouse();
  document.addEventListener("visibilitychange", () => document.hidden && state.camera === "on" && acts.closeCamera());
}
