// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { cameraAt } from "../../web/screen/camera.js";
import {
  allCrossedMs,
  availableMs,
  createFilm,
  crossingMs,
  drawnPosition,
  filmClock,
  firstCrossedMs,
  nextShown,
  positionAt,
  runningOrder,
  withSamples,
} from "../../web/lib/film.js";
import { DISTANCE, GEOMETRY, NUMBERS, ORDER, PLAYOUT, POSITIONS, T0, crossingOf, piece } from "./fixtures.mjs";

const whole = createFilm({ ...GEOMETRY, from: 1, positions: POSITIONS }, T0);

/** An uneven gait: interpolation has something to get wrong. */
const rough = createFilm(
  {
    ...GEOMETRY,
    from: 1,
    positions: POSITIONS.map((row, k) => {
      let at = 0;
      return row.map((_, i) => (at += 900 + ((i * 7919 + k * 104_729) % 1_800)));
    }),
  },
  T0,
);

test("the start is at the gate and the samples are met exactly", () => {
  NUMBERS.forEach((_, k) => {
    assert.equal(positionAt(whole, k, 0), 0);
    assert.equal(positionAt(whole, k, -5_000), 0);
    for (const i of [1, 17, 150, 299, 300])
      assert.ok(Math.abs(positionAt(rough, k, i * 100) - rough.samples[k][i]) < 1e-6);
  });
});

test("between samples a runner never steps back nor leaves the two samples around it", () => {
  for (let k = 0; k < NUMBERS.length; k += 1) {
    let before = 0;
    for (let ms = 0; ms <= 30_000; ms += 7) {
      const mm = positionAt(rough, k, ms);
      const i = Math.floor(ms / 100);
      assert.ok(mm >= before - 1e-6);
      assert.ok(mm >= rough.samples[k][i] - 1e-6 && mm <= (rough.samples[k][i + 1] ?? Infinity) + 1e-6);
      before = mm;
    }
  }
});

test("motion is smooth: no jump of pace from one frame to the next", () => {
  let pace = null;
  for (let ms = 1_000; ms < 29_000; ms += 16) {
    const next = positionAt(whole, 2, ms + 16) - positionAt(whole, 2, ms);
    if (pace !== null) assert.ok(Math.abs(next - pace) < 3, `at ${ms}`);
    pace = next;
  }
});

test("positions are held at the end of what is known: nothing is made up", () => {
  const part = createFilm({ ...GEOMETRY, ...piece(1, 120) }, T0);
  assert.equal(availableMs(part), 12_000);
  assert.equal(positionAt(part, 0, 20_000), part.samples[0][120]);
  assert.equal(crossingMs(part, 0), null);
  assert.equal(allCrossedMs(part), null);
  assert.equal(firstCrossedMs(part), null);
});

test("pieces come in any cut: the film is the same", () => {
  let film = createFilm(GEOMETRY, T0);
  for (let from = 1; from <= 300; from += 10) film = withSamples(film, piece(from, from + 9));
  assert.deepEqual(film, whole);
  assert.deepEqual(withSamples(whole, piece(101, 110)), whole);
  assert.equal(withSamples(whole, { from: 1, positions: [[1]] }), whole);
});

test("crossings and the final order are those of the result", () => {
  NUMBERS.forEach((number, k) => assert.ok(Math.abs(crossingMs(whole, k) - crossingOf(number)) < 2));
  assert.deepEqual(
    runningOrder(whole, 30_000).map((row) => row.number),
    ORDER,
  );
  assert.ok(Math.abs(allCrossedMs(whole) - crossingOf(ORDER.at(-1))) < 2);
  assert.ok(Math.abs(firstCrossedMs(whole) - crossingOf(ORDER[0])) < 2);
});

test("a film that stops its runners on the line still knows who was first", () => {
  const held = createFilm(
    { ...GEOMETRY, from: 1, positions: POSITIONS.map((row) => row.map((mm) => Math.min(mm, DISTANCE))) },
    T0,
  );
  assert.deepEqual(
    runningOrder(held, 30_000).map((row) => row.number),
    ORDER,
  );
  NUMBERS.forEach((number, k) => assert.ok(Math.abs(crossingMs(held, k) - crossingOf(number)) < 5));
  const k = NUMBERS.indexOf(ORDER[0]);
  assert.ok(drawnPosition(held, k, 29_000) > DISTANCE + 5_000, "runs out behind the line");
  assert.ok(drawnPosition(held, k, crossingOf(ORDER[0]) - 50) < DISTANCE);
});

test("before the line the running order is by position", () => {
  const order = runningOrder(rough, 15_000);
  for (let i = 1; i < order.length; i += 1) assert.ok(order[i - 1].mm >= order[i].mm);
  assert.ok(order.every((row) => row.crossed === null));
});

test("the film's clock is the server's, later by the playout delay", () => {
  assert.equal(filmClock(whole, T0 + 12_000), 12_000 - PLAYOUT);
});

test("the shown time follows, waits for film, catches up and jumps only from far", () => {
  assert.equal(nextShown(null, 12_345, 0, 20_000), 12_345, "a late joiner is there at once");
  assert.equal(nextShown(1_000, 1_016, 16, 5_000), 1_016);
  assert.equal(nextShown(4_990, 5_100, 16, 5_000), 5_000, "no further than what is known");
  assert.equal(nextShown(5_000, 6_000, 16, 5_000), 5_000);
  assert.equal(nextShown(5_000, 6_000, 16, 6_500), 5_048, "three times as fast, no jump");
  assert.equal(nextShown(5_000, 12_000, 16, 13_000), 12_000, "far behind: at once");
  assert.equal(nextShown(5_000, 4_950, 16, 13_000), 5_000, "a small correction does not run backwards");
  assert.equal(nextShown(null, -900, 0, 0), -900);
});

test("the camera is a function of the film's time and stays at the line", () => {
  assert.deepEqual(cameraAt(whole, 12_000), cameraAt(createFilm({ ...GEOMETRY, ...piece(1, 130) }, T0), 12_000));
  for (let ms = 500; ms < 30_000; ms += 500) {
    const { focus, spread } = cameraAt(whole, ms);
    assert.ok(focus <= DISTANCE + 5_000);
    assert.ok(spread >= 0);
    assert.ok(ms < 2_000 || ms > 26_000 || Math.abs(focus - runningOrder(whole, ms)[0].mm) < 3_000);
  }
});
