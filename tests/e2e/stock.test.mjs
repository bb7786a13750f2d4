// SPDX-License-Identifier: MIT
// Libraries of Centrifuge's as their guides have them: at the plain address, which also serves those who say nothing, in a
// format that is not spoken here, and with more subscriptions than anybody needs. (The libraries for Go and Python:
// tests/outsiders.)
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Mouth, Stock, VERSIONS } from "../lib/centrifuge.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { BINARY, CLOSE, frame, Raw, TEXT, upgrade } from "../lib/raw.mjs";
import { furnish } from "../lib/staff.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2200, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 400 };
const NEWEST = VERSIONS["5.8.0"];
const MANY = 80;

const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const stored = (publications) => publications.filter(({ offset }) => offset !== undefined);
const positions = (publications) => stored(publications).map(({ offset }) => offset);

describe("stock clients", { concurrency: true }, () => {
  const house = useHouse({ settings: SETTINGS, plain: true, env: { PING_SECONDS: 2, ALLOWED_ORIGINS: "*" } });
  let staff;
  before(async () => {
    await waitFor("the house is open", () => house.origin && house.db, 30_000);
    staff = await furnish(house);
  });
  const append = (count, size) => house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', $1))) from generate_series(1, $2)", [size, count]);
  const enter = async (options) => {
    const raw = await new Raw(house, upgrade(options)).open();
    await waitFor("the state", () => raw.texts().length > 0);
    return raw;
  };
  const say = (...commands) => frame(TEXT, commands.map((command) => JSON.stringify(command)).join("\n"));
  const reply = (raw, id) => raw.texts().find((json) => json.id === id);

  describe("at the plain address", { concurrency: true }, () => {
    for (const [version, library] of Object.entries(VERSIONS)) {
      test(`${version} connects, is sent every event once, pongs, and recovers`, inOrder, async () => {
        const errors = [];
        const client = new Stock(house, library, { query: "" });
        client.handle.on("error", (context) => errors.push(context));
        await client.open();
        const from = client.hello.data.stream.offset;
        assert.equal(client.subscribed[0].streamPosition.offset, from);
        await client.waitFor("events", () => client.stored.length >= 3, 15_000);
        client.cut();
        await client.waitFor("it is back", () => client.subscribed.length === 2, 15_000);
        assert.equal(client.subscribed[1].recovered, true);
        const has = client.stored.length;
        await client.waitFor("more", () => client.stored.length >= has + 2, 15_000);
        assert.deepEqual(positions(client.publications), client.stored.map((_, i) => from + 1 + i));
        assert.deepEqual(errors.map(({ error }) => error.message), []);
        assert.deepEqual(client.states, ["connecting", "connected", "connecting", "connected"]);
        client.close();
      });
    }

    test("with a subscription of its own, a cookie, and private channels", async () => {
      const client = new Stock(house, NEWEST, { query: "?channel=till:3", headers: { cookie: `hippo_session=${staff.anna.token}` } });
      const [race, till, other] = ["race", "till:1", "till:2"].map((channel) => client.subscribe(channel));
      await client.open();
      await client.waitFor("answers", () => race.subscribed.length && till.subscribed.length && other.ended.some(({ code }) => code === 103));
      assert.equal(till.subscribed[0].data.till.tillId, 1);
      assert.equal(client.subscribed.length, 0, "the server subscribed it as well");
      await client.waitFor("events", () => race.stored.length >= 2, 15_000);
      client.close();
    });

    test("a connect in pieces, behind the handshake, and behind other words", async () => {
      const connect = '{"id":7,"connect":{"name":"go"}}';
      const ways = {
        "in the handshake's packet": new Raw(house, Buffer.concat([Buffer.from(upgrade()), frame(TEXT, connect)])),
        "a byte a frame": (await enter()).write(...[...connect].map((byte, i) => frame(i ? 0 : TEXT, byte, { final: i === connect.length - 1 }))),
        "behind words that are none of a client's": (await enter()).write(frame(TEXT, "hello"), frame(TEXT, ""), frame(BINARY, "\x01"), frame(TEXT, '{"id":1,"ping":{}}'), frame(TEXT, connect)),
      };
      for (const [what, raw] of Object.entries(ways)) {
        await waitFor(`${what}: the reply`, () => reply(raw, 7));
        const texts = raw.texts(), at = texts.findIndex(({ id }) => id === 7);
        assert.ok(texts.slice(0, at).every(({ event, id, push }) => event && !id && !push), `${what}: plain events before it`);
        assert.equal(texts[at].connect.data.event, "connected");
        await waitFor(`${what}: a push`, () => raw.texts().some(({ push }) => push?.pub.offset), 15_000);
        assert.ok(raw.texts().slice(at).every(({ event }) => !event), `${what}: and none behind it`);
        raw.hangUp();
      }
    });

    test("a connect while the socket is full is answered behind what was under way, with what it asks to recover", async () => {
      const raw = await enter();
      const { offset, epoch } = raw.texts()[0].stream;
      raw.socket.pause();
      await append(300, 6000);
      raw.write(say({ id: 1, connect: { subs: { race: { recover: true, offset, epoch } } } }));
      const seen = await house.client();
      await append(1, 1);
      await seen.waitFor("the last note", () => seen.named("test_note").some(({ json }) => json.note === "x"), 15_000);
      raw.socket.resume();
      const got = () => [...(reply(raw, 1)?.connect.subs.race.publications ?? []), ...raw.texts().flatMap(({ push }) => push?.pub ?? [])];
      await waitFor("all of them", () => got().some(({ data }) => data.note === "x"), 15_000);
      assert.equal(reply(raw, 1).connect.subs.race.recovered, true);
      const after = positions(got());
      assert.deepEqual(after, after.map((_, i) => offset + 1 + i));
      raw.hangUp();
      await seen.close();
    });

    test("who says nothing, or nothing of Centrifuge's, is sent plain events and nothing else", async () => {
      const quiet = await enter(), talker = await enter();
      talker.write(frame(TEXT, "hello"), frame(TEXT, "{}"), frame(TEXT, '{"id":1,"subscribe":{"channel":"race"}}'), frame(TEXT, '{"connect":{}}'), frame(BINARY, "{}"));
      for (const raw of [quiet, talker]) {
        await waitFor("events", () => raw.texts().length > 4, 15_000);
        assert.ok(raw.texts().every(({ event }) => event));
        assert.equal(raw.code, null);
        raw.hangUp();
      }
    });
  });

  test("Protobuf is refused with a sentence, which the libraries show: in a goodbye that they do not come back from", async () => {
    const sentence = "Protobuf is not spoken here, only JSON";
    for (const query of ["", "?cf_protocol_version=v2"]) {
      const raw = await new Raw(house, upgrade({ query, headers: { "Sec-WebSocket-Protocol": "centrifuge-protobuf" } })).open();
      await waitFor("a goodbye", () => raw.code !== null);
      assert.match(raw.head, /^Sec-WebSocket-Protocol: centrifuge-protobuf\r$/m);
      assert.deepEqual([raw.code, raw.of(CLOSE)[0].subarray(2).toString(), raw.of(TEXT)], [3506, sentence, []]);
      raw.hangUp();
    }
    const dialog = await new Raw(house, upgrade({ query: "?cf_protocol_version=v2" })).open();
    dialog.write(frame(BINARY, "\x02\x08\x01"));
    await waitFor("a goodbye", () => dialog.code !== null);
    assert.deepEqual([dialog.code, dialog.of(CLOSE)[0].subarray(2).toString()], [3506, sentence]);
    dialog.hangUp();
    for (const path of ["/connection/websocket?format=protobuf", "/connection/websocket?cf_protocol=protobuf", "/connection/http_stream?cf_protocol=protobuf"]) {
      const raw = await new Raw(house, path.includes("websocket") ? upgrade({ query: path.slice(path.indexOf("?")) }) : `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`).end(path);
      assert.match(raw.heard, /^HTTP\/1\.1 400 .*Protobuf is not spoken here/s);
    }
  });

  describe(`${MANY} subscriptions`, { concurrency: true }, () => {
    test("all that may be followed are, again after each reconnect; the others are refused one by one", async () => {
      const client = new Stock(house, NEWEST, { token: staff.ada.token });
      const refused = many(MANY - 4, (i) => client.subscribe(`till:${i + 1000}`, {}));
      const allowed = ["till:1", "till:2", "till:3", "admin"].map((channel) => client.subscribe(channel, {}));
      await client.open();
      for (let times = 1; times <= 2; times++) {
        await client.waitFor("subscribed", () => allowed.every(({ subscribed }) => subscribed.length === times), 15_000);
        assert.ok(!client.states.includes("disconnected"), `${client.states}`);
        if (times === 1) client.cut();
      }
      await client.waitFor("refused", () => refused.every(({ ended }) => ended.some(({ code }) => code === 103)), 20_000);
      assert.ok(allowed.every(({ ended }) => ended.every(({ code }) => code < 100)), "an allowed one was refused for good");
      assert.deepEqual(client.states.filter((state) => state === "connected").length, 2);
      client.close();
    });

    test("the same with positions to recover, in one message of 9 kB: each has its answer; by /emulation, too", async () => {
      const lines = [{ id: 1, connect: {} }, ...many(MANY, (i) => ({ id: i + 2, subscribe: { channel: `till:${i + 1}`, flag: 1, recover: true, offset: 123456, epoch: "abcdefghijkl" } }))];
      const mouth = await new Mouth(house).open();
      mouth.say(lines);
      await mouth.waitFor("all answers", () => mouth.replies.length === MANY + 1);
      assert.ok(mouth.replies.slice(1).every(({ error }) => error.code === 103));
      assert.equal(mouth.closed, undefined);
      const stream = await new Raw(house, `POST /connection/http_stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 23\r\n\r\n{"id":1,"connect":{} } `);
      await waitFor("connected", () => /"node":"[0-9a-f]+"/.test(stream.heard));
      const [, session, node] = /"session":"([^"]+)","node":"([^"]+)"/.exec(stream.heard);
      const { status } = await house.request("/emulation", { origin: house.plainOrigin, method: "POST", body: JSON.stringify({ session, node, data: lines.slice(1).map((line) => JSON.stringify(line)).join("\n") }) });
      assert.equal(status, 204);
      await waitFor("all answers", () => stream.heard.match(/"code":103/g)?.length === MANY);
      stream.hangUp();
    });

    test("who asks for too much at once is told to try again later, command by command; who goes on all the same is sent away", async () => {
      const mouth = await new Mouth(house).connect();
      mouth.say(many(270, (i) => ({ id: i + 2, history: { channel: "race", limit: 0 } })));
      await mouth.waitFor("all answers", () => mouth.replies.length === 271);
      const late = mouth.replies.filter(({ error }) => error);
      assert.ok(late.length > 10 && late.length < 200, `${late.length} refused`);
      assert.deepEqual(late[0].error, { code: 111, message: "too many requests", temporary: true });
      await waitFor("it may again", async () => {
        const has = mouth.replies.length;
        mouth.say({ id: 1000 + has, history: { channel: "race", limit: 0 } });
        await mouth.waitFor("an answer", () => mouth.replies.length > has);
        return mouth.replies.at(-1).history;
      }, 15_000, 200);
      for (let times = 0; times < 5; times++) mouth.say(many(500, (i) => ({ id: i + 5000, ping: {} })));
      await mouth.waitFor("the end", () => mouth.closed);
      assert.deepEqual(mouth.closed, { code: 3013, reason: "too many messages" });
    });
  });
});
