// SPDX-License-Identifier: MIT
// Strangers cost next to nothing before it is known who asks: no memory for channels that are not theirs, no question to the
// database beyond a bounded queue, and nobody else notices. (Eight thousand of them: tests/chaos/strangers.test.mjs.)
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Mouth } from "../lib/centrifuge.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { Raw, upgrade } from "../lib/raw.mjs";
import { SANITIZE } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { furnish, makeToken } from "../lib/staff.mjs";
import { attack } from "../lib/strangers.mjs";
import { waitFor } from "../lib/wait.mjs";

const COUNT = SANITIZE ? 300 : 1500;
const KB_EACH = 2;
const ADMIN_MS = 1000;
const PLACES = 4096;
const FLOOR_MS = 25; // less is no delay, on a machine that does other things besides
const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));

describe("strangers", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 } });
  let staff;
  before(async () => {
    staff = await furnish(house);
  });

  test("races and the administration go on as beside mere viewers", async (t) => {
    const { quiet, viewers, strangers } = await attack(house, staff.ada, COUNT, { atLeast: 30 });
    t.diagnostic(JSON.stringify({ quiet, viewers, strangers }));
    // Who gives way to all others may be too late with its own handshake.
    assert.ok(strangers.told[101] + strangers.told[503] > 0.9 * COUNT, "let in, or told to come back");
    assert.ok(strangers.p99 < Math.max(2 * viewers.p99, slack(FLOOR_MS)), `p99 ${strangers.p99} ms, beside viewers ${viewers.p99}`);
    assert.ok(strangers.adminMs < slack(ADMIN_MS), `an event of the administration took ${strangers.adminMs} ms`);
    if (!SANITIZE) assert.ok(strangers.kb - viewers.kb < COUNT * KB_EACH, `${strangers.kb - viewers.kb} kB for ${COUNT}`);
  });

  test("so many wait for the database and no more: others are told to come back, who asks for nothing is let in", async () => {
    const mouth = await new Mouth(house).connect({ token: staff.anna.token });
    const lock = await house.db.connect();
    await lock.query("begin; lock table hippo.sign_in in access exclusive mode");
    const query = `?${many(8, (i) => `channel=till:${i + 1}`).join("&")}`;
    const raws = [];
    const status = (raw) => /^HTTP\/1\.1 (\d+)/.exec(raw.heard)?.[1];
    for (let i = 0; i < 12; i++) {
      const some = many(50, () => new Raw(house, upgrade({ query, headers: { Authorization: `Bearer ${makeToken().token}` } })));
      await waitFor("answers", () => some.every(status));
      raws.push(...some);
    }
    const statuses = raws.map(status);
    const count = (wanted) => statuses.filter((one) => one === wanted).length;
    // Those places, and the one question that is asked.
    assert.ok(count("101") >= PLACES / 8 && count("101") <= (PLACES + 64) / 8, `${count("101")} were let in`);
    assert.equal(count("503"), statuses.length - count("101"));
    mouth.say(many(8, (i) => ({ id: 2 + i, subscribe: { channel: `till:${40 + i}` } })));
    const late = await mouth.waitFor("an answer", () => mouth.replies[1]);
    assert.deepEqual(late.error, { code: 111, message: "too many requests", temporary: true });
    const nobody = await new Raw(house, upgrade({ query })).open();
    assert.equal(status(nobody), "101");
    await waitFor("all are refused at once", () => nobody.texts().filter(({ event, code }) => event === "unsubscribed" && code === 103).length === 8);
    await lock.end();
    for (const raw of [...raws, nobody]) raw.hangUp();
    await waitFor("and in again", async () => {
      const id = 20 + mouth.replies.length;
      mouth.say({ id, subscribe: { channel: "till:1" } });
      return (await mouth.waitFor("an answer", () => mouth.replies.find((reply) => reply.id === id))).subscribe;
    }, 10_000, 200);
    mouth.socket.terminate();
  });
});
