// SPDX-License-Identifier: MIT
// `docker compose up` from a clean clone, as its user knows it: it starts, it is closed to the outside but for one door,
// and whatever of it dies comes back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { assertBooks, assertProof } from "../lib/books.mjs";
import { assertFollowed, assertStream } from "../lib/client.mjs";
import { waitFor } from "../lib/wait.mjs";
import { docker, needDocker, useContainers } from "./containers.mjs";

const DAEMONS = ["scheduler", "gateway", "api"];
const ALL = ["postgres", ...DAEMONS, "caddy"];
const UIDS = { postgres: 999, scheduler: 10001, gateway: 10002, api: 10003, caddy: 10004 };
const UP_MS = 60_000;

before(needDocker);

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
    const cat = "cat /s/postgres.password /s/admin.password /s/roles/*";
    const secrets = (await docker("run", "--rm", "--network", "none", "--user", "0", "--volume", volume, `hippodrome:${house.project}`, "bash", "-c", cat)).split("\n");
    assert.equal(secrets.length, 5);
    assert.equal(new Set(secrets).size, 5);
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
      const files = "{postgres.password,admin.password,migrate.pgpass,{scheduler,gateway,api}.pgpass,roles/{scheduler,gateway,api}}";
      const readable = await docker("exec", id, "bash", "-c", `cd /run/hippodrome/secrets; for f in ${files}; do if cat $f >/dev/null 2>&1; then echo $f; fi; done`);
      assert.deepEqual(readable.split("\n"), name === "api" ? ["admin.password", "api.pgpass"] : [`${name}.pgpass`]);
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

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });
});
