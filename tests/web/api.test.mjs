// SPDX-License-Identifier: MIT
// The pages' api client: what is sent, and how a refusal, half an answer and none at all are told apart.
import assert from "node:assert/strict";
import { test } from "node:test";

import "../lib/webcrypto.mjs";
import { ApiError, createApi, newKey } from "../../web/lib/api.js";

const answer = (status, body, headers = {}) => new Response(body === null ? null : typeof body === "string" ? body : JSON.stringify(body), { status, headers });

/** An api whose other side is this function. */
function bench(reply, options = {}) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push({ url, ...init });
    return reply(url, init);
  };
  return { api: createApi({ fetch, ...options }), asked };
}

const failure = async (promise) => {
  const error = await promise.then(() => assert.fail("it did not fail"), (reason) => reason);
  assert.ok(error instanceof ApiError, String(error));
  return error;
};

test("a question goes with the cookie and in the page's language", async () => {
  const { api, asked } = bench(() => answer(200, { number: 7 }), { lang: () => "ht" });
  assert.deepEqual(await api.get("/rounds/current"), { number: 7 });
  const [{ url, method, headers, credentials, body }] = asked;
  assert.deepEqual([url, method, credentials, body], ["/api/v1/rounds/current", "GET", "same-origin", undefined]);
  assert.deepEqual(headers, { accept: "application/json", "accept-language": "ht" });
});

test("a change has its key: the one it is given, else a new one each time", async () => {
  const { api, asked } = bench(() => answer(201, {}));
  await api.post("/tickets", { lines: [] }, { key: "one" });
  await api.post("/tickets");
  await api.patch("/admin/shops/1", {});
  await api.put("/me/password", {});
  assert.equal(asked[0].headers["idempotency-key"], "one");
  assert.equal(asked[0].body, '{"lines":[]}');
  assert.equal(asked[0].headers["content-type"], "application/json");
  assert.equal(new Set(asked.map(({ headers }) => headers["idempotency-key"])).size, 4);
});

test("a token takes the cookie's place", async () => {
  const { api, asked } = bench(() => answer(200, {}), { token: "t" });
  await api.get("/me");
  assert.equal(asked[0].headers.authorization, "Bearer t");
  assert.equal(asked[0].credentials, "omit");
  const nobody = bench(() => answer(200, {}), { token: "" });
  await nobody.api.get("/config");
  assert.equal(nobody.asked[0].credentials, "omit");
  assert.equal(nobody.asked[0].headers.authorization, undefined);
});

test("a refusal is told by code and facts", async () => {
  const problem = { code: "stake_max", status: 422, title: "t", detail: "d", line: 2, max: 5000 };
  const error = await failure(bench(() => answer(422, problem)).api.post("/tickets"));
  assert.deepEqual([error.status, error.code, error.facts, error.offline, error.retryAfterMs], [422, "stake_max", problem, false, null]);
  assert.equal((await failure(bench(() => answer(429, { code: "too_many_attempts", retryAfterMs: 1500 })).api.get("/me"))).retryAfterMs, 1500);
  assert.equal((await failure(bench(() => answer(503, { code: "unavailable" }, { "retry-after": "2" })).api.get("/me"))).retryAfterMs, 2000);
});

test("a refusal that is not the api's own is unavailable", async () => {
  const error = await failure(bench(() => answer(502, "<html>")).api.get("/me"));
  assert.deepEqual([error.status, error.code, error.offline], [502, "unavailable", false]);
});

test("no answer, half an answer and one that does not end are offline: the change may have happened", async () => {
  const replies = {
    none: () => Promise.reject(new TypeError("fetch failed")),
    half: () => answer(201, '{"number":"01-0'),
    cut: () => ({ ok: true, status: 201, headers: new Headers(), text: () => Promise.reject(new TypeError("terminated")) }),
    silent: (url, { signal }) => new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  };
  for (const [what, reply] of Object.entries(replies)) {
    const error = await failure(bench(reply, { timeoutMs: 20 }).api.post("/tickets"));
    assert.deepEqual([error.code, error.offline, error.status], ["offline", true, 0], what);
  }
});

test("an empty answer is null", async () => {
  assert.equal(await bench(() => answer(204, null)).api.post("/auth/logout"), null);
});

test("a key is a random UUID", () => {
  const keys = new Set(Array.from({ length: 100 }, newKey));
  assert.equal(keys.size, 100);
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
