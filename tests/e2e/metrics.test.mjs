// SPDX-License-Identifier: MIT
// The gateway's metrics: on a private socket only, in a form that Prometheus' own checker accepts, and true.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Mouth } from "../lib/centrifuge.mjs";
import { useHouse } from "../lib/house.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

describe("metrics", () => {
  const house = useHouse();
  const get = (path, { socket = "metrics.sock", headers = {} } = {}) => new Promise((resolve, reject) => {
    request({ socketPath: join(house.folder, "run", socket), path, headers }, (answer) => {
      let text = "";
      answer.on("data", (piece) => (text += piece)).on("end", () => resolve({ status: answer.statusCode, text }));
    }).on("error", reject).end();
  });
  const value = async (name) => Number((await get("/metrics")).text.split("\n").find((line) => line.startsWith(`hippo_gateway_${name} `))?.split(" ")[1]);

  test("they are off unless asked for, and never public", async () => {
    await assert.rejects(get("/metrics"));
    await house.stop("gateway");
    house.start("gateway", { env: { METRICS_LISTEN: `unix:${join(house.folder, "run/metrics.sock")}` } });
    await house.ready(["gateway"]);
    assert.equal((await get("/metrics")).status, 200);
    assert.equal((await get("/connection/websocket")).status, 404);
    assert.equal((await get("/readyz", { headers: { host: "gateway" } })).status, 404);
    assert.equal((await get("/metrics", { socket: "gateway.sock", headers: { host: "metrics" } })).status, 404);
    assert.notEqual((await house.get("/connection/metrics")).status, 200);
  });

  test("promtool finds nothing to complain about", async () => {
    const { text } = await get("/metrics");
    const checked = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
    assert.equal(checked.error, undefined);
    assert.equal(checked.stdout + checked.stderr, "");
    assert.equal(checked.status, 0);
  });

  test("they count clients, closes, and what is sent", async () => {
    const plain = await house.client({ offset: 0 });
    const mouth = await new Mouth(house).connect();
    assert.equal(await value('clients{protocol="plain"}'), 1);
    assert.equal(await value('clients{protocol="centrifuge"}'), 1);
    assert.equal(await value('resumes_total{recovered="true"}'), 1);
    mouth.say("nonsense");
    await mouth.end;
    await waitFor("the close is counted", async () => (await value('clients_closed_total{code="3501"}')) === 1);
    const [sends, bytes] = [await value("sends_total"), await value("sent_bytes_total")];
    await waitFor("another frame is counted", async () => (await value("sends_total")) > sends && (await value("sent_bytes_total")) > bytes + 50);
    assert.equal(await value("database_up"), 1);
    await waitFor("its newest event is the house's", async () => {
      const top = await house.value("select top from hippo.stream where channel = 'race'");
      return Math.abs((await value("stream_offset")) - top) <= 1;
    });
    await waitFor("some heartbeats", async () => (await value("loop_lag_seconds_count")) > 5);
    await waitFor("broadcasts, wake-ups and polls are counted", async () => (await value("broadcast_seconds_count")) > 0 && (await value('pulls_total{reason="wakeup"}')) > 0);
    assert.match((await get("/metrics")).text, /build_info\{libwebsockets="4[^"]*",compiler="[^"]+"\} 1/);
    await plain.close();
  });

  test("pongs are timed, and a lost wake-up that the poll heals is counted", async () => {
    await house.stop("gateway");
    house.start("gateway", { env: { METRICS_LISTEN: `unix:${join(house.folder, "run/metrics.sock")}`, PING_SECONDS: 1 } });
    await house.ready(["gateway"]);
    const plain = await house.client();
    await waitFor("a pong", async () => (await value("ping_seconds_count")) > 0, 15_000);
    const has = await value("poll_heals_total");
    await house.query("select hippo.game_pause('no wake-up')");
    await waitFor("the house stands still", async () => (await house.value("select count(*) from hippo.round where phase <> 'settled'")) === 0, 15_000);
    await pass(1500);
    await house.query(`with next as (update hippo.stream set top = top + 1 where channel = 'race' returning top)
      insert into hippo.stream_event (channel, "offset", event, data)
      select 'race', top, 'test_note', json_build_object('event', 'test_note', 'roundId', null, 'serverTime', hippo.ms(hippo.clock())) from next`);
    await waitFor("healed", async () => (await value("poll_heals_total")) > has);
    await house.query("select hippo.game_resume('go on')");
    await plain.close();
  });

  test("a loop that was blocked is told in the log, and the process goes on", async () => {
    house.freeze("gateway");
    await pass(2600);
    house.wake("gateway");
    await waitFor("it is logged", () => /event=loop_blocked ms=\d{4}/.test(house.words("gateway")));
    await house.ready(["gateway"]);
  });

  test("each of several workers has its own", async () => {
    await house.stop("gateway");
    house.start("gateway", { env: { METRICS_LISTEN: `unix:${join(house.folder, "run/metrics.sock")}`, WORKERS: 2 } });
    await house.ready(["gateway"]);
    for (const number of [0, 1])
      await waitFor(`worker ${number} tells`, async () => (await get("/metrics", { socket: `metrics.sock.${number}` })).status === 200);
    await assert.rejects(get("/metrics", { socket: "metrics.sock.2" }));
  });
});
