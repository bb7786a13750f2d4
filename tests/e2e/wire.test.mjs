// SPDX-License-Identifier: MIT
// The gateway's end of a WebSocket, byte by byte: what it takes, what it refuses, and that whatever is written while a
// socket is full (events, replies, pongs, close frames) comes whole and in order. (Every frame that RFC 6455 allows or
// forbids: tests/unit/gateway/net/test_ws_reader.c.)
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { closeFrame, frame, PING, PONG, Raw, TEXT, upgrade } from "../lib/raw.mjs";
import { furnish, makeToken, tell } from "../lib/staff.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

class Peer extends Raw {
  /** `behind`: bytes in the same packet; `cut`: the handshake's first packet ends there. */
  constructor(house, { query, headers, behind = "", cut = null } = {}) {
    const key = randomBytes(16).toString("base64");
    const request = upgrade({ query, headers: { Connection: "keep-alive, Upgrade", "Sec-WebSocket-Key": key, ...headers } });
    super(house, Buffer.concat([Buffer.from(request.slice(0, cut ?? request.length)), Buffer.from(behind)]));
    this.key = key;
    if (cut) setTimeout(() => this.socket.write(request.slice(cut)), 50);
  }

  async open() {
    await super.open();
    const accept = createHash("sha1").update(`${this.key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    assert.match(this.head, /^HTTP\/1\.1 101 /);
    assert.match(this.head, new RegExp(`^sec-websocket-accept: ${accept.replace(/[+/]/g, "\\$&")}\\r$`, "im"));
    return this;
  }

  send(...args) {
    this.socket.write(frame(...args));
  }

  async pong(payload) {
    this.send(PING, payload);
    await waitFor(`a pong for ${payload}`, () => this.of(PONG).some((bytes) => bytes.toString() === payload), 10_000);
  }

  async closed(code) {
    await waitFor(() => `the end with ${code}, got ${this.code}`, () => this.code !== null, 10_000);
    assert.equal(this.code, code);
    this.socket.end(closeFrame(code));
    await this.end(`after ${code}`);
  }
}

describe("wire", () => {
  const house = useHouse({ settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 } });
  const append = (count, size) => house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', $1))) from generate_series(1, $2)", [size, count]);
  let staff;
  const lanes = [
    ["with a handshake at once", {}],
    ["with a handshake in pieces", { cut: 20 }],
  ];

  test("every handshake that RFC 6455 allows is taken, in whatever pieces it comes", async () => {
    const token = makeToken().token;
    const greeted = async (options, isCentrifuge = false) => {
      const raw = await new Peer(house, options).open();
      if (isCentrifuge) raw.send(TEXT, '{"id":1,"connect":{}}');
      await waitFor(`a greeting for ${JSON.stringify(options)}`, () => raw.texts().some(({ event, connect }) => (isCentrifuge ? connect : event === "connected")));
      raw.socket.destroy();
      return raw.head;
    };
    for (const headers of [{}, { Cookie: `theme=dark; hippo_session=${token}`, Origin: "https://localhost" }, { Authorization: `Bearer ${token}` },
      { "Sec-WebSocket-Extensions": "x-webkit-deflate-frame, permessage-bzip2" },
      { Connection: "UPGRADE , keep-alive", Upgrade: "h2c, WebSocket" }, { Connection: "keep-alive\r\nConnection: upgrade" }, { "X-Forwarded-For": "192.0.2.1\r\nX-Forwarded-For: 192.0.2.2" }])
      for (const cut of [null, 1, 60]) {
        const head = await greeted({ headers, cut });
        assert.doesNotMatch(head, /extensions|protocol:/i, "nothing is agreed upon that is not spoken");
        await greeted({ headers, cut, query: "?cf_protocol_version=v2" }, true);
      }
    for (const query of ["?other=1", "?channel=till%3A1&offset=1", "?&&x=%C3%A9+y&"]) await greeted({ query });
    for (const offers of ["centrifuge-json", "centrifuge-protobuf, centrifuge-json", "centrifuge-protobuf\r\nSec-WebSocket-Protocol: centrifuge-json"])
      assert.match(await greeted({ headers: { "Sec-WebSocket-Protocol": offers } }, true), /^Sec-WebSocket-Protocol: centrifuge-json\r$/m);
    const slow = connect(join(house.folder, "run/gateway.sock"));
    let heard = "";
    slow.on("data", (bytes) => (heard += bytes.toString("latin1"))).on("error", () => {});
    for (const byte of upgrade()) {
      slow.write(byte);
      await pass(2);
    }
    await waitFor("a handshake byte by byte", () => heard.startsWith("HTTP/1.1 101 ") && heard.includes('"connected"'));
    slow.destroy();
  });

  test("every other is told what is wrong with it", async () => {
    for (const [headers, status] of [[{ Upgrade: "h2c" }, 426], [{ Connection: "close" }, 400], [{ "Sec-WebSocket-Version": "8" }, 426], [{ "Sec-WebSocket-Key": "short" }, 400],
      [{ "Sec-WebSocket-Protocol": "graphql-ws" }, 400], [{ Origin: "https://evil.example" }, 403], [{ "Content-Length": "1" }, 400], [{ Host: "" }, 400]])
      for (const cut of [null, 30]) {
        const raw = await new Peer(house, { headers, cut }).end(JSON.stringify(headers));
        assert.match(raw.head, new RegExp(`^HTTP/1\\.1 ${status} `), JSON.stringify(headers));
        if (status === 426) assert.match(raw.head, /^sec-websocket-version: 13\r$/m);
      }
  });

  for (const [name, options] of lanes) {
    for (const [protocol, query] of [["plain", ""], ["Centrifuge", "?cf_protocol_version=v2"]]) {
      test(`${protocol}, ${name}: what is written while the socket is full comes whole and in order`, async () => {
        const raw = await new Peer(house, { ...options, query }).open();
        const isPlain = protocol === "plain";
        if (!isPlain) raw.send(TEXT, JSON.stringify({ connect: {}, id: 1 }));
        await waitFor("the hello", () => raw.texts().length > 0);
        const hello = raw.texts()[0];
        const from = isPlain ? hello.stream.offset : hello.connect.subs.race.offset;
        raw.socket.pause();
        for (let i = 0; i < 12; i++) {
          await append(100, 500 + 37 * i);
          raw.send(PING, `while full ${i}`);
          if (!isPlain) raw.send(TEXT, JSON.stringify({ history: { channel: "race", limit: 0 }, id: 2 + i }));
        }
        await pass(300);
        raw.socket.resume();
        const top = await house.value("select top from hippo.stream where channel = 'race'");
        const offsets = () => (isPlain ? raw.texts().filter(({ event }) => event === "test_note").length : raw.texts().filter(({ push }) => push?.pub.offset).map(({ push }) => push.pub.offset));
        await waitFor(() => `everything up to ${top}`, () => (isPlain ? offsets() === top - from : offsets().at(-1) === top), 15_000);
        if (!isPlain) {
          assert.deepEqual(offsets(), Array.from({ length: top - from }, (_, i) => from + 1 + i));
          await waitFor("all replies", () => raw.texts().filter(({ id }) => id > 1).length === 12, 10_000);
          assert.deepEqual(raw.texts().filter(({ id }) => id > 1).map(({ id }) => id), Array.from({ length: 12 }, (_, i) => 2 + i));
        }
        const pongs = raw.of(PONG).map(String);
        assert.deepEqual(pongs, pongs.filter((_, i) => i < 12).sort((a, b) => a.slice(11) - b.slice(11)), "pongs in order, none invented");
        await raw.pong("after all");
        raw.socket.write(closeFrame(1000));
        await raw.closed(1000);
      });
    }

    test(`${name}: a stalled client is told why it is sent away, behind what it was sent`, async () => {
      const raw = await new Peer(house, options).open();
      raw.socket.pause();
      const sentAway = () => house.words("gateway").match(/event=client_close .*code=3008/g)?.length ?? 0;
      const before = sentAway();
      for (let i = 0; i < 12; i++) await append(100, 900);
      await waitFor("it is sent away", () => sentAway() > before, 20_000, 200);
      raw.socket.resume();
      await raw.closed(3008);
      const notes = raw.texts().filter(({ event }) => event === "test_note");
      assert.ok(notes.length > 50, `${notes.length} whole events before the goodbye`);
    });

    test(`${name}: who is signed in hears what is theirs, by cookie or bearer`, async () => {
      staff ??= await furnish(house);
      const channel = (raw) => raw.texts().filter((json) => json.channel === "till:1");
      for (const headers of [{ Cookie: `hippo_session=${staff.anna.token}`, Origin: "https://localhost" }, { Authorization: `Bearer ${staff.anna.token}` }]) {
        const raw = await new Peer(house, { ...options, query: "?channel=till:1", headers }).open();
        await waitFor("subscribed", () => channel(raw)[0]?.event === "subscribed");
        const note = `${name} ${Math.random()}`;
        await tell(house, "till:1", note);
        await waitFor("the event", () => channel(raw).some(({ data }) => data?.note === note));
        raw.socket.destroy();
        // Centrifuge's client need not send its token again.
        const mouth = await new Peer(house, { ...options, query: "?cf_protocol_version=v2", headers }).open();
        mouth.send(TEXT, '{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"till:1"}}');
        await waitFor("subscribed", () => mouth.texts().some(({ id, subscribe }) => id === 2 && subscribe?.data.till.tillId === 1));
        mouth.socket.destroy();
      }
      const other = await new Peer(house, { ...options, query: "?channel=till:1", headers: { Cookie: `hippo_session=${staff.bert.token}`, Origin: "https://localhost" } }).open();
      await waitFor("refused", () => channel(other)[0]?.code === 103);
      other.socket.destroy();
      const foreign = new Peer(house, { ...options, query: "?channel=till:1", headers: { Cookie: `hippo_session=${staff.anna.token}`, Origin: "https://evil.example" } });
      await waitFor("turned away", () => foreign.head !== null);
      assert.match(foreign.head, /^HTTP\/1\.1 403 /);
      foreign.socket.destroy();
    });

    test(`${name}: frames in pieces and messages in fragments are taken`, async () => {
      const raw = await new Peer(house, { ...options, query: "?cf_protocol_version=v2" }).open();
      const command = Buffer.from(JSON.stringify({ connect: {}, id: 1 }));
      const parts = [frame(TEXT, command.subarray(0, 5), { final: false }), frame(PING, "between"), frame(0, "", { final: false }), frame(0, command.subarray(5))];
      for (const byte of Buffer.concat(parts)) {
        raw.socket.write(Buffer.from([byte]));
        await pass(2);
      }
      await waitFor("the reply", () => raw.texts().some(({ connect }) => connect));
      assert.deepEqual(raw.of(PONG).map(String), ["between"]);
      raw.socket.write(closeFrame(4321));
      await raw.closed(4321);
    });
  }

  for (const [what, bytes, code = 1002] of [
    ["an unmasked frame", frame(TEXT, "{}", { masked: false })],
    ["a reserved bit", frame(TEXT, "{}", { bits: 0x40 })],
    ["an unknown opcode", frame(3, "x")],
    ["a ping in fragments", frame(PING, "x", { final: false })],
    ["a ping of 126 bytes", frame(PING, "x".repeat(126))],
    ["a continuation of nothing", frame(0, "x")],
    ["a message within a message", Buffer.concat([frame(TEXT, "x", { final: false }), frame(TEXT, "y")])],
    ["a text that is no UTF-8", frame(TEXT, Buffer.from([0xce, 0xba, 0xed, 0xa0, 0x80])), 1007],
    ["a character that ends with its message", Buffer.concat([frame(TEXT, Buffer.from([0xe2]), { final: false }), frame(0, Buffer.from([0x82]))]), 1007],
    ["a goodbye whose reason is no UTF-8", closeFrame(1000, Buffer.from([0xff])), 1007],
  ]) {
    test(`${what} is an error of the protocol`, async () => {
      const raw = await new Peer(house).open();
      await waitFor("the hello", () => raw.texts().length > 0);
      raw.socket.write(bytes);
      await raw.closed(code);
    });
  }

  test("what a client says directly behind its handshake is not lost", async () => {
    const raw = await new Peer(house, { query: "?cf_protocol_version=v2", behind: frame(TEXT, JSON.stringify({ connect: {}, id: 7 })) }).open();
    await waitFor("the reply", () => raw.texts().some(({ id }) => id === 7));
    raw.socket.destroy();
  });

  test("who says nothing is let go", async () => {
    const silent = connect(join(house.folder, "run/gateway.sock"));
    let ended = false;
    silent.on("close", () => (ended = true)).on("error", () => {}).resume();
    await waitFor("the end", () => ended, 8000);
  });

  test("a client that vanishes in the middle of a frame leaves nothing behind", async () => {
    const open = () => (house.words("gateway").match(/event=client_open/g) ?? []).length - (house.words("gateway").match(/event=client_close/g) ?? []).length;
    await waitFor("the others have gone", () => open() === 0, 10_000);
    for (let i = 1; i < 8; i++) {
      const raw = await new Peer(house).open();
      raw.socket.write(frame(TEXT, "hello").subarray(0, i), () => raw.socket.destroy());
    }
    await waitFor("all have gone", () => open() === 0 && /event=client_close .*code=1006/.test(house.words("gateway")), 10_000);
  });
});
