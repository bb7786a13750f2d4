// SPDX-License-Identifier: MIT
// A house that is set back in time, by every way of putting a database back: it finds it out by itself and begins anew before it
// sells. The attack of each is the same: what was published since then is used on the rounds to come, and an old paper is
// shown for a new ticket.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { describe, test } from "node:test";
import { dumpToNewCluster, dumpToSameCluster, files, pointInTime, prepareReplication, standby } from "../lib/copies.mjs";
import { makeExport, verify } from "../lib/exports.mjs";
import { openHouse } from "../lib/house.mjs";
import { assertProblem, coverage, People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 };
/** The round in which a copy is made: half of it is enough for that on a slow machine. */
const LONG_MS = 24_000;
const DAEMONS = ["scheduler", "gateway", "api"];

const proof = (house) => house.query("select * from report.proof()", [], "hippo_report");
const newest = async (house) => (await house.query("select * from hippo.round order by round_id desc limit 1"))[0];
/** The secrets that follow from one that was published: of every round before it. */
const known = (house, secret) => house.query(`with recursive step as (select 0 as n, $1::bytea as secret union all
  select n + 1, hippo.hr1_chain_step(secret) from step where n < 300) select encode(secret, 'hex') as secret from step`, [secret])
  .then((rows) => new Set(rows.map((row) => row.secret)));
const hex = (bytes) => bytes.toString("hex");

async function play(house, cashier) {
  const ticket = await cashier.sell(coverage());
  await cashier.people.over(ticket.roundId);
  return ticket;
}

/** Sets the house back by `copy`, attacks it, and sees that all is as it should be. options.forget: nothing outside remembers. */
async function setBack(house, copy, { prepare, forget = false } = {}) {
  const people = await People.arrive(house);
  if (prepare) {
    await prepare(house);
    await house.ready();
  }
  const cashier = await people.cashier();
  const follower = await house.follower();
  await play(house, cashier);
  const betting = (value) => people.admin.do("PATCH", "/admin/settings/betting_ms", { value, reason: "for a test" });
  await betting(LONG_MS);
  await people.betting(LONG_MS / 2);
  await betting(SETTINGS.BETTING_MS);
  const before = await cashier.sell(coverage());
  const restore = await copy(house);
  assert.equal((await newest(house)).round_id, before.roundId, "the copy took longer than its round");

  // What will be lost: rounds, their secrets, papers that won.
  const lost = [];
  while (lost.length < 2) lost.push(await play(house, cashier));
  await cashier.pay(lost[0]);
  const last = await newest(house);
  const { secret: published, epoch } = (await house.query("select r.secret, s.epoch from hippo.round r, hippo.stream s where r.phase = 'settled' and s.channel = 'race' order by round_id desc limit 1"))[0];
  const secrets = await known(house, published);
  const sessions = (await house.query("select name from hippo.session")).map(({ name }) => name);

  for (const daemon of DAEMONS) await house.stop(daemon);
  await restore();
  if (forget) rmSync(`${house.vaultKey}.record`);

  // The books name it; and whoever starts everything but the scheduler sells nothing.
  const named = (await proof(house)).map(({ invariant }) => invariant);
  // Files that were put back in place are where they were: only what lies outside knows better.
  assert.deepEqual(named, copy === files ? [] : ["a house that was set back has begun anew"]);
  const open = await newest(house);
  assert.equal(open.round_id, before.roundId, "the round that was open at the copy is open again");
  assert.notEqual(open.phase, "settled");
  for (const daemon of ["api", "gateway"]) house.start(daemon);
  await house.ready();
  const early = await cashier.ask("POST", "/tickets", { roundId: before.roundId, lines: [{ market: "win", selection: "6", stake: 2500 }] });
  assertProblem(early, 503, "house_unconfirmed");
  assert.equal(early.headers["retry-after"], "1");

  // The scheduler sees to it.
  house.start("scheduler");
  const { session_id: sessionId } = await house.phase("betting", { from: before.roundId + 1 });
  const voided = (await house.query("select * from hippo.round where round_id = $1", [before.roundId]))[0];
  assert.equal(voided.phase, "void");
  assert.ok(secrets.has(hex(voided.secret)), "what was published gives the secret of the round that was open");
  assert.equal((await cashier.pay(before)).state, "refunded");
  for (let i = 0; i < 2; i++) {
    const anew = await play(house, cashier);
    const round = (await house.query("select * from hippo.round join hippo.session using (session_id) where round_id = $1", [anew.roundId]))[0];
    assert.ok(!secrets.has(hex(round.commitment)) && !secrets.has(hex(round.secret)), "and nothing of the rounds to come");
    assert.ok(!sessions.includes(round.name));
    if (!forget) assert.ok(round.round_id > last.round_id, "no round has a number that one had before");
    for (const paper of lost) {
      assert.notEqual(anew.number, paper.number);
      assert.notEqual(anew.code, paper.code);
      assertProblem(await cashier.ask("POST", `/tickets/${paper.number}/pay`, { code: paper.code }), 404, "unknown_ticket");
    }
    assert.equal((await cashier.pay(anew)).state, "paid");
  }
  const [begun] = await house.query("select anchor, commitment from hippo.session join hippo.round using (session_id) where session_id = $1 order by round_id limit 1", [sessionId]);
  assert.equal(hex(begun.commitment), hex(begun.anchor), "its first round is the chain's anchor");
  assert.notEqual(await house.value("select epoch from hippo.stream where channel = 'race'"), epoch);
  await waitFor("whoever watched is told that it is another stream", () => follower.losses >= 1, 15_000);
  const health = (await house.get("/api/v1/health")).json;
  assert.deepEqual([health.confirmed, health.anew.kind], [true, "set_back"]);
  assert.match(house.words("scheduler"), /level=error .*event=set_back /);
  assert.deepEqual(await proof(house), []);
  assert.equal(await house.value("select count(*) from hippo.set_back"), 1);
  // An auditor's file has the jump in the rounds' numbers and in the tills' journals, and holds.
  const { exportId } = await makeExport(people.admin);
  const checked = await verify(house, (await people.admin.ask("GET", `/admin/exports/${exportId}/file`)).text);
  assert.equal(checked.status, 0, checked.out);
  await follower.stop();
}

describe("a house is set back", { concurrency: true }, () => {
  const ways = {
    "by a dump in another cluster": [dumpToNewCluster],
    "by a dump in another cluster, on a machine that remembers nothing": [dumpToNewCluster, { forget: true }],
    "by a dump in the same cluster": [dumpToSameCluster],
    "by a copy of its files": [files],
    "to a moment of the past": [pointInTime, { prepare: prepareReplication }],
    "by a standby that takes over and misses the end": [standby, { prepare: prepareReplication }],
  };
  for (const [name, [copy, options]] of Object.entries(ways))
    test(name, { timeout: 240_000 }, async (t) => {
      const house = await openHouse(t, { settings: SETTINGS });
      await setBack(house, copy, options);
    });
});
