// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffDelay, connectionString, createStream } from "../../web/screen/stream.js";

/** A line with a hand-turned clock and sockets that do what the test says. */
function bench(random = () => 0.5) {
  let time = 0;
  let timers = [];
  let serial = 0;
  const sockets = [];
  const messages = [];
  const lines = [];
  class Socket {
    constructor(url) {
      this.url = url;
      this.closed = false;
      sockets.push(this);
    }
    close() {
      this.closed = true;
    }
    say(message) {
      this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
    }
    hangUp(code = 1006) {
      this.onclose?.({ code });
    }
  }
  const add = (callback, delay, every) => {
    timers.push({ id: (serial += 1), callback, at: time + delay, every });
    return serial;
  };
  const remove = (id) => (timers = timers.filter((timer) => timer.id !== id));
  const stream = createStream({
    url: "wss://example.test/connection/websocket",
    Socket,
    local: () => time,
    random,
    timers: {
      setTimeout: (callback, delay) => add(callback, delay, null),
      clearTimeout: remove,
      setInterval: (callback, delay) => add(callback, delay, delay),
      clearInterval: remove,
    },
    onMessage: (message) => messages.push(message),
    onLine: (line) => lines.push(line),
  });
  const pass = (ms) => {
    const end = time + ms;
    for (;;) {
      const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!due) break;
      time = due.at;
      if (due.every === null) remove(due.id);
      else due.at += due.every;
      due.callback();
    }
    time = end;
  };
  return { stream, sockets, messages, lines, pass, pending: () => timers.length, last: () => sockets.at(-1) };
}

const hello = (offset, fields = {}) => ({ event: "connected", stream: { offset, epoch: "e1" }, ...fields });
const heard = (line) => line.messages.map((message) => message.event);

test("the address is the page's own", () => {
  assert.equal(connectionString("https://races.example/"), "wss://races.example/connection/websocket");
  assert.equal(connectionString("https://localhost:8443/?lang=en#x"), "wss://localhost:8443/connection/websocket");
  assert.equal(connectionString("http://10.0.0.5:8080/index.html"), "ws://10.0.0.5:8080/connection/websocket");
});

test("the backoff stays within 0.5 and 20 s, grows, and is spread over its whole range", () => {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const ceiling = Math.min(20_000, 1_000 * 2 ** attempt);
    assert.equal(
      backoffDelay(attempt, () => 0),
      500,
    );
    assert.equal(
      backoffDelay(attempt, () => 1),
      ceiling,
    );
    assert.ok(backoffDelay(attempt, () => 0.999_999) <= ceiling);
  }
  const some = new Set(Array.from({ length: 50 }, () => backoffDelay(5)));
  assert.ok(some.size > 40, "no two screens come back together");
});

test("a lost line comes back after its backoff and resumes after the last event seen", () => {
  const line = bench(() => 0);
  line.stream.start();
  assert.equal(line.last().url, "wss://example.test/connection/websocket");
  line.last().say(hello(41));
  line.last().say({ event: "new_round" });
  line.last().say({ event: "timer_update" });
  line.last().say({ event: "betting_closed" });
  line.last().hangUp();
  assert.deepEqual(line.lines.at(-1), { state: "reconnecting", retryAt: 500 });
  line.pass(499);
  assert.equal(line.sockets.length, 1);
  line.pass(1);
  assert.equal(line.sockets.length, 2);
  const { searchParams } = new URL(line.last().url);
  assert.equal(searchParams.get("offset"), "43");
  assert.equal(searchParams.get("epoch"), "e1");
  line.last().say(hello(43, { recovered: true }));
  line.last().say({ event: "race_start" });
  assert.deepEqual(heard(line), [
    "connected",
    "new_round",
    "timer_update",
    "betting_closed",
    "connected",
    "race_start",
  ]);
});

test("missed events already in the greeting's snapshot are counted, not applied", () => {
  const line = bench(() => 0);
  line.stream.start();
  line.last().say(hello(10));
  line.last().hangUp();
  line.pass(500);
  line.last().say(hello(13, { recovered: true }));
  for (const event of ["betting_closed", "race_start", "race_sync"]) line.last().say({ event });
  assert.deepEqual(heard(line), ["connected", "connected"]);
  line.last().say({ event: "race_end" });
  assert.equal(heard(line).at(-1), "race_end");
  line.last().hangUp();
  line.pass(20_000);
  assert.equal(new URL(line.last().url).searchParams.get("offset"), "14");
});

test("a greeting at our own offset is followed by the missed events, which are applied", () => {
  const line = bench(() => 0);
  line.stream.start();
  line.last().say(hello(10));
  line.last().hangUp();
  line.pass(500);
  line.last().say(hello(10, { recovered: true }));
  line.last().say({ event: "betting_closed" });
  assert.equal(heard(line).at(-1), "betting_closed");
});

