// SPDX-License-Identifier: MIT
// Routers other than Caddy, with the configurations that deploy/router/ recommends: all is there, nobody misses
// an event, and a daemon that is restarted behind them is not noticed for long.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed, assertStream } from "../lib/client.mjs";
import { assertBodiesHeld, assertComesBack, assertHandshakes, assertHeadersAsWritten, assertOffersIgnored, assertOrigins, assertOthersHeaders, assertStreamsKept } from "../lib/edge.mjs";
import { freePort, House, inOrder, openHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { makeFolder, Program, removeFolder } from "../lib/program.mjs";
import { routerCommands, writeRouterFiles } from "../lib/routers.mjs";
import { waitFor } from "../lib/wait.mjs";

const LISTED = "https://tills.example";

const ROUTERS = {
  nginx: ["nginx"],
  haproxy: ["haproxy", "pages"],
};

for (const [router, programs] of Object.entries(ROUTERS))
  describe(router, inOrder, () => {
    const house = new House({ programs: ["scheduler", "gateway", "api"], env: { ALLOWED_ORIGINS: LISTED } });
    const running = [];
    let folder, plain;
    before(async () => {
      await house.open();
      folder = makeFolder();
      const ports = { plain: await freePort(), secure: await freePort(), pages: await freePort() };
      writeRouterFiles(folder, { gateway: join(house.folder, "run/gateway.sock"), api: join(house.folder, "run/api.sock") }, ports);
      house.origin = `https://localhost:${ports.secure}`;
      plain = `http://localhost:${ports.plain}`;
      house.ca = readFileSync(join(folder, "cert.pem"), "utf8");
      for (const name of programs)
        running.push(new Program({ name, command: routerCommands[name](folder), log: join(folder, `${name}.log`) }));
      await house.ready().catch((error) => {
        throw new Error(running.map((program) => `${program.name}: ${program.words()}`).join("\n"), { cause: error });
      });
    });
    afterEach((t) => {
      if (t.passed === false) console.error(running.map((program) => program.words().slice(-3000)).join("\n"), house.tail());
    });
    after(async () => {
      for (const program of running) if (program.isRunning) await program.stop("SIGTERM");
      await house.close();
      if (folder) removeFolder(folder);
    });

    test("pages, api and health are there, with the headers that keep them safe", async () => {
      const page = await house.get("/");
      assert.equal(page.status, 200);
      for (const header of ["strict-transport-security", "x-content-type-options", "x-frame-options", "referrer-policy"]) assert.ok(page.headers[header], header);
      const [script] = page.text.match(/\/assets\/screen-\w+\.js/);
      const hashed = await house.get(script);
      assert.equal(hashed.status, 200);
      assert.match(hashed.headers["cache-control"], /immutable/);
      assert.equal(page.headers["cache-control"], "no-cache");
      const missing = await house.get("/assets/screen-AAAAAAAA.js");
      assert.equal(missing.status, 404);
      assert.doesNotMatch(missing.headers["cache-control"], /immutable/);
      assert.match(page.headers["content-security-policy"], /require-trusted-types-for 'script'; trusted-types lit-html hippodrome$/);
      assert.match(page.headers["permissions-policy"], /camera=\(\).*usb=\(\), serial=\(\), bluetooth=\(\)/);
      for (const path of ["/cashier", "/cashier/"]) assert.match((await house.get(path)).headers["permissions-policy"], /camera=\(self\).*usb=\(self\), serial=\(self\), bluetooth=\(self\)/, path);
      for (const path of ["/verify", "/verify/"]) assert.match((await house.get(path)).headers["permissions-policy"], /camera=\(self\).*usb=\(\), serial=\(\), bluetooth=\(\)/, path);
      for (const path of ["/cashiers", "/verifying"]) assert.match((await house.get(path)).headers["permissions-policy"], /camera=\(\)/, path);
      assert.match((await house.get("/verify.html")).headers["content-disposition"], /^attachment/);
      assert.equal(page.headers["content-disposition"], undefined);
      // The address on every ticket: there, or at most one step on the same origin away.
      let rules = await house.get("/rules");
      if (rules.status === 301) {
        assert.equal(rules.headers.location, "/rules/");
        rules = await house.get("/rules/");
      }
      assert.equal(rules.status, 200);
      assert.match(rules.text, /data-i18n="page.heading"/);
      for (const path of ["/healthz", "/readyz", "/api/v1/health", "/api/v1/rounds/current", "/api/v1/rounds?limit=2"]) assert.equal((await house.get(path)).status, 200, path);
      const round = await house.get("/api/v1/rounds/1");
      assert.equal(round.status, 404);
      assert.match(round.headers["content-type"], /problem\+json/);
      const moved = await house.get("/x?y=1", { origin: plain });
      assert.equal(moved.status, 301);
      assert.match(moved.headers.location, /^https:\/\/localhost.*\/x\?y=1$/);
    });

    test("a whole round through wss, and nobody may claim another address", async () => {
      const client = await house.client({ headers: { "x-forwarded-for": "203.0.113.9" } });
      const { json: opened } = await client.frame("new_round");
      await client.frame("race_results", ({ roundId }) => roundId === opened.roundId);
      await assertStream(client);
      await client.close();
      await waitFor("the gateway says who it was", () => /client_open .*127\.0\.0\.1|client_open .*::1/.test(house.words("gateway")));
      assert.doesNotMatch(house.words("gateway"), /203\.0\.113\.9/);
    });

    test("a header counts as it is written", () => assertHeadersAsWritten(house));

    test("only a handshake changes the protocol, however it is written", async () => {
      await assertHandshakes(house);
      await assertOffersIgnored(house);
    });

    test("cookies and credentials of other programs on the host are looked past; other sites' pages may do what they are allowed", async () => {
      const { admin } = await People.arrive(house);
      await assertOthersHeaders(house, admin.token, "admin");
      await assertOrigins(house, admin.token, LISTED);
    });

    test("another host is the one site", async () => {
      for (const path of ["/", "/api/v1/health"]) assert.equal((await house.get(path, { headers: ["Host", "evil.example"] })).status, 200);
    });

    test("a page of another origin is refused", async () => {
      await assert.rejects(house.client({ origin: "https://elsewhere.example" }), /403/);
    });

    test("bodies that do not come keep nobody else from the api, and one client has no more than 64 under way", async () => {
      assert.ok((await assertBodiesHeld(house)) >= 2 * (130 - 64));
    });

    test("without a gateway an event stream is told to come back", async () => {
      await house.stop("gateway");
      for (const path of ["/connection/uni_sse", "/connection/sse"])
        await waitFor(`${path} says so`, () => assertComesBack(house, path).then(() => true, () => false), 15_000);
      house.start("gateway");
      await waitFor("it is back", async () => (await house.get("/readyz")).status === 200, 15_000);
    });

    test("gateway and api restarted behind it: nobody misses anything", async () => {
      const screen = await house.follower();
      for (const name of ["gateway", "api"]) {
        await house.stop(name);
        house.start(name);
      }
      await waitFor("it answers again", async () => (await house.get("/api/v1/health")).status === 200 && (await house.get("/readyz")).status === 200, 15_000);
      await house.rounds(3);
      await screen.stop();
      await assertFollowed(screen);
      await assertBooks(house);
    });
  });

for (const [router, programs] of Object.entries(ROUTERS))
  test(`${router}: of two gateways a stream's client reaches its own`, async (t) => {
    const house = await openHouse(t, { programs: ["scheduler", "gateway"] });
    house.start("gateway", { as: "gateway-2", isAlone: true });
    const folder = makeFolder();
    const ports = { plain: await freePort(), secure: await freePort(), pages: await freePort() };
    const socket = (name) => join(house.folder, `run/${name}.sock`);
    writeRouterFiles(folder, { gateway: socket("gateway"), second: socket("gateway-2"), api: socket("api") }, ports);
    house.origin = `https://localhost:${ports.secure}`;
    house.ca = readFileSync(join(folder, "cert.pem"), "utf8");
    const running = programs.map((name) => new Program({ name, command: routerCommands[name](folder), log: join(folder, `${name}.log`) }));
    t.after(async () => {
      if (t.passed === false) console.error(running.map((program) => program.words().slice(-3000)).join("\n"));
      for (const program of running) await program.stop("SIGTERM");
      removeFolder(folder);
    });
    for (const name of ["gateway", "gateway-2"]) await waitFor(`${name} is ready`, () => house.words(name).includes("event=round_seen"), 15_000);
    await house.ready(["gateway"]);
    await assertStreamsKept(t, house);
  });
