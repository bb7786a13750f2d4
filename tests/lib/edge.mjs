// SPDX-License-Identifier: MIT
// What every proxy that we ship a configuration for has to do, whatever a client sends.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import http2 from "node:http2";
import https from "node:https";
import tls from "node:tls";
import { patience } from "./setting.mjs";
import { slack } from "./slack.mjs";
import { waitFor } from "./wait.mjs";

const TRIES = 20; // of names that are folded together, which one wins is a matter of chance

/** A header with `_` is none of ours with `-`: not the client's address, nor a key. */
export async function assertHeadersAsWritten(house) {
  const mark = () => `mark-${randomUUID()}`;
  const marks = [];
  for (let i = 0; i < TRIES; i++) {
    marks.push(mark());
    const { status } = await house.request(`/api/v1/rounds/${marks[i]}`, { headers: { X_Forwarded_For: "203.0.113.9", "X-Forwarded_For": "203.0.113.9" } });
    assert.equal(status, 400);
  }
  await waitFor("the api has logged them all", () => marks.every((one) => house.words("api").includes(one)));
  const lines = house.words("api").split("\n").filter((line) => marks.some((one) => line.includes(one)));
  assert.equal(lines.length, TRIES);
  for (const line of lines) assert.match(line, / client=(127\.0\.0\.1|::1) /);
  const path = "/api/v1/openapi.yaml";
  const { etag } = (await house.get(path)).headers;
  assert.equal((await house.request(path, { headers: { "If-None-Match": etag } })).status, 304);
  for (const name of ["If_None_Match", "If-None_Match", "IF_NONE-MATCH"]) assert.equal((await house.request(path, { headers: { [name]: etag } })).status, 200, name);
}

/** An Upgrade that is not ours is an offer that nobody takes. */
export async function assertOffersIgnored(house) {
  const headers = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABkAAQAAP__" };
  for (const path of ["/", "/api/v1/health", "/readyz"]) assert.equal((await house.request(path, { headers })).status, 200, path);
  assert.equal((await house.request("/connection/websocket", { headers })).status, 426);
}

/** A handshake is one in whatever case it is written, and with other tokens beside ours. */
export async function assertHandshakes(house) {
  const usual = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
  for (const headers of [{}, { upgrade: "WebSocket" }, { connection: "UPGRADE" }, { connection: "keep-alive, Upgrade" }, { upgrade: "h2c, websocket" },
    { connection: "keep-alive , upgrade", upgrade: "WEBSOCKET , h2c" }])
    assert.equal((await house.request("/connection/websocket", { headers: { ...usual, ...headers } })).status, 101, JSON.stringify(headers));
}

/** What a bare EventSource gets that must come again: it gives up for good at any other status. */
export async function assertComesBack(house, path) {
  const { origin } = house; // as a page says it
  const { status, headers, text } = await house.get(path, { headers: { origin } });
  assert.deepEqual([status, headers["content-type"], headers["cache-control"], text], [200, "text/event-stream", "no-store, no-transform", "retry: 2000\n\n"]);
  assert.deepEqual([headers["access-control-allow-origin"], headers["access-control-allow-credentials"]], [origin, "true"]);
}

/** What the page of a bare event stream hears of a private channel: "subscribed" or "unsubscribed". `lines`: [name, value, name, value…]. */
function heard(house, channel, lines) {
  const { hostname, port, host } = new URL(house.origin);
  return new Promise((resolve, reject) => {
    const call = https.get({ hostname, port, ca: house.ca, agent: false, path: `/connection/uni_sse?channel=${channel}`, timeout: patience(5000), headers: ["Host", host, ...lines] });
    let text = "";
    const end = (word) => {
      call.destroy();
      resolve(word);
    };
    call.on("timeout", () => end(`silence after ${text.slice(0, 300)}`)).on("error", reject);
    call.on("response", (answer) => {
      if (answer.statusCode !== 200) end(answer.statusCode);
      answer.on("data", (piece) => {
        const [, word] = /"event":"((?:un)?subscribed)"/.exec(text += piece) ?? [];
        if (word) end(word);
      });
      answer.on("error", () => {});
    });
  });
}

