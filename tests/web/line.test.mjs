// SPDX-License-Identifier: MIT
// The line to the house over a Centrifuge client that does what the test says: sleep, silence, a busy page.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";

import { connectionString, createLine, waysOf } from "../../web/lib/line.js";

/** Promises have been told. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A line with a hand-turned clock. */
function bench(options = {}) {
  let local = 0;
  let wall = 1_800_000_000_000;
  let timers = [];
  let serial = 0;
  const messages = [];
  const lines = [];
  let client = null;
  const clients = [];
  class Client extends EventEmitter {
    constructor(ways, settings) {
      super();
      Object.assign(this, { ways, settings, state: "disconnected", calls: [], asked: [], subscriptions: new Map() });
      client = this;
      clients.push(this);
    }
    connect() {
      this.calls.push("connect");
      this.state = "connecting";
      this.emit("connecting", {});
    }
    disconnect() {
      this.calls.push("disconnect");
      this.state = "disconnected";
      this.emit("disconnected", { code: 0 });
    }
    greet(offset) {
      this.state = "connected";
      this.emit("connected", { data: { event: "connected", stream: { offset, epoch: "e1" } } });
    }
    say(event, offset) {
      this.emit("publication", { channel: "race", data: { event }, offset });
    }
    rpc() {
      return new Promise((resolve, reject) => this.asked.push({ answer: () => reject(new Error("no such method")) }));
    }
    newSubscription(channel) {
      const subscription = Object.assign(new EventEmitter(), { subscribe: () => this.calls.push(`subscribe ${channel}`) });
      this.subscriptions.set(channel, subscription);
      return subscription;
    }
    removeSubscription(subscription) {
      for (const [channel, each] of this.subscriptions) if (each === subscription) this.subscriptions.delete(channel);
    }
  }
  const page = Object.assign(new EventTarget(), { hidden: false });
  const network = new EventTarget();
  const add = (callback, delay, every) => {
    timers.push({ id: (serial += 1), callback, at: local + delay, every });
    return serial;
  };
  const remove = (id) => (timers = timers.filter((timer) => timer.id !== id));
  const line = createLine({
    url: "wss://example.test/connection/websocket",
    load: async () => Client,
    local: () => local,
    wall: () => wall + local,
    timers: {
      setTimeout: (callback, delay) => add(callback, delay, null),
      clearTimeout: remove,
      setInterval: (callback, delay) => add(callback, delay, delay),
      clearInterval: remove,
    },
    page,
    network,
    onMessage: (message) => messages.push(message),
    onLine: ({ state }) => lines.push(state),
    ...options,
  });
  const pass = (ms) => {
    const end = local + ms;
    for (;;) {
      const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!due) break;
      local = Math.max(local, due.at);
      if (due.every === null) remove(due.id);
      else due.at = local + due.every;
      due.callback();
    }
    local = end;
  };
  return {
    line, messages, lines, clients: () => clients,
    get client() {
      return client;
    },
    pass, sleep: (ms) => (wall += ms), busy: (ms) => (local += ms), pending: () => timers.length,
    heard: () => messages.map(({ event, offset }) => (offset === undefined ? event : `${event} ${offset}`)),
    shown: () => page.dispatchEvent(new Event("visibilitychange")),
    goOffline: () => network.dispatchEvent(new Event("offline")),
    renewed: () => client.calls.filter((call) => call === "disconnect").length,
    async start() {
      line.start();
      await settled();
    },
    async open(offset = 1) {
      await this.start();
      client.greet(offset);
      client.calls.length = 0;
    },
  };
}

test("the address is the page's own, and so are the ways around", async () => {
  assert.equal(connectionString("https://races.example/"), "wss://races.example/connection/websocket");
  assert.equal(connectionString("https://localhost:8443/?lang=en#x"), "wss://localhost:8443/connection/websocket");
  assert.equal(connectionString("http://10.0.0.5:8080/index.html"), "ws://10.0.0.5:8080/connection/websocket");
  const { transports, emulationEndpoint } = waysOf("wss://races.example/connection/websocket");
  assert.deepEqual(transports.map(({ transport }) => transport), ["websocket", "http_stream", "sse"]);
  assert.deepEqual(transports.slice(1).map(({ endpoint }) => endpoint), ["https://races.example/connection/http_stream", "https://races.example/connection/sse"]);
  assert.equal(emulationEndpoint, "https://races.example/emulation");
});

