// SPDX-License-Identifier: MIT
// Listeners of the stream. A Client is one WebSocket that remembers every frame with its time; a Follower comes back
// and catches up, as screens do. assertStream compares what they got with the house's own record, byte for byte but
// for the spaces that PostgreSQL writes.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import WebSocket from "ws";
import { patience } from "./setting.mjs";
import { waitFor, within } from "./wait.mjs";

export const PATH = "/connection/websocket";
/** Made by the gateway, not in the stream: they have no offset. */
const EPHEMERAL = new Set(["connected", "timer_update", "degraded"]);

/** JSON as it goes out: without spaces and line breaks outside of strings. */
export const compact = (json) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");

/** Those of houses that do not keep count of their own. */
const listeners = new Set();

/** At the end of a test file, whatever has failed: a listener that keeps coming back would never let it end. */
export function hangUpAll() {
  for (const listener of listeners) listener.hangUp();
}

/** @typedef {{at: number, text: string, json: object}} Frame at: performance.now() of its arrival */

export class Client {
  /** @param {{origin?: string|null, site?: string, offset?: number, epoch?: string, headers?: object, query?: string|string[][]}} options
   *   origin: the Origin header, by default the house's own as a browser sends it; null: none */
  constructor(house, { site = house.origin, origin = site, offset, epoch, headers = {}, query = "" } = {}) {
    const search = new URLSearchParams(query);
    if (offset !== undefined) search.set("offset", offset);
    if (epoch !== undefined) search.set("epoch", epoch);
    const url = site.replace("http", "ws") + PATH + (search.size ? `?${search}` : "");
    this.house = house;
    listeners.add(this);
    this.since = offset;
    /** @type {Frame[]} */
    this.frames = [];
    this.closed = null;
    this.socket = new WebSocket(url, { ca: house.ca, headers, ...(origin === null ? {} : { origin }), handshakeTimeout: patience(15_000) });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once("open", resolve);
      this.socket.once("error", reject);
    });
    this.opened.catch(() => {}); // told by open()
    this.socket.on("message", (data, isBinary) => {
      const text = data.toString("utf8");
      this.frames.push({ at: performance.now(), text, isBinary, json: JSON.parse(text) });
    });
    this.end = new Promise((resolve) => {
      this.socket.once("close", (code, reason) => {
        listeners.delete(this);
        resolve((this.closed = { code, reason: reason.toString() }));
      });
    });
    this.socket.on("error", () => {}); // told by opened and end
  }

  /** Waits for the handshake and for `connected`. */
  async open() {
    await this.opened;
    await this.waitFor("connected", () => this.frames.length > 0);
    return this;
  }

  get hello() {
    return this.frames[0]?.json;
  }

  /** Offset of the last event before this client's first one. */
  get base() {
    return this.hello.recovered ? this.since : this.hello.stream.offset;
  }

  /** Frames of the stream, without those that the gateway makes up. */
  get stored() {
    return this.frames.filter(({ json }) => !EPHEMERAL.has(json.event) && !json.channel);
  }

  /** What it was told of a private channel. */
  of(channel) {
    return this.frames.map(({ json }) => json).filter((json) => json.channel === channel);
  }

  named(event) {
    return this.frames.filter(({ json }) => json.event === event);
  }

  /** A client that is closed waits for nothing more. */
  async waitFor(what, condition, timeout = 10_000) {
    let value;
    await waitFor(() => `${what}; the client has: ${this.summary()}`, () => (value = condition()) || this.closed, timeout);
    assert.ok(value, `${what}; the client has: ${this.summary()}`);
    return value;
  }

  /** The first frame of `event` for which `test` holds, now or later. */
  frame(event, test = () => true, timeout = 10_000) {
    return this.waitFor(event, () => this.frames.find(({ json }) => json.event === event && test(json)), timeout);
  }

  summary() {
    const names = this.frames.slice(-15).map(({ json }) => `${json.event}@${json.roundId}`);
    return `${this.frames.length} frames, last ${names.join(" ")}${this.closed ? `, closed ${JSON.stringify(this.closed)}` : ""}`;
  }

  hangUp() {
    this.socket.terminate();
  }

  async close() {
    this.socket.close();
    await within("the socket closes", this.end).catch(() => this.socket.terminate());
    return this.closed;
  }
}

export class Follower {
  constructor(house, options = {}) {
    this.house = house;
    listeners.add(this);
    this.options = options;
    /** @type {Client[]} one for each connection, in order */
    this.clients = [];
    this.isStopped = false;
  }

  async open() {
    await this.#connect();
    this.running = this.#follow();
    this.running.catch(() => {}); // told by stop()
    return this;
  }

  async #connect() {
    const last = this.clients.at(-1);
    const options = last ? { ...this.options, offset: this.offset, epoch: last.hello.stream.epoch } : this.options;
    const client = new Client(this.house, options);
    this.current = client;
    await client.open();
    this.clients.push(client);
  }

  async #follow() {
    while (!this.isStopped) {
      await this.clients.at(-1).end;
      while (!this.isStopped) {
        try {
          await this.#connect();
          break;
        } catch {
          this.current.socket.terminate();
          await delay(50);
        }
      }
    }
  }

  /** The last offset it has. */
  get offset() {
    const last = this.clients.at(-1);
    return last.base + last.stored.length;
  }

  get losses() {
    return this.clients.filter(({ hello }) => hello.recovered === false).length;
  }

  get frames() {
    return this.clients.flatMap(({ frames }) => frames);
  }

  get stored() {
    return this.clients.flatMap(({ stored }) => stored);
  }

  hangUp() {
    listeners.delete(this);
    this.isStopped = true;
    this.current?.hangUp();
    for (const client of this.clients) client.hangUp();
  }

  async stop() {
    this.hangUp();
    await this.running;
  }
}

/** What a client got is the stream from its base on: every event once, in order, to the byte. */
export async function assertStream(client) {
  const got = client.stored;
  const rows = await client.house.query(
    `select "offset", data::text as text from hippo.stream_event where channel = 'race' and "offset" > $1 order by "offset" limit $2`,
    [client.base ?? 0, got.length],
  );
  assert.equal(rows.length, got.length, `the house has ${rows.length} of the ${got.length} events that the client got`);
  for (const [i, row] of rows.entries()) {
    assert.equal(row.offset, client.base + 1 + i, "the house's record has a hole");
    assert.equal(got[i].text, compact(row.text), `event ${row.offset} is not what the client got (${client.summary()})`);
  }
}

/** Over all its connections a follower has every event after its first `connected`, once, in order. */
export async function assertFollowed(follower) {
  assert.equal(follower.losses, 0, "a connection was not recovered");
  let offset = follower.clients[0].base;
  for (const client of follower.clients) {
    assert.equal(client.base, offset, "a connection resumed elsewhere than the last one ended");
    await assertStream(client);
    offset += client.stored.length;
  }
  return offset;
}
