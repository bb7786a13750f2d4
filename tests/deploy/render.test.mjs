// SPDX-License-Identifier: MIT
// The house as render.yaml lays it out, behind a stand-in for the platform's router: TLS ended there, one port let
// through, silent connections cut, instances replaced while the old one still runs, a database owner who is no superuser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { docker, needDocker, steadyPort } from "../compose/containers.mjs";
import { assertBooks } from "../lib/books.mjs";
import { assertSold, openTills } from "../lib/cashiers.mjs";
import { assertFollowed, Client, Follower, hangUpAll } from "../lib/client.mjs";
import { request } from "../lib/http.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const name = (what) => `hipporender${process.pid}-${what}`;
const [WEB, ROUTER] = [name("web"), name("router")];
const SECRETS = { GATEWAY_PASSWORD: "gateway-Aa1+/=", API_PASSWORD: "api-Bb2'\"", ADMIN_PASSWORD: "admin-Dd4 $x", SCHEDULER_PASSWORD: "scheduler-Cc3", VAULT_KEY: "dmF1bHQ=" };
const SCREENS = 60;
const CASHIERS = 12;

const house = {
  query: async (text, values = [], role = "postgres") => {
    const filled = text.replace(/\$(\d+)/g, (_, n) => (typeof values[n - 1] === "number" ? values[n - 1] : `'${values[n - 1]}'`));
    const sql = `select coalesce(json_agg(t), '[]') from (${filled}) t`;
    return JSON.parse(await docker("exec", name("db"), "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", role, "-d", "hippodrome", "-c", sql));
  },
  execute: (sql) => docker("exec", name("db"), "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "hippodrome", "-c", sql),
  get: (path, options) => request(house.origin, path, { ca: house.ca, ...options }),
};
const containers = [];
let folder, subnet;

const flags = (env) => Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);

async function start(what, image, { env = {}, options = [], command = [] } = {}) {
  containers.push(name(what));
  await docker("run", "--detach", "--name", name(what), "--network", name("inside"), "--network-alias", what, ...flags(env), ...options, image, ...command);
}

const shared = () => ({ DATABASE_URL: "postgresql://owner:owner@db/hippodrome", ROUTER_RANGES: subnet });
const { SCHEDULER_PASSWORD, VAULT_KEY, GATEWAY_PASSWORD, API_PASSWORD, ADMIN_PASSWORD } = SECRETS;

/** As the platform does: the migration first, then the instance, then its health. */
async function startWeb(what) {
  const env = { ...shared(), GATEWAY_PASSWORD, API_PASSWORD, ADMIN_PASSWORD, PORT: 10000, PING_SECONDS: 3, DRAIN_SECONDS: 3 };
  await docker("run", "--rm", "--network", name("inside"), ...flags(env), WEB, "/usr/lib/hippodrome/migrate");
  await start(what, WEB, { env });
  const ask = `exec 3<>/dev/tcp/127.0.0.1/10000; printf 'GET /healthz HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n' >&3; head -n 1 <&3`;
  await waitFor(`${what} is healthy`, async () => /200/.test(await docker("exec", name(what), "bash", "-c", ask)), 30_000, 100);
}

async function startWorker(what) {
  const env = { ...shared(), SCHEDULER_PASSWORD, VAULT_KEY, BETTING_MS: 2000, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 500 };
  await docker("run", "--rm", "--network", name("inside"), ...flags(env), WEB, "/usr/lib/hippodrome/migrate");
  await start(what, WEB, { env, command: ["/usr/lib/hippodrome/platform/start", "scheduler"] });
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
    await docker("network", "create", name("edge"));
    await docker("network", "create", "--internal", name("inside"));
    subnet = await docker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", name("inside"));
    writeFileSync(join(folder, "password"), "postgres", { mode: 0o644 });
    await start("db", "postgres:15.10-bookworm", { env: { POSTGRES_PASSWORD_FILE: "/password" }, options: ["--user", "999:999", "--volume", `${join(folder, "password")}:/password:ro`] });
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
    for (const image of [WEB, ROUTER]) await docker("rmi", "--no-prune", image).catch(() => {});
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
    const login = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password: ADMIN_PASSWORD }) };
    assert.equal((await house.get("/api/v1/auth/login", login)).status, 200);
    await docker("exec", name("web-1"), "/usr/lib/hippodrome/platform/start", "reset-admin");
    assert.equal((await house.get("/api/v1/auth/login", login)).status, 200, "given anew");
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

  test("a client is known by the address that the router saw, whatever it claims", async () => {
    const client = await new Client(house, { headers: { "x-forwarded-for": "203.0.113.9" } }).open();
    await client.close();
    const words = execFileSync("sh", ["-c", `docker logs ${name("web-1")} 2>&1`], { encoding: "utf8" });
    assert.match(words, /event=client_open/);
    assert.doesNotMatch(words, /203\.0\.113\.9/);
    const router = (await docker("inspect", "-f", `{{(index .NetworkSettings.Networks "${name("inside")}").IPAddress}}`, name("router"))).replaceAll(".", "\\.");
    assert.doesNotMatch(words, new RegExp(`client_open.*${router}\\b`));
  });

  test("what runs has no password of another, and s6 alone is root", async () => {
    const text = await docker("exec", name("web-1"), "bash", "-c", "for p in /proc/[0-9]*; do echo \"$(tr '\\0' ' ' <$p/cmdline) $(awk '/^Uid/{print $2}' $p/status)\"; done");
    const uids = Object.fromEntries(text.split("\n").map((line) => line.match(/(\S*hippo-\S+|caddy) .*?(\d+)$/)).filter(Boolean).map(([, program, uid]) => [program, uid]));
    assert.deepEqual(uids, { "hippo-gateway": "10002", "hippo-api": "10003", caddy: "10004" });
    const environ = await docker("exec", name("web-1"), "bash", "-c", "cat /proc/1/environ | tr '\\0' '\\n'");
    for (const secret of [...Object.values(SECRETS), "owner:owner"]) assert.ok(!environ.includes(secret));
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
});
