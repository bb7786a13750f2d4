// SPDX-License-Identifier: MIT
// What JSON, HTTP and the contract allow is taken, however a client's library writes it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, describe, test } from "node:test";
import { operation } from "../lib/contract.mjs";
import { useHouse } from "../lib/house.mjs";
import { Stage } from "../lib/stage.mjs";

describe("taken as it is written", () => {
  const house = useHouse();
  let stage;
  before(async () => (stage = await Stage.open(house)), { timeout: 60_000 });

  /** With these bytes as its body; null: none, and no type. */
  const send = async (id, { who, path, body }, more = {}) => {
    const one = operation(id), headers = { authorization: `Bearer ${who.token}`, "idempotency-key": randomUUID(), ...(body === null ? {} : { "content-type": "application/json" }), ...more };
    const answer = await house.request(`/api/v1${path}`, { method: one.method, headers, ...(body === null ? {} : { body }) });
    one.check({ ...answer, json: JSON.parse(answer.text) });
    return { ...answer, json: JSON.parse(answer.text) };
  };

  test("a whole number with a point or an exponent, at any depth", async () => {
    for (const [written, value] of [["93.0", 93], ["9.4e1", 94], ["950E-1", 95], ["96", 96]]) {
      const { status, json } = await send("updateSetting", { who: stage.admin, path: "/admin/settings/void_limit", body: `{"value":${written},"reason":"a test"}` });
      assert.deepEqual([status, json.value], [200, value], written);
    }
    for (const written of ["93.5", "1e400", "9007199254740993.0"])
      assert.equal((await send("updateSetting", { who: stage.admin, path: "/admin/settings/void_limit", body: `{"value":${written}}` })).status, 400, written);
    const { roundId, cardHash } = await stage.bet();
    const sold = await send("sellTicket", { who: stage.cashier, path: "/tickets", body: `{"roundId":${roundId}.0,"cardHash":"${cardHash}","lines":[{"market":"win","selection":"6","stake":25e2}]}` });
    assert.deepEqual([sold.status, sold.json.stake], [200, 2500]);
    const hours = await send("updateShop", { who: stage.admin, path: `/admin/shops/${stage.shop.shopId}`, body: '{"hours":[{"weekday":1.0,"opens":"00:00","closes":"24:00"}]}' });
    assert.equal(hours.status, 200);
  });

  test("a change without a body has no type; a form of another site has an Origin, and is refused all the same", async () => {
    const signedIn = () => stage.session(stage.auditor);
    for (const type of [undefined, "text/plain"]) {
      const { status } = await send("logout", { who: await signedIn(), path: "/auth/logout", body: null }, type ? { "content-type": type } : {});
      assert.equal(status, 200, type);
    }
    assert.equal((await send("logout", { who: await signedIn(), path: "/auth/logout", body: null }, { origin: "https://evil.example" })).json.code, "origin_refused");
    assert.equal((await send("logout", { who: await signedIn(), path: "/auth/logout", body: "{}" }, { "content-type": "text/plain" })).status, 415);
    const { status, json } = await send("updateTill", { who: stage.admin, path: "/admin/tills/1", body: null });
    assert.deepEqual([status, json.tillId], [200, 1]);
  });

  test("a value that no house could have is 400, one that does not go with the others 409", async () => {
    const set = async (name, value) => {
      const { status, json } = await send("updateSetting", { who: stage.admin, path: `/admin/settings/${name}`, body: JSON.stringify({ value, reason: "a test" }) });
      return [status, json.code, json.parameter];
    };
    assert.deepEqual(await set("rules_url", "javascript:alert(1)"), [400, "bad_parameter", "value"]);
    assert.deepEqual(await set("film_ms", 3050), [400, "bad_parameter", "value"]);
    assert.deepEqual((await set("stake_min", 2600)).slice(0, 2), [409, "settings_conflict"]);
    assert.deepEqual((await set("time_zone", "Asia/Tokyo")).slice(0, 2), [409, "setting_fixed"]);
  });

  test("TRACE is told what an address takes", async () => {
    for (const [path, allow] of Object.entries({ "/api/v1/rounds": "GET, HEAD", "/api/v1/tickets": "GET, HEAD, POST", "/api/v1/auth/login": "POST", "/": "GET, HEAD", "/connection/uni_sse": "GET", "/readyz": "GET",
      "/emulation": "POST", "/connection/http_stream": "POST" })) {
      const { status, headers } = await house.request(path, { method: "TRACE" });
      assert.equal(status, 405, path);
      assert.deepEqual(headers.allow.split(", ").sort(), allow.split(", "), path);
    }
    assert.equal((await house.request("/api/v1/nothing", { method: "TRACE" })).status, 404);
  });
});
