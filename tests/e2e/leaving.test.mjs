// SPDX-License-Identifier: MIT
// Clients that leave, or are sent away, politely: a stop is heard once however often it is said, whoever is closed hears
// why, and a client that wants too much is refused that, not the connection. (Who reads slowly: tests/chaos/slow.test.mjs.)
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Mouth, Stock, VERSIONS } from "../lib/centrifuge.mjs";
import { Client } from "../lib/client.mjs";
import { freePort, openHouse, useHouse } from "../lib/house.mjs";
import { CLOSE, frame, TEXT, upgrade } from "../lib/raw.mjs";
import { Reader } from "../lib/reader.mjs";
import { processTree } from "../lib/sockets.mjs";
import { furnish } from "../lib/staff.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 };
const CLIENTS = 40;
const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));

describe("leaving", { concurrency: true }, () => {
  for (const order of ["the parent first", "the workers first"]) {
    test(`a stop that every worker hears twice, ${order}: all clients are sent away in their turn`, async (t) => {
      const house = await openHouse(t, { settings: SETTINGS, programs: ["scheduler"] });
      const port = await freePort();
      const gateway = house.start("gateway", { env: { WORKERS: 2, GATEWAY_LISTEN: `127.0.0.1:${port}`, ALLOWED_ORIGINS: "*" } });
      await waitFor("both have the stream", () => (house.words("gateway").match(/event=round_seen/g) ?? []).length === 2, 15_000);
      const clients = await Promise.all(many(CLIENTS, () => house.adopt(new Client(house, { site: `http://127.0.0.1:${port}` })).open()));
      const [parent, ...workers] = processTree(gateway.pid);
      for (const pid of order.startsWith("the parent") ? [parent, ...workers] : [...workers, parent]) process.kill(pid, "SIGTERM");
      const codes = await Promise.all(clients.map(({ end }) => end.then(({ code }) => code)));
      assert.deepEqual(codes, Array(CLIENTS).fill(3001));
      await house.stop("gateway", "SIGCONT");
      assert.deepEqual(gateway.end, { code: 0, signal: null });
    });
  }

  test("whoever is told a second time to stop stops at once, with its workers", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS, programs: ["scheduler"] });
    for (const WORKERS of [1, 2]) {
      const port = await freePort();
      const name = `gateway-${WORKERS}`;
      const gateway = house.start("gateway", { as: name, env: { WORKERS, GATEWAY_LISTEN: `127.0.0.1:${port}`, ALLOWED_ORIGINS: "*", DRAIN_SECONDS: 60 } });
      await waitFor("it has the stream", () => (house.words(name).match(/event=round_seen/g) ?? []).length === WORKERS, 15_000);
      const client = await house.adopt(new Client(house, { site: `http://127.0.0.1:${port}` })).open();
      gateway.signal("SIGTERM");
      await waitFor("it drains", () => (house.words(name).match(/event=draining/g) ?? []).length === WORKERS);
      assert.equal(client.closed, null);
      await house.stop(name);
      assert.equal((await client.end).code, 1006);
      assert.equal(gateway.end.code, 0);
    }
  });

  describe("of one house", { concurrency: true }, () => {
    const house = useHouse({ settings: SETTINGS, env: { ALLOWED_ORIGINS: "*" } });
    let site, port, staff;
    before(async () => {
      await waitFor("the house is open", () => house.origin, 30_000);
      port = await freePort();
      house.start("gateway", { as: "gateway-2", env: { GATEWAY_LISTEN: `127.0.0.1:${port}` } });
      site = `http://127.0.0.1:${port}`;
      await waitFor("it is ready", async () => (await house.request("/readyz", { origin: site })).status === 200, 15_000);
      staff = await furnish(house);
    });

    const MORE = Buffer.alloc(200_000, "x");
    const partings = {
      "a message that is too big, and more behind it": [upgrade(), Buffer.concat([frame(TEXT, "x".repeat(40_000)), ...many(20, () => frame(TEXT, "x".repeat(30_000)))]), 1009],
      "no UTF-8, and more behind it": [upgrade(), Buffer.concat([frame(TEXT, Buffer.from([0xff])), MORE]), 1007],
      "an error of the protocol, and more behind it": [upgrade(), Buffer.concat([frame(3, "x"), MORE]), 1002],
      "a goodbye, and more behind it": [upgrade(), Buffer.concat([frame(CLOSE, Buffer.from([0x0f, 0xa1])), MORE]), 4001],
      "a body that is too large": [`POST /emulation HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n`, Buffer.alloc(1_000_000, "x"), 413],
      "a handshake of another version": [upgrade({ headers: { "Sec-WebSocket-Version": "8" } }), MORE, 426],
      "a path that there is not": ["POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n", MORE, 404],
    };
    for (const [what, [head, more, code]] of Object.entries(partings)) {
      test(`${what}: ${code} is heard, and the end is no reset`, async () => {
        const reader = new Reader({ port, host: "127.0.0.1" }, head);
        // In pieces, so that something always comes after the answer.
        let at = 0;
        const timer = setInterval(() => (reader.error || at >= more.length ? clearInterval(timer) : reader.socket.write(more.subarray(at, (at += 20_000)))), 3);
        await waitFor(() => `${code}; heard ${JSON.stringify(reader.heard.slice(0, 200))}, ${reader.error}`, () => reader.close === code || reader.heard.startsWith(`HTTP/1.1 ${code} `), 5000);
        clearInterval(timer);
        if (code > 999) reader.socket.end(frame(CLOSE, Buffer.from([3, 232])));
        await waitFor(() => `the end; ${reader.error}`, () => reader.isEnded || reader.error, 8000);
        assert.equal(reader.error, null);
        reader.socket.destroy();
      });
    }

    test("a stock client with 80 subscriptions comes in, and back; each is answered by itself", async () => {
      const client = new Stock(house, VERSIONS["5.8.0"], { token: staff.anna.token });
      const subscriptions = many(80, (i) => client.subscribe(`till:${i + 1}`));
      await client.open();
      await client.waitFor("its own till", () => subscriptions[0].subscribed.length === 1);
      const lost = [];
      client.handle.on("disconnected", ({ code }) => lost.push(code));
      for (let back = 2; back < 4; back++) {
        client.cut();
        await client.waitFor("back", () => subscriptions[0].subscribed.length === back, 15_000);
      }
      assert.deepEqual(lost, []);
      client.close();
    });

    test("so does one whose network has no WebSockets", async () => {
      const commands = [{ id: 1, connect: { token: staff.anna.token } }, ...many(120, (i) => ({ id: i + 2, subscribe: { channel: `till:${i + 1}`, recover: true, offset: 1, epoch: "0123456789ab" } }))];
      const body = commands.map((command) => JSON.stringify(command)).join("\n");
      const reader = new Reader({ port, host: "127.0.0.1" }, `POST /connection/http_stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      const answers = () => reader.heard.match(/"id":\d+/g)?.length;
      await waitFor(() => `all answers, not ${answers()}: ${reader.heard.slice(0, 200)}`, () => answers() >= commands.length);
      reader.socket.destroy();
    });

    test("earlier refusals do not count against a channel for good", async () => {
      const mouth = await new Mouth(house).connect({ token: staff.anna.token });
      for (let i = 0; i < 12; i++) {
        mouth.say({ id: 2 + i, subscribe: { channel: `till:${50 + i}` } });
        await mouth.waitFor("an answer", () => mouth.replies.some(({ id }) => id === 2 + i));
      }
      for (const { error } of mouth.replies.slice(1)) assert.deepEqual(error, { code: 103, message: "permission denied" });
      mouth.say({ id: 100, subscribe: { channel: "till:1" } });
      assert.ok((await mouth.waitFor("an answer", () => mouth.replies.find(({ id }) => id === 100))).subscribe);
      mouth.socket.terminate();
    });
  });
});
