// SPDX-License-Identifier: MIT
// How much memory the daemons take: at rest, and for each idle client.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { PATH } from "../lib/client.mjs";
import { useHouse } from "../lib/house.mjs";
import { SANITIZE } from "../lib/setting.mjs";
import { makeToken } from "../lib/staff.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const IDLE_KB = 30 * 1024; // as the kernel counts; the libraries that they share are counted in each
const FULL_KB = 34 * 1024; // and the newest events, for each protocol as they are and deflated
const CLIENTS = 5000;
const BYTES_A_CLIENT = 1200;
const AT_ONCE = 100;

describe("memory", { skip: SANITIZE && "a sanitizer's own memory would be measured" }, () => {
  const house = useHouse({ settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 }, env: { LOG_LEVEL: "info" } });
  const gatewayKb = () => house.program("gateway").residentKb();

  async function assertSmall(t, most) {
    const each = ["scheduler", "api", "gateway"].map((name) => [name, house.program(name).residentKb()]);
    t.diagnostic(each.map(([name, kb]) => `${name} ${kb} kB`).join(", "));
    const sum = each.reduce((total, [, kb]) => total + kb, 0);
    t.diagnostic(`together ${sum} kB`);
    assert.ok(sum < most, `${sum} kB`);
  }

  test("scheduler, api and gateway together take less than 30 MB at rest", async (t) => {
    await house.client().then((client) => client.close()); // the first client's costs are the house's
    await pass(1000);
    await assertSmall(t, IDLE_KB);
  });

  test("and still after an afternoon: the gateway's memory of events is full", async (t) => {
    const client = await house.client();
    for (let round = 1; round <= 150; round++) {
      // Like rounds of the default length: 28 seconds of film, and five events of other sizes.
      const sizes = [1600, 180, 250, ...Array(28).fill(480), 800, 2100];
      await house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', size))) from unnest($1::integer[]) size", [sizes]);
      await client.waitFor("all is told", () => client.named("test_note").length === round * sizes.length, 20_000);
    }
    await client.close();
    await assertSmall(t, FULL_KB);
  });

  /** Opens plain clients straight at the gateway; they read and forget. */
  async function crowd(count, headers = () => "") {
    const sockets = [];
    const greeted = new Set();
    const path = join(house.folder, "run/gateway.sock");
    for (let i = 0; i < count; i += AT_ONCE) {
      for (let k = 0; k < AT_ONCE; k++) {
        const socket = connect(path);
        socket.on("error", () => {});
        socket.on("data", (data) => greeted.has(socket) || (data.includes('"connected"') && greeted.add(socket)));
        socket.write(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n${headers()}\r\n`);
        sockets.push(socket);
      }
      await waitFor(() => `${i + AT_ONCE} clients are connected, not ${greeted.size}`, () => greeted.size >= i + AT_ONCE, 10_000);
    }
    return sockets;
  }

  async function disperse(sockets) {
    for (const socket of sockets) socket.destroy();
    await waitFor("all have gone", () => (house.words("gateway").match(/event=client_close/g) ?? []).length >= (house.words("gateway").match(/event=client_open/g) ?? []).length, 20_000, 100);
  }

  test("the gateway takes less than 1.2 kB for each of 5 000 idle clients", async (t) => {
    const before = gatewayKb();
    const sockets = await crowd(CLIENTS);
    await pass(2000); // two timer updates to everybody
    const each = ((gatewayKb() - before) * 1024) / CLIENTS;
    t.diagnostic(`${Math.round(each)} bytes a client (${before} kB → ${gatewayKb()} kB)`);
    assert.ok(sockets.every(({ destroyed }) => !destroyed), "all are still connected");
    assert.ok(each < BYTES_A_CLIENT, `${each} bytes a client`);
    await disperse(sockets);
  });

  test("and no more for each of 5 000 who are signed in", async (t) => {
    await house.stop("gateway"); // what the crowd before them left would hide it
    house.start("gateway");
    await house.ready(["gateway"]);
    await house.client().then((client) => client.close());
    const before = gatewayKb();
    const sockets = await crowd(CLIENTS, () => `Origin: https://localhost\r\nCookie: hippo_session=${makeToken().token}\r\n`);
    await pass(2000);
    const each = ((gatewayKb() - before) * 1024) / CLIENTS;
    t.diagnostic(`${Math.round(each)} bytes a client (${before} kB → ${gatewayKb()} kB)`);
    assert.ok(sockets.every(({ destroyed }) => !destroyed), "all are still connected");
    assert.ok(each < BYTES_A_CLIENT, `${each} bytes a client`);
    await disperse(sockets);
  });

  test("what they took is used again for the next 5 000", async (t) => {
    const before = gatewayKb();
    const sockets = await crowd(CLIENTS);
    const peak = gatewayKb();
    await disperse(sockets);
    t.diagnostic(`${before} kB after the first crowd, ${peak} kB with the second, ${gatewayKb()} kB after it`);
    const again = await crowd(CLIENTS);
    assert.ok(gatewayKb() < peak + 1000, `${gatewayKb()} kB with the third crowd, ${peak} kB with the second`);
    await disperse(again);
  });
});
