// SPDX-License-Identifier: MIT
// How exact a moment can be on this machine now. A test's own timers are late when others keep the processors busy;
// so are the programs under test, and that is not their fault. On a quiet machine this adds next to nothing.
import { patience } from "./setting.mjs";

const TICK_MS = 10;
const MEMORY_MS = 300_000;
const late = [];
let due = performance.now() + TICK_MS;
setInterval(() => {
  const now = performance.now();
  if (now - due > 5) late.push({ at: now, ms: now - due });
  while (late.length > 0 && now - late[0].at > MEMORY_MS) late.shift();
  due = now + TICK_MS;
}, TICK_MS).unref();

/** `ms`, and twice what our own timers were late at worst in the last minutes. */
export const slack = (ms) => patience(ms) + 2 * Math.max(0, ...late.map((tick) => tick.ms));
