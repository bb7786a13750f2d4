// SPDX-License-Identifier: MIT
// Where a network breaks WebSockets: server-sent events and HTTP streams, through the real Caddy, as the stock client's
// list of transports and a browser's bare EventSource use them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Centrifuge } from "centrifuge";
import WebSocket from "ws";
import { openBrowser, openPage } from "../lib/browser.mjs";
import { assertStream } from "../lib/client.mjs";
import { assertComesBack } from "../lib/edge.mjs";
import { freePort, inOrder, openHouse, useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";
import { processTree } from "../lib/sockets.mjs";
import { furnish, tell } from "../lib/staff.mjs";
import { pass, waitFor, within } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2200, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 400 };
const LIBRARY = join(ROOT, "tests/node_modules/centrifuge/dist/centrifuge.js");

/** A stream of server-sent events read by hand: {status, headers, messages: [{id, text, json}], comments, closed}. */
async function listen(house, path, { headers = {}, socketPath, method = "GET", body } = {}) {
  const stream = { messages: [], comments: 0, closed: false, house };
  const { hostname, port } = new URL(house.plainOrigin);
  const call = http.request({ ...(socketPath ? { socketPath } : { hostname, port }), path, method, headers: { host: `${hostname}:${port}`, ...headers }, agent: false });
  const answer = await within(`an answer to ${path}`, new Promise((resolve, reject) => call.on("response", resolve).on("error", reject).end(body)));
  Object.assign(stream, { status: answer.statusCode, headers: answer.headers, close: () => call.destroy(), pause: () => answer.pause(), resume: () => answer.resume() });
  let text = "";
  answer.on("data", (piece) => {
    text += piece;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const lines = text.slice(0, end).split("\n");
      const of = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (lines[0] === ":") stream.comments++;
      if (of("data")) stream.messages.push({ id: of("id"), text: of("data"), json: JSON.parse(of("data")) });
    }
  });
  for (const end of ["end", "error", "close"]) answer.on(end, () => (stream.closed = true));
  // As assertStream wants it.
  Object.defineProperties(stream, {
    hello: { get: () => stream.messages[0]?.json },
    stored: { get: () => stream.messages.filter(({ json }) => !["connected", "timer_update", "degraded"].includes(json.event) && !json.channel) },
  });
  stream.summary = () => `${stream.messages.length} messages`;
  stream.waitFor = (what, condition, timeout = 10_000) => waitFor(() => `${what}; ${stream.messages.length} messages, the last ${stream.messages.at(-1)?.text.slice(0, 200)}`, condition, timeout);
  house.adopt({ hangUp: stream.close });
  return stream;
}

/** An event's id is EPOCH:OFFSET. */
const offsetOf = (id) => Number(id.split(":")[1]);

async function uniSse(house, query = "", headers = {}, options = {}) {
  const stream = await listen(house, `/connection/uni_sse${query}`, { headers, ...options });
  assert.equal(stream.status, 200);
  await stream.waitFor("connected", () => stream.hello);
  const id = headers["last-event-id"];
  stream.base = stream.hello.recovered ? (id ? offsetOf(id) : Number(new URLSearchParams(query).get("offset"))) : stream.hello.stream.offset;
  return stream;
}

/** The stock client with these transports and no other. */
function stock(house, transports, options = {}, site = house.plainOrigin) {
  const endpoints = { websocket: `${site.replace("http", "ws")}/connection/websocket`, http_stream: `${site}/connection/http_stream`, sse: `${site}/connection/sse` };
  const handle = new Centrifuge(transports.map((transport) => ({ transport, endpoint: endpoints[transport] })), {
    emulationEndpoint: `${site}/emulation`, minReconnectDelay: 50, maxReconnectDelay: 300, websocket: WebSocket, fetch, readableStream: ReadableStream, ...options });
  const client = { handle, publications: [], subscribed: [], codes: [] };
  handle.on("connected", (context) => ((client.hello ??= context), (client.transport = context.transport)));
  handle.on("subscribed", (context) => client.subscribed.push(context));
  handle.on("publication", (context) => client.publications.push(context));
  handle.on("connecting", ({ code }) => client.codes.push(code));
  handle.on("disconnected", ({ code }) => client.codes.push(code));
  handle.on("error", () => {});
  client.stored = () => client.publications.filter(({ offset }) => offset !== undefined);
  house.adopt({ hangUp: () => handle.disconnect() });
  return client;
}

