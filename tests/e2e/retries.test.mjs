// SPDX-License-Identifier: MIT
// What Caddy tries again, and what it does not: a daemon that is away for a moment is waited for; what a client did wrong is
// answered at once, and reaches the api once; a body that does not come keeps nobody else from the api.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { assertBodiesHeld } from "../lib/edge.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { slack } from "../lib/slack.mjs";
import { waitFor } from "../lib/wait.mjs";

const AT_ONCE_MS = 1500;
const house = useHouse();

/** Requests that reached the api, of those whose path has `mark`. */
const reached = (mark) => house.words("api").split("\n").filter((line) => line.includes("event=request ") && line.includes(mark)).length;

async function assertOnce(path, options, statuses, count) {
  const mark = `mark-${randomUUID()}`;
  const start = performance.now();
  const answer = await house.request(path.replace("MARK", mark), { headers: { "content-type": "application/json", ...options.headers }, ...options });
  const ms = performance.now() - start;
  assert.ok(statuses.includes(answer.status), `${path}: ${answer.status} ${answer.text}`);
  assert.ok(ms < slack(AT_ONCE_MS), `${path} took ${ms} ms`);
  assert.ok(reached(mark) <= count, `${path}: ${reached(mark)} times`);
}

describe("what a client did wrong", inOrder, () => {
  test("is answered at once, and reaches the api once", async () => {
    const large = "x".repeat(65_537);
    await assertOnce("/api/v1/rounds/MARK", { method: "POST", body: large }, [413], 1);
    // A Caddy that holds bodies by itself asks for a length where there is more than it holds.
    await assertOnce("/api/v1/rounds/MARK", { method: "POST", body: large, headers: { "transfer-encoding": "chunked" } }, [413, 411], 1);
    await assertOnce("/api/v1/rounds/MARK", { method: "POST", body: "x".repeat(300_000) }, [413], 1);
    await assertOnce("/api/v1/rounds/MARK", { method: "GET", body: large, headers: { "content-length": large.length } }, [413], 1);
  });

  test("a path that no daemon has reaches none", async () => {
    for (const path of ["/api/v1/MARK%00", "/connection/MARK%00", "/connection/uni_sse/MARK%0A", "/emulation%7f", "/x%00"]) await assertOnce(path, {}, [400], 0);
    const { headers, json } = await house.get("/api/v1/x%01");
    assert.deepEqual([headers["content-type"], json.code, json.status, typeof json.detail], ["application/problem+json", "bad_request", 400, "string"]);
  });
});

describe("a body that does not come", inOrder, () => {
  test("keeps nobody else from the api", () => assertBodiesHeld(house));
});

describe("an api that is away", inOrder, () => {
  const change = (headers = {}) => house.request("/api/v1/auth/logout", { method: "POST", body: "{}", headers: { "content-type": "application/json", "idempotency-key": randomUUID(), ...headers } });

  test("says so by a link beside its socket, however it has ended", async () => {
    const link = join(house.folder, "run/api.sock.alive");
    const leads = (somewhere) => waitFor(`the link leads ${somewhere ? "to it" : "nowhere"}`, () => existsSync(link) === somewhere);
    await leads(true);
    await house.kill("api");
    await leads(false);
    house.start("api");
    await leads(true);
    // A successor makes its own, which stays when the first one ends.
    const socket = `unix:${join(house.folder, "run/api.sock")}`;
    const first = readlinkSync(link);
    house.start("api", { as: "successor", env: { API_LISTEN: socket } });
    await waitFor("it is the successor's", () => readlinkSync(link) !== first);
    await house.stop("api");
    assert.ok(existsSync(link));
    house.start("api");
    await waitFor("it is the api's again", () => readlinkSync(link).includes(`/${house.program("api").pid}/`));
    await house.stop("successor");
    await leads(true);
    await house.stop("api");
    assert.throws(() => readlinkSync(link), /ENOENT/);
    house.start("api");
    await house.ready(["api"]);
  });

  test("is waited for, with body and all", async () => {
    await house.stop("api");
    const asked = [change(), change({ "transfer-encoding": "chunked" })];
    house.start("api");
    for (const { status, text } of await Promise.all(asked)) assert.equal(status, 401, text);
  });

  /** A daemon that hears a request and hangs up. Gives what it has heard, on each connection. */
  async function deaf(name, until) {
    const heard = [];
    const server = createServer((socket) => {
      const i = heard.push("") - 1;
      socket.on("error", () => {}).on("data", (bytes) => {
        heard[i] += bytes.toString("latin1");
        if (heard[i].includes(until)) socket.destroy();
      });
    });
    await house.stop(name);
    const path = join(house.folder, `run/${name}.sock`);
    rmSync(path, { force: true });
    await new Promise((resolve) => server.listen(path, resolve));
    if (name === "api") symlinkSync(`/proc/${process.pid}/stat`, `${path}.alive`); // one that lives
    after(() => server.close());
    return { heard, replace: async () => {
      server.close();
      rmSync(path, { force: true });
      house.start(name);
      await house.ready([name]);
    } };
  }

  test("or hangs up: it is asked once, and has the body once", async () => {
    const { heard, replace } = await deaf("api", "the body");
    const { status, json } = await house.request("/api/v1/auth/logout", { method: "POST", body: '"the body"', headers: { "content-type": "application/json" } });
    assert.deepEqual([status, json.code], [502, "unavailable"]);
    assert.equal(heard.length, 1);
    await replace();
  });

  test("so is a gateway", async () => {
    const { heard, replace } = await deaf("gateway", "\r\n\r\n");
    assert.equal((await house.get("/connection/uni_sse")).text, "retry: 2000\n\n");
    assert.equal((await house.get("/connection/http_stream")).status, 502);
    assert.equal(heard.length, 2);
    await replace();
  });
});
