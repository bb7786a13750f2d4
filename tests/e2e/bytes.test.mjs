// SPDX-License-Identifier: MIT
// What goes over the road: JSON without needless spaces, and permessage-deflate (RFC 7692) for who offers it, each event deflated
// once for all; nobody is told anything else because of it.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import WebSocket from "ws";
import { assertStream, compact, hangUpAll, PATH } from "../lib/client.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { DEFLATED, deflate, frame, PING, PONG, Raw, TEXT, upgrade } from "../lib/raw.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 };
const OFFER = { "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits" };
const AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
const V2 = "?cf_protocol_version=v2";
const CONNECT = '{"id":1,"connect":{}}';
const MESSAGE_MAX = 16_384;

const command = (text) => frame(TEXT, deflate(text), { bits: DEFLATED });

describe("the road", inOrder, () => {
  const house = useHouse({ settings: SETTINGS });
  after(hangUpAll);

  describe("a round, heard by everybody side by side", inOrder, () => {
    const all = {};
    let from; // a round
    before(async () => {
      all.plain = new Raw(house, upgrade());
      all.deflated = new Raw(house, upgrade({ headers: OFFER }));
      all.centrifuge = new Raw(house, upgrade({ query: V2 })).write(frame(TEXT, CONNECT));
      all.centrifugeDeflated = new Raw(house, upgrade({ query: V2, headers: OFFER })).write(command(CONNECT));
      await waitFor("a whole round that all have heard", () => {
        const rounds = Object.values(all).map(roundsOf);
        from = rounds[0].find((id) => rounds.every((ids) => ids.includes(id) && ids.at(-1) > id));
        return from !== undefined;
      }, 20_000);
    });

    const eventOf = (message) => message.push?.pub.data ?? message;
    const roundsOf = (raw) => raw.texts().map(eventOf).filter(({ event }) => event === "new_round").map(({ roundId }) => roundId);
    const ofStream = (text) => !/"event":"(connected|degraded)"|"connect":|^\{\}$/.test(text);
    /** The frames of round `from`: its events, and its ticks. */
    const round = (raw) => raw.frames.filter(({ opcode, payload }) => opcode === TEXT && ofStream(payload.toString()) && eventOf(JSON.parse(payload)).roundId === from);
    const isTick = (text) => text.includes('"event":"timer_update"');
    const texts = (raw) => round(raw).map(({ payload }) => payload.toString());
    const events = (raw) => texts(raw).filter((text) => !isTick(text));

    test("JSON comes without the spaces that PostgreSQL writes, in events, states and replies", () => {
      for (const [name, raw] of Object.entries(all))
        for (const text of raw.of(TEXT).map(String)) assert.equal(text, compact(text), name);
    });

    test("who takes deflated messages hears the same, to the byte", () => {
      for (const [deflated, plain] of [[all.deflated, all.plain], [all.centrifugeDeflated, all.centrifuge]]) {
        assert.ok(events(plain).length > 5, `${events(plain).length} events`);
        assert.deepEqual(events(deflated), events(plain));
        // Of ticks whoever comes late in a busy loop's turn gets the newest.
        assert.ok(texts(deflated).some((text) => isTick(text) && texts(plain).includes(text)));
      }
    });

    test("events and ticks are deflated for who offers it, and for nobody else", () => {
      for (const raw of [all.deflated, all.centrifugeDeflated]) {
        const names = round(raw).filter(({ isDeflated }) => isDeflated).map(({ payload }) => eventOf(JSON.parse(payload)).event);
        for (const name of ["new_round", "timer_update", "betting_closed", "race_sync", "race_results"]) assert.ok(names.includes(name), `${name} is not deflated`);
      }
      for (const raw of [all.plain, all.centrifuge]) {
        assert.ok(!/extensions/i.test(raw.head));
        assert.ok(raw.frames.every(({ isDeflated }) => !isDeflated));
      }
    });

    test("that saves a third of its bytes", (t) => {
      for (const [name, deflated, plain] of [["plain", all.deflated, all.plain], ["Centrifuge", all.centrifugeDeflated, all.centrifuge]]) {
        const bytes = (raw) => round(raw).reduce((sum, { size }) => sum + size, 0);
        const share = bytes(deflated) / bytes(plain);
        t.diagnostic(`${name}: ${share.toFixed(3)} of the bytes`);
        assert.ok(share < 2 / 3, `${name}: ${bytes(deflated)} of ${bytes(plain)} bytes`);
      }
    });
  });

  test("what is agreed on is what RFC 7692 wants", async () => {
    const offers = {
      "permessage-deflate": AGREED,
      "permessage-deflate; server_max_window_bits=12; client_max_window_bits=12": `${AGREED}; server_max_window_bits=12`,
      "permessage-deflate; server_max_window_bits=9, permessage-deflate; client_max_window_bits": AGREED,
      "permessage-deflate; server_max_window_bits=9": undefined,
      "x-webkit-deflate-frame": undefined,
    };
    for (const [offer, agreed] of Object.entries(offers)) {
      const raw = await new Raw(house, upgrade({ headers: { "Sec-WebSocket-Extensions": offer } })).open();
      assert.equal(/^sec-websocket-extensions: (.*)\r$/im.exec(raw.head)?.[1], agreed, offer);
      raw.hangUp();
    }
  });

  test("browsers' offer gets through Caddy, and a client that comes back there gets what it missed, deflated or not", async () => {
    const first = await house.client();
    assert.equal(first.socket.extensions, "permessage-deflate");
    await first.waitFor("an event", () => first.stored.length > 0);
    first.hangUp();
    await first.end;
    const { epoch } = first.hello.stream, offset = first.base + first.stored.length;
    await waitFor("it missed something", async () => (await house.value("select top from hippo.stream where channel = 'race'")) > offset + 1);
    const again = await house.client({ offset, epoch });
    assert.equal(again.hello.recovered, true);
    await again.waitFor("missed and new events", () => again.stored.length >= 3, 10_000);
    await assertStream(again);
    again.hangUp();
  });

  test("commands may come deflated, in one piece and in many, and between others", async () => {
    const raw = new Raw(house, upgrade({ query: V2, headers: OFFER }));
    const history = '{"id":2,"history":{"channel":"race","limit":1}}', bytes = deflate(history);
    raw.write(command(CONNECT), frame(TEXT, bytes.subarray(0, 5), { bits: DEFLATED, final: false }), frame(PING, "p"), frame(0, "", { final: false }), frame(0, bytes.subarray(5)));
    raw.write(frame(TEXT, '{"id":3,"history":{"channel":"race","limit":1}}'), command('{"id":4,"history":{"channel":"race","limit":1}}'));
    await waitFor("all replies", () => raw.isOpen && raw.texts().some(({ id }) => id === 4), 5000);
    assert.deepEqual(raw.texts().filter(({ id }) => id).map(({ id }) => id), [1, 2, 3, 4]);
    assert.ok(raw.texts().filter(({ history: reply }) => reply).every(({ history: { publications } }) => publications.length === 1));
    assert.equal(raw.of(PONG).length, 1);
    raw.hangUp();
  });

  test("a client library that deflates whatever it says is understood", async () => {
    const socket = new WebSocket(`${house.origin.replace("http", "ws")}${PATH}${V2}`, { ca: house.ca, origin: house.origin, perMessageDeflate: { threshold: 0 } });
    const heard = [];
    socket.on("message", (data) => heard.push(...data.toString().split("\n").map((line) => JSON.parse(line))));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.send(`${CONNECT}\n{"id":2,"history":{"channel":"race","limit":2}}`);
    await waitFor("both replies", () => heard.some(({ id }) => id === 2), 5000);
    await waitFor("a publication", () => heard.some(({ push }) => push), 5000);
    socket.terminate();
  });

  test("what is no deflated message ends the connection with what is wrong", async () => {
    const long = randomBytes(MESSAGE_MAX).toString("hex");
    const rows = {
      "not agreed on": [{ headers: {}, frames: [command(CONNECT)] }, 1002],
      "a deflated continuation": [{ frames: [frame(TEXT, "a", { final: false }), frame(0, "b", { bits: DEFLATED })] }, 1002],
      "a deflated ping": [{ frames: [frame(PING, "a", { bits: DEFLATED })] }, 1002],
      "no deflated bytes": [{ frames: [frame(TEXT, Buffer.from([0xff, 0xff, 0xff]), { bits: DEFLATED })] }, 1002],
      "no UTF-8": [{ frames: [frame(TEXT, deflate(Buffer.from([0xc3, 0x28])), { bits: DEFLATED })] }, 1007],
      "more than is taken": [{ frames: [command(long)] }, 1009],
      "4 MB in 4 kB": [{ frames: [command(" ".repeat(4 << 20))] }, 1009],
    };
    await Promise.all(Object.entries(rows).map(async ([name, [{ headers = OFFER, frames }, code]]) => {
      const raw = new Raw(house, upgrade({ query: V2, headers }));
      raw.write(...frames);
      await waitFor(() => `${name}: a code; ${raw.frames.length} frames`, () => raw.code !== null, 5000);
      assert.equal(raw.code, code, name);
      raw.hangUp();
    }));
  });
});
