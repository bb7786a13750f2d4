// SPDX-License-Identifier: MIT
// What a till's page knows of what the house tells it: messages until they are read, whether the shop sells, whether the game goes on.
import assert from "node:assert/strict";
import { test } from "node:test";

import { endOf, initial, keys, markRead, reduce, shopState, unread } from "../../web/cashier/notices.js";

const channel = (event, data) => ({ type: "channel", channel: "till:3", event, data });
const race = (event, data = {}) => ({ type: "race", message: { event, data } });
const message = (messageId, more = {}) => ({ messageId, text: `text ${messageId}`, by: "Ada", at: "2026-01-02T12:00:00.000Z", until: "2026-01-03T00:00:00.000Z", ...more });
const after = (...messages) => messages.reduce(reduce, initial);
const ids = (notices) => notices.messages.map(({ messageId }) => messageId);
const NOW = Date.parse("2026-01-02T12:30:00.000Z");

test("messages come with the channel's state and one by one, each once", () => {
  const notices = after(channel("subscribed", { messages: [message(1), message(2)] }), channel("message", { message: message(2) }), channel("message", { message: message(3) }));
  assert.deepEqual(ids(notices), [1, 2, 3]);
  assert.deepEqual(ids(reduce(notices, channel("subscribed", { messages: [message(3)] }))), [3], "what was read elsewhere is gone");
});

test("a message goes when it was read, here or by the till's other page, and when its time is over", () => {
  const notices = after(channel("subscribed", { messages: [message(1), message(2, { until: "2026-01-02T12:29:59.000Z" }), message(3)] }));
  assert.deepEqual(ids(reduce(notices, { type: "message_read", messageId: 1 })), [2, 3]);
  assert.deepEqual(ids(reduce(notices, channel("message_read", { messageId: 3, userId: 4 }))), [1, 2]);
  assert.deepEqual(unread(notices, NOW).map(({ messageId }) => messageId), [1, 3]);
  assert.equal(unread(notices, NaN).length, 3, "without a clock nothing is over");
});

test("another till begins with nothing, and so does another channel change nothing", () => {
  const notices = after(channel("subscribed", { messages: [message(1)], shop: { paused: null, openings: null } }));
  assert.deepEqual(reduce(notices, { type: "till_left" }), initial);
  assert.equal(reduce(notices, { ...channel("message", { message: message(2) }), channel: "display:3" }), notices);
});

test("a shop is open, paused, or closed until its next opening", () => {
  const at = (text) => Date.parse(`2026-01-02T${text}:00.000Z`);
  const shop = (paused, ...openings) => ({ paused, openings: openings.length ? openings.map((pair) => pair.map(at)) : null });
  assert.deepEqual(shopState(null, NOW), { kind: "open" });
  assert.deepEqual(shopState(shop(null), NOW), { kind: "open" });
  assert.deepEqual(shopState(shop({ reason: "flood" }), NOW), { kind: "paused", reason: "flood" });
  const hours = shop(null, ["08:00", "12:00"], ["14:00", "20:00"]);
  assert.deepEqual(shopState(hours, at("11:59")), { kind: "open" });
  assert.deepEqual(shopState(hours, at("12:00")), { kind: "closed", opensAt: at("14:00") });
  assert.deepEqual(shopState(hours, at("14:00")), { kind: "open" });
  assert.deepEqual(shopState(hours, at("20:00")), { kind: "closed", opensAt: null });
  assert.deepEqual(shopState(hours, NaN), { kind: "open" }, "without a clock the house's refusal says it");
});

test("a shop's changes come with the state and as they happen", () => {
  const notices = after(channel("subscribed", { shop: { paused: null, openings: null } }), channel("shop_update", { shop: { paused: { reason: "flood" }, openings: null } }));
  assert.equal(shopState(notices.shop, NOW).kind, "paused");
});

test("why the game is paused is known until it goes on", () => {
  const paused = after(race("game_paused", { reason: "storm" }));
  assert.equal(paused.pauseReason, "storm");
  for (const event of ["game_resumed", "connected"]) assert.equal(reduce(paused, race(event)).pauseReason, null, event);
});

test("only the end of the own user's session counts, and why it ended is known", () => {
  for (const [event, code] of [["user_blocked", "user_blocked"], ["user_signed_out", "signed_out"]]) {
    const notices = after(channel(event, { userId: 4 }));
    assert.equal(endOf(notices, { userId: 4 }), code);
    assert.equal(endOf(notices, { userId: 5 }), null);
    assert.equal(endOf(notices, null), null);
  }
  assert.equal(endOf(initial, { userId: 4 }), null);
  assert.equal(endOf(initial, null), null);
});

/** A page with messages 1 and 2, whose house answers with `answer`. */
function page(answer) {
  const context = { state: { pages: { notices: after(channel("subscribed", { messages: [message(1), message(2)] })) } }, session: { till: { tillId: 3 } }, clock: { now: () => NOW }, asked: [] };
  context.dispatch = (each) => (context.state = { pages: { notices: reduce(context.state.pages.notices, each) } });
  context.api = { post: async (path) => (context.asked.push(path), answer()) };
  return context;
}

test("to have read is said to the house once, and the message goes with its answer", async () => {
  const context = page(() => ({}));
  await Promise.all([markRead(context, 1), markRead(context, 1)]);
  assert.deepEqual(context.asked, ["/till/messages/1/read"]);
  assert.deepEqual(ids(context.state.pages.notices), [2]);
  assert.equal(context.state.pages.notices.sending, null);
});

test("without an answer the message stays, and can be said again", async () => {
  const context = page(() => Promise.reject(Object.assign(new Error("offline"), { status: 0 })));
  await markRead(context, 1);
  await markRead(context, 1);
  assert.equal(context.asked.length, 2);
  assert.deepEqual(ids(context.state.pages.notices), [1, 2]);
});

test("its key reads the oldest one, once however long it is held", () => {
  const context = page(() => new Promise(() => {}));
  const press = (more) => keys({ key: "End", code: "End", repeat: false, ...more }, context.state.pages.notices, context);
  assert.equal(press({ repeat: true }), false);
  assert.equal(press({ key: "End", code: "Numpad1" }), false, "a digit of a key pad whose lock is off");
  assert.equal(press(), true);
  assert.deepEqual(context.asked, ["/till/messages/1/read"]);
  context.state.pages.notices = initial;
  assert.equal(press(), false, "without a message the key is anybody's");
});

test("without a till what was read is gone from here, and the house is not told: it asks at which till", async () => {
  const news = (...messages) => ({ type: "news", news: { messages, shop: { paused: { reason: "flood" }, openings: null } } });
  const context = page(() => ({}));
  context.session = { till: null };
  context.state.pages.notices = after(news(message(1), message(2)));
  await markRead(context, 1);
  assert.deepEqual([context.asked, ids(context.state.pages.notices)], [[], [2]]);
  const told = context.state.pages.notices;
  const again = reduce(told, news(message(1), message(2)));
  assert.equal(again, told, "told again it is not new");
  assert.deepEqual(ids(reduce(told, news(message(2), message(3)))), [2, 3]);
  assert.equal(shopState(told.shop, NOW).kind, "paused");
  assert.equal(shopState(reduce(told, { type: "news", news: { messages: [], shop: { paused: null, openings: null } } }).shop, NOW).kind, "open");
});
