// SPDX-License-Identifier: MIT
// The gateway's metrics: on a private socket only, in a form that Prometheus' own checker accepts, and true.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Mouth } from "../lib/centrifuge.mjs";
import { freePort, useHouse } from "../lib/house.mjs";
import { processTree } from "../lib/sockets.mjs";
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
    await mouth.ended();
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
    await plain.close();
    // Centrifuge's `{}` counts once a ping, whatever else is said meanwhile; unasked for it counts nothing.
    const counts = async () => [await value("ping_seconds_count"), await value("ping_seconds_sum")];
    const [had, hadSum] = await counts();
    const mouth = await new Mouth(house).connect();
    const chatty = setInterval(() => (mouth.say({ id: 7, ping: {} }), mouth.say("{}")), 97);
    const begun = mouth.pings;
    await waitFor("three pings", () => mouth.pings >= begun + 3, 10_000);
    clearInterval(chatty);
    await waitFor("as many pongs", async () => (await value("ping_seconds_count")) >= had + 3);
    const [has, hasSum] = await counts();
    assert.ok(has - had <= mouth.pings, `${has - had} of ${mouth.pings} pings`);
    assert.ok((hasSum - hadSum) / (has - had) < 0.25, `${hasSum - hadSum} s for ${has - had} pings`);
    const mute = await new Mouth(house, { isMute: true }).connect();
    mouth.socket.terminate();
    await waitFor("the chatty one has gone", async () => (await value('clients{protocol="centrifuge"}')) === 1);
    const before = await value("ping_seconds_count");
    const talking = setInterval(() => mute.say({ id: 7, ping: {} }), 197);
    await waitFor("pings without an answer", () => mute.pings >= 2, 10_000);
    clearInterval(talking);
    assert.equal(await value("ping_seconds_count"), before, "another message is no pong");
    mute.socket.terminate();
    const healed = await value("poll_heals_total");
    await house.query("select hippo.game_pause('no wake-up')");
    await waitFor("the house stands still", async () => (await house.value("select count(*) from hippo.round where phase <> 'settled'")) === 0, 15_000);
    await pass(1500);
    await house.query(`with next as (update hippo.stream set top = top + 1 where channel = 'race' returning top)
      insert into hippo.stream_event (channel, "offset", event, data)
      select 'race', top, 'test_note', json_build_object('event', 'test_note', 'roundId', null, 'serverTime', hippo.ms(hippo.clock())) from next`);
    await waitFor("healed", async () => (await value("poll_heals_total")) > healed);
    await house.query("select hippo.game_resume('go on')");
  });

  test("a loop that was blocked is told in the log, and the process goes on", async () => {
    house.freeze("gateway");
    await pass(2600);
    house.wake("gateway");
    await waitFor("it is logged", () => /event=loop_blocked ms=\d{4}/.test(house.words("gateway")));
    await house.ready(["gateway"]);
  });

  test("one scrape tells of all workers, also of one that is blocked; one that is killed leaves its counts to the next", async () => {
    const port = await freePort();
    await house.stop("gateway");
    const gateway = house.start("gateway", { env: { METRICS_LISTEN: `unix:${join(house.folder, "run/metrics.sock")}`, GATEWAY_LISTEN: `127.0.0.1:${port}`, ALLOWED_ORIGINS: "*", WORKERS: 2 } });
    /** name{worker,…} of each worker, other labels summed up. */
    const told = async (name) => {
      const sums = [0, 0];
      const { status, text } = await get("/metrics");
      assert.equal(status, 200);
      for (const [, worker, number] of text.matchAll(new RegExp(`^hippo_gateway_${name}\\{worker="(\\d)"[^}]*\\} (\\d+)$`, "gm"))) sums[worker] += Number(number);
      return sums;
    };
    const workers = () => processTree(gateway.pid).slice(1);
    await waitFor("both have read the stream", async () => (await get("/metrics").catch(() => null)) && (await told("stream_offset")).every((offset) => offset > 0), 15_000);
    const { text } = await get("/metrics");
    assert.equal(spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" }).status, 0);
    const samples = text.split("\n").filter((line) => line && !/^#|build_info/.test(line));
    assert.ok(samples.every((line) => line.includes('{worker="')), samples.find((line) => !line.includes('{worker="')));
    assert.equal(new Set(samples.map((line) => line.split(" ")[0])).size, samples.length, "no series twice");

    const clients = await Promise.all(Array.from({ length: 24 }, () => house.client({ site: `http://127.0.0.1:${port}` })));
    const opened = await told("clients_opened_total");
    assert.deepEqual(opened.map((count) => count > 0), [true, true], `spread as ${opened}`);
    assert.equal(opened[0] + opened[1], 24);
    assert.deepEqual(await told("clients"), opened);

    const [victim, other] = workers();
    process.kill(other, "SIGSTOP");
    const heartbeats = await told("loop_lag_seconds_count");
    await pass(600);
    for (let i = 0; i < 10; i++) assert.equal((await get("/metrics")).status, 200, "whoever is awake answers");
    const later = await told("loop_lag_seconds_count");
    assert.deepEqual(later.map((count, i) => count > heartbeats[i]).sort(), [false, true], `${heartbeats} → ${later}`);
    process.kill(other, "SIGCONT");

    process.kill(victim, "SIGKILL");
    await waitFor("its clients are gone", async () => (await told("clients")).includes(0));
    const number = (await told("clients")).indexOf(0);
    assert.equal((await told("clients"))[1 - number], opened[1 - number]);
    assert.deepEqual(await told("clients_opened_total"), opened, "what was counted stays");
    await waitFor("another one", () => workers().length === 2 && !workers().includes(victim), 15_000);
    await waitFor("which goes on counting", async () => {
      await (await house.client({ site: `http://127.0.0.1:${port}` })).close();
      return (await told("clients_opened_total"))[number] > opened[number];
    }, 15_000);
    for (const client of clients) client.hangUp();
  });
});
