// SPDX-License-Identifier: MIT
// The customer's display without a browser: what it shows when, how it remembers its token, and how the till's page tells it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createDisplayLink } from "../../web/cashier/display_link.js";
import { addressOf, createAccess, rememberedAccess } from "../../web/lib/display_access.js";
import { LINES_SHOWN, emptyTicket, linesShown, reduceTicket, shown } from "../../web/display/ticket.js";

const TILL = { tillId: 3, number: 1, name: "Caisse 1", shop: { name: "Delmas" } };
const DRAFT = { kind: "draft", total: 2500 };
const SOLD = { kind: "sold", number: "01-010012-9" };
const TOKEN = "mE0b0cY0Vq0n8b7v3QmC2h1Zr6y5dXw9tKpLsJfAuGo";

// What it shows ----------------------------------------------------------------------------------------------------

const joined = (picture = null, until = null) => reduceTicket(emptyTicket(true), { event: "subscribed", data: { till: TILL, picture, until } });
const told = (ticket, picture, until) => reduceTicket(ticket, { event: "display_picture", data: { picture, until } });

test("it shows the newest picture until its time is over, and never without knowing the time", () => {
  const ticket = told(joined(), DRAFT, 10_000);
  assert.deepEqual(shown(ticket, 9_999), { show: "draft", picture: DRAFT });
  assert.deepEqual(shown(ticket, 10_000), { show: "idle", picture: null });
  assert.deepEqual(shown(ticket, NaN), { show: "idle", picture: null });
  assert.equal(shown(told(ticket, SOLD, 20_000), 10_000).show, "sold");
  assert.equal(shown(told(ticket, { kind: "idle" }, 20_000), 9_000).show, "idle");
});

test("who joins late sees what is shown", () => {
  assert.equal(shown(joined(DRAFT, 10_000), 9_000).show, "draft");
  assert.equal(shown(joined(), 9_000).show, "idle");
});

test("without a token it is nobody's, before an answer it waits, revoked it shows nothing any more", () => {
  assert.equal(shown(emptyTicket(false), 1).show, "unknown");
  assert.equal(shown(emptyTicket(true), 1).show, "joining");
  for (const event of ["display_revoked", "refused"]) {
    const gone = reduceTicket(told(joined(), DRAFT, 10_000), { event });
    assert.equal(shown(gone, 1).show, "revoked");
    assert.equal(shown(told(gone, DRAFT, 10_000), 1).show, "revoked", "whatever comes after");
  }
});

test("of many lines the newest are shown, and how many there are besides", () => {
  const lines = Array.from({ length: 20 }, (_, i) => ({ market: "win", selection: String(i) }));
  const { lines: seen, more } = linesShown({ kind: "draft", lines });
  assert.deepEqual([seen.length, seen.at(-1).selection, more], [LINES_SHOWN, "19", 20 - LINES_SHOWN]);
  assert.deepEqual(linesShown({ kind: "draft" }), { lines: [], more: 0 });
});

// Its token --------------------------------------------------------------------------------------------------------

function memory(start = {}) {
  const items = new Map(Object.entries(start));
  return { getItem: (name) => items.get(name) ?? null, setItem: (name, value) => items.set(name, value), removeItem: (name) => items.delete(name) };
}

test("the token comes behind the # and is remembered for its till, until it is worthless", () => {
  const storage = memory();
  const url = new URL(addressOf("https://example", 3, { displayId: 7, token: TOKEN }));
  assert.equal(url.pathname + url.search, "/display/?till=3", "no server sees it");
  assert.deepEqual(createAccess(url, storage).take(), { displayId: 7, token: TOKEN });
  const again = createAccess({ search: "?till=3", hash: "" }, storage);
  assert.deepEqual(again.take(), { displayId: 7, token: TOKEN });
  assert.deepEqual(rememberedAccess(storage, 3), { displayId: 7, token: TOKEN });
  assert.equal(createAccess({ search: "?till=4", hash: "" }, storage).take(), null, "of another till");
  again.forget();
  assert.equal(again.take(), null);
});

