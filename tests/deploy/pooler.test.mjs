// SPDX-License-Identifier: MIT
// Debian's PgBouncer before the database. In session mode the whole house runs through it; in transaction mode, which would lose
// prepared statements, time limits, LISTEN and the leader's lock without a word, each daemon refuses to start, and says why.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { follow } from "../lib/copies.mjs";
import { useHouse } from "../lib/house.mjs";
import { coverage, People } from "../lib/people.mjs";
import { PgBouncer } from "../lib/pgbouncer.mjs";
import { caughtUp } from "../lib/replica.mjs";
import { waitFor, within } from "../lib/wait.mjs";

const DAEMONS = ["scheduler", "gateway", "api"];

describe("a pooler", () => {
  const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 }, programs: ["caddy"] });
  const poolers = {};
  before(async () => {
    for (const mode of ["session", "transaction"]) poolers[mode] = await new PgBouncer(house, mode).open();
  });
  after(async () => {
    for (const pooler of Object.values(poolers)) await pooler.close();
  });
  const start = (daemon, pooler) => house.start(daemon, { env: { DATABASE_URL: pooler.url(daemon) } });

  test("in transaction mode: every daemon says what to do, and ends", async () => {
    // Others' transactions go through it meanwhile, so that no server is anybody's for long.
    let isOver = false;
    const others = Array.from({ length: 4 }, () => poolers.transaction.client());
    const busy = others.map(async (opening) => {
      for (const client = await opening; !isOver;) await client.query("select pg_sleep(0.001)");
    });
    await Promise.all(others);
    for (const daemon of DAEMONS) {
      const program = start(daemon, poolers.transaction);
      program.isWanted = false;
      const end = await within(`${daemon} ends`, program.ended, 20_000);
      assert.ok(end.code > 0, `${daemon}: ${JSON.stringify(end)}`);
      assert.match(house.words(daemon), /level=error .*setting=DATABASE_URL reason="a pooler in transaction mode .*pool_mode=session"/, daemon);
    }
    isOver = true;
    await Promise.all(busy);
    for (const client of await Promise.all(others)) await client.end();
  });

  test("in session mode the house sells, races and is heard, also after the pooler has started anew", async () => {
    for (const daemon of DAEMONS) start(daemon, poolers.session);
    await house.ready();
    const people = await People.arrive(house);
    const cashier = await people.cashier();
    const screen = await house.follower();
    const sellAndHear = async () => {
      const { roundId } = await cashier.sell(coverage());
      await waitFor(() => `round ${roundId} is heard\n${house.tail()}`,
        () => screen.frames.some(({ text }) => text.includes("race_results") && text.includes(String(roundId))), 30_000);
      await people.over(roundId);
    };
    await sellAndHear();
    await poolers.session.restart();
    await waitFor("the house is well", async () => (await house.get("/api/v1/health")).json?.status === "ok" && (await house.get("/readyz")).status === 200, 30_000);
    await sellAndHear();
    assert.ok(!/listen_failed/.test(readFileSync(house.logFile("gateway"), "utf8")), "NOTIFY came through");
    await assertBooks(house);
  });

  test("before the standby, too: session mode answers reports, transaction mode is refused", async () => {
    appendFileSync(join(house.db.data, "pg_hba.conf"), "local replication all trust\n");
    await house.query("select pg_reload_conf()");
    const standby = await follow(house);
    try {
      for (const mode of ["session", "transaction"]) poolers[`${mode}Standby`] = await new PgBouncer(house, mode, standby).open();
      await house.stop("api");
      const start = (mode) => house.start("api", { env: { DATABASE_URL: poolers.session.url("api"), REPORT_DATABASE_URL: poolers[mode].url("api") } });
      const program = start("transactionStandby");
      program.isWanted = false;
      assert.ok((await within("the api ends", program.ended, 20_000)).code > 0);
      assert.match(house.words("api"), /level=error .*setting=REPORT_DATABASE_URL reason="a pooler in transaction mode /);
      start("sessionStandby");
      await house.ready(["api"]);
      const people = await People.arrive(house);
      await caughtUp(house.db, standby);
      const report = () => people.admin.do("GET", "/reports/days");
      assert.equal((await report()).source, "replica");
      await poolers.sessionStandby.restart();
      assert.equal((await report()).source, "replica", "on a new connection");
    } finally {
      await standby.close();
    }
  });
});
