// SPDX-License-Identifier: MIT
// make demo-data: a house that begins with days behind it has books that hold, and goes on by itself.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { demonstrate, PASSWORD } from "../lib/demo.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { waitFor } from "../lib/wait.mjs";

const TIMES = { betting_ms: 1000, lock_ms: 200, film_ms: 1000, finish_ms: 300 };

describe("a demonstration", inOrder, () => {
  const house = useHouse({ programs: [] });
  const SIZE = { days: 2, rounds: 8 };

  test("has days that are sealed, sold and paid, and books that hold", async () => {
    await demonstrate(house, SIZE);
    assert.equal(await house.value("select count(*) from hippo.seal"), 2);
    assert.ok((await house.value("select count(*) from hippo.ticket where state = 'paid'")) > 10);
    assert.equal(await house.value("select count(*) from hippo.till_session where state <> 'closed'"), 0);
    assert.equal(await house.value("select count(*) from hippo.sign_in"), 0, "nobody is left signed in");
    assert.deepEqual(await house.query("select * from report.proof()"), []);
    assert.deepEqual(await house.query("select * from report.proof_full(current_date - 10, current_date)"), []);
  });

  test("is refused where a house has a history", async () => {
    const rounds = await house.value("select count(*) from hippo.round");
    await assert.rejects(demonstrate(house, SIZE), /this house has a history of its own/);
    assert.equal(await house.value("select count(*) from hippo.round"), rounds);
  });

  test("goes on: rounds run, and its people sign in with what they were given", async () => {
    const last = await house.value("select max(round_id) from hippo.round");
    // A demonstration's rounds have the usual times.
    await house.query("update hippo.setting set value = $1::json ->> name where name = any($2)", [JSON.stringify(TIMES), Object.keys(TIMES)]);
    await house.launch(["scheduler", "gateway", "api", "caddy"]);
    await house.phase("settled", { from: last + 1 });
    const answer = await waitFor("marie signs in", async () => {
      const got = await house.request("/api/v1/auth/login", { method: "POST", headers: { "content-type": "application/json", origin: house.origin },
        body: JSON.stringify({ username: "marie", password: PASSWORD }) });
      return got.status !== 503 && got;
    });
    assert.equal(answer.status, 200, answer.text);
    await assertBooks(house);
  });
});
