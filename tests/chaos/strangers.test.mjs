// SPDX-License-Identifier: MIT
// Eight thousand strangers at once, each of whom asks for eight private channels: nobody else notices.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { inOrder, useHouse } from "../lib/house.mjs";
import { slack } from "../lib/slack.mjs";
import { furnish } from "../lib/staff.mjs";
import { attack, storm } from "../lib/strangers.mjs";

const COUNT = 8000;
const EVERY_MS = 250;
const KB_EACH = 2;
const ADMIN_MS = 2000;
const FLOOR_MS = 25;
const STORM = 10_000;

describe("thousands of strangers", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 } });
  let staff;
  before(async () => {
    staff = await furnish(house);
  });

  test("they take races no later than mere viewers would, and no memory to speak of", { timeout: 300_000 }, async (t) => {
    const { quiet, viewers, sitting, strangers } = await attack(house, staff.ada, COUNT, { everyMs: EVERY_MS });
    t.diagnostic(JSON.stringify({ quiet, viewers, sitting, strangers }));
    // Who gives way to all others may be too late with its own handshake.
    assert.ok(strangers.told[101] + strangers.told[503] > 0.9 * COUNT, "let in, or told to come back");
    // A house that as many watch, and nobody comes or goes: a pass over all of them takes as long as it takes.
    assert.ok(strangers.p99 < Math.max(2 * sitting.p99, slack(FLOOR_MS)), `p99 ${strangers.p99} ms, beside ${sitting.p99} while viewers sit there`);
    assert.ok(strangers.adminMs < slack(ADMIN_MS), `an event of the administration took ${strangers.adminMs} ms`);
    assert.ok(strangers.kb - viewers.kb < COUNT * KB_EACH, `${strangers.kb - viewers.kb} kB for ${COUNT}`);
  });
  test("ten thousand who are cut and come back at once make races no later than they do while they sit there", { timeout: 300_000 }, async (t) => {
    const { sitting, back, tookMs } = await storm(house, STORM);
    t.diagnostic(JSON.stringify({ sitting, back, tookMs }));
    assert.ok(back.p99 < Math.max(2 * sitting.p99, slack(FLOOR_MS)), `p99 ${back.p99} ms, beside ${sitting.p99} while all sit`);
  });
});