test("an address that is none opens nothing, and storage may be forbidden", () => {
  for (const hash of ["", "#", "#7", `#0.${TOKEN}`, `#7.${TOKEN}x`, "#7.short"]) assert.equal(createAccess({ search: "", hash }, memory()).take(), null, hash);
  const broken = { getItem: () => assert.fail(), setItem() { throw new Error("full"); }, removeItem() { throw new Error("gone"); } };
  const access = createAccess({ search: "?till=3", hash: `#7.${TOKEN}` }, broken);
  assert.equal(access.take().displayId, 7);
  access.forget();
  assert.equal(createAccess({ search: "", hash: `#7.${TOKEN}` }, null).take().displayId, 7);
});

// The till's page --------------------------------------------------------------------------------------------------

/** A page with a clock of its own, and a house that answers when it is told to. */
function page({ displays = 1 } = {}) {
  let now = 0;
  let timers = [];
  let next = 0;
  const asked = [];
  const link = createDisplayLink({
    api: { post: (path, { picture }, { signal }) => new Promise((resolve, reject) => asked.push({ path, picture, signal, at: now, answer: () => resolve({ displays }), fail: () => reject(new Error("offline")), refuse: () => reject(Object.assign(new Error("no till"), { status: 409 })) })) },
    local: () => now,
    timers: { setTimeout: (act, ms) => (timers.push({ id: ++next, at: now + ms, act }), next), clearTimeout: (id) => (timers = timers.filter((each) => each.id !== id)) },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    link,
    asked,
    kinds: () => asked.map(({ picture }) => picture.total ?? picture.kind),
    async pass(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        now = due.at;
        timers = timers.filter(({ id }) => id !== due.id);
        due.act();
        await settled();
      }
      now = end;
    },
    async answer(how = "answer") {
      asked.at(-1)[how]();
      await settled();
    },
  };
}

test("ten keys in a second are a few pictures, one request at a time, the newest at the end", async () => {
  const till = page();
  for (let i = 1; i <= 10; i++) {
    till.link.show({ kind: "draft", total: i });
    await till.pass(100);
  }
  assert.equal(till.asked.length, 1, "nothing more before the answer");
  await till.answer();
  await till.pass(150);
  assert.equal(till.kinds().at(-1), 10);
  assert.equal(till.asked.length, 2);
});

test("a picture is repeated while it is to be seen, and idle is told once", async () => {
  const till = page();
  till.link.show(DRAFT);
  await till.pass(150);
  for (let i = 0; i < 3; i++) {
    await till.answer();
    await till.pass(2_500);
  }
  assert.equal(till.asked.length, 4);
  till.link.show({ kind: "idle" });
  await till.answer();
  await till.pass(150);
  await till.answer();
  await till.pass(60_000);
  assert.deepEqual(till.kinds(), [2500, 2500, 2500, 2500, "idle"]);
});

test("what was sold goes by itself", async () => {
  const till = page();
  till.link.show(SOLD);
  await till.pass(150);
  for (let i = 0; i < 14; i++) {
    await till.answer();
    await till.pass(2_500);
  }
  assert.equal(till.kinds().at(-1), "idle");
  assert.ok(till.asked.at(-1).at <= 33_000);
});

test("after a lost answer it tries again, also to clear; what is refused is not said again", async () => {
  const till = page();
  till.link.show(DRAFT);
  await till.pass(150);
  till.link.show({ kind: "idle" });
  await till.answer("fail");
  await till.pass(150);
  assert.deepEqual(till.kinds(), [2500, "idle"]);
  await till.answer("fail");
  await till.pass(2_500);
  assert.deepEqual(till.kinds(), [2500, "idle", "idle"]);
  await till.answer("refuse");
  await till.pass(60_000);
  assert.equal(till.asked.length, 3);
});

test("a line that does not answer is given up after four seconds", async () => {
  const till = page();
  till.link.show(DRAFT);
  await till.pass(150);
  assert.equal(till.asked[0].signal.aborted, false);
  await till.pass(4_000);
  assert.equal(till.asked[0].signal.aborted, true);
});

test("a till without a display tells nothing, until it has one", async () => {
  const till = page({ displays: 0 });
  till.link.show(DRAFT);
  await till.pass(150);
  await till.answer();
  till.link.show({ kind: "draft", total: 5000 });
  await till.pass(30_000);
  assert.equal(till.asked.length, 1);
  till.link.wake();
  await till.pass(0);
  assert.equal(till.kinds().at(-1), 5000);
});

test("who signs out repeats nothing", async () => {
  const till = page();
  till.link.show(DRAFT);
  till.link.stop();
  await till.pass(60_000);
  assert.equal(till.asked.length, 0);
});
