// SPDX-License-Identifier: MIT
// Every public route through the one public port: status, headers, refusals, caching, and a database that goes away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { FIRST_ROUND } from "../lib/books.mjs";
import { useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const BASE = "/api/v1";
const FOREVER = /^public, max-age=31536000, immutable$/;
const SETTLED = 3;
const house = useHouse();
const get = (path, options) => house.get(BASE + path, options);

/** Paths of every public route; those of a settled round among them. */
const ROUTES = ["/health", "/config", "/keepalive", "/openapi.yaml", "/rounds", "/rounds/current",
  `/rounds/${FIRST_ROUND}`, `/rounds/${FIRST_ROUND}/proof`, "/winners"];

before(async () => {
  await house.rounds(SETTLED, 15_000);
  // The house stands still for these tests: it finishes its round and opens no other.
  await house.query("select hippo.game_pause('end-to-end test')");
  await waitFor("the last round is over", async () =>
    (await house.value("select count(*) from hippo.round where phase <> 'settled'")) === 0);
});

function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers["content-type"], "application/problem+json");
  assert.equal(answer.headers["cache-control"], "no-store");
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.code, code);
  assert.ok(answer.json.title);
}

describe("every public route", () => {
  for (const path of ROUTES) {
    test(`GET ${path}`, async () => {
      const answer = await get(path);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(Number(answer.headers["content-length"]), Buffer.byteLength(answer.text));
      if (path === "/openapi.yaml") assert.match(answer.headers["content-type"], /yaml/);
      else assert.equal(answer.headers["content-type"], "application/json");
      assert.ok(answer.headers["cache-control"], "says how long it may be kept");
    });

    test(`its headers are those of a careful house: ${path}`, async () => {
      const { headers } = await get(path);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["x-frame-options"], "DENY");
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.equal(headers["cross-origin-resource-policy"], "same-origin");
      assert.equal(headers.server, undefined, "does not say what it runs on");
      assert.equal(headers["access-control-allow-origin"], undefined);
      assert.equal(headers["set-cookie"], undefined);
    });

    test(`HEAD ${path} is GET without the body`, async () => {
      const head = await get(path, { method: "HEAD" });
      const whole = await get(path);
      assert.equal(head.status, 200);
      assert.equal(head.text, "");
      for (const name of ["content-type", "cache-control", "etag"]) assert.equal(head.headers[name], whole.headers[name], name);
      assert.equal(head.headers["content-length"], whole.headers["content-length"]);
    });

    test(`no other method at ${path}: 405 with Allow`, async () => {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const answer = await get(path, { method, headers: { "content-length": 2 }, body: "{}" });
        assertProblem(answer, 405, "method_not_allowed");
        assert.equal(answer.headers.allow, "GET, HEAD");
      }
    });

    test(`a parameter that ${path} does not know is refused by name`, async () => {
      const answer = await get(`${path}?surprise=1`);
      assertProblem(answer, 400, "unknown_parameter");
      assert.equal(answer.json.parameter, "surprise");
    });
  }

  test("an entity tag makes asking again cheap: 304 without a body", async () => {
    for (const path of ["/config", "/rounds", "/rounds/current", `/rounds/${FIRST_ROUND}`, `/rounds/${FIRST_ROUND}/proof`, "/winners", "/openapi.yaml"]) {
      const { etag } = (await get(path)).headers;
      assert.match(etag ?? "", /^"[^"]+"$/, path);
      const again = await get(path, { headers: { "if-none-match": etag } });
      assert.equal(again.status, 304, path);
      assert.equal(again.text, "");
      assert.equal(again.headers.etag, etag);
      assert.equal((await get(path, { headers: { "if-none-match": '"other"' } })).status, 200, path);
    }
  });
});

