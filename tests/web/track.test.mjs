// SPDX-License-Identifier: MIT
// The film on a canvas that only listens: whatever the size, the field and the moment, no call carries a number
// that is not one, and no picture takes unbounded work (a loop over a track that never ends once froze a screen).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { createFilm } from "../../web/lib/film.js";
import { silksOf } from "../../web/lib/silks.js";
import { createTrack } from "../../web/screen/track.js";
import { DISTANCE, DURATION, GEOMETRY, NUMBERS, POSITIONS, T0, crossingOf } from "./fixtures.mjs";

let calls = 0;
const CALLS_MAX = 60_000;

function listen(name, numbers) {
  calls += 1;
  assert.ok(calls < CALLS_MAX, "bounded work");
  for (const value of numbers) if (typeof value === "number") assert.ok(Number.isFinite(value), `${name}(${numbers})`);
}

/** A 2d context that takes every call and only checks its numbers. */
function context() {
  const known = { createLinearGradient: null, createRadialGradient: null };
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (name in known) return (...numbers) => (listen(name, numbers), { addColorStop() {} });
        if (name === "measureText") return () => ({ width: 40 });
        return (...numbers) => {
          listen(String(name), numbers);
          if (name === "drawImage") assert.ok(numbers[0].width > 0 && numbers[0].height > 0, "an empty picture");
        };
      },
      set: (_, name, value) => {
        if (typeof value === "number") listen(String(name), [value]);
        return true;
      },
    },
  );
}

function canvas(clientWidth = 0, clientHeight = 0) {
  const ctx = context();
  return { clientWidth, clientHeight, width: 300, height: 150, getContext: () => ctx };
}

before(() => {
  globalThis.document = { createElement: () => canvas() };
  globalThis.window = { devicePixelRatio: 1 };
});
after(() => {
  delete globalThis.document;
  delete globalThis.window;
});

const words = { text: (key) => key, metres: (mm) => String(mm / 1000) };
const whole = createFilm({ ...GEOMETRY, from: 1, positions: POSITIONS }, T0);
const castOf = (numbers) => numbers.map((number, index) => silksOf({ number, color: "#1d4ed8" }, index));
const MOMENTS = [-1_750, 0, 1, 40, 5_000, 26_999, 27_001, 27_600, 29_999, 30_000, 45_000];

test("any size of screen can be drawn, at any moment", () => {
  for (const [width, height] of [
    [1920, 956],
    [1280, 560],
    [740, 330],
    [390, 470],
    [320, 240],
    [3840, 1900],
    [40, 30],
    [1, 1],
  ]) {
    const track = createTrack(canvas(width, height), words);
    for (const ms of MOMENTS) {
      calls = 0;
      track.draw(whole, castOf(NUMBERS), ms);
      track.draw(whole, castOf(NUMBERS), ms, { simple: true });
    }
  }
});

test("a canvas that is hidden, or was never seen, still gives the photograph", () => {
  for (const box of [
    [0, 0],
    [800, 0],
  ]) {
    calls = 0;
    const track = createTrack(canvas(...box), words);
    const photo = track.photograph(whole, castOf(NUMBERS));
    assert.ok(photo.width > 100 && photo.height > 50);
  }
  const hides = canvas(1280, 600);
  const track = createTrack(hides, words);
  track.draw(whole, castOf(NUMBERS), crossingOf(8));
  hides.clientWidth = 0;
  hides.clientHeight = 0;
  calls = 0;
  assert.ok(track.photograph(whole, castOf(NUMBERS)).width > 100);
});

test("a film without a finish yet has no photograph", () => {
  const young = createFilm({ ...GEOMETRY, from: 1, positions: POSITIONS.map((row) => row.slice(0, 100)) }, T0);
  assert.equal(createTrack(canvas(640, 360), words).photograph(young, castOf(NUMBERS)), null);
});

test("fields from two to twenty-four runners", () => {
  for (const count of [2, 12, 24]) {
    const runners = Array.from({ length: count }, (_, i) => i + 1);
    const positions = runners.map((n) =>
      Array.from({ length: DURATION / 100 }, (_, i) => Math.round(((i + 1) * 100 * DISTANCE) / (27_000 + n * 80))),
    );
    const film = createFilm({ ...GEOMETRY, runners, from: 1, positions }, T0);
    const track = createTrack(canvas(1280, 640), words);
    for (const ms of MOMENTS) {
      calls = 0;
      track.draw(film, castOf(runners), ms);
    }
  }
});

test("a race that is over lets its pictures go", () => {
  const track = createTrack(canvas(640, 360), words);
  track.draw(whole, castOf(NUMBERS), 9_000);
  track.release();
  calls = 0;
  track.draw(whole, castOf(NUMBERS), 9_000);
  assert.ok(calls > 100, "drawn anew");
});
