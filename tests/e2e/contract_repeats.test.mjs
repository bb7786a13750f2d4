// SPDX-License-Identifier: MIT
// Every change of the route table, sent three times at once with one Idempotency-Key: one effect and three equal answers.
// And the key is the request's own: with another request it is refused.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, describe, test } from "node:test";
import { operations, routes } from "../lib/contract.mjs";
import { useHouse } from "../lib/house.mjs";
import { assertProblem } from "../lib/people.mjs";
import { Stage } from "../lib/stage.mjs";

const house = useHouse();
/** Why these take no key. */
const KEYLESS = {
  login: "each sign-in is a session of its own; three at once are three, and nothing else has changed",
  approve: "it moves nothing; each answer is a token of its own, and each is good for the one act that it names",
  burnRequest: "its key is the one that it burns; tests/sql/requests.sql burns one several times",
  confirmTillPapers: "a paper that was seen is seen: the second time nothing changes, and no money moves",
  createDisplay: "each is a display of its own, whose token is told once; one that nobody has can be revoked",
  claimDisplay: "a code is good once",
  quoteTicket: "it leaves nothing behind",
  showOnDisplays: "the newest picture holds; showing it again is what a till does",
  logout: "the second time nobody is signed in, which is what was wanted",
};
/** Passwords are no part of a request's fingerprint, which is kept for ever: with one and the same key these are repeats. */
const PASSWORD_ONLY = ["changePassword", "setUserPassword"];
/** There is one round only to be made void, one session to be abandoned; of what it leaves behind this is the request's, all else the scheduler's. A
 *  logo takes the place of the one before. */
const ONCE = { setLogo: [{ status: 200 }, { journal: 1 }], voidRound: [{ status: 200 }, { round_void_vote: 1 }], abandonSession: [{ status: 200 }, { session_abandon_vote: 1 }] };
/** What they do is in the others' way. */
const LATE = ["pauseGame", "resumeGame", "voidRound", "abandonSession"];
/** Tables that the house itself writes to all the time, and that hold no effect of a request (turnover: of the round before; till_news: until the next
 *  pulse; export_part: what the scheduler writes of an export that was asked for). */
const BUSY = ["export_part", "stream", "stream_event", "throttle", "sign_in", "house", "house_clock", "pulse_till", "proof_run", "round", "session", "turnover", "till_news"];

let stage;
before(async () => (stage = await Stage.open(house)), { timeout: 120_000 });

/** Rows of every table: {table: count}. */
async function rows(only) {
  const tables = await house.query(`select relname from pg_class where relnamespace = 'hippo'::regnamespace and relkind = 'r' order by 1`);
  const counted = {};
  for (const { relname } of tables) if (only?.includes(relname) ?? !BUSY.includes(relname)) counted[relname] = await house.value(`select count(*) from hippo.${relname}`);
  return counted;
}

async function effect(act, only) {
  const before = await rows(only);
  const answer = await act();
  const after = await rows(only);
  return [answer, Object.fromEntries(Object.entries(after).filter(([table, count]) => count !== before[table]).map(([table, count]) => [table, count - before[table]]))];
}

const changes = routes().filter(({ method }) => method !== "GET").map((route) => operations.find(({ method, path }) => method === route.method && path === route.path));
const ordered = [...changes.filter(({ id }) => !LATE.includes(id)), ...LATE.map((id) => changes.find((one) => one.id === id))];

describe("three times at once with one key", () => {
  for (const one of ordered.filter(({ id }) => !KEYLESS[id])) {
    test(one.name, async () => {
      assert.ok(one.needsKey);
      // What one request of this kind does …
      const only = ONCE[one.id] && Object.keys(ONCE[one.id][1]);
      const single = await stage.request(one.id);
      const [alone, once] = ONCE[one.id] ?? (await effect(() => stage.send(one, { ...single, key: randomUUID() })));
      assert.equal(alone.status, 200, alone.text);
      assert.ok(Object.keys(once).length > 0, "it leaves something behind");
      // … is what three do.
      const request = { ...(await stage.request(one.id)), key: randomUUID() };
      const [answers, thrice] = await effect(() => Promise.all([1, 2, 3].map(() => stage.send(one, request))), only);
      assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200], answers.map(({ text }) => text).join("\n"));
      for (const { json, text } of answers) assert.deepEqual(json ?? text, answers[0].json ?? answers[0].text);
      assert.deepEqual(thrice, once);
      const [late, nothing] = await effect(() => stage.send(one, request), only);
      assert.deepEqual([late.status, late.json ?? late.text, nothing], [200, answers[0].json ?? answers[0].text, {}], "long after, too");

      if (PASSWORD_ONLY.includes(one.id)) return;
      const other = ONCE[one.id] ? { ...request, body: { ...request.body, reason: "another reason" } } : await stage.request(one.id);
      const [reused, untouched] = await effect(() => stage.send(one, { ...other, who: request.who, key: request.key }), only);
      assertProblem(reused, 422, "key_reused");
      assert.deepEqual(untouched, {});
    });
  }
});

test("the exempt ones are exempt for a reason", async () => {
  assert.deepEqual(changes.filter(({ needsKey }) => !needsKey).map(({ id }) => id).sort(), Object.keys(KEYLESS).sort());
  const [login, logout] = ["login", "logout"].map((id) => operations.find((one) => one.id === id));
  const tokens = await Promise.all([1, 2, 3].map(async () => (await stage.send(login, await stage.request("login"))).json.token));
  assert.equal(new Set(tokens).size, 3);
  const request = await stage.request("logout");
  const statuses = (await Promise.all([1, 2, 3].map(() => stage.send(logout, request)))).map(({ status }) => status);
  assert.ok(statuses.includes(200) && statuses.every((status) => [200, 401].includes(status)), String(statuses));
});