describe("what the routes say", () => {
  test("health: the database, its schema, the round and the stream", async () => {
    const { json } = await get("/health");
    assert.equal(json.status, "paused");
    assert.equal(json.database, "ok");
    assert.equal(json.schema, await house.value("select max(number) from hippo.migration"));
    assert.deepEqual(json.stream, (await house.query(`select top as "offset", epoch from hippo.stream where channel = 'race'`))[0]);
  });

  test("config: the house's own times, one source for all clients", async () => {
    const { json } = await get("/config");
    const { BETTING_MS: betting, LOCK_MS: lock, FILM_MS: film, FINISH_MS: finish } = house.settings;
    assert.deepEqual(json.timers, { betting, lock, film, finish });
    assert.equal(json.websocketPath, "/connection/websocket");
    assert.equal(json.fairness.algorithm, "HR1");
  });

  test("a round is the same at rounds/current, rounds/{id} and in the list", async () => {
    const current = (await get("/rounds/current")).json;
    assert.deepEqual((await get(`/rounds/${current.roundId}`)).json, current);
    assert.deepEqual((await get("/rounds?limit=1")).json.rounds, [current]);
    const stored = await house.value("select runner_order from hippo.round where round_id = $1", [current.roundId]);
    assert.deepEqual(current.result.order, stored);
    assert.equal(current.result.winner.number, stored[0]);
  });

  test("the list gives every round once, newest first, a page at a time", async () => {
    const seen = [];
    let page = (await get("/rounds?limit=2")).json;
    seen.push(...page.rounds);
    while (page.next !== null) {
      page = (await get(`/rounds?limit=2&before=${page.next}`)).json;
      seen.push(...page.rounds);
    }
    const ids = await house.query("select round_id from hippo.round order by round_id desc");
    assert.deepEqual(seen.map(({ roundId }) => roundId), ids.map((row) => row.round_id));
  });

  test("the winners are those of the last settled rounds", async () => {
    const { winners } = (await get("/winners?limit=2")).json;
    const rounds = await house.query("select round_id, runner_order from hippo.round where phase = 'settled' order by round_id desc limit 2");
    assert.deepEqual(winners.map(({ roundId, order, winner }) => [roundId, order, winner.number]), rounds.map((row) => [row.round_id, row.runner_order, row.runner_order[0]]));
  });

  test("openapi.yaml is the contract of this tree", async () => {
    assert.equal((await get("/openapi.yaml")).text, readFileSync(join(ROOT, "api/openapi.yaml"), "utf8"));
  });

  test("a settled proof may be kept for ever, the current round must be asked for again", async () => {
    assert.match((await get(`/rounds/${FIRST_ROUND}/proof`)).headers["cache-control"], FOREVER);
    assert.match((await get(`/rounds/${FIRST_ROUND}`)).headers["cache-control"], FOREVER);
    assert.equal((await get("/rounds/current")).headers["cache-control"], "no-cache");
    assert.equal((await get("/health")).headers["cache-control"], "no-store");
  });
});

describe("what does not fit is refused", () => {
  const none = 99_999_999;
  for (const path of ["", "/", "/nope", "/rounds/", `/rounds/${FIRST_ROUND}/`, `/rounds/${FIRST_ROUND}/secret`, `/rounds/${none}`,
    `/rounds/${none}/proof`, "/Rounds", "/rounds/../config", "//rounds", "/rounds%2fcurrent"]) {
    test(`404: ${BASE}${path}`, async () => assertProblem(await get(path), 404, "not_found"));
  }

  const bad = { "/rounds/abc": "id", "/rounds/-1": "id", "/rounds/0": "id", "/rounds/010000001": "id", "/rounds/1e7": "id",
    "/rounds/99999999999999999999": "id", "/rounds/abc/proof": "id", "/rounds?limit=0": "limit", "/rounds?limit=101": "limit", "/rounds?limit=": "limit",
    "/rounds?limit=ten": "limit", "/rounds?before=-5": "before", "/rounds?before=1.5": "before", "/winners?limit=101": "limit" };
  for (const [path, parameter] of Object.entries(bad)) {
    test(`400 that names ${parameter}: ${path}`, async () => {
      const answer = await get(path);
      assertProblem(answer, 400, "bad_parameter");
      assert.equal(answer.json.parameter, parameter);
    });
  }

  test("400: a parameter twice, a broken encoding", async () => {
    const twice = await get("/rounds?limit=1&limit=2");
    assertProblem(twice, 400, "duplicate_parameter");
    assert.equal(twice.json.parameter, "limit");
    assert.equal((await get("/rounds?limit=%zz")).status, 400);
    assert.equal((await get("/rounds?limit=%00")).status, 400);
  });

  test("414: an address without end; 413: a body without end", async () => {
    assert.equal((await get(`/rounds?limit=${"1".repeat(4000)}`)).status, 414);
    const answer = await get("/rounds", { method: "POST", headers: { "content-type": "application/json" }, body: "x".repeat(70_000) });
    assert.equal(answer.status, 413);
  });

  test("TRACE and CONNECT are not spoken here", async () => {
    assert.equal((await house.request("/", { method: "TRACE" })).status, 405);
  });

  test("none of it harmed the api", async () => assert.equal((await get("/health")).status, 200));
});

