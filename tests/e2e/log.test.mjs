// SPDX-License-Identifier: MIT
// A log that nobody reads holds nobody up: whoever reads it may hang, the house goes on, and what was lost is told when it
// reads again. Slow talkers hold no health check up either.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Client } from "../lib/client.mjs";
import { freePort, inOrder, SHORT, useHouse } from "../lib/house.mjs";
import { slack } from "../lib/slack.mjs";
import { waitFor, within } from "../lib/wait.mjs";

const TALKERS = 700; // more than libwebsockets has places for heads
const SERVED_MS = 1500;

describe("a log that nobody reads", inOrder, () => {
  const house = useHouse({ settings: SHORT, programs: ["caddy"] });

  test("holds no daemon up, and what is lost is told when somebody reads again", async (t) => {
    const [port, metrics] = [await freePort(), await freePort()];
    const site = `http://127.0.0.1:${port}`;
    const env = { gateway: { GATEWAY_LISTEN: `127.0.0.1:${port}`, METRICS_LISTEN: `127.0.0.1:${metrics}`, ALLOWED_ORIGINS: "*" } };
    const ends = ["scheduler", "gateway", "api"].map((name) => {
      const pipe = join(house.folder, `full-${name}`);
      execFileSync("mkfifo", [pipe]);
      const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
      t.after(() => closeSync(end));
      house.start(name, { log: pipe, env: env[name] });
      return end;
    });
    await house.ready(["api"]);
    await waitFor("it is ready", async () => (await get(`${site}/readyz`)) === 200, 15_000);
    ends.forEach(fill);

    const client = house.adopt(new Client(house, { site }));
    await client.open();
    const { roundId } = client.hello;
    for (let i = 0; i < 20; i++) {
      const other = house.adopt(new Client(house, { site }));
      await other.open();
      await other.close();
      assert.equal((await house.get("/api/v1/health")).status, 200);
    }
    await client.waitFor("the scheduler goes on", () => client.stored.some(({ json }) => json.roundId > roundId), 15_000);
    assert.equal(await get(`${site}/readyz`), 200);
    const dropped = async () => Number(/^hippo_gateway_log_lines_dropped_total (\d+)$/m.exec(await text(`http://127.0.0.1:${metrics}/metrics`))?.[1]);
    await waitFor("lines are counted", async () => (await dropped()) >= 20);

    const read = ends.map(() => "");
    await waitFor(() => `each tells what it lost: ${read.map((words) => words.slice(-300)).join("\n")}`, async () => {
      ends.forEach((end, i) => (read[i] += drain(end)));
      await Promise.all([house.get("/api/v1/health"), new Client(house, { site }).open().then((one) => one.close())]);
      return read.every((words) => /^[^\n]+Z level=warn program=\w+ event=log_lines_dropped count=[1-9]\d*$/m.test(words));
    }, 15_000);
    await client.close();
  });

  test("is not all: hundreds that send their requests slowly, without a proxy, keep no health check waiting", async (t) => {
    const port = await freePort();
    house.start("gateway", { as: "gateway-2", env: { GATEWAY_LISTEN: `127.0.0.1:${port}` } });
    const site = `http://127.0.0.1:${port}`;
    await waitFor("it is ready", async () => (await get(`${site}/readyz`)) === 200, 15_000);
    const whole = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const sockets = [];
    t.after(() => sockets.forEach((socket) => socket.destroy()));
    for (const words of ["GET /readyz HTTP/1.1\r\nHost: loc", "get /", "XY / HTTP/1.1\r\n", `${whole}GET /he`, whole]) {
      for (let i = 0; i < TALKERS; i++) sockets.push(connect({ port, allowHalfOpen: true }).on("error", () => {}));
      const latest = sockets.slice(-TALKERS);
      await Promise.all(latest.map((socket) => new Promise((resolve) => socket.once("connect", () => socket.write(words, resolve)))));
      for (let i = 0; i < 3; i++) {
        const begin = performance.now();
        assert.equal(await get(`${site}/readyz`), 200);
        assert.ok(performance.now() - begin < slack(SERVED_MS), `${JSON.stringify(words)}: a health check took ${Math.round(performance.now() - begin)} ms`);
      }
      latest.forEach((socket) => socket.destroy());
    }
  });
});

/** The status; null: there is none. */
const get = (url) => answer(url).then(({ statusCode }) => statusCode, () => null);
const text = (url) => answer(url).then(async (response) => (await response.toArray()).join(""));

const answer = (url) => within("an answer", new Promise((resolve, reject) => {
  request(url, { agent: false }, resolve).on("error", reject).end();
}));

/** To the last byte. */
function fill(pipe) {
  for (const size of [4096, 1])
    for (const bytes = Buffer.alloc(size, "x"); ;)
      try {
        writeSync(pipe, bytes);
      } catch (error) {
        assert.equal(error.code, "EAGAIN");
        break;
      }
}

/** All that is in it. */
function drain(pipe) {
  let words = "";
  for (const bytes = Buffer.alloc(65_536); ;)
    try {
      words += bytes.toString("latin1", 0, readSync(pipe, bytes));
    } catch (error) {
      assert.equal(error.code, "EAGAIN");
      return words;
    }
}
