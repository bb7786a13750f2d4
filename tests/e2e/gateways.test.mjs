// SPDX-License-Identifier: MIT
// Two gateways that share nothing but the database, as on two machines, behind one Caddy: a viewer lands on either, and goes
// on at the other where the first one ends.
import assert from "node:assert/strict";
import http from "node:http";
import { before, describe, test } from "node:test";
import { Centrifuge } from "centrifuge";
import { Stock } from "../lib/centrifuge.mjs";
import { assertFollowed } from "../lib/client.mjs";
import { assertStreamsKept } from "../lib/edge.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { furnish, tell } from "../lib/staff.mjs";
import { waitFor } from "../lib/wait.mjs";

const NAMES = ["gateway", "gateway-2"];
const [FIRST, SECOND] = NAMES;
describe("two gateways", inOrder, () => {
  const house = useHouse({ gateways: NAMES, env: { PING_SECONDS: 1 } });
  let staff;

  before(async () => {
    house.start("gateway", { as: SECOND, isAlone: true });
    await bothReady();
    staff = await furnish(house);
  });

  /** Both, each by itself: Caddy would ask either. */
  const bothReady = () => Promise.all(NAMES.map((name) => waitFor(`${name} is ready`, () => isReady(name), 15_000)));

  function isReady(name) {
    return new Promise((resolve) => {
      http.get({ socketPath: `${house.folder}/run/${name}.sock`, path: "/readyz", agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      }).on("error", () => resolve(false));
    });
  }

  async function restart(name) {
    house.start("gateway", { as: name, isAlone: name === SECOND });
    await bothReady();
  }

  test("what a stream's client says reaches its gateway, whichever that is; from another address it may not", (t) => assertStreamsKept(t, house));

  test("a screen goes on at the other gateway, and back: every event once, in order", async () => {
    const followers = await Promise.all(Array.from({ length: 12 }, () => house.follower()));
    for (const name of [FIRST, SECOND]) {
      await house.kill(name);
      await waitFor("all are back", () => followers.every(({ clients }) => clients.at(-1).closed === null));
      const reached = Math.max(...followers.map(({ offset }) => offset));
      await waitFor("and go on", () => followers.every(({ offset }) => offset > reached), 20_000);
      await restart(name);
    }
    const returns = followers.map(({ clients }) => clients.length - 1);
    assert.ok(returns.reduce((sum, count) => sum + count, 0) >= followers.length, `each was at one of the two: ${returns}`);
    for (const follower of followers) {
      await follower.stop();
      await assertFollowed(follower);
    }
  });

  test("bare server-sent events go on elsewhere by Last-Event-ID", async (t) => {
    async function listen(name, last) {
      const ids = [];
      const call = http.get({ socketPath: `${house.folder}/run/${name}.sock`, path: "/connection/uni_sse", agent: false, headers: { host: "localhost", ...(last ? { "last-event-id": last } : {}) } });
      t.after(() => call.destroy());
      call.on("error", () => {}).on("response", (answer) => answer.on("error", () => {}).setEncoding("utf8").on("data", (text) => {
        for (const [, id] of text.matchAll(/^id: (\S+)$/gm)) ids.push(id);
      }));
      await waitFor(`events of ${name}`, () => ids.length > 3, 20_000);
      call.destroy();
      return ids;
    }
    const offsets = (ids) => ids.map((id) => Number(id.split(":")[1]));
    const before = await listen(FIRST);
    const after = await listen(SECOND, before.at(-1));
    const all = offsets([...before, ...after.slice(1)]); // the first id is that of `connected`: where it goes on from
    assert.deepEqual(all, all.map((_, i) => all[0] + i));
    assert.equal(after[0].split(":")[0], before[0].split(":")[0], "one stream, one epoch");
  });

  test("a till's page goes on at the other gateway, and misses nothing that was told meanwhile", async () => {
    const page = await new Stock(house, Centrifuge, { token: staff.anna.token }).open();
    const subscription = page.subscribe("till:1");
    await page.waitFor("subscribed", () => subscription.subscribed.length > 0);
    for (const name of [FIRST, SECOND]) {
      await house.kill(name);
      await tell(house, "till:1", `without ${name}`);
      await page.waitFor("what was told", () => subscription.publications.some(({ data }) => data.note === `without ${name}`), 15_000);
      await restart(name);
    }
    assert.ok(page.states.filter((state) => state === "connected").length > 1, "it was on one of the two");
    assert.ok(subscription.subscribed.slice(1).every(({ wasRecovering, recovered }) => wasRecovering && recovered));
    const notes = subscription.publications.map(({ data }) => data.note).filter(Boolean);
    assert.deepEqual(notes, [`without ${FIRST}`, `without ${SECOND}`]);
  });
});
