// SPDX-License-Identifier: MIT
// `docker compose up` from a clean clone, as its user knows it: it starts, it is closed to the outside but for one door,
// whatever of it dies comes back, it grows, and its history outlives everything.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { assertBooks, assertProof } from "../lib/books.mjs";
import { assertFollowed, assertStream } from "../lib/client.mjs";
import { ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";
import { Containers, docker, needDocker } from "./containers.mjs";

const DAEMONS = ["scheduler", "gateway", "api"];
const ALL = ["postgres", ...DAEMONS, "caddy"];
const UIDS = { postgres: 999, scheduler: 10001, gateway: 10002, api: 10003, caddy: 10004 };
const UP_MS = 60_000;

before(needDocker);

function useContainers(commit) {
  const house = new Containers();
  before(() => house.open(commit));
  afterEach(async (t) => {
    if (t.passed === false) console.error(`${t.name}:\n${await house.tail()}`);
  });
  after(() => house.close());
  return house;
}

describe("docker compose up", () => {
  const house = useContainers();

  test("a fresh clone is a house that works within a minute", async (t) => {
    const begin = performance.now();
    await house.up();
    const took = performance.now() - begin;
    t.diagnostic(`healthy after ${(took / 1000).toFixed(1)} s`);
    assert.ok(took < UP_MS, `it took ${took} ms`);
  });

  test("a whole round through https and wss, and its pages", async () => {
    const client = await house.client();
    const { json: opened } = await client.frame("new_round", () => true, 20_000);
    const { json: results } = await client.frame("race_results", ({ roundId }) => roundId === opened.roundId, 20_000);
    await assertStream(client);
    await client.close();
    const answer = await house.get(`/api/v1/rounds/${opened.roundId}/proof`);
    assert.deepEqual(answer.json.order, results.order);
    await assertProof(answer.json);
    const page = await house.get("/");
    assert.equal(page.status, 200);
    assert.match(page.headers["content-type"], /^text\/html/);
  });

  test("a client is known by its own address, whatever it claims", async () => {
    const client = await house.client({ headers: { "x-forwarded-for": "203.0.113.9" } });
    await client.close();
    const words = await house.words(await house.id("gateway"));
    assert.match(words, /event=client_open/);
    assert.doesNotMatch(words, /203\.0\.113\.9/);
  });

  test("nobody is root, nothing can be written, nothing more may be done", async () => {
    for (const name of ALL) {
      const [{ Config, HostConfig, Id }] = await house.service(name);
      assert.ok(HostConfig.ReadonlyRootfs, name);
      assert.ok(HostConfig.Memory > 0, name);
      assert.ok(HostConfig.Init, name);
      assert.equal(HostConfig.RestartPolicy.Name, "unless-stopped", name);
      assert.equal(Config.User, `${UIDS[name]}:${UIDS[name]}`, name);
      const status = readFileSync(`/proc/${await house.mainPid(Id)}/status`, "utf8");
      assert.match(status, new RegExp(`^Uid:\\s+${UIDS[name]}\\s+${UIDS[name]}\\s`, "m"), name);
      assert.match(status, /^CapEff:\t0{16}$/m, name);
      assert.match(status, /^NoNewPrivs:\t1$/m, name);
      await assert.rejects(docker("exec", Id, "sh", "-c", "echo >/usr/x"), /Read-only file system/, name);
    }
  });

  test("only Caddy has doors to the outside, and the database has no way out either", async () => {
    for (const name of ALL) {
      const [{ HostConfig, NetworkSettings }] = await house.service(name);
      const published = Object.keys(HostConfig.PortBindings ?? {}).sort();
      assert.deepEqual(published, name === "caddy" ? ["443/tcp", "443/udp", "80/tcp"] : [], name);
      const networks = Object.keys(NetworkSettings.Networks).map((network) => network.replace(/^.*_/, "")).sort();
      const wanted = { caddy: ["front"], gateway: ["back", "front"], api: ["back", "front"] }[name] ?? ["back"];
      assert.deepEqual(networks, wanted, name);
    }
    assert.equal(await docker("network", "inspect", "-f", "{{.Internal}}", `${house.project}_back`), "true");
  });

  test("no password is in an environment, an argument, an image or a log", async () => {
    const volume = `${house.project}_secrets:/s:ro`;
    const cat = "cat /s/postgres.password /s/roles/*";
    const secrets = (await docker("run", "--rm", "--network", "none", "--user", "0", "--volume", volume, `hippodrome:${house.project}`, "bash", "-c", cat)).split("\n");
    assert.equal(secrets.length, 4);
    assert.equal(new Set(secrets).size, 4);
    const ids = await house.ids();
    const places = {
      inspect: await docker("inspect", ...ids),
      history: await docker("history", "--no-trunc", `hippodrome:${house.project}`),
      image: await docker("inspect", `hippodrome:${house.project}`),
    };
    for (const id of ids) places[`log of ${id}`] = await house.words(id);
    for (const name of ALL) {
      const pid = await house.mainPid(await house.id(name));
      for (const file of ["environ", "cmdline"]) places[`${file} of ${name}`] = readFileSync(`/proc/${pid}/${file}`, "utf8");
    }
    for (const [place, text] of Object.entries(places))
      for (const secret of secrets) {
        assert.ok(secret.length >= 32);
        assert.ok(!text.includes(secret), `a password is in: ${place}`);
      }
  });

  test("each daemon can read its own password and nobody else's", async () => {
    for (const name of DAEMONS) {
      const id = await house.id(name);
      const files = "{postgres.password,migrate.pgpass,{scheduler,gateway,api}.pgpass,roles/{scheduler,gateway,api}}";
      const readable = await docker("exec", id, "bash", "-c", `cd /run/hippodrome/secrets; for f in ${files}; do if cat $f >/dev/null 2>&1; then echo $f; fi; done`);
      assert.equal(readable, `${name}.pgpass`);
    }
  });

  test("the image has no compiler, and is small", async () => {
    await assert.rejects(docker("exec", await house.id("api"), "sh", "-c", "command -v gcc cc make ld as clang"));
    const size = async (image) => Number(await docker("inspect", "-f", "{{.Size}}", image));
    const own = (await size(`hippodrome:${house.project}`)) - (await size("debian:bookworm-slim"));
    assert.ok(own < 40e6, `${own} bytes above the base image`);
  });

  for (const name of ALL)
    test(`${name} restarted: nobody misses anything`, async () => {
      const screen = await house.follower();
      await house.compose("restart", name);
      await house.healthy();
      await house.rounds(1);
      await screen.stop();
      await assertFollowed(screen);
    });

  for (const name of ALL)
    test(`${name} killed with -9: it comes back by itself`, async () => {
      const screen = await house.follower();
      const id = await house.id(name);
      const old = await house.mainPid(id);
      process.kill(old, "SIGKILL");
      await waitFor(`${name} runs again`, async () => {
        const [{ State }] = await house.inspect(id);
        return State.Running && State.Pid > 0 && (await house.mainPid(id)) !== old;
      }, 30_000, 100);
      await house.healthy();
      await house.rounds(1);
      await screen.stop();
      await assertFollowed(screen);
    });

  test("all restarted at once", async () => {
    await house.compose("restart");
    await house.healthy();
    await house.rounds(1);
  });

  test("three gateways and two apis: Caddy finds and uses each of them, and misses none that goes", async () => {
    await house.up({ gateway: 3, api: 2 }, "--no-recreate");
    const gateways = await house.ids("gateway");
    const apis = await house.ids("api");
    assert.equal(gateways.length, 3);
    assert.equal(apis.length, 2);
    const screens = await Promise.all(Array.from({ length: 40 }, () => house.follower()));
    for (const id of gateways) assert.ok((await house.words(id)).includes("event=client_open"), "a gateway got no client");
    const before = await Promise.all(apis.map((id) => connectionsTaken(house, id)));
    for (let i = 0; i < 60; i++) assert.equal((await house.get(`/api/v1/rounds?limit=1&before=${10_000_002 + i}`)).status, 200);
    const taken = (await Promise.all(apis.map((id) => connectionsTaken(house, id)))).map((count, i) => count - before[i]);
    assert.ok(taken.every((count) => count > 10), `requests: ${taken}`);

    let isOver = false;
    const failures = [];
    const asking = (async () => {
      while (!isOver) {
        const { status } = await house.get("/api/v1/rounds/current").catch((error) => ({ status: error.message }));
        if (status !== 200) failures.push(status);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    await house.up({ gateway: 1, api: 1 }, "--no-recreate");
    await house.rounds(1);
    isOver = true;
    await asking;
    assert.deepEqual(failures, []);
    for (const screen of screens) await screen.stop();
    for (const screen of screens.slice(0, 8)) await assertFollowed(screen);
    assert.ok(screens.every(({ losses }) => losses === 0));
  });

  test("a second scheduler takes over from one that hangs, and no round is doubled", async () => {
    await house.up({ scheduler: 2 }, "--no-recreate");
    const schedulers = await house.service("scheduler");
    const address = ({ NetworkSettings }) => Object.values(NetworkSettings.Networks)[0].IPAddress;
    const leader = async () => {
      const at = await house.value(`select host(a.client_addr) from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and l.objid = hippo.lead_key()::oid`);
      return schedulers.find((scheduler) => address(scheduler) === at)?.Id;
    };
    const first = await waitFor("somebody leads", leader, 15_000, 100);
    await docker("pause", first);
    try {
      const second = await waitFor("the other one leads", async () => {
        const id = await leader();
        return id && id !== first && id;
      }, 15_000, 100);
      assert.notEqual(second, first);
      await house.rounds(1);
    } finally {
      await docker("unpause", first);
    }
    await house.rounds(1);
    await house.up({ scheduler: 1 }, "--no-recreate");
    await house.rounds(1);
  });

  test("new passwords for the daemons, while it runs", async () => {
    const screen = await house.follower();
    await house.compose("run", "--rm", "-T", "secrets", "/usr/lib/hippodrome/secrets", "rotate");
    await house.compose("run", "--rm", "-T", "migrate");
    await house.compose("restart", ...DAEMONS);
    await house.healthy();
    await house.rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("down and up again: the history and the stream go on", async () => {
    const screen = await house.follower();
    const proofs = await house.proofs();
    await house.compose("down");
    assert.deepEqual(await house.ids(), []);
    await house.up();
    assert.deepEqual((await house.proofs()).slice(0, proofs.length), proofs);
    await house.rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("a backup in an empty house is the same house", async () => {
    const file = join(house.folder, "backup");
    const scripts = join(house.tree, "common/deploy/compose");
    const proofs = await house.proofs();
    await house.run(join(scripts, "backup"), file);
    await assert.rejects(house.run(join(scripts, "restore"), file), /there is a history already/);
    await house.healthy();
    await house.compose("down", "--volumes");
    const words = await house.run(join(scripts, "restore"), file);
    assert.match(words, /every proof holds/);
    await house.healthy();
    const restored = await house.proofs();
    assert.deepEqual(restored.slice(0, proofs.length), proofs);
    await house.rounds(2);
    const chain = await house.query("select distinct session_id from hippo.round");
    assert.equal(chain.length, 1, "the key came back, so its session goes on");
  });

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });
});

describe("an upgrade from the schema before this one", () => {
  const git = (...args) => execFileSync("git", ["-C", ROOT, ...args], { encoding: "utf8" }).trim();
  const change = git("rev-list", "-1", "HEAD", "--", "sql");
  const old = change && git("rev-list", "--max-parents=1", "-1", `${change}^`);
  const canRun = old && git("ls-tree", "--name-only", old, "compose.yaml") !== "";
  const house = canRun ? useContainers(old) : null;

  test("its data stays, and the books hold", { skip: canRun ? false : "the commit before had no compose.yaml yet" }, async () => {
    await house.up();
    await house.rounds(2);
    const proofs = await house.proofs();
    const screen = await house.follower();
    await house.run("git", "checkout", "--quiet", git("rev-parse", "HEAD"));
    await house.up({}, "--build");
    await house.rounds(2);
    const upgraded = await house.proofs();
    assert.deepEqual(upgraded.slice(0, proofs.length).map(({ order, secret }) => ({ order, secret })), proofs.map(({ order, secret }) => ({ order, secret })));
    await screen.stop();
    assert.equal(screen.losses, 0);
    await assertBooks(house);
  });
});

/** TCP connections that a container has accepted since it started. */
async function connectionsTaken(house, id) {
  const [names, values] = readFileSync(`/proc/${await house.mainPid(id)}/net/snmp`, "utf8").split("\n").filter((line) => line.startsWith("Tcp:")).map((line) => line.split(" "));
  return Number(values[names.indexOf("PassiveOpens")]);
}
