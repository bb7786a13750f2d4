// SPDX-License-Identifier: MIT
// What no client library would do, straight at the gateway's socket: those that never come to the point, frames that no
// standard allows, floods, words that are not HTTP, and programs that stop in the middle of everything. Each is sent away
// with the code that RFC 6455 or client.h has for it, whoever is served meanwhile notices nothing, and when they have all
// gone the gateway is what it was. (More of the kind: stream, wire, centrifuge, fallback, admission.)
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Stock, VERSIONS } from "../lib/centrifuge.mjs";
import { assertStream } from "../lib/client.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { BINARY, CLOSE, closeFrame, frame, header, PING, PONG, Raw, TEXT, upgrade } from "../lib/raw.mjs";
import { SANITIZE } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { pass, waitFor, within } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2200, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 400 };
const PING_SECONDS = 1;
const PONG_MS = 10_000;
/** Who has not come to the point by then is cut; a wheel's and a watchdog's step later at most. */
const HANDSHAKE_MS = 5000;
const STEP_MS = 1500;
const SERVED_MS = 1000;
const GROWTH_KB = 4000;
const NOTES = 2500;
const CENTRIFUGE = "?cf_protocol_version=v2";

const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const get = (path, more = "") => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
const post = (path, more) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
const slow = [...many(200, () => upgrade()), ...many(200, () => get("/connection/uni_sse")), ...many(100, () => post("/emulation", "Content-Length: 100\r\n"))];

