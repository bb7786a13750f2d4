// SPDX-License-Identifier: MIT
// Whatever dies of a house in containers, or is restarted, comes back, and nobody misses anything.
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed } from "../lib/client.mjs";
import { waitFor } from "../lib/wait.mjs";
import { needDocker, useContainers, V2 } from "./containers.mjs";

const ALL = ["postgres", "scheduler", "gateway", "api", "caddy"];

before(needDocker);

describe("a house in containers", () => {
  const house = useContainers(V2);
  before(() => house.up());

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

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });
});
