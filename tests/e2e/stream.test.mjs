// SPDX-License-Identifier: MIT
// The WebSocket: everybody gets the same events in the same order, can come late or come back, and nobody can harm it.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import WebSocket from "ws";
import { assertStream, PATH } from "../lib/client.mjs";
import { assertHandshakes, assertHeadersAsWritten, assertOffersIgnored } from "../lib/edge.mjs";
import { inOrder, openHouse, useHouse } from "../lib/house.mjs";
import { patience } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { listening, processTree } from "../lib/sockets.mjs";
import { waitFor, within } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 3200, LOCK_MS: 600, FILM_MS: 5000, FINISH_MS: 800 };
/** How far apart two moments may seem that are the same, in ms. */
const APART = 150;
const handshake = () => ({ connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": randomBytes(16).toString("base64") });

describe("stream", { concurrency: true }, () => {
  describe("screens of one house", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    let first, second;
    before(async () => {
      [first, second] = await Promise.all([house.client(), house.client()]);
    });

    test("a screen that joins in the middle of a race sees it at the right moment, not from its start", async () => {
      const round = await house.phase("racing");
      const start = round.race_starts_at.getTime();
      for (const k of [1.3, 3.2]) {
        await waitFor(`T+${k} s`, () => Date.now() >= start + k * 1000);
        const late = await house.client();
        const arrived = performance.timeOrigin + late.frames[0].at;
        const { hello } = late;
        assert.equal(hello.phase, "racing");
        assert.equal(hello.screen, "movie_screen");
        assert.ok(Math.abs(hello.timeInRace - (arrived - start)) < slack(APART), `timeInRace ${hello.timeInRace} at T+${arrived - start}`);
        assert.equal(hello.timer, null);
        assert.equal(hello.result, null);
        const { film } = hello;
        const samples = film.positions[0].length;
        assert.equal(film.from, 1);
        assert.ok(samples * film.step <= hello.timeInRace, `${samples} samples at T+${hello.timeInRace}: ahead of the film's clock`);
        assert.ok(samples >= Math.floor((hello.timeInRace - slack(APART)) / 1000) * 10, `only ${samples} samples at T+${hello.timeInRace}`);
        const told = first.named("race_sync").filter(({ json }) => json.roundId === hello.roundId).map(({ json }) => json.film.positions);
        for (const [i, track] of film.positions.entries())
          assert.deepEqual(told.flatMap((piece) => piece[i]).slice(0, samples), track, "it was shown another race than the others");
        await late.close();
      }
    });

    test("a screen that joins at the finish sees the whole film and the result", async () => {
      const round = await house.phase(["finished", "settled"]);
      const late = await house.client();
      const { hello } = late;
      assert.equal(hello.screen, "finish_screen");
      assert.equal(hello.film.positions[0].length * hello.film.step, SETTINGS.FILM_MS);
      assert.deepEqual(hello.result.order, round.runner_order);
      assert.equal(hello.timer, null);
      await late.close();
    });

    test("a client that comes back gets what it missed, once and in order", async () => {
      const client = await house.client();
      await client.frame("new_round");
      client.socket.terminate();
      await client.end;
      const has = client.base + client.stored.length;
      const { epoch } = client.hello.stream;
      await waitFor("it missed some events", async () => (await house.value("select top from hippo.stream where channel = 'race'")) >= has + 3, 15_000);
      const again = await house.client({ offset: has, epoch });
      assert.equal(again.hello.recovered, true);
      assert.equal(again.hello.stream.epoch, epoch);
      await again.waitFor("missed and new events", () => again.stored.length >= 4, 15_000);
      await assertStream(again);
      assert.equal(again.base, has);
      await again.close();
    });

    test("nothing missed, nothing told twice", async () => {
      const { offset, epoch } = (await house.client()).hello.stream;
      const again = await house.client({ offset, epoch });
      assert.equal(again.hello.recovered, true);
      await again.waitFor("an event", () => again.stored.length > 0, 15_000);
      await assertStream(again);
      await again.close();
    });

    const unknown = {
      "of another epoch": ({ offset }) => ({ offset, epoch: "0123456789ab" }),
      "that the stream has not reached": ({ offset, epoch }) => ({ offset: offset + 1000, epoch }),
      "beyond all numbers": ({ epoch }) => ({ offset: "99999999999999999999", epoch }),
      "that is no number": ({ epoch }) => ({ offset: "abc", epoch }),
      "that is negative": ({ epoch }) => ({ offset: -1, epoch }),
    };
    for (const [what, change] of Object.entries(unknown)) {
      test(`an offset ${what} is not recovered, and the client starts from the snapshot`, async () => {
        const client = await house.client(change(first.hello.stream));
        assert.equal(client.hello.recovered, false);
        assert.ok(client.hello.round);
        await client.waitFor("an event", () => client.stored.length > 0, 15_000);
        await assertStream(client);
        await client.close();
      });
    }

    test("clocks 5 minutes apart show the same countdown within 100 ms", { timeout: patience(40_000) }, async () => {
      await house.phase("racing");
      const next = await house.phase("betting", { timeout: 15_000 });
      const screens = [0, 300_000, -300_000].map((skew) => new Worker(new URL("../lib/skewed.mjs", import.meta.url), {
        workerData: { url: house.origin.replace("http", "ws") + PATH, origin: house.origin, ca: house.ca, skew } }));
      const failed = Promise.race(screens.map((screen) => once(screen, "error").then(([error]) => { throw error; })));
      await Promise.race([house.phase("racing", { from: next.round_id }), failed]);
      const results = await within("the screens tell what they showed", Promise.race([failed, Promise.all(screens.map(async (screen) => {
        const answer = once(screen, "message");
        screen.postMessage("stop");
        return (await answer)[0];
      }))]));
      assert.deepEqual(results.map(({ claims }) => Math.round(claims / 1000)), [0, 300, -300], "the clocks were skewed");
      // Each note says when the countdown will be over: on all screens the same moment of the one true clock.
      const ends = results.map(({ notes }) => notes.filter(({ round }) => round === next.round_id).map(({ at, left }) => at + left));
      for (const list of ends) assert.ok(list.length > 50, `only ${list.length} notes`);
      const spread = Math.max(...ends.flat()) - Math.min(...ends.flat());
      assert.ok(spread < slack(100), `countdowns differ by ${spread} ms`);
    });

    test("timer_update comes each second of the countdown, to all at once", async () => {
      const last = await house.phase("racing", { from: 10_000_003 });
      const updates = first.named("timer_update");
      for (const id of [last.round_id, last.round_id - 1]) {
        const mine = updates.filter(({ json }) => json.roundId === id);
        assert.ok(mine.length >= Math.floor(SETTINGS.BETTING_MS / 1000) && mine.length <= Math.ceil(SETTINGS.BETTING_MS / 1000) + 1, `${mine.length} updates`);
        mine.slice(1).forEach(({ at }, i) => assert.ok(Math.abs(at - mine[i].at - 1000) < slack(APART), `${at - mine[i].at} ms between two`));
        // One that is due at the lock itself may be overtaken by the event that ends the countdown, for one of them or for both.
        const others = second.named("timer_update").filter(({ json }) => json.roundId === id);
        const during = (list) => list.filter(({ json }) => json.timer.timeLeft > 0).map(({ text }) => text);
        assert.deepEqual(during(others), during(mine));
      }
      assert.ok(updates.every(({ json }) => json.screen === "game_screen"));
      assert.ok(updates.every(({ json }) => json.timer.timeLeft >= 0 && json.timer.timeLeft <= SETTINGS.BETTING_MS));
    });

    test("two clients get the same events in the same order, all of them, to the byte", async () => {
      const count = Math.min(first.stored.length, second.stored.length);
      assert.ok(count > 20);
      const from = Math.max(first.base, second.base);
      assert.deepEqual(first.stored.slice(from - first.base, count).map(({ text }) => text), second.stored.slice(from - second.base).map(({ text }) => text).slice(0, count - (from - first.base)));
      for (const client of [first, second]) {
        assert.equal(client.closed, null);
        await assertStream(client);
        assert.ok(client.frames.every(({ isBinary, text }) => !isBinary && !text.includes("\n")));
      }
    });
  });

  describe("strangers at the one public port", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    let bystander;
    before(async () => {
      bystander = await house.client();
    });
    const knock = (headers, path = PATH, options = {}) => house.request(path, { headers: { ...handshake(), ...headers }, ...options });
    const unharmed = async () => {
      const had = bystander.frames.length;
      await bystander.waitFor("the bystander hears more", () => bystander.frames.length > had, 8000);
      await assertStream(bystander);
    };

    test("pages of this origin may connect, and so may programs, which have no origin", async () => {
      assert.equal((await knock({ origin: house.origin })).status, 101);
      assert.equal((await knock({})).status, 101);
    });

    test("pages of other origins get 403", async () => {
      const { host, port } = new URL(house.origin);
      for (const origin of ["https://evil.example", `https://evil.example:${port}`, `https://${host}.evil.example`, `https://localhost.evil.example:${port}`,
        `https://evillocalhost:${port}`, "https://localhost", "https://localhost:1", "null", `https://${host}@evil.example`, "x"]) {
        const { status } = await knock({ origin });
        assert.equal(status, 403, origin);
      }
      await unharmed();
    });

    test("a header counts as it is written", () => assertHeadersAsWritten(house));

    test("only a WebSocket handshake at its own path changes the protocol; any other offer of one is not taken", async () => {
      await assertOffersIgnored(house);
      await assertHandshakes(house);
      for (const [path, status] of [["/", 200], ["/api/v1/health", 200], [`${PATH}/more`, 404]]) assert.equal((await knock({}, path)).status, status, path);
      assert.equal((await knock({}, PATH, { method: "POST" })).status, 405);
      for (const headers of [{ "sec-websocket-version": "8" }, { "sec-websocket-key": "" }]) {
        const { status } = await knock(headers);
        assert.ok(status >= 400 && status < 500, `${JSON.stringify(headers)}: ${status}`);
      }
      const plain = await house.get(PATH);
      assert.ok(plain.status >= 400 && plain.status < 500, `without an upgrade: ${plain.status}`);
      await unharmed();
    });

    test("a client that says too much at once is closed, and nobody else notices", async () => {
      const client = await house.client();
      client.socket.send("x".repeat(1_000_000));
      const { code } = await within("it is closed", client.end, 5000);
      assert.ok([1006, 1008, 1009].includes(code), `code ${code}`);
      await unharmed();
    });

    test("a message without end is closed too", async () => {
      const client = await house.client();
      const sending = setInterval(() => client.socket.readyState === WebSocket.OPEN && client.socket.send("y".repeat(60_000), { fin: false }), 1);
      await within("it is closed", client.end, 10_000).finally(() => clearInterval(sending));
      await unharmed();
    });

    test("a client that floods is closed, and nobody else notices", async () => {
      const client = await house.client();
      for (let i = 0; i < 20_000; i++) client.socket.send('{"event":"start"}');
      await within("it is closed", client.end, 10_000);
      await unharmed();
    });

    test("nobody can start, hurry or reset a round by talking to the socket", async () => {
      const round = await house.phase("betting");
      const client = await house.client();
      for (const action of ["start", "finish", "new_game", "auto-finish"]) {
        if (client.socket.readyState === WebSocket.OPEN) client.socket.send(JSON.stringify({ action, event: action }));
        await house.request("/api/v1/rounds", { method: "POST", body: JSON.stringify({ action }) });
      }
      const racing = await house.phase("racing", { from: round.round_id });
      assert.equal(racing.round_id, round.round_id);
      assert.deepEqual(racing.race_starts_at, round.race_starts_at);
      client.socket.terminate();
    });

    test("bytes that are no WebSocket frames end that connection only", async () => {
      const client = await house.client();
      client.socket._socket.write(randomBytes(4096));
      await within("it is closed", client.end, 5000);
      await unharmed();
    });

    test("everything but Caddy's port is a unix socket in the house's own folder", () => {
      const of = (name) => listening(processTree(name === "postgres" ? house.db.program.pid : house.program(name).pid));
      const port = Number(new URL(house.origin).port);
      assert.deepEqual(of("caddy"), { tcp: [port], udp: [port], unix: [] }); // udp: HTTP/3
      assert.deepEqual(of("scheduler"), { tcp: [], udp: [], unix: [] });
      for (const name of ["gateway", "api"]) {
        const { unix: [socket, ...more], ...none } = of(name);
        assert.deepEqual({ more, ...none }, { more: [], tcp: [], udp: [] });
        assert.ok(socket.startsWith(join(house.folder, `run/${name}.sock`)), socket); // made under another name, then moved there
      }
      const { tcp, unix } = of("postgres"); // its statistics used to need a loopback socket
      assert.deepEqual({ tcp, unix }, { tcp: [], unix: [join(house.folder, "pg/.s.PGSQL.5432")] });
    });

    test("one line in the log for each client that comes or goes", async () => {
      const count = (event) => house.words("gateway").split("\n").filter((line) => line.includes(`event=${event} `)).length;
      const [opened, closed] = [count("client_open"), count("client_close")];
      const client = await house.client();
      await waitFor("client_open", () => count("client_open") === opened + 1);
      await client.close();
      await waitFor("client_close", () => count("client_close") === closed + 1);
    });
  });

  describe("plain HTTP behind a router that ends TLS", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, plain: true });

    test("the same house, the same path: ws instead of wss", async () => {
      const client = await house.client();
      await client.frame("timer_update", () => true, 15_000);
      await assertStream(client);
      await client.close();
    });
  });

  describe("long absence, dead peers and a database that hangs", inOrder, () => {
    test("a database that hangs without a word stops nothing but the news", async (t) => {
      const house = await openHouse(t, { settings: SETTINGS });
      await house.phase("betting");
      const client = await house.client();
      const backends = await house.query("select pid from pg_stat_activity where usename = 'hippo_gateway'");
      assert.ok(backends.length > 0);
      const start = performance.now();
      for (const { pid } of backends) process.kill(pid, "SIGSTOP");
      try {
        await client.waitFor("the countdown goes on", () => client.named("timer_update").filter(({ at }) => at > start).length >= 2, 3500);
        const [alive, late] = await Promise.all([house.get("/healthz"), house.client()]);
        assert.equal(alive.status, 200);
        assert.equal(late.hello.roundId, client.hello.roundId);
        assert.ok(performance.now() - start < patience(3500));
      } finally {
        for (const { pid } of backends) process.kill(pid, "SIGCONT");
      }
      await client.frame("race_start", () => true, 15_000);
      await assertStream(client);
    });

    test("a client that was away too long starts anew from the snapshot", async (t) => {
      const house = await openHouse(t, { settings: SETTINGS });
      const client = await house.client();
      const { epoch } = client.hello.stream;
      const COUNT = 2500;
      await house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('reason', n)) from generate_series(1, $1::integer) n", [COUNT]);
      await client.waitFor("the client got the whole burst", () => client.named("test_note").length === COUNT, 15_000);
      await assertStream(client);
      const late = await house.client({ offset: 1, epoch });
      assert.equal(late.hello.recovered, false);
      const recent = await house.client({ offset: client.base + client.stored.length - 500, epoch });
      assert.equal(recent.hello.recovered, true);
      await recent.waitFor("500 missed events", () => recent.stored.length >= 500, 10_000);
      await assertStream(recent);
      await assertStream(late);
    });

    test("a peer that is gone without a word is noticed, one that answers pings stays", async (t) => {
      const house = await openHouse(t, { settings: SETTINGS, env: { PING_SECONDS: 1 } });
      const client = await house.client();
      const dead = connect(join(house.folder, "run/gateway.sock"));
      dead.on("error", () => {});
      const headers = Object.entries({ host: "localhost", ...handshake() }).map(([name, value]) => `${name}: ${value}\r\n`).join("");
      dead.write(`GET ${PATH} HTTP/1.1\r\n${headers}\r\n`); // and never answers a ping
      dead.resume();
      const start = performance.now();
      await within("the dead peer is let go", once(dead, "close"), 20_000);
      t.diagnostic(`a dead peer was let go after ${Math.round(performance.now() - start)} ms`);
      await client.waitFor("the other one still hears", () => client.frames.at(-1).at > performance.now() - 3000, 10_000);
      assert.equal(client.closed, null);
    });
  });
});
