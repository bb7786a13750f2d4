// SPDX-License-Identifier: MIT
// A peer that says what no client library would say: bytes to the gateway's own socket, and whatever comes back, of which
// every byte must belong to a frame that the standard allows.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { PATH } from "./client.mjs";
import { waitFor } from "./wait.mjs";

export const TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
/** The reserved bit by which permessage-deflate marks a message (RFC 7692). */
export const DEFLATED = 0x40;

/** A message as permessage-deflate has it, and back, without context takeover. */
const END = Buffer.from([0, 0, 0xff, 0xff]);
export const deflate = (text) => deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -END.length);
const inflate = (bytes) => inflateRawSync(Buffer.concat([bytes, END]), { finishFlush: constants.Z_SYNC_FLUSH });

/** The shortest header for `length` (or that of `bytes` bytes: 0, 2 or 8), which may be a lie. */
export function header(opcode, length, { final = true, bits = 0, masked = true, bytes = length > 65_535 ? 8 : length > 125 ? 2 : 0 } = {}) {
  const head = Buffer.alloc(2 + bytes);
  head[0] = (final ? 0x80 : 0) | bits | opcode;
  head[1] = (masked ? 0x80 : 0) | (bytes === 8 ? 127 : bytes === 2 ? 126 : Number(length));
  if (bytes === 2) head.writeUInt16BE(Number(length), 2);
  if (bytes === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

export function frame(opcode, payload = "", options = {}) {
  const bytes = Buffer.from(payload), head = header(opcode, bytes.length, options);
  if (options.masked === false) return Buffer.concat([head, bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, bytes.map((byte, i) => byte ^ mask[i & 3])]);
}

export const closeFrame = (code, reason = "") => frame(CLOSE, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]));

export function upgrade({ query = "", headers = {} } = {}) {
  const all = { Host: "localhost", Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": randomBytes(16).toString("base64"), ...headers };
  return `GET ${PATH}${query} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

export class Raw {
  #bytes = Buffer.alloc(0);

  /** socket: to whom it speaks, if not to the gateway's own socket. */
  constructor(house, first = "", socket = null) {
    this.begun = performance.now();
    this.heard = ""; // in place of frames, as long as no WebSocket is open
    this.frames = []; // {opcode, payload, isDeflated, size}: size of what came, in bytes
    this.ended = null; // ms until the gateway hung up
    this.socket = socket ?? connect(join(house.folder, "run/gateway.sock"));
    this.socket.on("error", () => {});
    this.socket.on("close", () => (this.ended = performance.now() - this.begun));
    this.socket.on("data", (bytes) => this.#take(bytes));
    if (first) this.socket.write(first);
    house.adopt(this);
  }

  #take(bytes) {
    if (this.isOpen) {
      this.#read(bytes);
      return;
    }
    this.heard += bytes.toString("latin1");
    const end = this.heard.indexOf("\r\n\r\n");
    if (!this.heard.startsWith("HTTP/1.1 101 ") || end < 0) return;
    this.isOpen = true;
    this.takesDeflated = /^sec-websocket-extensions: permessage-deflate/im.test(this.heard);
    this.#read(Buffer.from(this.heard.slice(end + 4), "latin1"));
  }

  #read(bytes) {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (;;) {
      const [first, length] = this.#bytes;
      if (length === undefined) return;
      const isDeflated = this.takesDeflated && first === (0x80 | DEFLATED | TEXT);
      assert.ok([TEXT, CLOSE, PING, PONG].includes((isDeflated ? first ^ DEFLATED : first) ^ 0x80) && length < 128, `a frame begins with ${first}, ${length}`);
      const size = length === 127 ? 10 : length === 126 ? 4 : 2;
      if (this.#bytes.length < size) return;
      const payload = size === 10 ? Number(this.#bytes.readBigUInt64BE(2)) : size === 4 ? this.#bytes.readUInt16BE(2) : length;
      if (this.#bytes.length < size + payload) return;
      const content = Buffer.from(this.#bytes.subarray(size, size + payload));
      this.frames.push({ opcode: first & 0xf, payload: isDeflated ? inflate(content) : content, isDeflated, size: size + payload });
      this.#bytes = this.#bytes.subarray(size + payload);
    }
  }

  write(...pieces) {
    for (const piece of pieces) this.socket.write(piece);
    return this;
  }

  of(opcode) {
    return this.frames.filter((one) => one.opcode === opcode).map(({ payload }) => payload);
  }

  texts() {
    return this.of(TEXT).flatMap((text) => text.toString().split("\n")).map((line) => JSON.parse(line));
  }

  /** Of the answer: its first lines, each with its CR; null: it is not there yet. */
  get head() {
    const end = this.heard.indexOf("\r\n\r\n");
    return end < 0 ? null : this.heard.slice(0, end + 2);
  }

  /** What the gateway has said goodbye with; null: nothing yet. */
  get code() {
    const [goodbye] = this.of(CLOSE);
    return goodbye ? (goodbye.length >= 2 ? goodbye.readUInt16BE(0) : 1005) : null;
  }

  /** Waits for the handshake's end and the first frame, or an answer that is none. */
  async open(timeout = 5000) {
    await waitFor(() => `an answer: ${this.heard.slice(0, 200)}`, () => this.isOpen || this.ended !== null, timeout);
    return this;
  }

  async end(what, timeout = 10_000) {
    await waitFor(() => `${what}: the end; code ${this.code}, ${this.frames.length} frames, ${this.heard.slice(0, 100)}`, () => this.ended !== null, timeout);
    return this;
  }

  hangUp() {
    this.socket.destroy();
  }
}