test("a stream made anew, or too old an offset, starts from the snapshot", () => {
  const line = bench(() => 0);
  line.stream.start();
  line.last().say(hello(900));
  line.last().hangUp();
  line.pass(500);
  line.last().say({ event: "connected", stream: { offset: 3, epoch: "e2" }, recovered: false });
  line.last().say({ event: "new_round" });
  assert.equal(heard(line).at(-1), "new_round");
  line.last().hangUp();
  line.pass(20_000);
  const { searchParams } = new URL(line.last().url);
  assert.equal(searchParams.get("offset"), "4");
  assert.equal(searchParams.get("epoch"), "e2");
});

test("an offset written in the message is believed", () => {
  const line = bench(() => 0);
  line.stream.start();
  line.last().say(hello(5));
  line.last().say({ event: "new_round", offset: 9 });
  line.last().hangUp();
  line.pass(500);
  assert.equal(new URL(line.last().url).searchParams.get("offset"), "9");
});

test("failed tries wait longer and longer; a stable line starts afresh, a flapping one does not", () => {
  const line = bench(() => 1);
  const delays = [];
  const wait = () => {
    const delay = line.lines.at(-1).retryAt - line.time();
    delays.push(delay);
    line.pass(delay);
  };
  let now = 0;
  const pass = line.pass;
  line.pass = (ms) => {
    now += ms;
    pass(ms);
  };
  line.time = () => now;
  line.stream.start();
  for (let i = 0; i < 3; i += 1) {
    line.last().hangUp();
    wait();
  }
  line.last().say(hello(1));
  line.last().hangUp();
  wait();
  line.last().say(hello(1));
  line.pass(6_000);
  line.last().hangUp();
  wait();
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 1_000]);
});

test("a server that says go away is still asked again, but slowly", () => {
  const line = bench(() => 1);
  line.stream.start();
  line.last().hangUp(3503);
  assert.equal(line.lines.at(-1).retryAt, 20_000);
  line.pass(20_000);
  assert.equal(line.sockets.length, 2);
});

test("a silent line is given up: by default after the patience it was given", () => {
  const line = bench(() => 0);
  line.stream.start();
  line.last().say(hello(1));
  line.stream.expectFrameWithin(5_000);
  line.pass(4_000);
  line.last().say({ event: "timer_update" });
  line.pass(4_900);
  assert.equal(line.sockets.length, 1);
  line.pass(2_000);
  assert.equal(line.sockets[0].closed, true);
  assert.equal(line.sockets.length, 2);
  line.sockets[0].say({ event: "new_round" });
  assert.equal(heard(line).includes("new_round"), false, "a dead socket is not listened to");
});

test("screens that fall silent together do not come back together, and each at once", () => {
  const at = [0, 0.5, 0.99].map((luck) => {
    const line = bench(() => luck);
    line.stream.start();
    line.last().say(hello(7));
    line.stream.expectFrameWithin(40_000);
    let passed = 0;
    for (; line.sockets.length === 1; passed += 1_000) line.pass(1_000);
    assert.equal(line.lines.at(-1).retryAt, null, "no wait");
    assert.equal(new URL(line.last().url).searchParams.get("offset"), "7");
    return passed;
  });
  assert.deepEqual(at, [40_000, 50_000, 60_000]);
});

test("a handshake that hangs is given up", () => {
  const line = bench(() => 0);
  line.stream.start();
  line.pass(9_000);
  assert.equal(line.sockets.length, 1);
  line.pass(2_000);
  assert.equal(line.sockets.length, 2);
});

test("when the network is back the wait is cut short, once", () => {
  const line = bench(() => 1);
  line.stream.start();
  for (let i = 0; i < 6; i += 1) {
    line.last().hangUp();
    if (i < 5) line.pass(20_000);
  }
  const before = line.sockets.length;
  line.stream.kick();
  assert.equal(line.sockets.length, before + 1);
  line.pass(9_000);
  assert.equal(line.sockets.length, before + 1, "the old wait is gone");
  line.last().say(hello(1));
  line.stream.kick();
  line.pass(30_000);
  assert.equal(line.sockets.length, before + 1, "a living line is left alone");
});

test("a line found dead on waking up is replaced without waiting for the watch", () => {
  const line = bench(() => 1);
  line.stream.start();
  line.last().say(hello(1));
  line.stream.expectFrameWithin(500);
  line.pass(900);
  line.stream.kick();
  assert.equal(line.sockets.length, 2);
});

test("broken frames are ignored", () => {
  const line = bench();
  line.stream.start();
  line.last().say(hello(1));
  for (const bad of ["", "{", "null", "[]", "{}", '{"event":7}']) line.last().say(bad);
  assert.deepEqual(heard(line), ["connected"]);
});

test("many cuts leave no timers and no sockets behind", () => {
  const line = bench(() => 0);
  line.stream.start();
  for (let i = 0; i < 200; i += 1) {
    line.last().say(hello(i + 1));
    line.last().hangUp();
    line.pass(20_000);
  }
  assert.ok(line.pending() <= 2);
  line.stream.stop();
  assert.equal(line.pending(), 0);
});