/** Other programs on the same host have cookies and credentials, which browsers send along. `token`: of somebody who may follow `channel`. */
export async function assertOthersHeaders(house, token, channel) {
  const ours = `__Host-hippo_session=${token}`, planted = "A".repeat(43), { host } = new URL(house.origin);
  const many = (thousands) => `theme=${"x".repeat(992)}; `.repeat(thousands);
  const handshake = ["Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="];
  const found = {
    "a line": ["Cookie", ours], "the name of before": ["Cookie", `hippo_session=${token}`], "two lines": ["Cookie", "theme=dark", "Cookie", ours],
    "two lines, ours first": ["Cookie", ours, "Cookie", "theme=dark"], "5 kB": ["Cookie", many(5) + ours], "15 kB": ["Cookie", many(15) + ours],
    "a second one that only lacks the prefix": ["Cookie", `hippo_session=${planted}; ${ours}`],
    "another program's of our name": ["Cookie", `hippo_session=theirs; hippo_session=${token}`],
    "a gatekeeper": ["Cookie", ours, "Authorization", "Basic eDp5"], "another's bearer": ["Cookie", ours, "Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x"],
  };
  const missed = { nobody: [], "a gatekeeper alone": ["Authorization", "Basic eDp5"], "two that differ": ["Cookie", `hippo_session=${token}; hippo_session=${planted}`], "much of others": ["Cookie", many(15)] };
  for (const [lines, status, word] of [[found, 200, "subscribed"], [missed, 401, "unsubscribed"]])
    for (const [what, own] of Object.entries(lines)) {
      const get = async (path, more = []) => (await house.get(path, { headers: ["Host", host, ...own, ...more] })).status;
      assert.equal(await get("/api/v1/auth/me"), status, `api: ${what}`);
      assert.equal(await heard(house, channel, own), word, `stream: ${what}`);
      assert.equal(await get("/connection/websocket", handshake), 101, `handshake: ${what}`);
      for (const path of ["/", "/readyz"]) assert.equal(await get(path), 200, `${path}: ${what}`);
    }
}

/** `listed` is in ALLOWED_ORIGINS: its pages, and the site's own, may do what they like, and nobody else's anything. */
export async function assertOrigins(house, token, listed) {
  const own = house.origin, cookie = `__Host-hippo_session=${token}`, host = own.slice("https://".length);
  const handshake = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
  const change = { method: "POST", body: "{}" }, json = { cookie, "content-type": "application/json" };
  const may = ({ headers }) => [headers["access-control-allow-origin"], headers["access-control-allow-credentials"]];
  for (const [origin, allowed] of [[own, true], [listed, true], ["https://evil.example", false], [`http://${host}`, false], [listed.replace("https", "http"), false], ["null", false]]) {
    const ask = (path, headers = {}, options = {}) => house.request(path, { ...options, headers: { origin, ...headers } });
    const seen = allowed ? [origin, "true"] : [undefined, undefined];
    // What is read is read by whoever asks; but the browser keeps it from the page.
    const rounds = await ask("/api/v1/rounds/current");
    assert.deepEqual([rounds.status, ...may(rounds)], [200, ...seen], origin);
    assert.match(rounds.headers.vary, /\bOrigin\b/);
    const changed = await ask("/api/v1/auth/password", json, change);
    assert.deepEqual([changed.status, changed.json.code, ...may(changed)], [allowed ? 400 : 403, allowed ? "idempotency_key_missing" : "origin_refused", ...seen], origin);
    assert.equal((await ask("/connection/websocket", handshake)).status, allowed ? 101 : 403, origin);
    const said = await ask("/emulation", {}, { method: "POST", body: "{}" });
    assert.deepEqual([said.status, ...may(said)], [allowed ? 400 : 403, ...seen], origin);
    assert.match(said.headers.vary, /\bOrigin\b/);
    for (const [path, method] of [["/api/v1/tickets", "POST"], ["/connection/http_stream", "POST"], ["/emulation", "POST"], ["/connection/uni_sse", "GET"]]) {
      const asked = await ask(path, { "access-control-request-method": method, "access-control-request-headers": "content-type" }, { method: "OPTIONS" });
      assert.deepEqual([asked.status, ...may(asked)], [allowed ? 204 : 403, ...seen], `${origin} ${path}`);
      if (!allowed) continue;
      assert.ok(asked.headers["access-control-allow-methods"].split(", ").includes(method), path);
      assert.match(asked.headers["access-control-allow-headers"], /content-type/i);
    }
  }
  assert.equal((await house.request("/api/v1/tickets", { method: "OPTIONS" })).status, 405);
}

const HEADERS = { "content-type": "application/json", "idempotency-key": "a-body-that-does-not-come" };
const LOGIN = "/api/v1/auth/login";
/** With 300 bodies under way, and 260 more over HTTP/2, an answer takes no longer than this. */
const BESIDE_MS = 1500;

