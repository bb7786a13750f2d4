// SPDX-License-Identifier: MIT
// Whether who works at a page is still signed in, and at her till, when no channel of a till tells it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { channelRefused, recheck, watchSession } from "../../web/cashier/watch.js";

const USER = { userId: 4 };
const TILL = { tillId: 3 };

/** A page whose house answers GET /auth/me with `me`, or refuses with its code; what it did besides. */
function page(session, me) {
  const did = [];
  const answer = { "/auth/me": () => me, "/tills?shopId=1&limit=100": () => ({ items: [] }) };
  const context = {
    state: { pages: {} },
    session: { user: USER, till: TILL, shop: { shopId: 1 }, ...session },
    api: {
      async get(path) {
        did.push(path);
        const given = answer[path]();
        if (given instanceof Error) throw given;
        return given;
      },
    },
    line: { wake: () => did.push("wake") },
    follow: (channel) => did.push(`follow ${channel}`),
    dispatch(message) {
      did.push(`${message.type} ${message.problem?.code ?? ""}`.trim());
      if (message.type === "signed_out") context.session = { ...context.session, user: null, till: null };
      return { session: context.session };
    },
  };
  return { context, did };
}
const refusal = (code) => Object.assign(new Error(code), { code });

test("who is signed in at her till stays", async () => {
  const { context, did } = page({}, { till: TILL });
  await recheck(context);
  assert.deepEqual(did, ["/auth/me"]);
});

test("who has just counted her till stays at its report, or at what she does about it, and nobody at another's", async () => {
  const at = async (till) => {
    const { context, did } = page({ till: { ...TILL, sessionId: 9 } }, { till: null });
    context.state.pages = { till };
    await recheck(context);
    return did.includes("till_left");
  };
  const leaves = async (...pages) => (await Promise.all(pages.map(at))).every(Boolean);
  const stays = async (...pages) => !(await Promise.all(pages.map(at))).some(Boolean);
  const mine = { sessionId: 9 };
  assert.ok(await stays({ report: { ...mine, state: "closed" } }, { report: { ...mine, state: "counted" } }, { report: null, form: { name: "count", session: mine } }, { report: null, isBusy: true }));
  assert.ok(await leaves({ report: { state: "closed", sessionId: 8 } }, { report: { ...mine, state: "open" } }, { report: null, form: null }, { form: { name: "movement" } }, undefined));
});

test("who is not signed in any more leaves; without an answer nobody does", async () => {
  const over = page({}, refusal("not_signed_in"));
  await recheck(over.context);
  assert.deepEqual(over.did, ["/auth/me", "follow null", "signed_out signed_out", "wake"]);
  const cut = page({}, refusal("offline"));
  await recheck(cut.context);
  assert.deepEqual(cut.did, ["/auth/me"]);
  const nobody = page({ user: null }, refusal("not_signed_in"));
  await recheck(nobody.context);
  assert.deepEqual(nobody.did, []);
});

test("whose till was closed by somebody else takes another one", async () => {
  const { context, did } = page({}, { till: null });
  await recheck(context);
  assert.deepEqual(did, ["/auth/me", "follow null", "till_left", "/tills?shopId=1&limit=100", "tills"]);
});

test("a channel that was ended is followed anew, later, if the till is still hers", async () => {
  const later = [];
  const timers = { setTimeout: (act) => later.push(act) };
  const { context, did } = page({}, { till: TILL });
  await channelRefused(context, "till:3", timers);
  assert.deepEqual(did, ["/auth/me"]);
  later.pop()();
  assert.deepEqual(did.slice(1), ["follow null", "follow till:3"]);
  await channelRefused(context, "till:9", timers);
  later.pop()();
  assert.equal(did.at(-1), "/auth/me", "another till's is not");
});

test("only a page that is seen and has no till asks by itself, one question at a time", async () => {
  let tick = null;
  let isSeen = true;
  const { context, did } = page({ till: null }, { till: null });
  watchSession(context, { isSeen: () => isSeen, timers: { setInterval: (act) => (tick = act) } });
  await Promise.all([tick(), tick()]);
  assert.deepEqual(did, ["/auth/me"]);
  isSeen = false;
  await tick();
  context.session = { ...context.session, till: TILL };
  isSeen = true;
  await tick();
  assert.deepEqual(did, ["/auth/me"]);
});
