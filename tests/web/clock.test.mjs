// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { createClock } from "../../web/lib/clock.js";

const SERVER = 1_800_000_000_000;

/** A screen whose monotonic clock began somewhere of its own; frames arrive with a given latency. */
function screen(origin) {
  let local = origin;
  let wall = 1_500_000_000_000;
  const clock = createClock({ local: () => local, wall: () => wall + local });
  return {
    clock,
    at: (ms) => (local = origin + ms),
    /** The machine sleeps: its own time goes on, its monotonic clock does not. */
    sleep: (ms) => (wall += ms),
    frame(sentAt, latency) {
      local = origin + sentAt + latency;
      clock.observe(SERVER + sentAt);
    },
  };
}

test("there is no time before the first frame", () => {
  const { clock } = screen(0);
  assert.equal(clock.ready, false);
  assert.ok(Number.isNaN(clock.now()));
});

test("the frame with the least latency decides", () => {
  const s = screen(5_000);
  for (const [sent, latency] of [
    [0, 80],
    [1_000, 300],
    [2_000, 12],
    [3_000, 900],
    [4_000, 150],
  ])
    s.frame(sent, latency);
  s.at(10_000);
  assert.ok(Math.abs(s.clock.now() - (SERVER + 10_000)) <= 12.001);
});

test("two screens with different clocks and networks agree within 100 ms", () => {
  const near = screen(0);
  const far = screen(5 * 60_000 + 123.4);
  for (let second = 0; second < 20; second += 1) {
    near.frame(second * 1_000, 2 + (second % 3));
    far.frame(second * 1_000, 60 + ((second * 37) % 200));
    near.clock.now();
    far.clock.now();
  }
  near.at(21_000);
  far.at(21_000);
  assert.ok(Math.abs(near.clock.now() - far.clock.now()) < 100);
});

test("a small correction is slewed, never jumped, and never runs backwards", () => {
  const s = screen(0);
  s.frame(0, 200);
  s.at(1_000);
  let before = s.clock.now();
  s.frame(1_000, 0);
  for (let ms = 1_016; ms <= 5_000; ms += 16) {
    s.at(ms);
    const now = s.clock.now();
    assert.ok(now >= before && now - before < 16 * 1.11, `${now - before} ms in 16`);
    before = now;
  }
  s.at(5_000);
  before = s.clock.now();
  assert.ok(Math.abs(before - (SERVER + 5_000)) < 1);
});

test("a sleep of the machine is made good at once", () => {
  const s = screen(0);
  s.frame(0, 5);
  s.clock.now();
  // The local clock stood still for ten minutes.
  s.at(1_000);
  s.clock.observe(SERVER + 601_000);
  assert.ok(Math.abs(s.clock.now() - (SERVER + 601_000)) < 1);
});

test("after a sleep in which the monotonic clock stood still there is no time, rather than a stale one, until the next frame", () => {
  const s = screen(0);
  s.frame(0, 5);
  s.at(1_000);
  s.sleep(600_000);
  assert.ok(Number.isNaN(s.clock.now()));
  assert.ok(Number.isNaN(s.clock.now()), "until a frame comes");
  s.clock.observe(SERVER + 601_000);
  assert.ok(Math.abs(s.clock.now() - (SERVER + 601_000)) < 1);
});

test("a frame that comes first after a sleep is believed alone", () => {
  const s = screen(0);
  s.frame(0, 0);
  s.at(1_000);
  s.sleep(600_000);
  s.clock.observe(SERVER + 601_000 - 40);
  assert.equal(s.clock.now(), SERVER + 601_000 - 40);
});

test("a wall clock that is corrected by a little is nothing", () => {
  const s = screen(0);
  s.frame(0, 0);
  s.sleep(-900);
  assert.equal(s.clock.now(), SERVER);
});

test("a server clock that stepped back is believed after the window", () => {
  const s = screen(0);
  for (let second = 0; second < 10; second += 1) s.frame(second * 1_000, 5);
  for (let second = 10; second < 150; second += 1) {
    s.at(second * 1_000);
    s.clock.observe(SERVER + second * 1_000 - 3_000);
    s.clock.now();
  }
  assert.ok(Math.abs(s.clock.now() - (SERVER + 149_000 - 3_000)) < 10);
});

test("a message without a usable time changes nothing", () => {
  const s = screen(0);
  s.frame(0, 0);
  for (const bad of [undefined, null, "1800000000000", NaN, Infinity]) s.clock.observe(bad);
  assert.equal(s.clock.now(), SERVER);
});
