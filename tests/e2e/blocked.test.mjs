// SPDX-License-Identifier: MIT
// A gateway whose loop stands still answers nobody, and does not stay: its own guard ends it, and of several workers the
// parent ends the one that cannot even do that. Whoever started it starts it anew.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { freePort, useHouse } from "../lib/house.mjs";
import { Program } from "../lib/program.mjs";
import { BUILD } from "../lib/setting.mjs";
import { processTree } from "../lib/sockets.mjs";
import { waitFor, within } from "../lib/wait.mjs";

/** Its own guard ends it 20 s after its last heartbeat. */
const GUARD_MS = 20_000;
/** The parent's patience with a worker. */
const PARENT_MS = 25_000;

describe("a loop that stands still", { concurrency: true }, () => {
  const house = useHouse({ programs: ["scheduler", "gateway", "caddy"] });

  test("ends its process", async (t) => {
    await waitFor("the house is open", () => house.origin);
    // What it waits for: a file that libpq reads when it connects, in place of which there is a pipe that nobody writes to.
    const service = join(house.folder, "services");
    writeFileSync(service, `[house]\nhost=${house.db.socket}\n`);
    const url = house.db.url("hippo_gateway", "blocked").replace(`host=${house.db.socket}`, "service=house");
    const port = await freePort();
    const gateway = new Program({
      name: "blocked",
      command: [join(BUILD, "bin/hippo-gateway")],
      env: { DATABASE_URL: url, PGSERVICEFILE: service, GATEWAY_LISTEN: `127.0.0.1:${port}` },
      log: join(house.folder, "blocked.log"),
    });
    t.after(() => gateway.isRunning && gateway.stop("SIGKILL"));
    const ask = (path) => house.request(path, { origin: `http://127.0.0.1:${port}` });
    await waitFor("it is ready", async () => (await ask("/readyz").catch(() => null))?.status === 200, 15_000);
    rmSync(service);
    execFileSync("mkfifo", [service]);
    const start = performance.now();
    await house.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'blocked'");
    // What a check of health sees of it: nothing, until its own time is up.
    await waitFor("it stands still", () => within("an answer", ask("/healthz"), 2000).then(() => false, () => true), 10_000);
    assert.ok(gateway.isRunning);
    const { signal } = await within("it ends itself", gateway.ended, GUARD_MS + 10_000);
    const after = performance.now() - start;
    assert.equal(signal, "SIGABRT");
    assert.ok(after > GUARD_MS - 1000 && after < GUARD_MS + 5000, `after ${after} ms`);
    assert.match(gateway.words(), /event=loop_blocked action=wait\n.*event=loop_blocked action=abort\n/s);
  });

  test("of a worker that is stopped: the parent kills it and starts another, the others go on", async () => {
    await waitFor("the house is open", () => house.origin);
    const port = await freePort();
    const gateway = house.start("gateway", { as: "gateway-2", env: { GATEWAY_LISTEN: `127.0.0.1:${port}`, ALLOWED_ORIGINS: "*", WORKERS: 2 } });
    const site = `http://127.0.0.1:${port}`;
    await waitFor("both have the stream", () => (house.words("gateway-2").match(/event=round_seen/g) ?? []).length === 2, 15_000);
    const [victim, other] = processTree(gateway.pid).slice(1);
    const start = performance.now();
    process.kill(victim, "SIGSTOP");
    const workers = () => processTree(gateway.pid).slice(1);
    await waitFor("another one in its place", () => workers().length === 2 && !workers().includes(victim), PARENT_MS + 10_000);
    const after = performance.now() - start;
    assert.ok(after > PARENT_MS - 1500 && after < PARENT_MS + 5000, `after ${after} ms`);
    assert.ok(workers().includes(other), "the other one goes on");
    assert.match(house.words("gateway-2"), new RegExp(`event=worker_blocked pid=${victim} `));
    await waitFor("every new client is let in again", async () => {
      for (let i = 0; i < 10; i++) await (await house.client({ site })).close();
      return true;
    }, 15_000);
  });
});
