// SPDX-License-Identifier: MIT
// A house that is set back in time, by every way of putting a database back: it finds it out by itself and begins anew before it
// sells. The attack of each is the same: what was published since then is used on the rounds to come, and an old paper is
// shown for a new ticket. And what is no set-back begins nothing anew.
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { dumpToNewCluster, dumpToSameCluster, files, pointInTime, prepareReplication, standby } from "../lib/copies.mjs";
import { inOrder, openHouse, useHouse } from "../lib/house.mjs";
import { assertProblem, coverage, People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 4000, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 };
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
  await people.betting(2500);
  const before = await cashier.sell(coverage());
  const restore = await copy(house);
  const atCopy = await house.query("select round_id from hippo.ticket order by ticket_id desc limit 1");
  assert.equal(atCopy[0].round_id, before.roundId);

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
  const fresh = await house.phase("betting", { from: before.roundId + 1 });
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
  assert.equal(hex(fresh.commitment), hex((await house.query("select anchor from hippo.session where session_id = $1", [fresh.session_id]))[0].anchor));
  assert.notEqual(await house.value("select epoch from hippo.stream where channel = 'race'"), epoch);
  await waitFor("whoever watched is told that it is another stream", () => follower.losses >= 1, 15_000);
  const health = (await house.get("/api/v1/health")).json;
  assert.deepEqual([health.confirmed, health.anew.kind], [true, "set_back"]);
  assert.match(house.words("scheduler"), /level=error .*event=set_back /);
  assert.deepEqual(await proof(house), []);
  assert.equal(await house.value("select count(*) from hippo.set_back"), 1);
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

describe("a machine is set back, database and record together", inOrder, () => {
  const house = useHouse({ settings: { ...SETTINGS, BETTING_MS: 1500 } });

  test("a standby elsewhere remembers, and the leader begins anew", { timeout: 120_000 }, async () => {
    const [record, elsewhere] = [`${house.vaultKey}.record`, `${house.folder}/elsewhere.key`];
    await house.rounds(1, 30_000);
    writeFileSync(elsewhere, readFileSync(house.vaultKey), { mode: 0o600 });
    const standBy = () => house.start("scheduler", { as: "scheduler-2", env: { VAULT_KEY_FILE: elsewhere } });
    standBy();
    await waitFor("it keeps a record of its own", () => existsSync(`${elsewhere}.record`));
    const remembered = readFileSync(record);
    const restore = await files(house);
    await house.rounds((await house.value("select count(*) from hippo.round where phase = 'settled'")) + 2, 30_000);
    for (const name of ["scheduler", "scheduler-2"]) await house.stop(name);
    await restore();
    writeFileSync(record, remembered);

    house.start("scheduler");
    await waitFor("it leads, and sees nothing wrong", async () => (await house.leader()) === "scheduler" && (await house.value("select hippo.house_is_confirmed()")), 15_000);
    assert.equal(await house.value("select count(*) from hippo.set_back"), 0);
    standBy();
    await waitFor("it has begun anew", async () => (await house.value("select count(*) from hippo.set_back")) === 1, 15_000);
    assert.match(house.words("scheduler-2"), /level=error .*event=set_back_seen /);
    await waitFor("the leader says so", () => /level=error .*event=set_back /.test(house.words("scheduler")));
    const { last_round_id: last } = (await house.query("select last_round_id from hippo.set_back"))[0];
    await house.phase("settled", { from: last + 1 });
    assert.equal(await house.value("select count(distinct session_id) from hippo.round"), 2);
    assert.deepEqual(await proof(house), []);
  });
});

