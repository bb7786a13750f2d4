// SPDX-License-Identifier: MIT
// Reports beside the till: they are read from a hot standby, say how old their figures are, and come from the main database
// with a word when the standby may not answer. What it may never decide is who somebody is.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { follow, prepareReplication } from "../lib/copies.mjs";
import { readReport } from "../lib/csv.mjs";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, People } from "../lib/people.mjs";
import { caughtUp, origin } from "../lib/replica.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2000, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 };
const LAG_MAX_S = 3;
const REPORTS = ["/reports/days", "/reports/tickets?format=csv"];

describe("reports from a hot standby", () => {
  const house = useHouse({ settings: SETTINGS, programs: ["scheduler", "caddy"] });
  let people, cashier, auditor, standby;

  const startApi = () => {
    house.start("api", { env: { REPORT_DATABASE_URL: standby.url("hippo_api", "reports"), REPORT_LAG_MAX_S: LAG_MAX_S } });
    return house.ready(["api"]);
  };
  const report = async (path, as = auditor) => {
    const answer = await as.ask("GET", path, undefined, { timeout: 20_000 });
    assert.equal(answer.status, 200, answer.text);
    return answer;
  };
  /** Each report is of `source`, with that word: JSON and file. */
  const comeFrom = async (source, because = null) => {
    for (const path of REPORTS) {
      const told = origin(await report(path));
      assert.deepEqual([told.source, told.because], [source, because], path);
    }
  };
  /** The standby does not go on, and is this old at least. */
  const hold = async (ms) => {
    await standby.value("select pg_wal_replay_pause()");
    await waitFor("it stands", async () => (await standby.value("select pg_get_wal_replay_pause_state()")) === "paused");
    await waitFor("it is old enough", async () =>
      (await standby.value("select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 > $1", [ms])), 20_000, 50);
  };
  const goOn = async () => {
    await standby.value("select pg_wal_replay_resume()");
    await caughtUp(house.db, standby);
  };

  const restart = async (settings) => {
    standby.settings = { ...house.db.settings, ...settings };
    await standby.stop();
    await standby.start();
    await caughtUp(house.db, standby);
  };

  before(async () => {
    await prepareReplication(house);
    standby = await follow(house);
    await startApi();
    people = await People.arrive(house);
    cashier = await people.cashier();
    auditor = await people.person("auditor");
    await caughtUp(house.db, standby);
  });
  after(() => standby?.close());

  test("they come from there, and say as of when; the till's own answers do not", async () => {
    const { number } = await cashier.sell();
    await caughtUp(house.db, standby);
    const asked = Date.now();
    const { json } = await report("/reports/tickets");
    assert.equal(json.source, "replica");
    assert.ok(Math.abs(Date.parse(json.asOf) - asked) < 60_000, json.asOf);
    assert.ok(json.rows.some((row) => row.includes(number)), "what was sold is in it");
    await comeFrom("replica");
    assert.ok((await standby.value("select count(*) from pg_stat_activity where application_name = 'reports'")) > 0);
    await hold(0);
    const later = await cashier.sell();
    assert.equal((await cashier.do("GET", `/tickets/${later.number}`)).number, later.number, "a ticket is where it was sold");
    assert.ok((await cashier.do("GET", "/tickets")).items.some((ticket) => ticket.number === later.number));
    await goOn();
  });

  test("a file of the replica is whole", async () => {
    const { text } = await report("/reports/tickets?format=csv");
    readReport(text, "tickets");
    assert.match(text, / by the replica, as of 20\d\d-/);
  });

  test("who was sent away is out at once, and who has just come is in: the main database says who is who", async () => {
    const supervisor = await people.supervisor(cashier.shop);
    const leaving = await people.person("auditor");
    await caughtUp(house.db, standby);
    assert.equal(origin(await report("/reports/days", leaving)).source, "replica");
    await hold(0);
    await leaving.do("POST", "/auth/logout");
    assertProblem(await leaving.ask("GET", "/reports/days"), 401, "not_signed_in");
    const coming = await people.person("auditor");
    const told = origin(await report("/reports/days", coming));
    assert.deepEqual([told.source, told.because], ["main", "person"]);
    // What she may see changes: the replica still has the old right.
    const other = await people.person("admin");
    await goOn();
    assert.equal(origin(await report("/reports/days", other)).source, "replica");
    await hold(0);
    // Past the house's own functions and triggers, which would sign her out, too.
    await house.query(`begin; set local session_replication_role = replica;
      update hippo.app_user set role = 'supervisor', shop_id = ${cashier.shop.shopId} where user_id = ${other.me.userId}; commit`);
    assertProblem(await other.ask("GET", "/reports/days"), 403, "forbidden");
    assert.equal(origin(await report("/reports/shops", other)).because, "person");
    await goOn();
    assert.equal(origin(await report("/reports/shops", supervisor)).source, "replica");
  });

  test("one that is too far behind is not asked, and is again when it has caught up", async () => {
    await hold(LAG_MAX_S * 1000);
    await cashier.sell(); // the main database has something that it lacks
    await comeFrom("main", "lag");
    assert.deepEqual((await house.get("/api/v1/health")).json.reports, { source: "main", because: "lag" });
    await goOn();
    await comeFrom("replica");
    assert.deepEqual((await house.get("/api/v1/health")).json.reports, { source: "replica", because: null });
    assert.match(house.words("api"), /level=warn .*event=reports_on_main because=lag/);
    assert.match(house.words("api"), /level=info .*event=reports_on_replica/);
  });

  test("one with an older schema is not asked", async () => {
    await hold(0);
    await house.query("insert into hippo.migration (number, name, digest) values (9999, 'a newer one', '')");
    await comeFrom("main", "schema");
    await house.query("delete from hippo.migration where number = 9999");
    await goOn();
    await comeFrom("replica");
  });

  test("a report that stands in the way of its replay comes from the main database", async () => {
    await restart({ max_standby_streaming_delay: "50ms" });
    const held = await slowly();
    const answer = report("/reports/days");
    await waitFor("it runs there", async () => (await standby.value(running)) > 0, 15_000, 10);
    await house.query("begin; lock table hippo.round_totals in access exclusive mode; commit");
    const told = origin(await answer);
    assert.deepEqual([told.source, told.because], ["main", "conflict"]);
    await held();
    await restart({});
    await comeFrom("replica"); // on connections that broke meanwhile
  });

  test("it is killed in the middle of a report: that comes whole from the main database", async () => {
    const held = await slowly();
    const answers = REPORTS.map((path) => report(path));
    await waitFor("they run there", async () => (await standby.value(running)) === 2, 15_000, 10);
    await standby.stop("SIGQUIT");
    for (const answer of await Promise.all(answers)) assert.deepEqual([origin(answer).source, origin(answer).because], ["main", "away"]);
    readReport((await answers[1]).text, "tickets");
    await held(false);
    await comeFrom("main", "away");
    assert.ok((await cashier.sell()).number, "the till does not notice");
    await standby.start();
    await waitFor("it answers again", async () => origin(await report("/reports/days")).source === "replica", 15_000, 50);
  });

  test("one that has become a database of its own is not asked", async () => {
    await standby.value("select pg_promote()");
    assert.equal(origin(await report("/reports/days")).because, "standby");
    await comeFrom("main", "away"); // nor is it looked for there: a primary will not do
  });

  const running = "select count(*) from pg_stat_activity where application_name = 'reports' and state = 'active' and query like '%report%from(%'";
  /** On the standby reports take long from now on; on the main database, they do not. Gives the way back. */
  async function slowly() {
    await house.query(`create or replace function hippo.rows_before(p_name text) returns void language plpgsql stable as $$
      begin if pg_is_in_recovery() then perform count(*) from hippo.round_totals; perform pg_sleep(8); end if; end $$`);
    const source = await house.value("select pg_get_functiondef('hippo.report_rows'::regproc)");
    const lines = await house.value("select pg_get_functiondef('api.report_lines'::regproc)");
    for (const text of [source, lines])
      await house.query(text.replace(/(perform set_config\('timezone', 'UTC', true\);)/, "$1 perform hippo.rows_before(p_name);"));
    await caughtUp(house.db, standby);
    return async (isThere = true) => {
      for (const text of [source, lines]) await house.query(text);
      if (isThere) await caughtUp(house.db, standby);
    };
  }
});
