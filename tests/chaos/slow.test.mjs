// SPDX-License-Identifier: MIT
// Who reads slowly but steadily is not taken for one that has stalled.
import assert from "node:assert/strict";
import { get } from "node:https";
import { join } from "node:path";
import { test } from "node:test";
import { openHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { upgrade } from "../lib/raw.mjs";
import { Reader } from "../lib/reader.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const STALL_MS = 10_000;

test("who reads slowly but steadily stays; who stops reading is sent away, and told why", async (t) => {
  const house = await openHouse(t, { settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 }, programs: ["scheduler", "gateway", "caddy"] });
  const path = join(house.folder, "run/gateway.sock");
  const slow = new Reader({ path }, upgrade()), still = new Reader({ path }, upgrade());
  await waitFor("both are in", () => [slow, still].every(({ heard }) => heard.includes("connected")));
  slow.isFast = still.isFast = false;
  await house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', 900))) from generate_series(1, 400)");
  const timer = setInterval(() => slow.socket.resume(), 300);
  await pass(STALL_MS + 4000);
  clearInterval(timer);
  for (const reader of [slow, still]) reader.hurry();
  await waitFor("the one is told", () => still.close === 3008, 8000);
  await waitFor("the other has it all", () => slow.heard.split("test_note").length === 401, 8000);
  assert.equal(slow.close, null);
  slow.socket.destroy();
  still.socket.destroy();
});

/** Longer than the api and Caddy wait for an answer that does not move. */
const ANSWER_MS = 15_000;

test("a long file comes whole on a slow line", async (t) => {
  const house = await openHouse(t, { settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 } });
  const auditor = await (await People.arrive(house)).person("auditor");
  await house.query(`insert into hippo.journal (scope, seq, at, action, subject, hash)
    select 0, 2000000 + n, now(), 'scan_failed', repeat('x', 200), sha256(int8send(n)) from generate_series(1, 60000) n`);
  await house.query("update hippo.house_book set seq = 3000000");
  const began = performance.now();
  const answer = await new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${auditor.token}` };
    get(`${house.origin}/api/v1/reports/audit?format=csv`, { rejectUnauthorized: false, headers }, resolve).on("error", reject);
  });
  assert.equal(answer.statusCode, 200);
  let bytes = 0;
  for await (const part of answer) {
    bytes += part.length;
    if (performance.now() - began < ANSWER_MS + 5000) await pass(25);
  }
  assert.ok(performance.now() - began > ANSWER_MS, "the line was fast");
  assert.deepEqual([bytes, answer.complete], [Number(answer.headers["content-length"]), true]);
});
