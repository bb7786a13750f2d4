// SPDX-License-Identifier: MIT
// The house as render.yaml lays it out, behind a stand-in for the platform's router: TLS ended there, one port let through,
// a content network's hop before it, silent connections cut, instances replaced while the old one still runs; with its
// smallest plans' memory, PostgreSQL 16, and a database owner who is no superuser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import https from "node:https";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { after, afterEach, before, describe, test } from "node:test";
import { Centrifuge as Newest } from "centrifuge";
import { Centrifuge as Older } from "centrifuge-52";
import WebSocket from "ws";
import { docker, needDocker, steadyPort } from "../compose/containers.mjs";
import { assertBooks } from "../lib/books.mjs";
import { assertSold, openTills } from "../lib/cashiers.mjs";
import { assertFollowed, Client, Follower, hangUpAll, PATH } from "../lib/client.mjs";
import { database, PSQL } from "../lib/database.mjs";
import { request } from "../lib/http.mjs";
import { blocks, commands } from "../lib/manual.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const name = (what) => `hipporender${process.pid}-${what}`;
const [WEB, ROUTER, DATABASE] = [name("web"), name("router"), name("postgres")];
const PAGE = "deploy/render.md";
const SECRETS = { GATEWAY_PASSWORD: "gateway-Aa1+/=:\\", API_PASSWORD: "api-Bb2'\"", ADMIN_PASSWORD: "admin-Dd4 $x of its own", SCHEDULER_PASSWORD: "scheduler-Cc3", VAULT_KEY: "dmF1bHQ=" };
const SCREENS = 60;
const CASHIERS = 12;
/** The smallest plans: so much memory for the web service and the worker, so much for the database. */
const [SERVICE, STORE] = ["512m", "256m"].map((size) => ["--memory", size, "--memory-swap", size]);
/** What a user may have set in the service's Environment. */
const SETTINGS = { PING_SECONDS: 3, DRAIN_SECONDS: 3, CONNECTIONS_PER_ADDRESS: 80, CACHE_MS: 90 };
/** MAX_CONNECTIONS of the image. */
const FULL = 3000;

const house = {
  ...database((role, sql) => docker("exec", name("db"), ...PSQL, "-U", role, "-c", sql)),
  get: (path, options) => request(house.origin, path, { ca: house.ca, ...options }),
  /** As a client of that address, which claims another one. */
  login: (address, username, password, claim) => house.get("/api/v1/auth/login", {
    method: "POST", timeout: 30_000, body: JSON.stringify({ username, password }),
    headers: { "content-type": "application/json", "x-test-address": address, ...(claim && { "x-forwarded-for": claim }) },
  }),
};
const containers = [];
let folder;

const flags = (env) => Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);

async function start(what, image, { env = {}, options = [], command = [] } = {}) {
  containers.push(name(what));
  await docker("run", "--detach", "--name", name(what), "--network", name("inside"), "--network-alias", what, ...flags(env), ...options, image, ...command);
}

const shared = () => ({ DATABASE_URL: "postgresql://owner:owner@db/hippodrome" });
const { SCHEDULER_PASSWORD, VAULT_KEY, GATEWAY_PASSWORD, API_PASSWORD, ADMIN_PASSWORD } = SECRETS;

/** As the platform does: the migration first, then the instance, then its health. */
async function startWeb(what, settings = {}) {
  const env = { ...shared(), GATEWAY_PASSWORD, API_PASSWORD, ADMIN_PASSWORD, PORT: 10000, ...SETTINGS, ...settings };
  await docker("run", "--rm", "--network", name("inside"), ...flags(env), WEB, "/usr/lib/hippodrome/migrate");
  await start(what, WEB, { env, options: SERVICE });
  const ask = `exec 3<>/dev/tcp/127.0.0.1/10000; printf 'GET /healthz HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n' >&3; head -n 1 <&3`;
  await waitFor(`${what} is healthy`, async () => /200/.test(await docker("exec", name(what), "bash", "-c", ask)), 30_000, 100);
}

async function startWorker(what) {
  const env = { ...shared(), SCHEDULER_PASSWORD, VAULT_KEY, BETTING_MS: 2000, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 500 };
  await docker("run", "--rm", "--network", name("inside"), ...flags(env), WEB, "/usr/lib/hippodrome/migrate");
  await start(what, WEB, { env, options: SERVICE, command: ["/usr/lib/hippodrome/platform/start", "scheduler"] });
}

const settled = () => house.query("select count(*) from hippo.round where phase = 'settled'").then(([{ count }]) => count);
async function rounds(count) {
  const before = await settled();
  await waitFor(`${count} more rounds are settled`, async () => (await settled()) >= before + count, 30_000, 200);
}

