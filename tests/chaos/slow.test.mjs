// SPDX-License-Identifier: MIT
// Who reads slowly but steadily is not taken for one that has stalled.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openHouse } from "../lib/house.mjs";
import { upgrade } from "../lib/raw.mjs";
import { Reader } from "../lib/reader.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const STALL_MS = 10_000;

test("who reads slowly but steadily stays; who stops reading is sent away, and told why", async (t) => {
  const house = await openHouse(t, { settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 }, programs: ["scheduler", "gateway", "caddy"] });
  const path = join(house.folder, "run/gateway.sock");
  const slow = new Reader({ path }, upgrade()), still = new Reader({ path }, upgrade());
  await waitFor("both are in", () => [slow, still].every(({ heard }) => heard.includes("connected")));
  slow.isFast = still.isFast = false;
  await house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', 900))) from generate_series(1, 400)");
  const timer = setInterval(() => slow.socket.resume(), 300);
  await pass(STALL_MS + 4000);
  clearInterval(timer);
  for (const reader of [slow, still]) reader.hurry();
  await waitFor("the one is told", () => still.close === 3008, 8000);
  await waitFor("the other has it all", () => slow.heard.split("test_note").length === 401, 8000);
  assert.equal(slow.close, null);
  slow.socket.destroy();
  still.socket.destroy();
});
