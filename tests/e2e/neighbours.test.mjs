// SPDX-License-Identifier: MIT
// Other programs on the same host, pages of other sites, and routers in front: what they send along is looked past, or read by api and
// gateway alike.
import assert from "node:assert/strict";
import https from "node:https";
import { before, describe, test } from "node:test";
import { assertOrigins, assertOthersHeaders } from "../lib/edge.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { ask, People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const LISTED = "https://tills.example";

describe("beside other programs and other sites", inOrder, () => {
  const house = useHouse({ env: { ALLOWED_ORIGINS: LISTED }, plain: true, tls: true });
  let admin;
  before(async () => {
    ({ admin } = await People.arrive(house));
  });

  test("cookies and credentials of other programs: ours is found, or its absence is said", () => assertOthersHeaders(house, admin.token, "admin"));

  test("cookies in a hundred and fifty lines", async () => {
    const lines = Array.from({ length: 150 }, (_, i) => ["Cookie", `theme${i}=${"x".repeat(80)}`]).flat();
    const headers = ["Host", new URL(house.origin).host, ...lines, "Cookie", `__Host-hippo_session=${admin.token}`];
    for (const path of ["/api/v1/auth/me", "/readyz", "/"]) assert.equal((await house.get(path, { headers })).status, 200, path);
    assert.equal((await house.get("/connection/websocket", { headers })).status, 426);
  });

  test("over TLS the session's cookie has a name that only this site can set; signing out ends that of before, too", async () => {
    const signIn = (origin) => ask(house, null, "POST", "/auth/login", { username: "admin", password: house.adminPassword }, { headers: { origin }, origin });
    const [cookie, before] = (await signIn(house.secureOrigin)).headers["set-cookie"];
    assert.match(cookie, /^__Host-hippo_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    assert.match(before, /^hippo_session=; .*Max-Age=0$/);
    const headers = { cookie: cookie.split(";")[0], origin: house.origin };
    const out = await ask(house, null, "POST", "/auth/logout", undefined, { headers });
    assert.deepEqual(out.headers["set-cookie"].map((line) => /^([\w-]+)=; .*; Max-Age=0$/.exec(line)?.[1]), ["__Host-hippo_session", "hippo_session"]);
    const plain = (await signIn(house.plainOrigin)).headers["set-cookie"];
    assert.match(plain.join(), /^hippo_session=[\w-]{43}; [^,]*$/); // browsers take no __Host- there
  });

  test("other sites' pages may do what ALLOWED_ORIGINS says, at the api and the gateway", () => assertOrigins(house, admin.token, LISTED));

  test("a listed page's event stream is its own, and nobody else's", async () => {
    const listen = (origin) => new Promise((resolve, reject) => {
      const { hostname, port } = new URL(house.origin);
      const call = https.get({ hostname, port, ca: house.ca, agent: false, path: "/connection/uni_sse", headers: { origin } });
      call.on("error", reject).on("response", (answer) => {
        resolve([answer.statusCode, answer.headers["access-control-allow-origin"], answer.headers.vary]);
        call.destroy();
      });
    });
    assert.deepEqual(await listen(LISTED), [200, LISTED, "Origin"]);
    assert.deepEqual(await listen("https://evil.example"), [403, undefined, "Origin"]);
  });

  test("whoever asks for another host is told the site's", async () => {
    for (const origin of [house.secureOrigin, house.plainOrigin])
      for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1"])
        for (const path of ["/", "/api/v1/health", "/connection/websocket"]) {
          const { status, text } = await house.request(path, { origin, headers: ["Host", host] });
          assert.deepEqual([status, text.length > 0], [421, true], `${origin} ${host} ${path}`);
        }
  });
});

describe("behind a router", inOrder, () => {
  const house = useHouse({ plain: true, env: { TRUSTED_PROXIES: "unix,127.0.0.1", CONNECTIONS_PER_ADDRESS: 3 } });
  const handshake = ["Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="];
  /** As the router at 127.0.0.1, which saw `forwarded`. */
  const ask = (path, forwarded, more = []) => {
    const { port } = new URL(house.plainOrigin);
    return house.get(path, { origin: `http://127.0.0.1:${port}`, headers: ["Host", `localhost:${port}`, "X-Forwarded-For", forwarded, ...more] });
  };

  test("api and gateway read the same client's address, however it is written", async () => {
    const rows = { "203.0.113.7": "203.0.113.7", "203.0.113.8:5512": "203.0.113.8", "8.8.8.8, 203.0.113.9": "203.0.113.9", "::ffff:203.0.113.10": "203.0.113.10",
      "[2001:db8::1]:99": "2001:db8::1", "2001:DB8::0:2": "2001:db8::2", "unknown": "127.0.0.1", "8.8.8.8, unknown": "127.0.0.1", "<script>": "127.0.0.1" };
    for (const [i, [forwarded, client]] of Object.entries(rows).entries()) {
      const had = house.words("gateway").length;
      await ask(`/api/v1/rounds/mark-${i}`, forwarded);
      await waitFor(`the api says who ${forwarded} is`, () => house.words("api").includes(`client=${client} method=GET path=/api/v1/rounds/mark-${i} `));
      assert.equal((await ask("/connection/websocket", forwarded, handshake)).status, 101, forwarded);
      await waitFor(`the gateway says who ${forwarded} is`, () => house.words("gateway").slice(had).split(/\s/).includes(`addr=${client}`));
    }
  });

  test("an IPv6 network is one client", async () => {
    const asked = [];
    for (let i = 1; i <= 12; i++) asked.push((await ask("/api/v1/tickets/01-010001-4?code=ABCDEFGH", `2001:db8:0:1::${i}`)).status);
    assert.deepEqual([asked.filter((status) => status === 404).length, asked.at(-1)], [10, 429]);
    assert.equal((await ask("/api/v1/tickets/01-010001-4?code=ABCDEFGH", "2001:db8:0:2::1")).status, 404);
    const held = [];
    for (const i of [1, 2, 3]) held.push(await house.client({ site: house.plainOrigin.replace("localhost", "127.0.0.1"), origin: null, headers: { host: new URL(house.plainOrigin).host, "x-forwarded-for": `2001:db8:0:1::${i}` } }));
    assert.equal((await ask("/connection/websocket", "2001:db8:0:1::4", handshake)).status, 503);
    assert.equal((await ask("/connection/websocket", "2001:db8:0:2::4", handshake)).status, 101);
    for (const client of held) await client.close();
  });

  test("strangers who try to sign in from everywhere keep nobody out who is known", async () => {
    await People.arrive(house); // signs in from here
    const known = () => house.request("/api/v1/auth/login", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password: house.adminPassword, bearer: true }) });
    const { port } = new URL(house.plainOrigin);
    const body = JSON.stringify({ username: "admin", password: "a wrong password" });
    const crowd = Array.from({ length: 80 }, (_, i) => house.request("/api/v1/auth/login", { origin: `http://127.0.0.1:${port}`, method: "POST", body,
      headers: ["Host", `localhost:${port}`, "X-Forwarded-For", `2001:db8:1:${i}::1`, "Content-Type", "application/json", "Content-Length", String(body.length)] }));
    const first = await Promise.race(crowd);
    assert.ok([401, 503].includes(first.status), first.text);
    for (let i = 0; i < 3; i++) assert.equal((await known()).status, 200);
    const answers = (await Promise.all(crowd)).map(({ status }) => status);
    assert.ok(answers.includes(503) && answers.every((status) => [401, 503].includes(status)), answers.join(" "));
  });
});
