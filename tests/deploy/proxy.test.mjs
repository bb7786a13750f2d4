// SPDX-License-Identifier: MIT
// What Caddy makes of daemons that come and go: nobody waits in vain, and nothing looks like an answer that is none.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { assertFollowed } from "../lib/client.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const GAP_MS = 700;

describe("a daemon behind Caddy", inOrder, () => {
  const house = useHouse();
  const login = () => house.request("/api/v1/auth/login", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "nobody", password: "a wrong password" }),
  });

  test("an api that is away for a moment is waited for, with GET and with POST", async () => {
    await house.stop("api");
    const answers = [login(), house.get("/api/v1/rounds/current")];
    await pass(GAP_MS);
    house.start("api");
    const [posted, got] = await Promise.all(answers);
    assert.equal(posted.status, 401, posted.text);
    assert.equal(got.status, 200);
  });

  test("an api restarted under load fails nobody", async () => {
    let isOver = false;
    const answers = {};
    const ask = async (call) => {
      while (!isOver) {
        const { status } = await call().catch((error) => ({ status: error.message }));
        answers[status] = (answers[status] ?? 0) + 1;
      }
    };
    const asking = [...Array.from({ length: 6 }, () => ask(() => house.get("/api/v1/rounds?limit=3"))), ...Array.from({ length: 6 }, () => ask(() => house.request("/api/v1/tickets", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lines: "x".repeat(2000) }) })))];
    for (let i = 0; i < 4; i++) {
      await pass(300);
      await house.stop("api");
      house.start("api");
    }
    await pass(300);
    isOver = true;
    await Promise.all(asking);
    assert.deepEqual(Object.keys(answers).sort(), ["200", "401"], JSON.stringify(answers));
  });

  test("a second gateway takes the name over: clients of the first are sent there, and newcomers notice nothing", async () => {
    const screens = await Promise.all(Array.from({ length: 20 }, () => house.follower()));
    let isOver = false;
    const newcomers = (async () => {
      let count = 0;
      for (; !isOver; count++) await (await house.client()).close();
      return count;
    })();
    const socket = `unix:${join(house.folder, "run/gateway.sock")}`;
    house.start("gateway", { as: "stand-in", env: { GATEWAY_LISTEN: socket } });
    await waitFor("the stand-in has a client", () => house.words("stand-in").includes("client_open"), 10_000);
    await house.stop("gateway");
    await waitFor("all came over", () => screens.every(({ clients }) => clients.length === 2), 10_000);
    house.start("gateway");
    const before = house.words("gateway").length;
    await waitFor("the gateway has a client again", () => house.words("gateway").slice(before).includes("client_open"), 10_000);
    await house.stop("stand-in");
    await waitFor("all came back", () => screens.every(({ clients }) => clients.length === 3), 10_000);
    isOver = true;
    assert.ok((await newcomers) > 5);
    assert.equal((await house.get("/readyz")).status, 200);
    for (const screen of screens) {
      await screen.stop();
      await assertFollowed(screen);
    }
  });

  describe("an api that ends in the middle", inOrder, () => {
    const deaf = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", () => socket.end());
    });
    after(() => deaf.close());

    test("is told as 502, not as an empty 200", async () => {
      await house.stop("api");
      const path = join(house.folder, "run/api.sock");
      rmSync(path, { force: true });
      await new Promise((resolve) => deaf.listen(path, resolve));
      for (const answer of [await login(), await house.get("/api/v1/rounds/current")]) {
        assert.equal(answer.status, 502, answer.text);
        assert.equal(answer.headers["content-type"], "application/problem+json");
        assert.equal(answer.json.code, "unavailable");
        assert.equal(answer.headers["retry-after"], "1");
      }
    });
  });
});
