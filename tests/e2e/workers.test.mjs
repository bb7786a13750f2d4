// SPDX-License-Identifier: MIT
// Several workers on one address, a unix socket and a TCP port: any client anywhere, and a killed worker costs only
// its own clients a reconnect, in which they lose nothing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertFollowed } from "../lib/client.mjs";
import { freePort, inOrder, openHouse } from "../lib/house.mjs";
import { processTree } from "../lib/sockets.mjs";
import { waitFor } from "../lib/wait.mjs";

const workersOf = (gateway) => processTree(gateway.pid).slice(1);

describe("workers", inOrder, () => {
  for (const kind of ["a unix socket", "a TCP port"]) {
    test(`a killed worker behind ${kind} costs its own clients a reconnect, and nothing else`, async (t) => {
      const house = await openHouse(t, { programs: ["scheduler", "caddy"], plain: true });
      const port = await freePort();
      const env = { WORKERS: 2, ...(kind === "a TCP port" ? { GATEWAY_LISTEN: `127.0.0.1:${port}` } : {}) };
      const gateway = house.start("gateway", { env });
      const site = kind === "a TCP port" ? `http://127.0.0.1:${port}` : house.origin;
      // Any of them may answer: a row of good answers says that all would.
      await waitFor("both workers are ready", async () => {
        for (let i = 0; i < 30; i++) if ((await house.request("/readyz", { origin: site })).status !== 200) return false;
        return workersOf(gateway).length === 2;
      }, 15_000);
      const followers = [];
      t.after(() => Promise.all(followers.map((follower) => follower.stop())));
      for (let i = 0; i < 12; i++) followers.push(await house.follower({ site }));
      const [victim] = workersOf(gateway);
      process.kill(victim, "SIGKILL");
      await waitFor("another one", () => workersOf(gateway).length === 2 && !workersOf(gateway).includes(victim), 15_000);
      const has = followers.map(({ stored }) => stored.length);
      await waitFor("events for all", () => followers.every(({ stored }, i) => stored.length > has[i] + 3), 20_000);
      for (const follower of followers) {
        await assertFollowed(follower);
        assert.ok(follower.clients.length <= 2);
      }
      await Promise.all(followers.map((follower) => follower.stop()));
      await house.stop("gateway");
      assert.deepEqual(gateway.end, { code: 0, signal: null });
    });
  }
});
