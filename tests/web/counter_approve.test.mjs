// SPDX-License-Identifier: MIT
// An act that may need a supervisor: asked for without one, and once more with what she approved.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withApproval } from "../../web/cashier/approve.js";

const WHAT = { action: "void", subject: "01-010001-4", amount: 2500 };
const refusal = (code) => Object.assign(new Error(code), { code });

/** A page whose supervisor answers `given`, and an act that the house refuses as `refused` says, one code a try. */
function scene(given, ...refused) {
  const asked = [];
  const sent = [];
  const submit = async (approval) => {
    sent.push(approval);
    const code = refused.shift();
    if (code) throw refusal(code);
    return "done";
  };
  return { asked, sent, submit, context: { approve: async (what) => (asked.push(what), given) } };
}
const GIVEN = { approval: "0f", by: {}, reason: "seen" };

test("what the house does at once nobody is asked about", async () => {
  const { asked, sent, submit, context } = scene(GIVEN);
  assert.equal(await withApproval(context, WHAT, submit), "done");
  assert.deepEqual([asked, sent], [[], [{ approval: null, reason: "" }]]);
});

test("what needs a supervisor is sent again with her approval", async () => {
  for (const code of ["needs_supervisor", "void_limit"]) {
    const { asked, sent, submit, context } = scene(GIVEN, code);
    assert.equal(await withApproval(context, async () => WHAT, submit), "done");
    assert.deepEqual([asked, sent[1]], [[WHAT], GIVEN], code);
  }
});

test("without her it stays refused, and another refusal is not hers to lift", async () => {
  const alone = scene(null, "void_limit");
  await assert.rejects(withApproval(alone.context, WHAT, alone.submit), { code: "void_limit" });
  const other = scene(GIVEN, "betting_closed");
  await assert.rejects(withApproval(other.context, WHAT, other.submit), { code: "betting_closed" });
  assert.deepEqual(other.asked, []);
  const twice = scene(GIVEN, "needs_supervisor", "needs_supervisor");
  await assert.rejects(withApproval(twice.context, WHAT, twice.submit), { code: "needs_supervisor" });
});