describe("behind a platform's router", () => {
  before(async () => {
    await needDocker();
    folder = makeFolder();
    execFileSync("git", ["clone", "--quiet", "--shared", ROOT, join(folder, "clone")]);
    await docker("build", "--quiet", "--tag", WEB, join(folder, "clone"));
    await docker("build", "--quiet", "--tag", ROUTER, join(ROOT, "tests/deploy/router"));
    const programs = execFileSync(join(ROOT, "tests/postgres/fetch"), ["16"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
    await docker("build", "--quiet", "--tag", DATABASE, "--file", join(ROOT, "tests/deploy/postgres.Dockerfile"), dirname(programs));
    await docker("network", "create", name("edge"));
    await docker("network", "create", "--internal", name("inside"));
    writeFileSync(join(folder, "password"), "postgres", { mode: 0o644 });
    await start("db", DATABASE, { env: { POSTGRES_PASSWORD_FILE: "/password" }, options: [...STORE, "--user", "999:999", "--volume", `${join(folder, "password")}:/password:ro`] });
    const owner = "create role owner login createrole createdb password 'owner'";
    await waitFor("the database is there", () => docker("exec", name("db"), "psql", "-h", "127.0.0.1", "-U", "postgres", "-c", owner), 60_000, 300);
    await docker("exec", name("db"), "createdb", "-U", "postgres", "-O", "owner", "hippodrome");
    await Promise.all([startWeb("web-1"), startWorker("worker-1")]);
    const port = await steadyPort();
    await start("router", ROUTER, { options: ["--publish", `${port}:443`] });
    await docker("network", "connect", name("edge"), name("router"));
    house.origin = `https://localhost:${port}`;
    house.ca = await docker("exec", name("router"), "cat", "/etc/nginx/cert.pem");
    await waitFor("the house answers", async () => (await house.get("/readyz")).status === 200 && (await house.get("/api/v1/health")).status === 200, 20_000, 100);
  }, { timeout: 1_200_000 });
  afterEach(async (t) => {
    if (t.passed === false) for (const id of containers) console.error(`--- ${id}\n${execFileSync("sh", ["-c", `docker logs --tail 20 ${id} 2>&1`])}`);
  });
  after(async () => {
    hangUpAll();
    if (containers.length) await docker("rm", "--force", "--volumes", ...containers).catch(() => {});
    for (const network of ["edge", "inside"]) await docker("network", "rm", name(network)).catch(() => {});
    for (const image of [WEB, ROUTER, DATABASE]) await docker("rmi", "--no-prune", image).catch(() => {});
    if (folder) removeFolder(folder);
  });

  test("a whole round through https and wss, and its pages", async () => {
    assert.equal((await house.get("/")).status, 200);
    const client = await new Client(house).open();
    const { json: opened } = await client.frame("new_round", () => true, 20_000);
    await client.frame("race_results", ({ roundId }) => roundId === opened.roundId, 20_000);
    await client.close();
  });

  test("the first administrator has the password that the platform made", async () => {
    assert.equal((await house.login("203.0.113.2", "admin", ADMIN_PASSWORD)).status, 200);
    await type("web-1", "reset-admin");
    assert.equal((await house.login("203.0.113.2", "admin", ADMIN_PASSWORD)).status, 200, "given anew");
  });

  test("every command of the manual's page is typed here", () => {
    assert.deepEqual(blocks(PAGE).map(({ name: block }) => block), ["reset-admin"]);
  });

  test("the database is PostgreSQL 16", async () => {
    const [{ version }] = await house.query("select current_setting('server_version_num') as version");
    assert.match(version, /^16/);
  });

  test("the instance listens on one port, and on no other", async () => {
    const pid = await docker("inspect", "-f", "{{.State.Pid}}", name("web-1"));
    const ports = ["tcp", "tcp6"].flatMap((table) =>
      readFileSync(`/proc/${pid}/net/${table}`, "utf8").trim().split("\n").slice(1).map((line) => line.trim().split(/\s+/))
        .filter(([, address, , state]) => state === "0A" && !address.startsWith("0B00007F")) // 127.0.0.11 is Docker's own
        .map(([, address]) => parseInt(address.split(":")[1], 16)));
    assert.deepEqual([...new Set(ports)], [10000]);
    for (const port of [80, 443, 5432, 8080, 8081, 9000])
      await assert.rejects(docker("exec", name("router"), "bash", "-c", `exec 3<>/dev/tcp/web-1/${port}`), /refused/i, `port ${port}`);
  });

  test("api and gateway know a client by the address that the edge saw, whatever it claims", async () => {
    const claim = "203.0.113.9, 10.0.0.9, 104.22.17.40";
    // The last one comes by way of the content network's own VPN: its address is of the same blocks as the edge's.
    for (const address of ["198.51.100.6", "2001:db8:1:2::6", "104.28.1.2"]) {
      const client = await new Client(house, { headers: { "x-test-address": address, "x-forwarded-for": claim } }).open();
      await client.close();
      await house.login(address, "somebody", "a wrong password", claim);
      const [entry] = await house.query("select address from hippo.journal where subject = 'somebody' order by seq desc limit 1");
      assert.equal(entry.address, address);
      const opened = logOf("web-1").filter((line) => line.includes("event=client_open")).at(-1);
      assert.match(opened, new RegExp(`addr=${address}\\b`));
    }
    assert.equal(logOf("web-1").filter((line) => /203[.]0[.]113[.]9\b/.test(line)).length, 0);
  });

  test("24 wrong logins of one client lock out nobody else", async () => {
    for (const addressOf of [() => "198.51.100.7", (n) => `2001:db8:1:2::${n}`]) {
      const answers = [];
      for (let n = 1; n <= 24; n++) answers.push((await house.login(addressOf(n), `nobody${n}`, "a wrong password", `203.0.113.${n}`)).status);
      assert.deepEqual(new Set(answers.slice(0, 20)), new Set([401]));
      assert.ok(answers.slice(20).includes(429), `it has to wait itself: ${answers}`);
    }
    for (const address of ["198.51.100.8", "2001:db8:1:3::1"]) assert.equal((await house.login(address, "admin", ADMIN_PASSWORD)).status, 200, address);
  });

  test("an address has CONNECTIONS_PER_ADDRESS places, a network of IPv6 too", async () => {
    for (const [addressOf, other] of [[() => "198.51.100.9", "198.51.100.10"], [(n) => `2001:db8:7:8::${n}`, "2001:db8:7:9::1"]]) {
      const from = (address, n) => knock({ "x-test-address": address, "x-forwarded-for": `203.0.113.${n}` });
      const sockets = await Promise.all(Array.from({ length: SETTINGS.CONNECTIONS_PER_ADDRESS }, (_, n) => from(addressOf(n + 1), n)));
      assert.ok(sockets.every((socket) => socket instanceof WebSocket), `${sockets.filter(Number.isInteger)}`);
      assert.equal(await from(addressOf(99), 1), 503);
      const stranger = await from(other, 1);
      assert.ok(stranger instanceof WebSocket);
      for (const socket of [...sockets, stranger]) socket.terminate();
    }
  });

  test("512 MB carry a full house, and a burst of logins beside it", async (t) => {
    const sockets = [];
    const from = (n) => knock({ "x-test-address": `198.18.${n >> 8}.${n & 255}` });
    await waitFor("the house is empty", () => open("web-1").then((count) => count === 0), 10_000, 100);
    while (sockets.length < FULL) sockets.push(...(await Promise.all(Array.from({ length: 250 }, (_, i) => from(sockets.length + i)))));
    assert.ok(sockets.every((socket) => socket instanceof WebSocket));
    // A machine that is busy with other tests may have lost some on the way.
    let answer = await from(sockets.length);
    for (; answer instanceof WebSocket; answer = await from(sockets.length)) sockets.push(answer);
    assert.equal(answer, 503, "one too many");
    const isThere = () => sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
    const many = isThere();
    assert.ok(many <= FULL && many > FULL * 0.95, `${many} are there`);
    const logins = await Promise.all(Array.from({ length: 48 }, (_, n) => house.login(`198.19.0.${n}`, n % 2 ? "admin" : `nobody${n}`, ADMIN_PASSWORD)));
    const statuses = logins.map(({ status }) => status);
    assert.ok(statuses.includes(200) && statuses.every((status) => [200, 401, 503].includes(status)), `${statuses}`);
    const memory = await docker("exec", name("web-1"), "bash", "-c", "cat /sys/fs/cgroup/memory/memory.{max_usage_in_bytes,oom_control} /sys/fs/cgroup/memory.{peak,events} 2>/dev/null || true");
    t.diagnostic(`at most ${(Number(memory.match(/^\d+$/m)?.[0]) / 2 ** 20).toFixed(0)} MiB; logins ${statuses.filter((status) => status === 200).length} good, ${statuses.filter((status) => status === 503).length} told to come again`);
    assert.match(memory, /^oom_kill 0$/m);
    assert.equal(isThere(), many);
    for (const socket of sockets) socket.terminate();
    await waitFor("the house is empty", () => open("web-1").then((count) => count === 0), 20_000, 100);
  });

  test("what runs has no password of another, and s6 alone is root", async () => {
    const text = await docker("exec", name("web-1"), "bash", "-c", "for p in /proc/[0-9]*; do echo \"$(tr '\\0' ' ' <$p/cmdline) $(awk '/^Uid/{print $2}' $p/status)\"; done");
    const uids = Object.fromEntries(text.split("\n").map((line) => line.match(/(\S*hippo-\S+|caddy) .*?(\d+)$/)).filter(Boolean).map(([, program, uid]) => [program, uid]));
    assert.deepEqual(uids, { "hippo-gateway": "10002", "hippo-api": "10003", caddy: "10004" });
    const environ = await docker("exec", "--env", "DATABASE_URL=", ...Object.keys(SECRETS).flatMap((key) => ["--env", `${key}=`]), name("web-1"), "bash", "-c", "cat /proc/[0-9]*/{environ,cmdline} | tr '\\0' '\\n'");
    for (const secret of [...Object.values(SECRETS), "owner:owner"]) assert.ok(!environ.includes(secret));
    for (const [setting, value] of Object.entries(SETTINGS)) assert.ok(environ.split("\n").includes(`${setting}=${value}`), setting);
  });

  test("a silent connection outlives the router's patience", async () => {
    const client = await new Client(house).open();
    await house.query("select hippo.game_pause('a silent house')");
    await client.frame("game_paused", () => true, 20_000);
    const frames = client.frames.length;
    await pass(14_000);
    assert.equal(client.closed, null);
    assert.ok(client.frames.length - frames <= 12, "the house was not silent");
    await house.query("select hippo.game_resume('go on')");
    await client.frame("new_round", () => true, 20_000);
    await client.close();
  });

  test("a program that dies in the instance comes back, and its clients too", async () => {
    const screen = await new Follower(house).open();
    for (const program of ["gateway", "api", "caddy"]) await docker("exec", name("web-1"), "s6-svc", "-k", `/run/hippodrome/services/${program}`);
    await rounds(1);
    await waitFor("the house answers", async () => (await house.get("/api/v1/health")).status === 200, 15_000, 100);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("instances replaced under load: no request or sale fails, no event is lost, no round is doubled", async () => {
    const screens = await Promise.all(Array.from({ length: SCREENS }, () => new Follower(house).open()));
    const cashiers = await openTills(house, CASHIERS);
    let isOver = false;
    const selling = cashiers.map((cashier) => cashier.sellUntil(() => isOver, 200));
    const answers = {};
    const asking = (async () => {
      while (!isOver) {
        const { status } = await house.get("/api/v1/rounds/current").catch((error) => ({ status: error.message }));
        answers[status] = (answers[status] ?? 0) + 1;
        await pass(25);
      }
    })();
    await Promise.all([startWeb("web-2"), startWorker("worker-2")]);
    await docker("exec", name("router"), "point", "web-2");
    await pass(2000); // both run, as they do for a minute there
    await Promise.all(["web-1", "worker-1"].map((what) => docker("stop", "--time", "60", name(what))));
    await rounds(2);
    isOver = true;
    await Promise.all([asking, ...selling]);
    assert.deepEqual(cashiers.flatMap(({ failures }) => failures), []);
    await assertSold(house, cashiers);
    for (const cashier of cashiers) cashier.leave();
    assert.deepEqual(Object.keys(answers), ["200"], JSON.stringify(answers));
    for (const what of ["web-1", "worker-1"]) assert.equal(await docker("inspect", "-f", "{{.State.ExitCode}}", name(what)), "0", what);
    for (const screen of screens) await screen.stop();
    assert.ok(screens.every(({ losses, clients }) => losses === 0 && clients.length === 2), "each came over once");
    for (const screen of screens.slice(0, 8)) await assertFollowed(screen);
    await assertBooks(house);
  });

  test("of several instances each serves whoever comes, also on streams, whose clients speak by requests of their own", async (t) => {
    await startWeb("web-3");
    await docker("exec", name("router"), "point", "web-2", "web-3");
    const [mute, plain] = [stock(Newest, ["http_stream"]), await uniSse()];
    // A request reaches any instance. One that does not have the client's session says so, and the client connects again.
    const clients = [...Array(12).fill(Newest), Older, Older].map((Library) => stock(Library, ["http_stream"]));
    for (const client of clients) client.subscribe();
    for (const client of clients) await waitFor("it has subscribed", () => client.subscribed.length > 0, 60_000);
    t.diagnostic(`connections until a command arrived: ${clients.map(({ connected }) => connected.length)}`);
    assert.ok(clients.some(({ connected }) => connected.length > 1), "no request went to the wrong instance");
    await rounds(1);
    for (const [i, { handle, connected, offsets }] of [mute, ...clients].entries()) {
      handle.disconnect();
      assert.ok(offsets.length > 0);
      assert.deepEqual(offsets, offsets.map((_, k) => offsets[0] + k), `a hole, or something twice: client ${i}, connected ${connected.length} times`);
    }
    assert.equal(mute.connected.length, 1, "who has nothing to say stays where it is");
    const answer = await house.get("/emulation", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ session: "1.1.0", node: "0123456789abcdef", data: "{}" }) });
    assert.equal(answer.status, 404);
    assert.match(answer.text, /another instance.*connect again/);
    // A bare stream goes on where it was, at whichever instance.
    for (let id = plain.end(), n = 0; n < 4; n++) {
      const again = await uniSse({ "last-event-id": id });
      assert.equal(again.hello.recovered, true);
      id = again.end();
    }
  });
});

/** What the manual says to type in the web service's Shell. */
const type = (what, block) => docker("exec", name(what), "bash", "-ec", commands(PAGE, block));

const logOf = (what) => execFileSync("sh", ["-c", `docker logs ${name(what)} 2>&1`], { encoding: "utf8", maxBuffer: 64 << 20 }).split("\n");

/** How many connections the gateway of that instance has. */
const open = async (what) => Number(await docker("exec", name(what), "bash", "-c", "grep -c ' 03 .*gateway/socket' /proc/net/unix || true"));

/** An open socket, or the status that refused it. */
const knock = (headers) => new Promise((resolve, reject) => {
  const socket = new WebSocket(house.origin.replace("http", "ws") + PATH, { ca: house.ca, origin: house.origin, headers });
  socket.on("open", () => resolve(socket));
  socket.on("unexpected-response", (_, { statusCode }) => { resolve(statusCode); socket.terminate(); });
  socket.on("error", reject);
});

const handles = [];
after(() => handles.forEach((handle) => handle.disconnect()));

/** The stock client with these transports: {handle, connected, subscribed, offsets}; `subscribe` is a command of its own. */
function stock(Library, transports) {
  const handle = new Library(transports.map((transport) => ({ transport, endpoint: `${house.origin}/connection/${transport}` })), {
    emulationEndpoint: `${house.origin}/emulation`, minReconnectDelay: 50, maxReconnectDelay: 1000, readableStream: ReadableStream, fetch: fetchOurs });
  handles.push(handle);
  const client = { handle, connected: [], subscribed: [], offsets: [], isMute: true };
  const note = ({ offset }) => offset !== undefined && client.offsets.push(offset);
  handle.on("connected", (context) => client.connected.push(context));
  handle.on("publication", (context) => client.isMute && note(context));
  handle.on("error", () => {});
  client.subscribe = () => {
    client.isMute = false;
    // Until its command has arrived, the library hands it what the server's own subscription brings, anew with each connection.
    const isFirst = (context) => client.subscribed.push(context) === 1 && client.offsets.splice(0);
    handle.newSubscription("race", { minResubscribeDelay: 50 }).on("subscribed", isFirst).on("publication", note).subscribe();
  };
  handle.connect();
  return client;
}

/** fetch, as far as that client uses it, that knows the router's certificate. */
const fetchOurs = (url, { method, headers, body, signal }) => new Promise((resolve, reject) => {
  const call = https.request(url, { method, headers, signal, ca: house.ca, agent: false }, (answer) => {
    resolve(new Response(answer.statusCode === 204 ? null : Readable.toWeb(answer), { status: answer.statusCode }));
  });
  call.on("error", reject).end(body);
});

/** A bare stream of events: {hello, end()}, which gives the last event's id. */
async function uniSse(headers = {}) {
  const stream = { text: "", end: () => { call.destroy(); return stream.text.match(/^id: .*(?=\n)/gm).at(-1).slice(4); } };
  const call = https.request(`${house.origin}/connection/uni_sse`, { headers, ca: house.ca, agent: false });
  const answer = await new Promise((resolve, reject) => call.on("response", resolve).on("error", reject).end());
  answer.setEncoding("utf8").on("data", (piece) => (stream.text += piece)).on("error", () => {});
  await waitFor("the first event", () => /^data: .*\n/m.test(stream.text), 10_000);
  stream.hello = JSON.parse(stream.text.match(/^data: (.*)\n/m)[1]);
  return stream;
}
