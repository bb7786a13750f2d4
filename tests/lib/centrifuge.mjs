// SPDX-License-Identifier: MIT
// Clients of Centrifuge's protocol: Stock is the published library, Mouth says what it is told to.
import { Centrifuge as Newest } from "centrifuge";
import { Centrifuge as Third } from "centrifuge-3";
import { Centrifuge as Fourth } from "centrifuge-4";
import { Centrifuge as Older } from "centrifuge-52";
import WebSocket from "ws";
import { PATH } from "./client.mjs";
import { waitFor, within } from "./wait.mjs";

export const VERSIONS = { "3.1.1": Third, "4.1.0": Fourth, "5.2.2": Older, "5.8.0": Newest };

const V2 = "?cf_protocol_version=v2";
const url = (house, query = V2) => `${house.origin.replace("http", "ws")}${PATH}${query}`;

export class Stock {
  /** query: of its address; headers: of its handshake; options: the library's own, a token for one */
  constructor(house, Library, { query, headers, ...options } = {}) {
    this.states = [];
    this.subscribed = [];
    this.publications = [];
    const stock = this;
    this.handle = new Library(url(house, query), {
      minReconnectDelay: 50,
      maxReconnectDelay: 500,
      ...options,
      websocket: class extends WebSocket {
        constructor(address, protocols) {
          super(address, protocols, { ca: house.ca, origin: house.origin, headers });
          stock.socket = this;
        }
      },
    });
    this.handle.on("state", ({ newState }) => this.states.push(newState));
    this.handle.on("connected", (context) => (this.hello ??= context));
    this.handle.on("subscribed", (context) => this.subscribed.push(context));
    this.handle.on("publication", (context) => this.publications.push(context));
    this.handle.on("error", () => {}); // a gateway that is away
    house.adopt(this);
  }

  async open() {
    this.handle.connect();
    await this.waitFor("connected", () => this.hello);
    return this;
  }

  /** A subscription of the client's own: {handle, subscribed, ended, publications, stored}. */
  subscribe(channel = "race", options = { minResubscribeDelay: 50 }) {
    const handle = this.handle.newSubscription(channel, options);
    const subscription = { handle, subscribed: [], ended: [], publications: [], get stored() { return stored(this.publications); } };
    handle.on("subscribed", (context) => subscription.subscribed.push(context));
    handle.on("unsubscribed", (context) => subscription.ended.push(context));
    handle.on("subscribing", (context) => subscription.ended.push(context));
    handle.on("publication", (context) => subscription.publications.push(context));
    handle.subscribe();
    return subscription;
  }

  /** Publications of the stream, without those that the gateway makes up. */
  get stored() {
    return stored(this.publications);
  }

  /** Loses the connection, without a word. */
  cut() {
    this.socket.terminate();
  }

  waitFor(what, condition, timeout = 10_000) {
    return waitFor(() => `${what}; states ${this.states}, ${this.publications.length} publications`, condition, timeout);
  }

  close() {
    this.handle.disconnect();
  }

  hangUp() {
    this.close();
  }
}

const stored = (publications) => publications.filter(({ offset }) => offset !== undefined);

export class Mouth {
  /** isMute: it does not answer pings; path: a unix socket instead of the house's own address */
  constructor(house, { isMute = false, path } = {}) {
    this.lines = [];
    this.pings = 0;
    const address = path ? `ws+unix:${path}:${PATH}${V2}` : url(house);
    // Deflated, the tests' long notes would fill no socket.
    this.socket = new WebSocket(address, { perMessageDeflate: false, ...(path ? {} : { ca: house.ca, origin: house.origin }) });
    this.opened = new Promise((resolve, reject) => this.socket.once("open", resolve).once("error", reject));
    this.end = new Promise((resolve) => this.socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() })));
    this.end.then((end) => (this.closed = end));
    this.socket.on("message", (data) => {
      for (const line of data.toString().split("\n").map(JSON.parse)) {
        if (Object.keys(line).length) this.lines.push(line);
        else if (++this.pings && !isMute) this.socket.send("{}");
      }
    });
  }

  async open() {
    await this.opened;
    return this;
  }

  async connect(body = {}) {
    await this.opened;
    this.say({ id: 1, connect: body });
    await this.waitFor("connected", () => this.replies.length > 0);
    return this;
  }

  get hello() {
    return this.replies[0];
  }

  get replies() {
    return this.lines.filter(({ id }) => id);
  }

  get pushes() {
    return this.lines.flatMap(({ push }) => push ?? []);
  }

  /** An object or several as commands, joined in one frame; text and bytes as they are. */
  say(words, end = "") {
    const isRaw = typeof words === "string" || Buffer.isBuffer(words);
    this.socket.send(isRaw ? words : [words].flat().map((word) => JSON.stringify(word)).join("\n") + end);
  }

  /** {code, reason} of its end, which is near. */
  ended(timeout = 10_000) {
    return within("its end", this.end, timeout);
  }

  waitFor(what, condition, timeout = 10_000) {
    return waitFor(() => `${what}; ${JSON.stringify(this.closed ?? this.lines.slice(-3))}`, condition, timeout);
  }
}
