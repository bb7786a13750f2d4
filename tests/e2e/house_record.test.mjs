// SPDX-License-Identifier: MIT
// What a scheduler remembers beside the key: a house whose past it does not know begins anew, whatever else happens to it does
// not, and without the key itself nothing goes on.
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { files } from "../lib/copies.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 };
const proof = (house) => house.query("select * from report.proof()", [], "hippo_report");

describe("a machine is set back, database and record together", inOrder, () => {
  const house = useHouse({ settings: SETTINGS });

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
  const house = useHouse({ settings: SETTINGS });
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
  const house = useHouse({ settings: { ...SETTINGS, BETTING_MS: 12_000 } });

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