async function assertAll(house, stored, from) {
  assert.deepEqual(stored.map(({ offset }) => offset), stored.map((_, i) => from + 1 + i), "a hole, or something twice");
  const rows = await house.query(`select data from hippo.stream_event where channel = 'race' and "offset" > $1 order by "offset" limit $2`, [from, stored.length]);
  assert.deepEqual(stored.map(({ data }) => data), rows.map(({ data }) => data));
}

describe("fallback", { concurrency: true }, () => {
  describe("in one house", { concurrency: true }, () => {
    const house = useHouse({ settings: SETTINGS, plain: true, env: { PING_SECONDS: 1, CHANNEL_CHECK_SECONDS: 1 } });
    let staff;
    before(async () => {
      await waitFor("the house is open", () => house.plainOrigin && house.db, 30_000);
      staff = await furnish(house);
    });

    test("uni_sse: the same events to the byte, each with its place as id, unbuffered, kept alive", async () => {
      const stream = await uniSse(house);
      assert.equal(stream.headers["content-type"], "text/event-stream");
      assert.equal(stream.headers["cache-control"], "no-store, no-transform");
      const { epoch, offset } = stream.hello.stream;
      assert.equal(stream.messages[0].id, `${epoch}:${offset}`);
      await stream.waitFor("events, ticks and pings", () => stream.stored.length > 5 && stream.comments > 1 && stream.messages.some(({ json }) => json.event === "timer_update"), 15_000);
      await assertStream(stream);
      stream.stored.forEach(({ id }, i) => assert.equal(id, `${epoch}:${stream.base + 1 + i}`));
      const tick = stream.messages.find(({ json }) => json.event === "timer_update");
      assert.equal(tick.id, undefined, "a tick must not move the position");
      assert.ok(Math.abs(tick.json.serverTime - Date.now()) < 60_000);
      stream.close();
    });

    test("other methods and spellings get what they are", async () => {
      for (const [method, path, status, allow] of [
        ["HEAD", "/connection/uni_sse", 405, "GET"], ["POST", "/connection/sse", 405, "GET"], ["DELETE", "/connection/uni_sse", 405, "GET"],
        ["GET", "/emulation", 405, "POST"], ["PUT", "/connection/http_stream", 405, "POST"], ["GET", "/connection/uni%5Fsse", 404], ["GET", "/connection/uni_sse/", 404],
        ["GET", "/connection/UNI_SSE", 404], ["PUT", "/", 405, "GET, HEAD"], ["POST", "/rules/", 405, "GET, HEAD"], ["DELETE", "/nothing", 405, "GET, HEAD"]]) {
        const answer = await house.request(path, { method, headers: { "content-length": "0" } });
        assert.deepEqual([answer.status, answer.headers.allow], [status, allow], `${method} ${path}`);
      }
    });

    test("uni_sse: comes back by Last-Event-ID or query with what it missed; other positions start from the state", async () => {
      const first = await uniSse(house);
      await first.waitFor("an event", () => first.stored.length > 0, 15_000);
      first.close();
      const last = first.stored.at(-1).id;
      await waitFor("events", async () => (await house.value("select top from hippo.stream where channel = 'race'")) > offsetOf(last) + 2, 15_000);
      for (const [query, headers] of [["", { "last-event-id": last }], [`?offset=${offsetOf(last)}&epoch=${first.hello.stream.epoch}`, {}], ["?offset=1&epoch=0123456789ab", { "last-event-id": last }]]) {
        const again = await uniSse(house, query, headers);
        assert.equal(again.hello.recovered, true);
        await again.waitFor("what it missed", () => again.stored.length > 3, 15_000);
        await assertStream(again);
        again.close();
      }
      const { epoch } = first.hello.stream;
      for (const id of [`${epoch}:99999999`, `${epoch}:`, `${epoch}:-1`, `:${offsetOf(last)}`, String(offsetOf(last)), `0123456789ab:${offsetOf(last)}`, "abc", "1 OR 1"]) {
        const lost = await uniSse(house, "", { "last-event-id": id });
        assert.equal(lost.hello.recovered, false);
        lost.close();
      }
    });

    test("uni_sse: private channels for those who may", async () => {
      const reader = await uniSse(house, "?channel=till:1", { cookie: `hippo_session=${staff.anna.token}` });
      const other = await uniSse(house, "?channel=till:1", { cookie: `hippo_session=${staff.bert.token}` });
      const foreign = await uniSse(house, "?channel=till:1", { cookie: `hippo_session=${staff.anna.token}` }, {});
      await reader.waitFor("subscribed", () => reader.messages.some(({ json }) => json.event === "subscribed"));
      await other.waitFor("refused", () => other.messages.some(({ json }) => json.event === "unsubscribed" && json.code === 103));
      await tell(house, "till:1", "on a stream");
      await reader.waitFor("the event", () => reader.messages.some(({ json }) => json.data?.note === "on a stream"));
      assert.ok(reader.messages.filter(({ json }) => json.channel).every(({ id }) => id === undefined), "only the races move the id");
      assert.ok(!other.messages.some(({ text }) => text.includes("on a stream")));
      for (const stream of [reader, other, foreign]) stream.close();
    });

    test("http_stream: the stock client connects, talks by /emulation, recovers", async () => {
      const client = stock(house, ["http_stream"], { token: staff.anna.token });
      const subscription = client.handle.newSubscription("till:1");
      const states = [], notes = [];
      subscription.on("subscribed", (context) => states.push(context)).on("publication", ({ data }) => notes.push(data.note));
      client.handle.connect();
      await waitFor("connected", () => client.hello, 10_000);
      assert.equal(client.transport, "http_stream");
      assert.equal(client.hello.data.event, "connected");
      subscription.subscribe();
      await waitFor("subscribed by a POST of its own", () => states.length === 1);
      assert.equal(states[0].data.till.tillId, 1);
      await tell(house, "till:1", "to http_stream");
      await waitFor("the event", () => notes.includes("to http_stream"));
      await assert.rejects(client.handle.publish("race", {}), { code: 103 });
      assert.deepEqual((await client.handle.history("race", { limit: 0 })).publications, []);
      await waitFor("events", () => client.stored().length > 3, 15_000);
      await assertAll(house, client.stored(), client.hello.data.stream.offset);
      const changes = client.codes.length; // Go's proxy may cut a first stream that is answered before it has read its body's end
      await pass(2500);
      assert.equal(client.codes.length, changes, "pings need no answer");
      client.handle.disconnect();
    });

    test("a transport that does not work is passed over: the stock client's own fall-back", async () => {
      const client = stock(house, ["websocket", "http_stream"], { websocket: class {
        constructor() { setTimeout(() => (this.onerror?.({}), this.onclose?.({ code: 1006, reason: "" })), 5); }
        close() {}
        send() {}
      } });
      client.handle.connect();
      await waitFor("connected", () => client.hello, 15_000);
      assert.equal(client.transport, "http_stream");
      client.handle.disconnect();
    });

    test("sse by hand: commands in the query, replies as events, the rest by /emulation", async () => {
      const command = JSON.stringify({ connect: { subs: { race: { recover: true, offset: 1 } } }, id: 1 });
      const stream = await listen(house, `/connection/sse?cf_connect=${encodeURIComponent(command)}`);
      assert.equal(stream.status, 200);
      await stream.waitFor("the reply", () => stream.hello?.connect);
      const { session, node, pong, ping, subs } = stream.hello.connect;
      assert.equal(subs.race.recovered, true);
      assert.equal(pong, undefined);
      assert.equal(ping, 1);
      const say = (body) => house.request("/emulation", { origin: house.plainOrigin, method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
      assert.equal((await say({ session, node, data: '{"id":2,"ping":{}}\n{"id":3,"history":{"channel":"race"}}' })).status, 204);
      await stream.waitFor("both replies", () => [2, 3].every((id) => stream.messages.some(({ json }) => json.id === id)));
      await stream.waitFor("pings", () => stream.messages.filter(({ text }) => text === "{}").length > 1);
      const wrong = [[{ session, node: "0123456789abcdef", data: "{}" }, 404], [{ session: session.replace(/.$/, (c) => (c === "0" ? "1" : "0")), node, data: "{}" }, 404],
        [{ session: session.replace(/^\d+/, "99999"), node, data: "{}" }, 404], [{ session, node: "../x", data: "{}" }, 400], [{ session, node }, 400], [{ session, node, data: "" }, 400], ["nonsense", 400], ["", 400],
        [{ session, node, data: "x".repeat(21_000) }, 413]];
      for (const [body, status] of wrong) assert.equal((await say(body)).status, status, JSON.stringify(body).slice(0, 80));
      assert.equal(stream.closed, false, "nobody else could end it");
      assert.equal((await say({ session, node, data: "nonsense" })).status, 204);
      await stream.waitFor("told why", () => stream.messages.some(({ json }) => json.push?.disconnect?.code === 3501));
      await stream.waitFor("ended", () => stream.closed);
      assert.equal((await say({ session, node, data: "{}" })).status, 404);
    });

    test("who talks too much on a stream is told 3013; who never says connect gets no stream for long", async () => {
      const stream = await listen(house, `/connection/sse?cf_connect=${encodeURIComponent('{"id":1,"connect":{}}')}`);
      await stream.waitFor("the reply", () => stream.hello?.connect);
      const { session, node } = stream.hello.connect;
      const data = Array.from({ length: 400 }, (_, i) => `{"id":${i + 2},"ping":{}}`).join("\n");
      for (let i = 0; i < 5; i++) await house.request("/emulation", { origin: house.plainOrigin, method: "POST", body: JSON.stringify({ session, node, data }) });
      await stream.waitFor("told", () => stream.messages.some(({ json }) => json.push?.disconnect?.code === 3013));
      const mute = await listen(house, "/connection/sse");
      await mute.waitFor("told", () => mute.messages.some(({ json }) => json.push?.disconnect?.code === 3501));
    });

    test("other methods, pages and nonsense are refused", async () => {
      const ask = async (method, path, { headers = {}, body } = {}) => (await house.request(path, { origin: house.plainOrigin, method, headers, body })).status;
      assert.equal(await ask("GET", "/connection/http_stream"), 405);
      assert.equal(await ask("POST", "/connection/sse", { body: "x" }), 405);
      assert.equal(await ask("GET", "/emulation"), 405);
      assert.equal(await ask("GET", "/connection/other"), 404);
      for (const path of ["/connection/uni_sse", "/connection/sse?cf_connect=%7B%7D"]) assert.equal(await ask("GET", path, { headers: { origin: "https://evil.example" } }), 403);
      assert.equal(await ask("POST", "/emulation", { headers: { origin: "https://evil.example" }, body: "{}" }), 403);
      assert.equal(await ask("GET", "/connection/uni_sse?channel=tills"), 400);
      assert.equal(await ask("GET", "/connection/uni_sse?x=%zz"), 400);
      assert.equal(await ask("POST", "/connection/http_stream", { body: "x".repeat(21_000) }), 413);
      const stream = await uniSse(house);
      stream.close();
    });

    test("a request in pieces is read, one that never ends is let go", async () => {
      const { connect } = await import("node:net");
      const socket = connect(join(house.folder, "run/gateway.sock"));
      let heard = "";
      socket.on("data", (data) => (heard += data)).on("error", () => {});
      for (const piece of ["GET /connection/uni_sse HT", "TP/1.1\r\nHo", "st: localhost\r\n", "X-Y: z\r\n\r", "\n"]) {
        socket.write(piece);
        await pass(30);
      }
      await waitFor("connected", () => heard.includes('"connected"'));
      socket.destroy();
      const slow = connect(join(house.folder, "run/gateway.sock"));
      slow.on("error", () => {}).resume();
      slow.write("GET /connection/uni_sse HTTP/1.1\r\nHost: localhost\r\n");
      await within("it is let go", new Promise((resolve) => slow.on("close", resolve)), 8000);
    });
  });

  describe("in a browser", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    let browser;
    before(async () => { browser = await openBrowser(); }, { timeout: 60_000 });
    after(() => browser?.close());

    test("a bare EventSource hears everything, over a killed gateway too", async () => {
      const { page, close } = await openPage(browser, house);
      await page.evaluate(() => {
        window.heard = [];
        const source = new EventSource("/connection/uni_sse");
        source.onmessage = ({ data, lastEventId }) => window.heard.push({ json: JSON.parse(data), id: lastEventId });
      });
      const heard = () => page.evaluate(() => window.heard);
      const stored = async () => (await heard()).filter(({ json }) => !["connected", "timer_update", "degraded"].includes(json.event));
      await waitFor("events", async () => (await stored()).length > 3, 20_000);
      await house.kill("gateway");
      await pass(2500); // it tries again in between, and must not be told 502
      house.start("gateway");
      await house.ready(["gateway"]);
      const has = (await stored()).length;
      await waitFor("events again", async () => (await stored()).length > has + 5, 30_000);
      const hellos = (await heard()).filter(({ json }) => json.event === "connected");
      const list = await stored();
      if (hellos.length > 1) assert.ok(hellos.slice(1).every(({ json }) => json.recovered === true), JSON.stringify(hellos.map(({ json }) => json.recovered)));
      assert.deepEqual(list.map(({ id }) => id.split(":")[1]), list.map((_, i) => String(hellos[0].json.stream.offset + 1 + i)));
      await close();
    });

    test("the stock client by sse, and by http_stream, over https and HTTP/2", async () => {
      const { page, close } = await openPage(browser, house);
      await page.evaluate(readFileSync(LIBRARY, "utf8"));
      for (const transport of ["sse", "http_stream"]) {
        await page.evaluate((name) => {
          window.client = { publications: [] };
          const handle = new window.Centrifuge([{ transport: name, endpoint: `/connection/${name}` }], { emulationEndpoint: "/emulation" });
          handle.on("connected", (context) => (window.client.transport = context.transport, window.client.hello ??= context.data));
          handle.on("publication", ({ data, offset }) => window.client.publications.push({ data, offset }));
          handle.connect();
          window.client.ask = () => handle.history("race", { limit: 3 }).catch((error) => ({ error: JSON.stringify(error) }));
          window.client.close = () => handle.disconnect();
        }, transport);
        const client = () => page.evaluate(() => ({ ...window.client, ask: 0, close: 0 }));
        await waitFor(`${transport}: events`, async () => (await client()).publications.filter(({ offset }) => offset).length > 3, 20_000);
        const { publications, hello, transport: used } = await client();
        assert.equal(used, transport);
        await assertAll(house, publications.filter(({ offset }) => offset), hello.stream.offset);
        await waitFor("an answer to a command", async () => (await page.evaluate(() => window.client.ask())).publications?.length === 3, 20_000);
        await page.evaluate(() => window.client.close());
      }
      await close();
    });
  });

  test("uni_sse: an id of a stream that was made anew is none of the new one's, whose offsets are the same numbers", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS, plain: true });
    const first = await uniSse(house);
    await first.waitFor("events", () => first.stored.length > 1, 15_000);
    const last = first.stored.at(-1).id;
    await house.query("update hippo.stream set epoch = 'another12345' where channel = 'race'");
    await first.waitFor("it is ended", () => first.closed, 15_000);
    const again = await uniSse(house, "", { "last-event-id": last });
    assert.equal(again.hello.recovered, false);
    assert.equal(again.hello.stream.epoch, "another12345");
    await again.waitFor("an event", () => again.stored.length > 0, 15_000);
    const { id } = again.stored.at(-1);
    assert.equal(id, `another12345:${again.base + again.stored.length}`);
    again.close();
    const third = await uniSse(house, "", { "last-event-id": id });
    assert.equal(third.hello.recovered, true);
    third.close();
  });

  test("admission, drain and slow readers count for streams as for WebSockets", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS, plain: true, env: { CONNECTIONS_PER_ADDRESS: 3 } });
    const own = { socketPath: join(house.folder, "run/gateway.sock") };
    const [reader, slow] = [await uniSse(house), await uniSse(house, "", {}, own)];
    const command = encodeURIComponent('{"id":1,"connect":{}}');
    const talker = await listen(house, `/connection/sse?cf_connect=${command}`);
    const last = await uniSse(house);
    for (const path of ["/connection/uni_sse", "/connection/sse"]) await assertComesBack(house, path); // the address has its three
    const fifth = await house.request("/connection/http_stream", { method: "POST", body: '{"id":1,"connect":{}}' });
    assert.deepEqual([fifth.status, fifth.headers["retry-after"]], [503, "5"]);
    last.close();
    slow.pause();
    await house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', 4000))) from generate_series(1, 300)");
    await reader.waitFor("the others read on", () => reader.stored.filter(({ json }) => json.event === "test_note").length === 300, 15_000);
    await waitFor("the slow one is let go", () => house.words("gateway").includes("code=3008"), 20_000);
    await assertStream(reader);
    const end = await house.stop("gateway");
    assert.deepEqual(end, { code: 0, signal: null });
    assert.ok(talker.messages.some(({ json }) => json.push?.disconnect?.code === 3001), "told that it is a shutdown");
    await waitFor("all have ended", () => reader.closed && talker.closed);
  });

  test("an event stream is never refused for what will pass: no gateway, or no database yet", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS, plain: true });
    await house.stop("gateway");
    for (const path of ["/connection/uni_sse", "/connection/sse"]) await assertComesBack(house, path);
    assert.equal((await house.request("/connection/http_stream", { method: "POST", body: "{}" })).status, 502);
    await house.db.stop();
    house.start("gateway");
    await waitFor("the gateway listens", async () => (await house.get("/healthz")).status === 200);
    await assertComesBack(house, "/connection/uni_sse");
  });

  test("several workers: what is said reaches the one that it belongs to", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS, programs: ["scheduler", "caddy"], plain: true });
    const port = await freePort();
    const gateway = house.start("gateway", { env: { WORKERS: 3, GATEWAY_LISTEN: `127.0.0.1:${port}`, ALLOWED_ORIGINS: "*" } });
    const site = `http://127.0.0.1:${port}`;
    await waitFor("all are ready", async () => {
      for (let i = 0; i < 30; i++) if ((await house.request("/readyz", { origin: site })).status !== 200) return false;
      return processTree(gateway.pid).length === 4;
    }, 15_000);
    const clients = Array.from({ length: 9 }, () => stock(house, ["http_stream"], {}, site));
    for (const { handle } of clients) handle.connect();
    await waitFor("all are connected", () => clients.every(({ hello }) => hello), 15_000);
    for (let round = 0; round < 4; round++)
      await Promise.all(clients.map(({ handle }) => within("an answer", handle.history("race", { limit: 0 }))));
    assert.ok(clients.every(({ codes }) => codes.length === 1), JSON.stringify(clients.map(({ codes }) => codes)));
    for (const { handle } of clients) handle.disconnect();
  });
});
