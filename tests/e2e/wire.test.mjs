// SPDX-License-Identifier: MIT
// The gateway's own end of a WebSocket, byte by byte: what it takes, what it refuses, and that whatever is written while
// a socket is full (events, replies, pongs, close frames) comes whole and in order. All of it also by way of
// libwebsockets, which lets in every client whose handshake is not of the usual kind (in pieces, for one).
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { PATH } from "../lib/client.mjs";
import { useHouse } from "../lib/house.mjs";
import { furnish, makeToken, tell } from "../lib/staff.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** A masked frame. */
function frame(opcode, payload = "", { final = true, bits = 0, masked = true } = {}) {
  const bytes = Buffer.from(payload);
  const long = bytes.length > 125;
  const head = Buffer.from([(final ? 0x80 : 0) | bits | opcode, (masked ? 0x80 : 0) | (long ? 126 : bytes.length), ...(long ? [bytes.length >> 8, bytes.length & 0xff] : [])]);
  if (!masked) return Buffer.concat([head, bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, bytes.map((byte, i) => byte ^ mask[i & 3])]);
}

const closeFrame = (code) => frame(CLOSE, Buffer.from([code >> 8, code & 0xff]));

class Raw {
  #bytes = Buffer.alloc(0);

  /** `behind`: bytes in the same packet; `cut`: the handshake's first packet ends there. */
  constructor(house, { query = "", headers = {}, behind = Buffer.alloc(0), cut = null } = {}) {
    this.key = randomBytes(16).toString("base64");
    this.frames = [];
    this.head = null;
    this.ended = false;
    this.socket = connect(join(house.folder, "run/gateway.sock"));
    this.socket.on("error", () => {});
    this.socket.on("close", () => (this.ended = true));
    this.socket.on("data", (bytes) => this.#take(bytes));
    const all = { Host: "localhost", Connection: "keep-alive, Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": this.key, ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const request = Buffer.from(`GET ${PATH}${query} HTTP/1.1\r\n${lines}\r\n`);
    this.socket.write(Buffer.concat([request.subarray(0, cut ?? request.length), behind]));
    if (cut) setTimeout(() => this.socket.write(request.subarray(cut)), 50);
  }

  async open() {
    await waitFor("an answer", () => this.head !== null || this.ended);
    const accept = createHash("sha1").update(`${this.key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    assert.match(this.head, /^HTTP\/1\.1 101 /);
    assert.match(this.head, new RegExp(`^sec-websocket-accept: ${accept.replace(/[+/]/g, "\\$&")}\\r$`, "im"));
    return this;
  }

  /** Every byte must belong to a frame that the standard allows. */
  #take(bytes) {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.head === null) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.head = this.#bytes.subarray(0, end + 2).toString();
      this.#bytes = this.#bytes.subarray(end + 4);
    }
    if (!this.head.startsWith("HTTP/1.1 101 ")) return;
    for (;;) {
      if (this.#bytes.length < 2) return;
      let [first, length] = this.#bytes;
      let size = 2;
      assert.ok([TEXT, CLOSE, PING, PONG].includes(first ^ 0x80), `a frame begins with ${first}`);
      assert.ok(length < 127, "masked, or longer than anything here");
      if (length === 126) {
        if (this.#bytes.length < 4) return;
        length = this.#bytes.readUInt16BE(2);
        size = 4;
      }
      if (this.#bytes.length < size + length) return;
      this.frames.push({ opcode: first & 0xf, payload: Buffer.from(this.#bytes.subarray(size, size + length)) });
      this.#bytes = this.#bytes.subarray(size + length);
    }
  }

  send(...args) {
    this.socket.write(frame(...args));
  }

  of(opcode) {
    return this.frames.filter((one) => one.opcode === opcode).map(({ payload }) => payload);
  }

  texts() {
    return this.of(TEXT).flatMap((text) => text.toString().split("\n")).map((line) => JSON.parse(line));
  }

  async pong(payload) {
    this.send(PING, payload);
    await waitFor(`a pong for ${payload}`, () => this.of(PONG).some((bytes) => bytes.toString() === payload), 10_000);
  }

  async closed(code) {
    await waitFor(() => `the end with ${code}, got ${this.of(CLOSE).map((bytes) => bytes.toString("hex"))}`, () => this.of(CLOSE).length > 0, 10_000);
    assert.equal(this.of(CLOSE)[0].readUInt16BE(0), code);
    this.socket.end(closeFrame(code));
    await waitFor("the socket's end", () => this.ended, 10_000);
  }
}

describe("wire", () => {
  const house = useHouse({ settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 } });
  const append = (count, size) => house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', $1))) from generate_series(1, $2)", [size, count]);
  let staff;
  const lanes = [
    ["by its own way", {}],
    ["by libwebsockets", { cut: 20 }],
  ];

  test("a handshake of the usual kind, signed in or not, comes by the gateway's own way, any other by libwebsockets", async () => {
    const token = makeToken().token;
    const way = async (options) => {
      const raw = await new Raw(house, options).open();
      raw.socket.destroy();
      return /^Upgrade: (\w+)\r$/m.exec(raw.head)[1];
    };
    for (const headers of [{}, { Cookie: `theme=dark; hippo_session=${token}`, Origin: "https://localhost" }, { Authorization: `Bearer ${token}` }])
      for (const query of ["", "?channel=till%3A1&offset=1", "?cf_protocol_version=v2"])
        assert.equal(await way({ headers, query }), "websocket", JSON.stringify({ headers, query }));
    for (const other of [{ cut: 20 }, { query: "?other=1" }, { headers: { "Sec-WebSocket-Protocol": "centrifuge-json" } }])
      assert.equal(await way(other), "WebSocket", JSON.stringify(other));
  });

  for (const [name, options] of lanes) {
    for (const [protocol, query] of [["plain", ""], ["Centrifuge", "?cf_protocol_version=v2"]]) {
      test(`${protocol}, ${name}: what is written while the socket is full comes whole and in order`, async () => {
        const raw = await new Raw(house, { ...options, query }).open();
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
        assert.deepEqual(pongs, pongs.filter((_, i) => i < 12).toSorted((a, b) => a.slice(11) - b.slice(11)), "pongs in order, none invented");
        await raw.pong("after all");
        raw.socket.write(closeFrame(1000));
        await raw.closed(1000);
      });
    }

    test(`${name}: a stalled client is told why it is sent away, behind what it was sent`, async () => {
      const raw = await new Raw(house, options).open();
      raw.socket.pause();
      for (let i = 0; i < 12; i++) await append(100, 900);
      await pass(11_000);
      raw.socket.resume();
      await raw.closed(3008);
      const notes = raw.texts().filter(({ event }) => event === "test_note");
      assert.ok(notes.length > 50, `${notes.length} whole events before the goodbye`);
    });

    test(`${name}: who is signed in hears what is theirs, by cookie or bearer`, async () => {
      staff ??= await furnish(house);
      const channel = (raw) => raw.texts().filter((json) => json.channel === "till:1");
      for (const headers of [{ Cookie: `hippo_session=${staff.anna.token}`, Origin: "https://localhost" }, { Authorization: `Bearer ${staff.anna.token}` }]) {
        const raw = await new Raw(house, { ...options, query: "?channel=till:1", headers }).open();
        await waitFor("subscribed", () => channel(raw)[0]?.event === "subscribed");
        const note = `${name} ${Math.random()}`;
        await tell(house, "till:1", note);
        await waitFor("the event", () => channel(raw).some(({ data }) => data?.note === note));
        raw.socket.destroy();
        // Centrifuge's client need not send its token again.
        const mouth = await new Raw(house, { ...options, query: "?cf_protocol_version=v2", headers }).open();
        mouth.send(TEXT, '{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"till:1"}}');
        await waitFor("subscribed", () => mouth.texts().some(({ id, subscribe }) => id === 2 && subscribe?.data.till.tillId === 1));
        mouth.socket.destroy();
      }
      const other = await new Raw(house, { ...options, query: "?channel=till:1", headers: { Cookie: `hippo_session=${staff.bert.token}`, Origin: "https://localhost" } }).open();
      await waitFor("refused", () => channel(other)[0]?.code === 103);
      other.socket.destroy();
      const foreign = new Raw(house, { ...options, query: "?channel=till:1", headers: { Cookie: `hippo_session=${staff.anna.token}`, Origin: "https://evil.example" } });
      await waitFor("turned away", () => foreign.head !== null);
      assert.match(foreign.head, /^HTTP\/1\.1 403 /);
      foreign.socket.destroy();
    });

    test(`${name}: frames in pieces and messages in fragments are taken`, async () => {
      const raw = await new Raw(house, { ...options, query: "?cf_protocol_version=v2" }).open();
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

  for (const [what, bytes] of [
    ["an unmasked frame", frame(TEXT, "{}", { masked: false })],
    ["a reserved bit", frame(TEXT, "{}", { bits: 0x40 })],
    ["an unknown opcode", frame(3, "x")],
    ["a ping in fragments", frame(PING, "x", { final: false })],
    ["a ping of 126 bytes", frame(PING, "x".repeat(126))],
    ["a continuation of nothing", frame(0, "x")],
    ["a message within a message", Buffer.concat([frame(TEXT, "x", { final: false }), frame(TEXT, "y")])],
  ]) {
    test(`${what} is an error of the protocol`, async () => {
      const raw = await new Raw(house).open();
      await waitFor("the hello", () => raw.texts().length > 0);
      raw.socket.write(bytes);
      await raw.closed(1002);
    });
  }

  test("what a client says directly behind its handshake is not lost", async () => {
    const raw = await new Raw(house, { query: "?cf_protocol_version=v2", behind: frame(TEXT, JSON.stringify({ connect: {}, id: 7 })) }).open();
    await waitFor("the reply", () => raw.texts().some(({ id }) => id === 7));
    raw.socket.destroy();
  });

  test("a handshake in two pieces is a handshake", async () => {
    for (const cut of [1, 20, 60]) {
      const raw = await new Raw(house, { cut }).open();
      await waitFor("the hello", () => raw.texts().length > 0);
      raw.socket.destroy();
    }
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
      const raw = await new Raw(house).open();
      raw.socket.write(frame(TEXT, "hello").subarray(0, i), () => raw.socket.destroy());
    }
    await waitFor("all have gone", () => open() === 0 && /event=client_close .*code=1006/.test(house.words("gateway")), 10_000);
  });
});
