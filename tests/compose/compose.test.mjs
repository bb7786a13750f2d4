// SPDX-License-Identifier: MIT
// `docker compose up` from a clean clone, as its user knows it: it starts, and is closed to the outside but for one door. What
// dies of it is accidents'.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import tls from "node:tls";
import { assertBooks, assertProof } from "../lib/books.mjs";
import { assertFollowed, assertStream } from "../lib/client.mjs";
import { request } from "../lib/http.mjs";
import { within } from "../lib/wait.mjs";
import { docker, needDocker, useContainers, V2 } from "./containers.mjs";

const DAEMONS = ["scheduler", "gateway", "api"];
const ALL = ["postgres", ...DAEMONS, "caddy"];
const UIDS = { postgres: 999, scheduler: 10001, gateway: 10002, api: 10003, caddy: 10004 };
const UP_MS = 60_000;

before(needDocker);

describe("docker compose up", () => {
  // A clone of a careful administrator: nobody else may read its files.
  const house = useContainers(V2, { umask: 0o077 });

  test("a fresh clone is a house that works within a minute", async (t) => {
    const begin = performance.now();
    await house.type("containers-up");
    await house.healthy();
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

  test("redirects and Alt-Svc name the port of this machine", async () => {
    const redirect = await request(`http://localhost:${house.httpPort}`, "/rules/?lang=ht");
    assert.equal(redirect.status, 308);
    assert.equal(redirect.headers.location, `${house.origin}/rules/?lang=ht`);
    assert.match((await house.get("/")).headers["alt-svc"], new RegExp(`^h3=":${house.httpsPort}"`));
  });

  test("whoever asks for another host is told the right one, and gets nothing else", async () => {
    const { httpPort, httpsPort } = house;
    const ask = (host, path) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    const secure = (servername) => tls.connect({ host: "127.0.0.1", port: httpsPort, servername, rejectUnauthorized: false });
    const plain = () => connect(httpPort, "127.0.0.1");
    const answers = {
      "another host": await said(secure("localhost"), ask("races.example", "/api/v1/health")),
      "the bare address": await said(secure(""), ask(`127.0.0.1:${httpsPort}`, "/")),
      "another host without TLS": await said(plain(), ask("races.example", "/")),
      "the bare address without TLS": await said(plain(), ask(`127.0.0.1:${httpPort}`, "/")),
    };
    for (const [name, text] of Object.entries(answers)) {
      assert.match(text, /^HTTP\/1\.1 421 /, name);
      assert.ok(text.includes(`href="${house.origin}/"`), `${name}: ${text}`);
    }
    await assert.rejects(said(secure("races.example"), ask("races.example", "/")), /alert/);
  });

  test("IPv6 is closed as long as Docker would hide who comes", async () => {
    await assert.rejects(said(connect(house.httpPort, "::1"), "GET / HTTP/1.0\r\n\r\n"), /ECONNREFUSED/);
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
      const { httpPort, httpsPort } = house;
      assert.deepEqual(published, name === "caddy" ? [`${httpPort}/tcp`, `${httpsPort}/tcp`, `${httpsPort}/udp`].sort() : [], name);
      const networks = Object.keys(NetworkSettings.Networks).map((network) => network.replace(/^.*_/, "")).sort();
      const wanted = { caddy: ["front"], gateway: ["back", "front"], api: ["back", "front"] }[name] ?? ["back"];
      assert.deepEqual(networks, wanted, name);
    }
    assert.equal(await docker("network", "inspect", "-f", "{{.Internal}}", `${house.project}_back`), "true");
  });

  test("no password is in an environment, an argument, an image or a log", async () => {
    const volume = `${house.project}_secrets:/s:ro`;
    const image = await house.image("api");
    const cat = "cat /s/postgres.password /s/admin.password /s/roles/*";
    const secrets = (await docker("run", "--rm", "--network", "none", "--user", "0", "--volume", volume, image, "bash", "-c", cat)).split("\n");
    assert.equal(secrets.length, 5);
    assert.equal(new Set(secrets).size, 5);
    const ids = await house.ids();
    const places = {
      inspect: await docker("inspect", ...ids),
      history: await docker("history", "--no-trunc", image),
      image: await docker("inspect", image),
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
    const own = (await size(await house.image("api"))) - (await size("debian:bookworm-slim"));
    assert.ok(own < 40e6, `${own} bytes above the base image`);
  });

  test("all restarted at once: nobody misses anything", async () => {
    const screen = await house.follower();
    await house.compose("restart");
    await house.healthy();
    await house.rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("a changed page, and what changed of Caddy, come with the images and not before", async () => {
    const own = (await house.get("/")).headers;
    appendFileSync(join(house.tree, "web/screen/index.html"), "<!-- another release -->\n");
    const caddyfile = join(house.tree, "Caddyfile");
    writeFileSync(caddyfile, readFileSync(caddyfile, "utf8").replace("Referrer-Policy no-referrer", "Referrer-Policy same-origin"));
    await house.up();
    assert.deepEqual((await house.get("/")).headers["content-length"], own["content-length"]);
    await house.up("--build");
    const page = await house.get("/");
    assert.match(page.text, /another release/);
    assert.equal(page.headers["referrer-policy"], "same-origin");
  });

  test("no image has a name that another clone's has", async () => {
    for (const name of DAEMONS.concat("caddy", "migrate", "secrets"))
      for (const { Config } of await house.service(name)) assert.equal(Config.Image, `${house.project}-${name}`);
  });

  describe("a renamed folder", () => {
    const renamed = `${house.project}renamed`;
    const history = () => house.value("select epoch || ', from round ' || (select min(round_id) from hippo.round) from hippo.stream where channel = 'race'");
    let old;
    after(async () => {
      await house.compose("--project-name", renamed, "down", "--volumes");
    });

    test("refuses, says why, and leaves the house as it is", async () => {
      old = await history();
      const tree = join(house.folder, renamed);
      renameSync(house.tree, tree);
      house.tree = tree;
      await assert.rejects(house.compose("up", "-d"), /secrets/);
      assert.match(await house.compose("logs", "secrets"), new RegExp(`Write COMPOSE_PROJECT_NAME=${house.project} into .env`));
      assert.equal((await house.get("/readyz")).status, 200);
    });

    test("is the same house under its old name", async () => {
      house.configure({ COMPOSE_PROJECT_NAME: house.project });
      await house.up();
      assert.equal(await history(), old);
    });
  });

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });
});

/** All that the other side says to this, until it hangs up. */
async function said(socket, words) {
  const parts = [];
  await within("the other side hangs up", new Promise((resolve, reject) => {
    socket.on("data", (part) => parts.push(part)).on("close", resolve).on("error", reject);
    socket.end(words);
  }));
  return Buffer.concat(parts).toString();
}
