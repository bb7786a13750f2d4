// SPDX-License-Identifier: MIT
// The printer of this browser: one paper after the other. "Sent" is all that it ever says: what came out, only who stands in
// front of it knows. Nothing is printed again by itself, and a paper that fails does not hold up the next.

import { remember, remembered } from "../remember.js";
import { createBluetooth } from "./bluetooth.js";
import { PrinterError } from "./error.js";
import { createSerial } from "./serial.js";
import { createUsb } from "./usb.js";

/**
 * @typedef {object} Transport
 * @property {() => Promise<void>} open what was allowed before; throws `connect` when nothing was
 * @property {() => Promise<void>} ask lets the user choose; needs her key or click
 * @property {(bytes: Uint8Array) => Promise<void>} write
 * @property {() => Promise<number | undefined>} [read] the printer's answer; none: it cannot be asked
 * @property {() => Promise<void>} close
 *
 * @typedef {{is: "ready" | "connect" | "failed", code: string | null, paper: "ok" | "low" | "out" | "unknown"}} State
 */

const DEVICE = "hippodrome.printer.device";
const STALLED_MS = 15_000;
const BYTE_MS = 4; // of the slowest line: small pieces over Bluetooth
const DRAWER_PAPERS = new Set(["ticket", "slip", "movement"]);

/** @returns {Transport | null} null: this browser has no such way */
function createTransport({ way, baud, chunk }, window) {
  const { serial, usb, bluetooth } = window.navigator;
  /** The device that was chosen. */
  const chosen = { get: () => remembered(DEVICE), set: (name) => remember(DEVICE, name) };
  if (way === "serial" && serial) return createSerial({ serial, baud, remembered: chosen });
  if (way === "usb" && usb) return createUsb({ usb, remembered: chosen });
  if (way === "bluetooth" && bluetooth) return createBluetooth({ bluetooth, chunk });
  return null;
}

/** A promise that ends: a printer without paper takes no bytes, for hours. */
async function before(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new PrinterError("stalled")), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {import("./profile.js").Profile} profile
 * @param {{window?: any, transport?: Transport | null, onChange?: (state: State) => void, stalledMs?: number}} [world]
 */
export function createPrinter(profile, world = {}) {
  const { window = globalThis, onChange = () => {}, stalledMs = STALLED_MS } = world;
  const isBrowser = profile.way === "browser";
  const transport = isBrowser ? null : world.transport === undefined ? createTransport(profile, window) : world.transport;
  /** @type {State} */
  let state = { is: "ready", code: null, paper: "unknown" };
  let last = Promise.resolve();
  let isSilent = false; // it did not say whether it has paper, so it is not asked again

  const change = (next) => {
    state = { ...state, ...next };
    onChange(state);
  };

  const drawing = () => import("./drawing.js");
  const encoding = () => import("./escpos.js");
  drawing().catch(() => {}); // now, not when a customer waits
  if (!isBrowser) encoding().catch(() => {});

  async function readPaper() {
    const { ASK_PAPER, readPaper: meaning } = await encoding();
    await transport.write(ASK_PAPER);
    const paper = meaning(await transport.read());
    isSilent = paper === "unknown";
    change({ paper });
  }

  /** Bytes to the printer: whatever goes wrong, it is closed and opened anew for the next paper. */
  async function send(bytes) {
    if (!transport) throw new PrinterError("unsupported");
    let written = false;
    try {
      await before(stalledMs, transport.open());
      if (state.paper === "out") await before(stalledMs, readPaper());
      if (state.paper === "out") throw new PrinterError("paper_out");
      written = true;
      await before(stalledMs + bytes.length * BYTE_MS, transport.write(bytes));
    } catch (cause) {
      const error = cause instanceof PrinterError ? cause : new PrinterError("failed", cause);
      error.written = written;
      isSilent = false;
      change({ is: error.code === "printer_connect" ? "connect" : "failed", code: error.code });
      await before(stalledMs, transport.close()).catch(() => {});
      throw error;
    }
    change({ is: "ready", code: null });
  }

  /** After `last`, whatever became of it. What a job leaves to do (`after`) holds up the next job, not the caller. */
  function enqueue(job, after = async () => {}) {
    const done = last.then(job);
    last = done.then(after).catch(() => {});
    return done;
  }

  const lookAtPaper = async () => {
    if (transport?.read && !isSilent) await before(stalledMs, readPaper());
  };

  async function printPaper(paper, { kind, lang, facts }) {
    if (isBrowser) {
      const { renderPaper, printInBrowser } = await drawing();
      await printInBrowser(renderPaper(paper, { lang, roll: profile.roll, document: window.document }), profile.roll, window);
      return;
    }
    const { encodePaper, encodeDrawer } = await encoding();
    const bytes = encodePaper(paper, profile);
    const opens = profile.drawer && DRAWER_PAPERS.has(kind) && !facts.copy; // not for a duplicate
    await send(opens ? Uint8Array.of(...encodeDrawer(), ...bytes) : bytes);
  }

  return {
    /**
     * @param {any} facts as the api answered them
     * @param {{kind: string, lang: string, logo?: import('./picture.js').Picture|null}} how
     * @returns {Promise<{state: "sent"}>}
     */
    async print(facts, { kind, lang, logo = null }) {
      const { draw } = await drawing();
      const paper = draw(kind, facts, lang, window.location.host, logo);
      await enqueue(() => printPaper(paper, { kind, lang, facts }), lookAtPaper);
      return { state: "sent" };
    },
    /** Lets the user choose the printer: after set-up, and when it was unplugged. Call it from her key or click. */
    async connect() {
      if (!transport) throw new PrinterError(isBrowser ? "failed" : "unsupported");
      try {
        await transport.ask();
      } catch (cause) {
        throw new PrinterError("connect", cause); // she chose none
      }
      await enqueue(() => send(new Uint8Array(0)), lookAtPaper);
    },
    openDrawer: () => enqueue(async () => send((await encoding()).encodeDrawer())),
    state: () => state,
  };
}
