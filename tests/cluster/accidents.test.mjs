// SPDX-License-Identifier: MIT
// What happens to a house of several hosts, while cashiers sell and screens watch: no answered sale is lost or doubled, no
// round is drawn twice. CASHIERS and SCREENS say how many.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { request } from "../lib/http.mjs";
import { pass, waitFor } from "../lib/wait.mjs";
import { Lab } from "./lab.mjs";
import { Business } from "./sales.mjs";

const [CASHIERS, SCREENS] = [Number(process.env.CASHIERS ?? 50), Number(process.env.SCREENS ?? 2000)];
const [FAILOVER_S, SWITCHOVER_S] = [30, 5];
/** A round's own pause is a part of any gap. */
const SETTINGS = { BETTING_MS: 20_000, LOCK_MS: 500, FILM_MS: 1000, FINISH_MS: 500 };
const PAUSE_S = 2.5;
/** Longer than Patroni's ttl: whoever wants to take over has had the time. */
const TTL_MS = 22_000;

describe(`accidents with ${CASHIERS} cashiers and ${SCREENS} screens`, { concurrency: false }, () => {
  const lab = new Lab({ settings: SETTINGS, balanced: ["house-2"] });
  let business;
  before(async () => {
    await lab.open();
    business = await new Business(lab, { cashiers: CASHIERS, screens: SCREENS }).open();
  }, { timeout: 300_000 });
  after(async () => {
    business?.close();
    await lab.close();
  });
  afterEach((t) => {
    if (t.passed === false) console.error(`${t.name}: logs kept in ${lab.keepLogs()}`);
  });

  const tell = (t, figures) => t.diagnostic(JSON.stringify(figures));

  test("a switchover", async (t) => {
    const old = await lab.primary();
    const figures = await business.during(async () => {
      await old.sh("patronictl -c /etc/patroni/config.yml switchover hippodrome --force");
    });
    tell(t, figures);
    assert.notEqual(await lab.primary(), old);
    assert.ok(figures.gap_s <= SWITCHOVER_S + PAUSE_S, `${figures.gap_s} s without a sale`);
  });

  test("the house is restarted, one host after the other, as for an upgrade", async (t) => {
    const figures = await business.during(async () => {
      for (const house of lab.houses) {
        const daemons = ["scheduler", "gateway", "api"];
        await Promise.all(daemons.map((daemon) => house.stop(daemon, "SIGTERM")));
        for (const daemon of daemons) house.again(daemon);
        await waitFor(`${house.name} is ready`, async () => (await request(`http://${house.address}:8081`, "/readyz")).status === 200, 20_000, 50);
      }
    });
    tell(t, figures);
    assert.ok(figures.gap_s <= SWITCHOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("kill -9 of the primary's PostgreSQL", async (t) => {
    const old = await lab.primary();
    const figures = await business.during(() => old.sh("kill -9 $(head -n 1 /var/lib/postgresql/15/hippodrome/postmaster.pid)"));
    tell(t, figures);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("a power cut of the primary's host", async (t) => {
    const old = await lab.primary();
    const figures = await business.during(() => old.cutPower(), () => old.power());
    tell(t, figures);
    assert.notEqual(await lab.primary(), old);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("a primary that only half of the house still reaches", async (t) => {
    const old = await lab.primary();
    const others = lab.databases.filter((host) => host !== old);
    const figures = await business.during(() => old.deafTo(...others, lab.houses[1]), () => old.hearAll());
    tell(t, figures);
    assert.notEqual(await lab.primary(), old);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("a silent link between one half of the house and the primary", async (t) => {
    const [cut] = lab.houses;
    const figures = await business.during(
      async () => {
        await cut.deafTo(await lab.primary());
        await pass(TTL_MS);
      },
      () => cut.hearAll(),
    );
    tell(t, figures);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("etcd without its majority", async (t) => {
    const old = await lab.primary();
    const others = lab.databases.filter((host) => host !== old);
    const figures = await business.during(
      async () => {
        await Promise.all(others.map((host) => host.stop("etcd", "SIGKILL")));
        await pass(TTL_MS);
      },
      () => others.forEach((host) => host.again("etcd")),
    );
    tell(t, figures);
    assert.equal(await lab.primary(), old, "the primary goes on while its standbys agree");
    assert.ok(figures.gap_s <= SWITCHOVER_S + PAUSE_S, `${figures.gap_s} s without a sale`);
  });

  test("the synchronous standby away", async (t) => {
    const standby = await lab.standby();
    const figures = await business.during(() => standby.cutPower(), () => standby.power());
    tell(t, figures);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("a full disk under the primary", async (t) => {
    const full = await lab.primary();
    const figures = await business.during(
      async () => {
        await full.sh("dd if=/dev/zero of=/var/lib/postgresql/15/ballast bs=1M 2>/dev/null || true");
        // Segments of the log that are there already would last for minutes.
        const script = "select pg_logical_emit_message(false, 'full', 'disk') from pg_switch_wal()";
        await full.sh(`for i in {1..60}; do runuser -u postgres -- timeout 5 psql -XAtqc "${script}" || break; done`);
      },
      () => full.sh("rm /var/lib/postgresql/15/ballast"),
    );
    tell(t, figures);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });

  test("a standby whose clock is 5 s ahead takes over", async (t) => {
    const ahead = await lab.standby();
    const health = async () => (await lab.get("/api/v1/health")).json?.status;
    const figures = await business.during(async () => {
      ahead.clock.set(5000);
      await ahead.sh(`patronictl -c /etc/patroni/config.yml switchover hippodrome --candidate ${ahead.name} --force`);
      await waitFor("the house says that its clock is wrong", async () => (await health()) === "clock", 60_000, 50);
      ahead.clock.set(0);
    });
    tell(t, figures);
    assert.equal(await lab.primary(), ahead);
    assert.ok(figures.gap_s <= FAILOVER_S, `${figures.gap_s} s without a sale`);
  });
});