test("the greeting and what follows are told once, in order", async () => {
  const b = bench();
  await b.start();
  b.client.greet(7);
  b.client.say("new_round", 8);
  b.client.say("timer_update");
  assert.deepEqual(b.heard(), ["connected", "new_round 8", "timer_update"]);
  assert.deepEqual(b.lines, ["connecting", "connected"]);
});

test("what was missed and is in the greeting's state already is not told again", async () => {
  const b = bench();
  await b.open(7);
  b.client.emit("connecting", {});
  b.client.greet(10);
  for (const offset of [8, 9, 10]) b.client.say("race_sync", offset);
  b.client.say("race_end", 11);
  assert.deepEqual(b.heard(), ["connected", "connected", "race_end 11"]);
  assert.equal(b.lines.at(-2), "reconnecting");
});

test("what is no event is not told", async () => {
  const b = bench();
  await b.open();
  for (const data of [null, 7, "x", {}, { event: 7 }]) b.client.emit("publication", { channel: "race", data });
  assert.deepEqual(b.heard(), ["connected"]);
});

test("a sleep in which the monotonic clock stood still: a new connection within a second", async () => {
  const b = bench();
  await b.open();
  b.sleep(600_000);
  b.pass(1_000);
  assert.deepEqual(b.client.calls, ["disconnect", "connect"]);
});

test("what waited to be read while the machine slept is not told: it is old", async () => {
  const b = bench();
  await b.open();
  b.sleep(600_000);
  b.client.say("timer_update");
  assert.deepEqual(b.heard(), ["connected"]);
  assert.deepEqual(b.client.calls, ["disconnect", "connect"]);
  b.client.greet(9);
  assert.deepEqual(b.heard(), ["connected", "connected"]);
});

test("a page shown again after a sleep does not wait for the watch", async () => {
  const b = bench();
  await b.open();
  b.sleep(600_000);
  b.shown();
  assert.deepEqual(b.client.calls, ["disconnect", "connect"]);
});

test("a busy page keeps its healthy line", async () => {
  const b = bench();
  await b.open();
  b.busy(20_000);
  b.pass(1_000);
  assert.equal(b.client.asked.length, 1, "it asks");
  b.client.asked[0].answer();
  await settled();
  b.client.say("timer_update");
  b.pass(4_000);
  assert.equal(b.renewed(), 0);
});

test("a silent line is asked whether it lives, and dropped when it does not answer", async () => {
  const b = bench();
  await b.open();
  for (let second = 0; second < 20; second += 1) {
    b.pass(1_000);
    b.client.say("timer_update");
  }
  assert.equal(b.client.asked.length, 0, "not as long as the house speaks");
  b.pass(5_000);
  assert.equal(b.client.asked.length, 1);
  b.client.asked[0].answer();
  await settled();
  b.pass(4_500);
  assert.equal(b.renewed(), 0, "a paused house is silent, too");
  b.pass(2_000);
  assert.equal(b.client.asked.length, 2);
  assert.equal(b.renewed(), 1, "no answer in 1.2 s");
});

test("an answer that is outstanding from the connection before says nothing of this one", async () => {
  const b = bench();
  await b.open();
  b.pass(5_000);
  b.client.emit("connecting", {});
  b.client.greet(9);
  b.client.calls.length = 0;
  b.pass(2_000);
  assert.equal(b.renewed(), 0);
});

test("a line that took long to make is given as long to answer", async () => {
  const b = bench();
  await b.start();
  b.pass(4_000);
  b.client.greet(1);
  b.pass(1_000);
  b.client.calls.length = 0;
  b.shown();
  b.pass(3_900);
  assert.equal(b.renewed(), 0);
  b.pass(200);
  assert.equal(b.renewed(), 1);
});

test("a page shown with a healthy line keeps it", async () => {
  const b = bench();
  await b.open();
  b.shown();
  b.client.asked[0].answer();
  await settled();
  b.pass(1_500);
  assert.equal(b.renewed(), 0);
});

test("on another network all ways are tried once more", async () => {
  const b = bench();
  await b.open();
  const stuck = { _transportWasOpen: true, _triedAllTransports: true, _currentTransportIndex: 1 };
  const fresh = { _transportWasOpen: false, _triedAllTransports: false, _currentTransportIndex: 0 };
  for (const change of [() => b.goOffline(), () => b.line.wake()]) {
    Object.assign(b.client, stuck);
    change();
    for (const [name, value] of Object.entries(fresh)) assert.equal(b.client[name], value, name);
  }
});

