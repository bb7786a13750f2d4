// SPDX-License-Identifier: MIT
// Losing the database politely: several hosts of which the first is silent, has a name that nobody looks up, or is a standby;
// a standby that takes over and lacks the end; and queries that nobody waits for any more.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { follow, prepareReplication } from "../lib/copies.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { coverage, People } from "../lib/people.mjs";
import { bareEnvironment, ROOT } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2000, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 };
const DAEMONS = ["scheduler", "gateway", "api"];
/** From a database that is there to everything being ready. */
const READY_MS = 5000;

/** A host is a folder of sockets, or {host, port}. */
const url = (daemon, hosts) => `postgresql:///hippodrome?host=${hosts.map((one) => one.host ?? one).join(",")}` +
  `&port=${hosts.map((one) => one.port ?? 5432).join(",")}&user=hippo_${daemon}&application_name=${daemon}`;
const startWith = (house, daemons, hosts, env = {}) => daemons.forEach((daemon) => house.start(daemon, { env: { ...env, DATABASE_URL: url(daemon, hosts) } }));
const statuses = async (house) => [(await house.get("/readyz")).status, (await house.get("/api/v1/health")).status];
/** Everything works within READY_MS from `start` on. */
async function assertReady(house, start) {
  await waitFor(() => `it is ready\n${house.tail()}`, async () => String(await statuses(house)) === "200,200" && (await house.leader()), 30_000, 20);
  const ms = performance.now() - start;
  assert.ok(ms < slack(READY_MS), `ready after ${ms} ms`);
}

/** A host that takes connections and says nothing. */
class SilentHost {
  peers = new Set();
  host = "127.0.0.1";

  async open() {
    this.server = createServer((peer) => this.peers.add(peer.on("error", () => {})));
    await new Promise((resolve) => this.server.listen(0, this.host, resolve));
    this.port = this.server.address().port;
    return this;
  }

  close() {
    for (const peer of this.peers) peer.destroy();
    this.server.close();
  }
}

describe("the database", { concurrency: true }, () => {
  describe("has several hosts", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, programs: ["caddy"] });
    const silent = new SilentHost();
    let hosts, standby, position;
    before(async () => {
      await prepareReplication(house);
      standby = await follow(house);
      hosts = [await silent.open(), standby.socket, house.db.socket];
    });
    after(async () => {
      silent.close();
      await standby?.close();
    });

    test("the first is silent, the second a standby: all three daemons are ready within 5 s, and the house sells", async () => {
      const start = performance.now();
      startWith(house, DAEMONS, hosts);
      await assertReady(house, start);
      const people = await People.arrive(house);
      const cashier = await people.cashier();
      await people.betting(1000);
      assert.ok((await cashier.sell(coverage())).number);
    });

    test("only the standby is left: neither daemon says that it is well", async () => {
      const client = await house.client();
      await standby.close();
      await client.frame("race_results", () => true, 15_000); // of which the standby never hears
      position = { epoch: client.hello.stream.epoch, offset: client.hello.stream.offset + client.stored.length };
      await house.stop("scheduler");
      await house.db.stop("SIGQUIT");
      await standby.start();
      await waitFor(() => `both say so\n${house.tail()}`, async () => String(await statuses(house)) === "503,503", 15_000);
      assert.equal(client.closed, null, "who is there stays");
    });

    test("it takes over, and lacks the end: they are ready within 5 s, and nobody is told that he has it all", async () => {
      await house.db.close();
      house.db = standby;
      await house.value("select pg_promote()");
      const start = performance.now();
      await waitFor(() => `both are ready\n${house.tail()}`, async () => String(await statuses(house)) === "200,200", 30_000, 20);
      assert.ok(performance.now() - start < slack(READY_MS), `ready after ${performance.now() - start} ms`);
      // Before any scheduler has looked: another history, as long as the one that was lost.
      const top = () => house.value("select top from hippo.stream where channel = 'race'");
      assert.ok((await top()) < position.offset, "it has lost the end");
      while ((await top()) <= position.offset) await house.query("select hippo.stream_append('race', 'test_note', null, '{}')");
      await waitFor("the gateway has it", async () => (await house.get("/api/v1/health")).json.stream.offset > position.offset);
      const client = await house.client(position);
      assert.equal(client.hello.recovered, false);
      assert.notEqual(client.hello.stream.epoch, position.epoch);
      assert.equal((await house.get("/api/v1/health")).json.stream.epoch, client.hello.stream.epoch);
      // Who comes back within this history has it all.
      const again = await house.client(client.hello.stream);
      assert.equal(again.hello.recovered, true);
    });

    test("a scheduler finds it there, and the house begins anew", async () => {
      const start = performance.now();
      startWith(house, ["scheduler"], hosts);
      await assertReady(house, start);
      await waitFor("it has begun anew", async () => (await house.get("/api/v1/health")).json.anew?.kind === "set_back");
      await house.phase("betting");
      await waitFor("clients are told", async () => {
        const client = await house.client(position);
        assert.equal(client.hello.recovered, false);
        await client.close();
        return client.hello.stream.epoch === (await house.value("select epoch from hippo.stream where channel = 'race'"));
      });
    });
  });

  describe("has a name that nobody looks up", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, programs: ["caddy"] });
    test("all three daemons are ready within 5 s, and also when it was away; the gateway's loop never waits", async () => {
      const library = join(house.folder, "silent_dns.so");
      execFileSync("gcc", ["-D_GNU_SOURCE", "-O2", "-shared", "-fPIC", "-o", library, join(ROOT, "tests/lib/silent_dns.c")]);
      const env = { LD_PRELOAD: library, ASAN_OPTIONS: `${bareEnvironment.ASAN_OPTIONS}:verify_asan_link_order=0` };
      let start = performance.now();
      startWith(house, DAEMONS, [{ host: "database.silent" }, house.db.socket], env);
      await assertReady(house, start);
      const client = await house.client();
      await house.db.stop();
      await waitFor("both say so", async () => {
        const asked = performance.now();
        assert.equal((await house.get("/healthz")).status, 200);
        assert.ok(performance.now() - asked < slack(1000), "the loop stood still");
        return String(await statuses(house)) === "503,503";
      }, 15_000);
      await house.db.start();
      start = performance.now();
      await assertReady(house, start);
      assert.equal(client.closed, null, "who is there stays");
    });
  });

  describe("is asked by daemons that have died", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    test("what nobody waits for any more ends on the server, too", async () => {
      await house.phase("betting");
      const keeper = await house.db.connect();
      const waiting = (count) => waitFor(`${count} wait`, async () =>
        (await house.value("select count(distinct application_name)::integer from pg_stat_activity where wait_event_type = 'Lock' and usename like 'hippo_%'")) === count, 4000, 20);
      await keeper.query("begin; lock table hippo.stream in access exclusive mode");
      const asked = house.get("/api/v1/health").catch(() => {});
      await waiting(3);
      for (const daemon of DAEMONS) await house.kill(daemon);
      await waiting(0);
      await keeper.query("rollback");
      await keeper.end();
      await asked;
      assert.equal(await house.value("show statement_timeout", [], "hippo_gateway"), "4500ms");
      await house.launch(DAEMONS);
    });
  });
});
