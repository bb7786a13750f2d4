// SPDX-License-Identifier: MIT
// A house in containers is upgraded in the middle of its busiest hour: 2 000 screens watch, 50 cashiers sell all the time.
// No request fails, no event is lost, no ticket is sold twice or forgotten.
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { rush } from "../lib/rush.mjs";
import { needDocker, useContainers, V2 } from "./containers.mjs";

const SCREENS = Number(process.env.SCREENS ?? 2000);
const CASHIERS = 50;

before(needDocker);

describe("an upgrade at the busiest hour", () => {
  const house = useContainers(V2, { settings: { BETTING_MS: 8000, LOCK_MS: 500, FILM_MS: 2000, FINISH_MS: 1000, DRAIN_SECONDS: 20, LOG_LEVEL: "warn" } });

  test(`${SCREENS} screens and ${CASHIERS} cashiers notice nothing`, { timeout: 600_000 }, async (t) => {
    await house.up();
    const old = new Set(await house.ids());
    await rush(t, house, { screens: SCREENS, cashiers: CASHIERS, returns: 2 }, async () => {
      await house.run(join(house.tree, "deploy/compose/upgrade"));
    });
    for (const name of ["api", "gateway", "scheduler"]) {
      const ids = await house.ids(name);
      assert.equal(ids.length, 1, name);
      assert.ok(!old.has(ids[0]), `${name} is the old one`);
    }
    await house.assertSettled("caddy", "api", "gateway", "scheduler");
    await assertBooks(house);
  });
});
