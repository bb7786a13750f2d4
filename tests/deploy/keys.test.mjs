// SPDX-License-Identifier: MIT
// Another key for the secrets of the rounds, at the end of a session: no round is lost, and every proof still holds.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { assertBooks } from "../lib/books.mjs";
import { SHORT, useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const ROUNDS = 4;
const house = useHouse({ settings: { ...SHORT, SESSION_ROUNDS: ROUNDS } });

test("a new key for the next session, while the screens watch", { timeout: 60_000 }, async () => {
  const screen = await house.follower();
  const old = readFileSync(house.vaultKey);
  const asked = (what) => join(house.folder, what);
  const ask = (what) => `touch ${asked(what)}; while [ -e ${asked(what)} ]; do sleep 0.05; done`;
  let isOver = false;
  const serving = (async () => {
    for (; !isOver; await pass(20))
      for (const [what, serve] of [["stop", () => house.stop("scheduler")], ["start", () => house.start("scheduler")]])
        if (existsSync(asked(what))) {
          await serve();
          rmSync(asked(what));
        }
  })();
  const { stdout } = await promisify(execFile)(join(ROOT, "deploy/server/rotate-key"), [], {
    env: { ...process.env, DATABASE_URL: house.db.url("postgres"), VAULT_KEY_FILE: house.vaultKey, STOP_SCHEDULER: ask("stop"), START_SCHEDULER: ask("start"),
      KEY_COPIES: join(house.folder, "copies") },
  });
  isOver = true;
  await serving;
  assert.match(stdout, /rotate-key: done/);
  assert.notDeepEqual(readFileSync(house.vaultKey), old);
  const kept = readdirSync(house.folder).find((name) => name.startsWith("vault.key.") && !name.endsWith(".record"));
  assert.deepEqual(readFileSync(join(house.folder, kept)), old);
  const before = await house.value("select count(*) from hippo.round where phase = 'settled'");
  assert.equal(before % ROUNDS, 0, "the session was run to its end");
  await house.rounds(before + ROUNDS + 1, 30_000);
  await waitFor("a second key has sealed", async () => (await house.value("select count(distinct key_fingerprint) from hippo.session")) === 2);
  await waitFor("exports have a second key, too, and the first one is not forgotten", async () => (await house.value(`select count(*) from hippo.signing_key k
    where key_fingerprint in (select key_fingerprint from hippo.session)
      and exists (select from hippo.journal where action = 'signing_key' and subject = encode(k.public_key, 'hex'))`)) === 2);
  await screen.stop();
  assert.equal(screen.losses, 0);
  await assertBooks(house);
});
