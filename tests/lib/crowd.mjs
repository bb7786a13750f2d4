// SPDX-License-Identifier: MIT
// Thousands of screens that come back whenever they are sent away, in little memory: not every client's every frame is
// kept, but all of them are compared. What one offset says, it says to everybody.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import WebSocket from "ws";
import { compact, PATH } from "./client.mjs";
import { waitFor } from "./wait.mjs";

const EPHEMERAL = /^\{"event": ?"(connected|timer_update|degraded)"/;
const AT_ONCE = 40;
const RETRY_MS = 50;

export class Crowd {
  constructor(house) {
    this.house = house;
    this.told = new Map(); // offset → text
    this.screens = [];
    this.failures = []; // handshakes that were refused
    this.unrecovered = 0;
    this.isOver = false;
  }

  async open(count) {
    for (let i = 0; i < count; i += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - i) }, () => this.#enter()));
  }

  async #enter() {
    const screen = { offset: undefined, epoch: undefined, socket: null, longestMs: 0, returns: 0 };
    this.screens.push(screen);
    await this.#connect(screen);
  }

  /** Resolves when the screen has its `connected`. */
  async #connect(screen) {
    const { origin, ca } = this.house;
    const query = screen.epoch === undefined ? "" : `?offset=${screen.offset}&epoch=${screen.epoch}`;
    const begin = performance.now();
    for (;;) {
      try {
        await this.#dial(screen, `${origin.replace("http", "ws")}${PATH}${query}`, { origin, ca, handshakeTimeout: 30_000 });
        screen.longestMs = Math.max(screen.longestMs, performance.now() - begin);
        return;
      } catch (error) {
        if (this.isOver) return;
        this.failures.push(error.message);
        await delay(RETRY_MS);
      }
    }
  }

  #dial(screen, url, options) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { ...options, perMessageDeflate: false });
      screen.socket = socket;
      let isIn = false;
      socket.on("error", reject);
      socket.on("message", (data) => {
        const text = data.toString("utf8");
        if (isIn) {
          if (!EPHEMERAL.test(text)) this.#hear(screen, text);
          return;
        }
        isIn = true;
        const hello = JSON.parse(text);
        if (screen.epoch !== undefined) {
          screen.returns++;
          if (hello.recovered !== true) this.unrecovered++;
        }
        if (hello.recovered !== true) screen.offset = hello.stream.offset;
        screen.epoch = hello.stream.epoch;
        resolve();
      });
      socket.on("close", () => {
        if (!isIn) reject(new Error("closed before it began"));
        else if (!this.isOver) this.#connect(screen);
      });
    });
  }

  #hear(screen, text) {
    screen.offset++;
    const known = this.told.get(screen.offset);
    if (known === undefined) this.told.set(screen.offset, text);
    else if (known !== text) this.failures.push(`offset ${screen.offset} says two things: ${known} and ${text}`);
  }

  /** All are in and have all that the house has told. */
  async together(timeout = 60_000) {
    await waitFor(() => `all screens are equally far: ${this.#summary()}`, () => {
      const furthest = Math.max(...this.told.keys());
      return this.screens.every(({ socket, offset }) => socket.readyState === WebSocket.OPEN && offset === furthest);
    }, timeout, 20);
  }

  /** How many are where, in which state of their socket; and what failed. */
  #summary() {
    const places = {};
    for (const { socket, offset, returns } of this.screens) {
      const place = `at ${offset}, state ${socket.readyState}, returns ${returns}`;
      places[place] = (places[place] ?? 0) + 1;
    }
    return `${JSON.stringify(places)}; ${this.failures.length} failures: ${[...new Set(this.failures)].slice(0, 5)}`;
  }

  /** What was told is the house's record, byte for byte but for needless spaces. */
  async assertTold() {
    const offsets = [...this.told.keys()].sort((a, b) => a - b);
    const rows = await this.house.query(`select "offset", data::text as text from hippo.stream_event where channel = 'race' and "offset" between $1 and $2 order by "offset"`, [offsets[0], offsets.at(-1)]);
    assert.equal(rows.length, offsets.length);
    for (const { offset, text } of rows) assert.equal(this.told.get(offset), compact(text));
  }

  get returns() {
    return this.screens.reduce((sum, { returns }) => sum + returns, 0);
  }

  get longestMs() {
    return Math.max(...this.screens.map(({ longestMs }) => longestMs));
  }

  hangUp() {
    this.isOver = true;
    for (const { socket } of this.screens) socket?.terminate();
  }
}