describe("hostile", inOrder, () => {
  const house = useHouse({ settings: SETTINGS, plain: true, env: { PING_SECONDS } });
  const gateway = () => house.program("gateway");
  const descriptors = () => readdirSync(`/proc/${gateway().pid}/fd`).length;
  const served = { descriptors: 0, kb: 0 };
  let plain, stock, still;

  before(async () => {
    [plain, stock] = await Promise.all([house.client(), new Stock(house, VERSIONS["5.8.0"]).open()]);
    served.descriptors = descriptors();
    // Its memory of events is full, and there has been a crowd before: what they took is used again.
    await house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', 700))) from generate_series(1, $1::integer)", [NOTES]);
    await waitFor("both have them", () => plain.named("test_note").length === NOTES && stock.stored.filter(({ data }) => data.event === "test_note").length === NOTES, 15_000);
    await Promise.all([crawl(slow, 1000), Promise.all(many(300, () => enter(CENTRIFUGE))).then((crowd) => crowd.forEach((raw) => raw.hangUp()))]);
    await waitFor("they have gone", () => descriptors() <= served.descriptors + 1, 15_000);
    served.kb = gateway().residentKb();
  }, { timeout: 60_000 });

  /** Somebody of good manners is let in and greeted at once, whatever goes on. */
  async function assertServed() {
    const begin = performance.now();
    const client = await new Raw(house, upgrade()).open();
    await waitFor("greeted", () => client.of(TEXT).length > 0);
    assert.ok(performance.now() - begin < slack(SERVED_MS), `served after ${Math.round(performance.now() - begin)} ms`);
    client.hangUp();
  }

  /** An open connection; lane: "" or CENTRIFUGE; a Centrifuge client is connected. */
  async function enter(lane = "", headers = {}) {
    const raw = await new Raw(house, upgrade({ query: lane, headers })).open();
    if (lane) raw.write(frame(TEXT, '{"id":1,"connect":{}}'));
    await waitFor("greeted", () => raw.of(TEXT).length > 0);
    return raw;
  }

  /** Says this, is told `code` and hung up on. */
  async function assertSentAway(what, code, pieces, { lanes = ["", CENTRIFUGE] } = {}) {
    for (const lane of lanes) {
      const raw = await enter(lane);
      raw.write(...[pieces].flat());
      await waitFor(() => `${what}${lane}: ${code}, not ${raw.code}`, () => raw.code !== null || raw.ended !== null, 5000);
      assert.equal(raw.code, code, `${what}${lane}`);
      raw.socket.end(closeFrame(1000)); // and no more: within a frame of gigabytes it would not be heard
      await raw.end(what);
    }
  }

  /** A byte a second, of each of these; mute: not even one. */
  async function crawl(texts, mute = 0) {
    const crawlers = [...texts.map((text) => ({ raw: new Raw(house), text })), ...many(mute, () => ({ raw: new Raw(house), text: "" }))];
    let at = 0;
    const timer = setInterval(() => {
      for (const { raw, text } of crawlers) if (raw.ended === null) raw.socket.write(text.slice(at, at + 1));
      at++;
    }, 1000);
    try {
      for (const { raw } of crawlers) await raw.end("a crawler", HANDSHAKE_MS + STEP_MS + 10_000);
    } finally {
      clearInterval(timer);
    }
    return crawlers.map(({ raw }) => raw);
  }

  describe("all at once", { concurrency: true }, () => {
    // Those who never come to the point ---------------------------------------------------------------------------------

    test("a byte a second, and 1 000 who say nothing: cut after the handshake's deadline, others are served meanwhile", async (t) => {
      const crawling = crawl(slow, 1000);
      for (let i = 0; i < 4; i++) {
        await assertServed();
        const begin = performance.now();
        assert.equal((await house.get("/readyz")).status, 200);
        assert.ok(performance.now() - begin < slack(SERVED_MS), "a health check had to wait");
        await pass(800);
      }
      const lives = (await crawling).map(({ ended }) => ended);
      t.diagnostic(`cut after ${Math.round(Math.min(...lives))} to ${Math.round(Math.max(...lives))} ms`);
      assert.ok(Math.min(...lives) > HANDSHAKE_MS - 1000 && Math.max(...lives) < HANDSHAKE_MS + slack(STEP_MS));
    });

    test("a request whose head is there and whose body comes a byte a second is cut, too", async () => {
      const raws = many(50, (i) => new Raw(house, post(i % 2 ? "/emulation" : "/connection/http_stream", "Content-Length: 100\r\n")));
      const timer = setInterval(() => raws.forEach((raw) => raw.ended === null && raw.socket.write("x")), 500);
      for (const raw of raws) await raw.end("a slow body", HANDSHAKE_MS + STEP_MS + 5000).finally(() => clearInterval(timer));
      const last = Math.max(...raws.map(({ ended }) => ended));
      assert.ok(last < HANDSHAKE_MS + slack(STEP_MS), `${last} ms`);
    });

    // Frames --------------------------------------------------------------------------------------------------------------

    const fragments = (count, payload) => [frame(TEXT, payload, { final: false }), ...many(count, () => frame(0, payload, { final: false }))];
    const illegal = {
      ...Object.fromEntries([0x10, 0x20, 0x30, 0x70].map((bits) => [`reserved bits ${bits}`, frame(TEXT, "{}", { bits })])),
      ...Object.fromEntries([3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [`opcode ${opcode}`, frame(opcode, "x")])),
      "a ping without a mask": frame(PING, "x", { masked: false }),
      "a goodbye without a mask": frame(CLOSE, Buffer.from([3, 232]), { masked: false }),
      "a negative length": Buffer.concat([header(TEXT, 2n ** 63n, { bytes: 8 }), Buffer.alloc(4)]),
      "a ping of 70 000 bytes": frame(PING, "x".repeat(70_000)),
      "a pong in fragments": frame(PONG, "x", { final: false }),
      "a goodbye in fragments": frame(CLOSE, Buffer.from([3, 232]), { final: false }),
      "a goodbye of 126 bytes": frame(CLOSE, Buffer.alloc(126, 3)),
      "a binary message within a text": [frame(TEXT, "x", { final: false }), frame(BINARY, "y")],
      "HTTP behind the upgrade": Buffer.from(get("/readyz")),
      "another upgrade behind the upgrade": Buffer.from(upgrade()),
      "a goodbye of one byte": frame(CLOSE, "x"),
      ...Object.fromEntries([0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535].map((code) => [`a goodbye with ${code}`, closeFrame(code)])),
    };
    test("what RFC 6455 does not allow ends with 1002", async () => {
      await Promise.all(Object.entries(illegal).map(([what, pieces]) => assertSentAway(what, 1002, pieces)));
    });

    test("a goodbye is answered with its own code, whatever comes behind it, in the middle of a message, too", async () => {
      for (const code of [1000, 1001, 1003, 1014, 3000, 4999]) await assertSentAway(`a goodbye with ${code}`, code, closeFrame(code, "x".repeat(123)));
      await assertSentAway("an empty goodbye", 1005, frame(CLOSE));
      await assertSentAway("more behind the goodbye", 1000, Buffer.concat([closeFrame(1000), frame(TEXT, "x"), frame(3, "x")]));
      await assertSentAway("a goodbye within a message", 1000, [frame(TEXT, "x", { final: false }), closeFrame(1000)]);
    });

    test("a message of more than 16 KiB ends with 1009: when its frame says so, not when all of it is there", async () => {
      await assertSentAway("one frame", 1009, frame(TEXT, "x".repeat(16_385)));
      for (const length of [16_385, 2n ** 16n, 2n ** 62n])
        await assertSentAway(`the first byte of ${length}`, 1009, Buffer.concat([header(TEXT, length, { bytes: 8 }), Buffer.alloc(5)]));
      await assertSentAway("fragments, pings between them", 1009, many(5, (i) => Buffer.concat([frame(i ? 0 : TEXT, "x".repeat(4000), { final: false }), frame(PING, "p")])));
      await assertSentAway("fragments of one byte", 1009, fragments(17_000, "x"));
    });

    test("floods of pings, pongs, messages and empty fragments end with 3013", async () => {
      await Promise.all(Object.entries({
        "empty pings": many(3000, () => frame(PING)), "long pings": many(3000, () => frame(PING, "x".repeat(125))),
        "empty pongs": many(3000, () => frame(PONG)), pongs: many(3000, () => frame(PONG, "x")),
        messages: many(3000, () => frame(TEXT, "{}")), "fragments of nothing": fragments(3000, ""),
        // Each is ended and begun anew before it is too big: what counts is the sum.
        "messages in fragments": many(100, () => Buffer.concat([...fragments(1000, "x"), frame(0, "", { final: true })])),
      }).map(([what, pieces]) => assertSentAway(what, 3013, pieces, { lanes: what.includes("essages") ? [""] : undefined })));
    });

    test("pings between fragments are answered in their order; a fragment of nothing is no fault", async () => {
      const raw = await enter(CENTRIFUGE);
      const command = '{"id":2,"ping":{}}';
      [...command].forEach((byte, i) => raw.write(frame(i ? 0 : TEXT, byte, { final: false }), ...(i % 6 ? [] : [frame(PING, `p${i}`)])));
      raw.write(frame(0, "", { final: false }), frame(0, ""));
      await waitFor("the answer", () => raw.of(TEXT).some((text) => text.toString() === '{"id":2,"ping":{}}'));
      assert.deepEqual(raw.of(PONG).map(String), ["p0", "p6", "p12"]);
      raw.hangUp();
    });

    test("text that is no UTF-8 ends with 1007, as a binary message ends a dialog with 3506", async () => {
      const words = [[0x7b, 0xff, 0xfe, 0x7d], [0xc3], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]].map((bytes) => frame(TEXT, Buffer.from(bytes)));
      for (const word of words) await assertSentAway("no UTF-8", 1007, word);
      await assertSentAway("a binary message", 3506, frame(BINARY, "{}"), { lanes: [CENTRIFUGE] });
    });

    // Words that are not HTTP -----------------------------------------------------------------------------------------------

    const garbage = {
      "a TLS client": Buffer.concat([Buffer.from("16030100f4010000f00303", "hex"), randomBytes(240)]),
      "random bytes": randomBytes(4096), zeros: Buffer.alloc(4096), "line breaks": "\r\n".repeat(2000), "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/0.9": "GET /\r\n",
      "a path of 100 kB": `GET /${"x".repeat(100_000)}`, "a header of 100 kB": get("/readyz", `X: ${"y".repeat(100_000)}\r\n`), "6 000 headers": get("/readyz", many(6000, (i) => `X-${i}: y\r\n`).join("")),
      "a handshake of 64 kB": upgrade({ headers: { "X-Long": "y".repeat(65_000) } }), "no colon": "GET /readyz HTTP/1.1\r\nHost localhost\r\n\r\n", CONNECT: "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "a NUL": get("/readyz\0"), "another method": "BREW /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n", "a way up": get("/../../etc/passwd"), "no escape": get("/%zz%00"),
      "a gigabyte announced": post("/readyz", "Content-Length: 1000000000\r\n"), "a negative body": post("/emulation", "Content-Length: -1\r\n"), "chunks": post("/connection/http_stream", "Transfer-Encoding: chunked\r\n"),
      "two lengths": post("/emulation", "Content-Length: 5\r\nContent-Length: 6\r\n"), "a length and chunks": `${post("/emulation", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")}0\r\n\r\n`,
      "two keys": upgrade({ headers: { Extra: "y\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" } }), "half a key": upgrade({ headers: { "Sec-WebSocket-Key": "x" } }),
    };
    test("what is no request is refused or cut, and never let in", async () => {
      await Promise.all(Object.entries(garbage).map(async ([what, bytes]) => {
        const raw = await new Raw(house, bytes).end(what, HANDSHAKE_MS + STEP_MS + 3000);
        assert.ok(!raw.isOpen, what);
        assert.match(raw.heard, /^$|^HTTP\/1\.[01] 4\d\d /, what);
        assert.ok(raw.ended < HANDSHAKE_MS + slack(STEP_MS), `${what}: ${raw.ended} ms`);
      }));
    });

    test("of requests in one go the first is answered, and the connection ends as the answer says", async () => {
      for (const more of [get("/healthz").repeat(49), upgrade()]) {
        const raw = await new Raw(house, get("/healthz") + more).end("an answer");
        assert.deepEqual(raw.heard.match(/^HTTP\/1\.1 \d\d\d|^connection: .*$/gim), ["HTTP/1.1 200", "connection: close"]);
      }
    });

    // Programs that stop ----------------------------------------------------------------------------------------------------

    test("peers whose program stands still are let go for want of a pong", async (t) => {
      const COUNT = 60;
      const gone = () => (house.words("gateway").match(/event=client_close .*code=3012/g) ?? []).length;
      const code = `const { connect } = require("node:net"); let greeted = 0;
        for (let i = 0; i < ${COUNT}; i++) {
          const socket = connect(process.argv[1]); let heard = "";
          socket.on("data", (data) => { if (heard === null) return; heard += data.toString("latin1"); if (/connected/.test(heard)) { heard = null; if (++greeted === ${COUNT}) console.log("greeted"); } });
          socket.write(${JSON.stringify(upgrade())});
        }`;
      still = spawn("setpriv", ["--pdeathsig", "KILL", process.execPath, "-e", code, join(house.folder, "run/gateway.sock")], { stdio: ["ignore", "pipe", "inherit"] });
      await within("greeted", once(still.stdout, "data"), 10_000);
      still.kill("SIGSTOP"); // until the end: their sockets are never closed
      const start = performance.now();
      await waitFor(() => `${COUNT} have gone, not ${gone()}`, () => gone() >= COUNT, 1000 * PING_SECONDS + PONG_MS + 5000);
      t.diagnostic(`the last one was let go after ${Math.round(performance.now() - start)} ms`);
      assert.ok(performance.now() - start < 1000 * PING_SECONDS + PONG_MS + slack(STEP_MS));
    });

    test("hundreds that ask for all they missed and do not read it cost the gateway nothing but their connections", { skip: SANITIZE && "a sanitizer's own memory would be measured" }, async (t) => {
      const { offset, epoch } = plain.hello.stream;
      const top = offset + plain.stored.length, kb = gateway().residentKb();
      const raws = await Promise.all(many(300, () => new Raw(house, upgrade({ query: CENTRIFUGE })).open()));
      for (const raw of raws) {
        raw.socket.pause();
        raw.write(frame(TEXT, JSON.stringify({ id: 1, connect: { subs: { race: { recover: true, offset: top - 1900, epoch } } } })));
      }
      await waitFor("they are sent away", () => (house.words("gateway").match(/code=3008/g) ?? []).length === raws.length, 20_000);
      const grown = gateway().residentKb() - kb;
      t.diagnostic(`${grown} kB for ${raws.length}`);
      assert.ok(grown < 100 * raws.length, `${grown} kB for ${raws.length} clients`);
      for (const raw of raws) raw.hangUp();
    });

  });

  // Afterwards ------------------------------------------------------------------------------------------------------------

  test("after all that the gateway is what it was, and those with manners have missed nothing", async (t) => {
    assert.ok(still.exitCode === null, "those that stand still are still there");
    await waitFor(() => `descriptors: ${descriptors()}, ${served.descriptors} before`, () => descriptors() <= served.descriptors + 1, 15_000);
    const kb = gateway().residentKb();
    t.diagnostic(`${served.kb} kB before, ${kb} kB after it`);
    if (!SANITIZE) assert.ok(kb < served.kb + GROWTH_KB, `from ${served.kb} to ${kb} kB`);
    const had = [plain.stored.length, stock.stored.length];
    await waitFor("both hear more", () => plain.stored.length > had[0] + 3 && stock.stored.length > had[1] + 3, 15_000);
    assert.equal(plain.closed, null);
    await assertStream(plain);
    assert.deepEqual(stock.states, ["connecting", "connected"], "it had to come back");
    const from = stock.hello.data.stream.offset;
    assert.deepEqual(stock.stored.map(({ offset }) => offset), stock.stored.map((_, i) => from + 1 + i), "a hole, or something twice");
    assert.ok(!house.words("gateway").includes(" level=error "));
  });

  after(() => still?.kill("SIGKILL"));
});
