// SPDX-License-Identifier: MIT
// RFC 6455 in the order of the Autobahn suite's categories (1 framing, 2 pings, 3 reserved bits, 4 opcodes, 5 fragments,
// 6 UTF-8, 7 goodbyes, 9 and 10 limits and many frames), on the ways that usual clients go: a socket without anything
// between, and Caddy with TLS. An echo is the reply to a command whose number comes back: the gateway echoes nothing.
// (Their fuzzing client wants a server that echoes; the reader alone: tests/unit/gateway/net/test_ws_reader.c.)
import assert from "node:assert/strict";
import { connect as connectTls } from "node:tls";
import { describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { BINARY, CLOSE, closeFrame, frame, header, PING, PONG, Raw, TEXT, upgrade } from "../lib/raw.mjs";
import { waitFor } from "../lib/wait.mjs";

const CONTINUATION = 0;
const LONGEST = 16_384;
const V2 = "?cf_protocol_version=v2";

const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
/** A ping command of exactly this many bytes; `fill` is repeated in it. */
const command = (id, bytes, fill = "x") => {
  const text = (inner) => `{"id":${id},"ping":{"x":"${inner}"}}`;
  return text(fill.repeat((bytes - Buffer.byteLength(text(""))) / Buffer.byteLength(fill)));
};
const cut = (text, size) => {
  const bytes = Buffer.from(text);
  return many(Math.ceil(bytes.length / size), (i) => bytes.subarray(i * size, (i + 1) * size));
};
const fragmented = (pieces, between = () => []) => pieces.flatMap((piece, i) => [frame(i ? CONTINUATION : TEXT, piece, { final: i === pieces.length - 1 }), ...between(i)]);

describe("RFC 6455", { concurrency: true }, () => {
  const house = useHouse({ settings: { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 } });
  const ways = {
    direct: () => null,
    "through Caddy": () => {
      const { port } = new URL(house.origin);
      return connectTls({ port, host: "localhost", servername: "localhost", ca: house.ca, ALPNProtocols: ["http/1.1"] });
    },
  };
  for (const [way, road] of Object.entries(ways)) {
    for (const [who, query] of [["a stock client", V2], ["a client at the plain address", ""]]) {
      describe(`${who}, ${way}`, { concurrency: true }, () => {
        let id = 1;
        /** Connected, by Centrifuge's protocol. */
        async function enter() {
          const raw = new Raw(house, upgrade({ query }), road());
          await raw.open();
          raw.write(frame(TEXT, '{"id":1,"connect":{}}'));
          await answered(raw, 1);
          return raw;
        }
        const answered = (raw, number, timeout = 10_000) =>
          waitFor(() => `the answer to ${number}; code ${raw.code}`, () => raw.code !== null || raw.texts().some((json) => json.id === number), timeout)
            .then(() => assert.equal(raw.code, null));
        /** These frames are one command, which is answered. */
        async function taken(make) {
          const raw = await enter(), number = ++id;
          raw.write(...[make(number)].flat());
          await answered(raw, number);
          raw.hangUp();
        }
        /** These frames end the connection with `code`: a goodbye is sent, and the socket closed. */
        async function refused(what, code, pieces) {
          const raw = await enter();
          raw.write(...[pieces].flat());
          await waitFor(() => `${what}: ${code}, not ${raw.code}`, () => raw.code !== null || raw.ended !== null);
          assert.equal(raw.code, code, what);
          raw.socket.end(closeFrame(1000));
          await raw.end(what);
        }
        const all = (kinds, make) => Promise.all(kinds.map(make));

        test("1: text of every length of header", () => all([21, 125, 126, 127, 128, 65_535 % LONGEST, LONGEST - 1, LONGEST].map((bytes) => Math.max(bytes, 40)), (bytes) => taken((n) => frame(TEXT, command(n, bytes)))));
        test("1: a header longer than it need be, and a frame in pieces of a byte", async () => {
          await taken((n) => frame(TEXT, command(n, 60), { bytes: 2 }));
          await taken((n) => frame(TEXT, command(n, 60), { bytes: 8 }));
          await taken((n) => cut(frame(TEXT, command(n, 130)), 1));
        });
        test("2: pings are answered with what was in them, in their order; pongs that nobody asked for are not", async () => {
          const raw = await enter();
          raw.write(frame(PONG, "nobody asked"), frame(PING), ...many(10, (i) => frame(PING, `p${i}`)), frame(PING, Buffer.alloc(125, 0xfe)), ...cut(frame(PING, "in pieces"), 1));
          await waitFor("pongs", () => raw.of(PONG).length === 13);
          assert.deepEqual(raw.of(PONG).map((pong) => pong.toString("latin1")), ["", ...many(10, (i) => `p${i}`), "\xfe".repeat(125), "in pieces"]);
          raw.hangUp();
          await refused("a ping of 126 bytes", 1002, frame(PING, Buffer.alloc(126)));
        });
        test("3: reserved bits", () => all([0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70], async (bits) => {
          await refused(`bits ${bits}`, 1002, frame(TEXT, "{}", { bits }));
          await refused(`bits ${bits} of a ping`, 1002, frame(PING, "", { bits }));
        }));
        test("4: opcodes that mean nothing", () => all([3, 4, 5, 6, 7, 11, 12, 13, 14, 15], (opcode) => refused(`opcode ${opcode}`, 1002, [frame(PING, "p"), frame(opcode, "x")])));
        test("5: fragments, with pings between them", async () => {
          await taken((n) => fragmented(cut(command(n, 80), 7), (i) => [frame(PING, `${i}`)]));
          await taken((n) => fragmented(["", ...cut(command(n, 80), 40), ""]));
          await all(Object.entries({
            "a ping in fragments": frame(PING, "x", { final: false }), "a pong in fragments": frame(PONG, "x", { final: false }),
            "nothing to continue": frame(CONTINUATION, "x"), "nothing to continue, and more to come": frame(CONTINUATION, "x", { final: false }),
            "another message within one": [frame(TEXT, "x", { final: false }), frame(TEXT, "y")], "more behind the end": [frame(TEXT, "{}"), frame(CONTINUATION, "x")].reverse(),
          }), ([what, pieces]) => refused(what, 1002, pieces));
        });
        test("6: UTF-8, whole, in fragments and within a character", async () => {
          const texts = ["κόσμε", "a\u00e9", "\u07ff\u0800\ud7ff\ue000\ufffd\uffff", "\u{10000}\u{10ffff}", "\ufeff\ufdd0\u{1fffe}"];
          for (const text of texts) {
            await taken((n) => frame(TEXT, `{"id":${n},"ping":{"x":"${text}"}}`));
            await taken((n) => fragmented(cut(`{"id":${n},"ping":{"x":"${text}"}}`, 1)));
          }
        });
        const bad = { "a lone continuation": "80", "a start alone": "c2", "a character cut off": "e2 82", "too long for its character": "c0 af", "too long, three": "e0 80 af", "too long, four": "f0 80 80 af",
          "a surrogate": "ed a0 80", "half a pair": "ed bf bf", "beyond Unicode": "f4 90 80 80", "five bytes": "f8 88 80 80 80", "six bytes": "fc 84 80 80 80 80", "fe": "fe", "ff": "ff" };
        test("6: what is no UTF-8 ends with 1007, as soon as it is seen", () => all(Object.entries(bad), async ([what, hex]) => {
          const bytes = Buffer.concat([Buffer.from("{"), Buffer.from(hex.replaceAll(" ", ""), "hex"), Buffer.from("}")]);
          await refused(what, 1007, frame(TEXT, bytes));
          await refused(`${what}, in fragments`, 1007, fragmented(cut(bytes, 1)));
          // More is announced, and never comes.
          await refused(`${what}, in the middle`, 1007, [header(TEXT, 2000, { bytes: 2 }), Buffer.alloc(4), bytes]);
        }));
        test("6: a message that ends within a character", () => refused("a cut character", 1007, frame(TEXT, Buffer.from([0x22, 0xe2, 0x82]))));
        test("7: a goodbye is answered with its own code, and nothing behind it counts", async () => {
          for (const code of [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]) await refused(`goodbye ${code}`, code, closeFrame(code, "so long"));
          await refused("an empty goodbye", 1005, frame(CLOSE));
          await refused("a reason of 123 bytes", 1000, closeFrame(1000, "x".repeat(123)));
          await refused("more behind it", 1000, Buffer.concat([closeFrame(1000), frame(TEXT, "x"), frame(PING)]));
          await refused("within a message", 1000, [frame(TEXT, "x", { final: false }), closeFrame(1000)]);
        });
        test("7: goodbyes that are none", async () => {
          for (const code of [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535]) await refused(`goodbye ${code}`, 1002, closeFrame(code));
          await refused("one byte", 1002, frame(CLOSE, "x"));
          await refused("126 bytes", 1002, frame(CLOSE, Buffer.concat([Buffer.from([3, 232]), Buffer.alloc(124, 0x78)])));
          await refused("a reason that is no UTF-8", 1007, frame(CLOSE, Buffer.from([3, 232, 0xff])));
        });
        test("9: the longest message in fragments of any size; one byte more, however it comes, ends with 1009", async () => {
          for (const size of [64, 1024, 4096, LONGEST]) await taken((n) => fragmented(cut(command(n, LONGEST), size)));
          for (const size of [1024, LONGEST + 1]) await refused(`too much by ${size}`, 1009, fragmented(cut(command(2, LONGEST + 1), size)));
          for (const length of [2n ** 16n, 2n ** 31n, 2n ** 62n]) await refused(`${length} announced`, 1009, [header(TEXT, length, { bytes: 8 }), Buffer.alloc(5)]);
          await refused("a binary message", 3506, frame(BINARY, command(2, 60)));
        });
        test("9, 10: many frames, one after the other and cut anywhere", async () => {
          const raw = await enter(), numbers = many(60, () => ++id);
          for (const piece of cut(Buffer.concat(numbers.map((n) => frame(TEXT, command(n, 100)))), 97)) raw.write(piece);
          for (const number of numbers) await answered(raw, number);
          assert.deepEqual(raw.texts().flatMap((json) => (json.ping && json.id) || []), numbers, "each once, in order");
          raw.hangUp();
          await taken((n) => fragmented(cut(command(n, 4000), 1)));
        });
      });
    }
  }
});
