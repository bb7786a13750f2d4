// SPDX-License-Identifier: MIT
// What the counter says about what it does not know.
import assert from "node:assert/strict";
import { test } from "node:test";

import { aboutOf, emptyPending, isHere, overdue, reducePending } from "../../web/cashier/pending.js";

const request = { key: "a-key-of-mine", userId: 2, kind: "sale", path: "/tickets", body: { lines: [{ stake: 2500 }, { stake: 500 }] }, memo: null, at: 1 };
const settled = { request, outcome: "not_done", answer: null, isOwn: true };

test("what became of a request is said until it is read", () => {
  const told = reducePending(emptyPending(), { type: "pending_settled", settled });
  assert.deepEqual(told.settled, [settled]);
  assert.deepEqual(reducePending(told, { type: "pending_read", key: "another-key" }).settled, [settled]);
  assert.deepEqual(reducePending(told, { type: "pending_read", key: request.key }).settled, []);
});

test("a request is spoken of when its first answer did not come", () => {
  const open = ["sending", "waiting", "burning", "left"].map((state) => ({ request, state, attempts: 1, isOwn: true }));
  const state = reducePending(emptyPending(), { type: "pending_open", open });
  assert.deepEqual(overdue(state).map(({ state: each }) => each), ["waiting", "burning", "left"]);
});

test("a page sells unless another tab does", () => {
  assert.deepEqual(["none", "mine", "other", "silent", "lost"].map((lock) => isHere(reducePending(emptyPending(), { type: "pending_lock", lock }))), [true, true, false, false, false]);
});

test("a sale is known by its stakes, all else by its ticket", () => {
  assert.deepEqual([aboutOf(request), aboutOf({ ...request, kind: "pay", memo: { number: "01-010002-2" } }), aboutOf({ ...request, kind: "till_open" })],
    [{ amount: 3000 }, { number: "01-010002-2" }, {}]);
});
