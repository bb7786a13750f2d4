// SPDX-License-Identifier: MIT
// Which of a browser's tabs sells, with the browser's locks in a few lines.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createLock } from "../../web/lib/locks.js";

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** The locks and the channel that the tabs of one browser share. */
function makeBrowser() {
  let held = null;
  let queue = [];
  const next = () => {
    held = queue.shift() ?? null;
    held?.act().then(held.end, held.end);
  };
  const locks = {
    query: async () => ({ held: held ? [{ name: "hippodrome-counter" }] : [] }),
    request(_name, { signal, steal }, act) {
      return new Promise((resolve, reject) => {
        const abort = () => reject(Object.assign(new Error("stolen"), { name: "AbortError" }));
        const place = { act, abort, tab: this.tab, end: () => (resolve(), held === place && next()) };
        signal?.addEventListener("abort", () => {
          if (!queue.includes(place)) return;
          queue = queue.filter((each) => each !== place);
          abort();
        });
        if (steal) {
          held?.abort();
          held = null;
          queue.unshift(place);
        } else queue.push(place);
        if (!held) next();
      });
    },
  };
  const channels = new Set();
  const ticks = new Set();
  function openTab() {
    const tab = { states: [], isFrozen: false, isDead: false };
    const channel = { postMessage: (data) => soon().then(() => channels.forEach((each) => each !== channel && !each.tab.isFrozen && !each.tab.isDead && each.onmessage({ data }))), tab, close: () => channels.delete(channel) };
    channels.add(channel);
    tab.lock = createLock({
      locks, openChannel: () => channel, onChange: (state) => tab.states.push(state),
      timers: { setInterval: (act) => (ticks.add(act), act), clearInterval: (act) => ticks.delete(act) },
    });
    tab.lock.start();
    return tab;
  }
  /** Some periods of the tabs' clocks. */
  async function pass(count) {
    for (let i = 0; i < count; i++) {
      for (const act of [...ticks]) act();
      await soon();
      await soon();
      await soon();
    }
  }
  /** A killed tab's locks go without it being asked. */
  const kill = (tab) => {
    tab.isDead = true;
    held.end();
  };
  return { openTab, pass, kill };
}

test("the first tab sells, the second waits, and has it as soon as the first is gone", async () => {
  const { openTab, pass, kill } = makeBrowser();
  const first = openTab();
  await pass(1);
  const second = openTab();
  await pass(10);
  assert.deepEqual([first.states, second.states], [["mine"], ["other"]]);
  kill(first);
  await soon();
  assert.deepEqual(second.states, ["other", "mine"]);
});

test("a tab that hangs is noticed, and taken over by hand; when it wakes it knows", async () => {
  const { openTab, pass } = makeBrowser();
  const first = openTab();
  await pass(1);
  const second = openTab();
  first.isFrozen = true;
  await pass(5);
  assert.deepEqual(second.states, ["other", "silent"]);
  second.lock.takeOver();
  await soon();
  assert.deepEqual([first.lock.state(), second.lock.state()], ["lost", "mine"]);
  first.lock.takeOver();
  await soon();
  assert.deepEqual([first.lock.state(), second.lock.state()], ["mine", "lost"], "and back");
});

test("a tab that was only slow is not called silent for ever", async () => {
  const { openTab, pass } = makeBrowser();
  const first = openTab();
  await pass(1);
  const second = openTab();
  first.isFrozen = true;
  await pass(5);
  first.isFrozen = false;
  await pass(2);
  assert.deepEqual(second.states, ["other", "silent", "other"]);
});

test("a tab that stops lets the next one sell, and a browser without locks sells", async () => {
  const { openTab, pass } = makeBrowser();
  const first = openTab();
  await pass(1);
  const second = openTab();
  await pass(1);
  first.lock.stop();
  await soon();
  assert.equal(second.lock.state(), "mine");
  const states = [];
  createLock({ locks: null, onChange: (state) => states.push(state) }).start();
  assert.deepEqual(states, ["mine"]);
});
