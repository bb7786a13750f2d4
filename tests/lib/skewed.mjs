// SPDX-License-Identifier: MIT
// A worker: one screen on a machine whose clocks are wrong. It runs the page's own clock, store and presenter, and
// notes what countdown it would show; the notes carry the one clock that all workers share, which is not skewed.
import { parentPort, workerData } from "node:worker_threads";
import WebSocket from "ws";

const { url, origin, ca, skew } = workerData;
const wall = Date.now;
const monotonic = performance.now.bind(performance);
Date.now = () => wall() + skew;
// Each machine was switched on at another time. Defined, not assigned: Node 18 lets nobody assign it.
Object.defineProperty(performance, "now", { value: () => monotonic() + Math.abs(skew) * 7 });

const { createClock } = await import("../../web/lib/clock.js");
const { emptyState, reduce } = await import("../../web/screen/store.js");
const { present } = await import("../../web/screen/present.js");

const clock = createClock();
let state = emptyState();
const notes = [];
const socket = new WebSocket(url, { ca, origin });
socket.on("message", (data) => {
  const message = JSON.parse(data.toString());
  clock.observe(message.serverTime ?? NaN);
  state = reduce(state, message);
});
const looking = setInterval(() => {
  if (!clock.ready) return;
  const at = Number(process.hrtime.bigint() / 1000n) / 1000;
  const now = clock.now();
  const { countdown, round } = present(state, now);
  if (countdown) notes.push({ at, round: round.roundId, left: countdown.left, seconds: countdown.seconds });
}, 20);
parentPort.once("message", () => {
  clearInterval(looking);
  socket.terminate();
  parentPort.postMessage({ notes, claims: Date.now() - wall() });
  parentPort.close();
});