describe("pages", () => {
  const CSP = ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"];

  test("the screen has a strict Content-Security-Policy that only lets it talk to its own origin", async () => {
    const { status, headers } = await house.get("/");
    assert.equal(status, 200);
    const policy = headers["content-security-policy"].split("; ");
    for (const rule of CSP) assert.ok(policy.includes(rule), `${rule} is not in ${policy}`);
    const { host } = new URL(house.origin);
    assert.ok(policy.includes(`connect-src 'self' ws://${host} wss://${host}`), String(policy));
    assert.doesNotMatch(headers["content-security-policy"], /unsafe|\*|https:/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers.server, undefined);
  });

  test("no page or script names a port, a host or a scheme of the socket", async () => {
    const { text } = await house.get("/");
    const scripts = [...text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => path);
    assert.ok(scripts.length > 0);
    for (const path of scripts) assert.equal((await house.get(new URL(path, `${house.origin}/`).pathname)).status, 200, path);
    assert.doesNotMatch(text, /localhost|808\d|wss?:\/\//);
  });

  test("an unknown page is 404, and nothing outside of web/ can be read", async () => {
    for (const path of ["/nope", "/../Makefile", "/..%2fMakefile", "/%2e%2e/Makefile", "/.git/config"]) {
      const { status } = await house.get(path);
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    }
  });

  test("the gateway's health is public: alive and ready", async () => {
    for (const path of ["/healthz", "/readyz"]) assert.equal((await house.get(path)).status, 200, path);
  });
});

describe("faults", () => {
  const away = async (path) => {
    const answer = await get(path);
    assertProblem(answer, 503, "database_unavailable");
    assert.match(answer.headers["retry-after"] ?? "", /^[1-9]\d*$/);
    return true;
  };

  test("database away: 503 with Retry-After; back: 200 without anybody's help", async () => {
    const paths = ROUTES.filter((path) => !["/keepalive", "/openapi.yaml"].includes(path));
    await house.db.stop();
    for (const path of paths) await waitFor(`${path} says 503`, () => away(path), 8000, 100);
    for (const path of ["/keepalive", "/openapi.yaml"]) assert.equal((await get(path)).status, 200, path);
    assert.equal((await house.get("/healthz")).status, 200, "the gateway lives");
    await waitFor("the gateway is not ready", async () => (await house.get("/readyz")).status === 503, 8000, 50);
    await house.db.start();
    for (const path of paths) await waitFor(`${path} says 200`, async () => (await get(path)).status === 200, 8000, 50);
    await waitFor("the gateway is ready", async () => (await house.get("/readyz")).status === 200, 8000, 50);
  });

  test("api away for a moment: requests wait for it instead of failing", async () => {
    await house.kill("api");
    const asked = get("/health");
    house.start("api");
    assert.equal((await asked).status, 200);
  });

  test("api away: a 5xx problem with Retry-After, in bounded time", async () => {
    await house.kill("api");
    const start = performance.now();
    const answer = await get("/health");
    assert.ok(answer.status === 502 || answer.status === 503, answer.text);
    assert.equal(answer.headers["content-type"], "application/problem+json");
    assert.match(answer.headers["retry-after"] ?? "", /^\d+$/);
    assert.ok(performance.now() - start < 8000);
    house.start("api");
    await house.ready(["api"]);
  });

  test("pause held all the time, and the next round follows the last one when the game is resumed", async () => {
    const last = await house.value("select max(round_id) from hippo.round");
    assert.equal((await get("/rounds/current")).json.roundId, last);
    await house.query("select hippo.game_resume('end of the test')");
    await house.phase(["betting", "locked", "racing"], { from: last + 1 });
    assert.equal((await get("/rounds?limit=1")).json.rounds[0].roundId, last + 1);
  });
});