test("a server that sends us away is asked again, but slowly", async () => {
  const b = bench();
  await b.open();
  b.client.state = "disconnected";
  b.client.emit("disconnected", { code: 3503 });
  assert.equal(b.lines.at(-1), "reconnecting");
  b.pass(19_000);
  assert.deepEqual(b.client.calls, []);
  b.pass(1_500);
  assert.deepEqual(b.client.calls, ["connect"]);
});

test("waking by hand ends that wait, and none is left behind", async () => {
  const b = bench();
  await b.open();
  b.client.emit("disconnected", { code: 3503 });
  b.line.wake();
  assert.equal(b.client.calls.at(-1), "connect");
  const calls = b.client.calls.length;
  b.client.greet(3);
  b.pass(2_000);
  b.client.say("timer_update");
  b.pass(3_000);
  assert.equal(b.client.calls.length, calls);
});

test("further channels are followed, and left", async () => {
  const states = [];
  const b = bench({ channels: ["till:3"], onChannel: (...what) => states.push(what) });
  await b.open();
  const till = b.client.subscriptions.get("till:3");
  till.emit("subscribed", {});
  till.emit("publication", { data: { event: "till_update" }, offset: 1 });
  assert.deepEqual(b.messages.at(-1), { channel: "till:3", event: "till_update", data: { event: "till_update" }, offset: 1 });
  const leave = b.line.subscribe("admin");
  b.client.subscriptions.get("admin").emit("unsubscribed", { code: 103 });
  assert.deepEqual(states, [["till:3", "subscribed"], ["admin", "refused", 103]]);
  leave();
  assert.deepEqual([...b.client.subscriptions.keys()], ["till:3"]);
});

test("a token goes with the connection; without one the cookie speaks", async () => {
  const [named, unnamed] = [bench({ token: "secret" }), bench()];
  await Promise.all([named.start(), unnamed.start()]);
  assert.equal(named.client.settings.token, "secret");
  assert.equal(Object.hasOwn(unnamed.client.settings, "token"), false);
});

test("a line that is stopped stays silent", async () => {
  const b = bench();
  await b.open();
  b.line.stop();
  b.pass(60_000);
  assert.deepEqual(b.client.calls, ["disconnect"]);
  assert.equal(b.pending(), 0);
  b.line.wake();
  b.shown();
  assert.deepEqual(b.client.calls, ["disconnect"]);
});

test("another channel's state comes as a message of its own, before what was missed", async () => {
  const b = bench({ channels: ["till:3"] });
  await b.start();
  b.client.greet(7);
  const till = b.client.subscriptions.get("till:3");
  till.emit("subscribed", { data: { messages: [] } });
  till.emit("publication", { data: { event: "message" }, offset: 2 });
  assert.deepEqual(
    b.messages.filter(({ channel }) => channel === "till:3"),
    [
      { channel: "till:3", event: "subscribed", data: { messages: [] } },
      { channel: "till:3", event: "message", data: { event: "message" }, offset: 2 },
    ],
  );
});

test("what is asked of it before the client's own file is there is done then", async () => {
  let come;
  const coming = new Promise((resolve) => (come = resolve));
  const b = bench({ load: () => coming });
  b.line.start();
  b.line.start();
  const leave = b.line.subscribe("till:3");
  b.line.subscribe("till:4");
  leave();
  b.line.wake();
  b.shown();
  b.goOffline();
  b.pass(20_000);
  const other = bench();
  await other.start();
  come(other.client.constructor);
  await settled();
  const client = other.clients().at(-1);
  assert.deepEqual(client.calls, ["subscribe till:4", "connect"]);
  client.greet(5);
  assert.deepEqual(b.heard(), ["connected"]);
});

test("a client's file that cannot be had is asked for again, as long as the line is wanted", async () => {
  let tries = 0;
  const b = bench({ load: async () => { tries += 1; throw new TypeError("offline"); } });
  await b.start();
  b.pass(2_000);
  await settled();
  assert.equal(tries, 2);
  b.line.stop();
  b.pass(60_000);
  await settled();
  assert.equal(tries, 2);
  assert.equal(b.pending(), 0);
});