/** Bodies that do not come, 300 from one address and two times 130 on one connection each, keep nobody else from the api.
 * Gives how many of the latter are refused, as too many of one client. */
export async function assertBodiesHeld(house) {
  const { port } = new URL(house.origin);
  const far = (localAddress, ALPNProtocols) => ({ host: "127.0.0.1", port, localAddress, servername: "localhost", ca: house.ca, ALPNProtocols });
  const sockets = [], sessions = [];
  let refused = 0;
  try {
    for (let i = 0; i < 300; i++) sockets.push(tls.connect(far("127.8.8.8", ["http/1.1"])).on("error", () => {}));
    await Promise.all(sockets.map((socket) => once(socket, "secureConnect")));
    const head = Object.entries({ ...HEADERS, "content-length": 2000, host: `localhost:${port}` }).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.write(`POST ${LOGIN} HTTP/1.1\r\n${head}\r\n{`, resolve))));
    for (let i = 0; i < 2; i++) {
      const session = http2.connect(`https://localhost:${port}`, { createConnection: () => tls.connect(far("127.8.8.9", ["h2"])).on("error", () => {}) }).on("error", () => {});
      sessions.push(session);
      await once(session, "remoteSettings");
      for (let k = 0; k < 130; k++)
        session.request({ ":method": "POST", ":path": LOGIN, ...HEADERS, "content-length": "2000" }).on("error", () => {})
          .on("response", (answer) => (refused += answer[":status"] === 429)).write("{");
      await new Promise((resolve) => session.ping(resolve)); // it has read all of that
    }
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      assert.equal((await house.get("/api/v1/rounds?limit=1")).status, 200);
      const login = await house.request(LOGIN, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "nobody", password: "a wrong password" }) });
      assert.equal(login.status, 401, login.text);
      const ms = performance.now() - start;
      assert.ok(ms < slack(BESIDE_MS), `answers took ${ms} ms`);
    }
    return refused;
  } finally {
    for (const socket of sockets) socket.destroy();
    for (const session of sessions) session.destroy();
  }
}

/** From an address of this machine's own: {status, answer, close}. */
function askFrom({ origin, ca }, localAddress, path, body) {
  const { port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const call = https.request({ host: "127.0.0.1", servername: "localhost", port, path, method: "POST", localAddress, ca, agent: false, headers: { host } });
    call.on("response", (answer) => resolve({ status: answer.statusCode, answer, close: () => call.destroy() })).on("error", reject).end(body);
  });
}

/** A stream of Centrifuge's protocol from `address`: its session and node, and the replies on it. */
async function openStream(house, address) {
  const { status, answer, close } = await askFrom(house, address, "/connection/http_stream", '{"id":1,"connect":{}}');
  assert.equal(status, 200);
  const replies = [];
  let text = "";
  answer.on("error", () => {}).on("data", (piece) => {
    const lines = (text + piece).split("\n");
    text = lines.pop();
    for (const line of lines.filter(Boolean)) replies.push(JSON.parse(line));
  });
  await waitFor("connected", () => replies.some(({ connect }) => connect));
  const { session, node } = replies.find(({ connect }) => connect).connect;
  return { session, node, replies, close };
}

async function say(house, { session, node }, address, data) {
  const { status, answer } = await askFrom(house, address, "/emulation", JSON.stringify({ session, node, data }));
  answer.resume();
  return status;
}

/** Of two gateways that share nothing, a stream's client reaches the one that holds its stream. */
export async function assertStreamsKept(t, house) {
  const streams = new Map();
  for (let i = 2; i < 14; i++) streams.set(`127.0.0.${i}`, await openStream(house, `127.0.0.${i}`));
  t.after(() => streams.forEach(({ close }) => close()));
  assert.equal(new Set([...streams.values()].map(({ node }) => node)).size, 2, "the clients came to one gateway");
  for (const [address, stream] of streams) {
    assert.equal(await say(house, stream, address, '{"id":2,"history":{"channel":"race"}}'), 204);
    await waitFor("the reply", () => stream.replies.some(({ id }) => id === 2));
  }
  // A phone that changed its network: 404, upon which its library connects anew.
  const [one] = streams.values();
  const [elsewhere] = [...streams].find(([, { node }]) => node !== one.node);
  assert.equal(await say(house, one, elsewhere, '{"id":3,"history":{"channel":"race"}}'), 404);
}