describe("what is no set-back", inOrder, () => {
  const house = useHouse({ settings: { ...SETTINGS, BETTING_MS: 1500 } });
  const unchanged = async () => {
    await house.rounds((await house.value("select count(*) from hippo.round where phase in ('settled', 'void')")) + 1, 30_000);
    assert.deepEqual(await house.query("select (select count(*) from hippo.session)::int as sessions, (select count(*) from hippo.set_back)::int as anew, era from hippo.confirmation"), [{ sessions: 1, anew: 0, era: 1 }]);
    assert.deepEqual(await proof(house), []);
  };
  const leaders = async (other) => waitFor("the other one leads", async () => (await house.leader()) === other, 15_000);

  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"])
    test(`PostgreSQL ends by ${signal} and starts again`, async () => {
      await house.phase("betting");
      await house.db.stop(signal);
      await house.db.start();
      await unchanged();
    });

  test("the scheduler is killed, and starts again", async () => {
    await house.kill("scheduler");
    house.start("scheduler");
    await unchanged();
  });

  test("another scheduler leads, with the same record, then one that has none", async () => {
    house.start("scheduler", { as: "scheduler-2" });
    await waitFor("a standby", () => house.words("scheduler-2").includes("event=standby"));
    await house.kill("scheduler");
    await leaders("scheduler-2");
    await unchanged();
    const elsewhere = `${house.folder}/elsewhere.key`;
    writeFileSync(elsewhere, readFileSync(house.vaultKey), { mode: 0o600 });
    house.start("scheduler", { env: { VAULT_KEY_FILE: elsewhere } });
    await waitFor("it keeps a record of its own", () => existsSync(`${elsewhere}.record`));
    await house.kill("scheduler-2");
    await leaders("scheduler");
    await unchanged();
  });

  test("a record that is damaged is an error that says so", async () => {
    await house.stop("scheduler");
    const record = `${house.vaultKey}.record`;
    const whole = readFileSync(record);
    for (const rubbish of ["", "{", "[]", "7", "{}", '{"era": 1}']) {
      writeFileSync(record, rubbish);
      const program = house.start("scheduler");
      assert.deepEqual(await program.ended, { code: 2, signal: null }, rubbish);
      program.isWanted = false;
    }
    assert.match(house.words("scheduler"), /event=die path=".*vault.key.record" reason="this record is damaged/);
    writeFileSync(record, whole);
    house.start("scheduler");
    await unchanged();
  });
});

describe("a key that is lost", inOrder, () => {
  const house = useHouse({ settings: { ...SETTINGS, BETTING_MS: 20_000 } });

  test("the scheduler says which one it wants, and makes no other", async () => {
    await house.phase("betting");
    await house.stop("scheduler");
    renameSync(house.vaultKey, `${house.vaultKey}.away`);
    const program = house.start("scheduler");
    assert.deepEqual(await program.ended, { code: 2, signal: null });
    program.isWanted = false;
    const wanted = await house.value("select encode(key_fingerprint, 'hex') from hippo.session");
    assert.ok(house.words("scheduler").includes(`wanted=${wanted} reason="there is no key file`), house.tail());
    assert.ok(!existsSync(house.vaultKey));
  });

  test("two admins abandon the session: tickets are refunded, and another key opens another session", async () => {
    const people = await People.arrive(house);
    const second = await people.person("admin");
    const cashier = await people.cashier();
    const ticket = await cashier.sell();
    const session = await house.value("select name from hippo.session");
    const abandon = (person) => person.do("POST", "/admin/session/abandon", { session, reason: "the key is lost" });
    assert.deepEqual(await abandon(people.admin), { session, votes: 1, abandoned: false });
    const early = house.start("scheduler");
    assert.deepEqual(await early.ended, { code: 2, signal: null }, "one alone cannot");
    assert.deepEqual(await abandon(second), { session, votes: 2, abandoned: true });
    house.start("scheduler");
    const fresh = await house.phase("betting", { from: ticket.roundId + 1, timeout: 120_000 });
    assert.ok(existsSync(house.vaultKey), "a key was made");
    const { json: told } = await house.get(`/api/v1/rounds/${ticket.roundId}/proof`);
    assert.deepEqual([told.phase, told.secret, told.order], ["void", null, null]);
    assert.equal((await cashier.pay(ticket)).state, "refunded");
    assert.notEqual((await house.get(`/api/v1/rounds/${fresh.round_id}`)).json.session, session);
    assert.deepEqual(await proof(house), []);
  });
});
