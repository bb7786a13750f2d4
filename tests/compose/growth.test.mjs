// SPDX-License-Identifier: MIT
// More containers of a kind: Caddy uses each of them and misses none that goes; of two schedulers one leads.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed } from "../lib/client.mjs";
import { pass, waitFor } from "../lib/wait.mjs";
import { docker, needDocker, useContainers, V1 } from "./containers.mjs";

before(needDocker);

describe("a house that grows", () => {
  const house = useContainers(V1);

  test("three gateways and two apis: Caddy finds and uses each of them, and misses none that goes", async () => {
    house.configure({ GATEWAY_REPLICAS: 3, API_REPLICAS: 2 });
    await house.up();
    const gateways = await house.ids("gateway");
    const apis = await house.ids("api");
    assert.equal(gateways.length, 3);
    assert.equal(apis.length, 2);
    const screens = await Promise.all(Array.from({ length: 40 }, () => house.follower()));
    for (const id of gateways) assert.ok((await house.words(id)).includes("event=client_open"), "a gateway got no client");
    const taken = await Promise.all(apis.map((id) => connectionsTaken(house, id)));
    for (let i = 0; i < 60; i++) assert.equal((await house.get(`/api/v1/rounds?limit=1&before=${10_000_002 + i}`)).status, 200);
    const took = (await Promise.all(apis.map((id) => connectionsTaken(house, id)))).map((count, i) => count - taken[i]);
    assert.ok(took.every((count) => count > 10), `requests: ${took}`);

    let isOver = false;
    const failures = [];
    const asking = (async () => {
      while (!isOver) {
        const { status } = await house.get("/api/v1/rounds/current").catch((error) => ({ status: error.message }));
        if (status !== 200) failures.push(status);
        await pass(50);
      }
    })();
    house.configure({});
    await house.up();
    await house.rounds(1);
    isOver = true;
    await asking;
    assert.deepEqual(failures, []);
    for (const screen of screens) await screen.stop();
    for (const screen of screens.slice(0, 8)) await assertFollowed(screen);
    assert.ok(screens.every(({ losses }) => losses === 0));
  });

  test("a second scheduler takes over from one that hangs, and no round is doubled", async () => {
    house.configure({ SCHEDULER_REPLICAS: 2 });
    await house.up();
    const schedulers = await house.service("scheduler");
    const address = ({ NetworkSettings }) => Object.values(NetworkSettings.Networks)[0].IPAddress;
    const leader = async () => {
      const at = await house.value(`select host(a.client_addr) from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and l.objid = hippo.lead_key()::oid`);
      return schedulers.find((scheduler) => address(scheduler) === at)?.Id;
    };
    const first = await waitFor("somebody leads", leader, 15_000, 100);
    await docker("pause", first);
    try {
      const second = await waitFor("the other one leads", async () => {
        const id = await leader();
        return id && id !== first && id;
      }, 15_000, 100);
      assert.notEqual(second, first);
      await house.rounds(1);
    } finally {
      await docker("unpause", first);
    }
    await house.rounds(1);
    await house.up();
    assert.deepEqual((await house.ids("scheduler")).sort(), schedulers.map(({ Id }) => Id).sort(), "a plain `up -d` keeps the scale");
    house.configure({});
    await house.up();
    await house.rounds(1);
  });

  test("after all that the books hold", () => assertBooks(house));
});

/** TCP connections that a container has accepted since it started. */
async function connectionsTaken(house, id) {
  const [names, values] = readFileSync(`/proc/${await house.mainPid(id)}/net/snmp`, "utf8").split("\n").filter((line) => line.startsWith("Tcp:")).map((line) => line.split(" "));
  return Number(values[names.indexOf("PassiveOpens")]);
}
