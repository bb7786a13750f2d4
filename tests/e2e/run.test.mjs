// SPDX-License-Identifier: MIT
// `make run` as its user knows it: it starts quickly, answers on https, leaves nothing behind, and goes on where it stopped.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { promisify } from "node:util";
import WebSocket from "ws";
import { freePort, SHORT } from "../lib/house.mjs";
import { request } from "../lib/http.mjs";
import { isAlive, makeFolder, removeFolder } from "../lib/program.mjs";
import { processTree } from "../lib/sockets.mjs";
import { IS_ROOT, ROOT, SANITIZE } from "../lib/setting.mjs";
import { waitFor, within } from "../lib/wait.mjs";

const START_MS = 10_000;

/** A machine that has more to do than it has processors for, as beside other tests, gives it only a part of them. */
function assertQuick(ms) {
  const load = Math.max(1, loadavg()[0] / availableParallelism());
  assert.ok(ms < START_MS * load, `${ms} ms, at a load of ${load.toFixed(1)} a processor`);
}

const folder = makeFolder();
const varDir = join(folder, "var");
const port = await freePort();
const origin = `https://localhost:${port}`;
const environment = Object.fromEntries(Object.entries({ ...process.env, ...SHORT, VAR_DIR: varDir, HTTPS_PORT: port }).filter(([name]) => !name.startsWith("NODE_")));
const runs = [];
let house = null;

function start({ tree = ROOT, env = environment, as = [] } = {}) {
  // Should this test itself be killed, the run goes with it.
  const child = spawn("setpriv", [...as, "--pdeathsig", "KILL", join(tree, "dev/run")], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const run = { pid: child.pid, words: "", end: null };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (run.words += data));
  run.ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve((run.end = { code, signal }))));
  runs.push(run);
  return run;
}

const authority = () => readFileSync(join(varDir, "caddy/pki/authorities/local/root.crt"), "utf8");
const get = (path) => request(origin, path, { ca: authority() });
const currentRound = async () => (await get("/api/v1/rounds/current")).json.roundId;

async function startAndAwait() {
  const before = performance.now();
  house = start();
  await waitFor(() => `it answers:\n${house.words}`, async () => {
    if (house.end) assert.fail(`it ended: ${JSON.stringify(house.end)}`);
    return (await get("/readyz")).status === 200 && (await get("/api/v1/rounds/current")).status === 200;
  }, 30_000, 20);
  return performance.now() - before;
}

/** Processes that belong to this house: they have its folder in their command line or environment. */
function remains() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isAlive(Number(name))).filter((pid) => {
    try {
      return ["cmdline", "environ"].some((file) => readFileSync(`/proc/${pid}/${file}`, "utf8").includes(varDir));
    } catch {
      return false;
    }
  }).map((pid) => `${pid} ${readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")}`);
}

const assertNothingLeft = (tree) =>
  waitFor(() => `nothing is left behind: ${[...remains(), ...tree.filter(isAlive)].join("; ")}`, () => remains().length === 0 && !tree.some(isAlive), 10_000, 50);

async function interrupt() {
  const tree = processTree(house.pid);
  process.kill(-house.pid, "SIGINT"); // as Ctrl-C does: to its whole process group
  const end = await within(`it ends on Ctrl-C:\n${house.words}`, house.ended, 15_000);
  return { tree, end };
}

describe("make run", { skip: SANITIZE && "it runs the ordinary build" }, () => {
  let last;
  after(async () => {
    for (const run of runs.filter(({ end }) => !end)) process.kill(run.pid, "SIGKILL");
    await assertNothingLeft([]);
    removeFolder(folder);
  });

  test("it answers in less than 10 s, the first start with initdb and migrations included", async (t) => {
    const ms = await startAndAwait();
    t.diagnostic(`first start: ${Math.round(ms)} ms`);
    assertQuick(ms);
    await waitFor("it says where", () => house.words.includes(origin));
  });

  test("https and wss work with the local CA, verified", async () => {
    assert.equal((await get("/")).status, 200);
    await assert.rejects(request(origin, "/"), ({ code }) => /CERT|SELF_SIGNED|ISSUER/.test(code));
    const socket = new WebSocket(`${origin.replace("http", "ws")}/connection/websocket`, { ca: authority(), origin });
    const [data] = await within("connected", new Promise((resolve, reject) => {
      socket.once("message", (...args) => resolve(args));
      socket.once("error", reject);
    }));
    assert.equal(JSON.parse(data.toString()).event, "connected");
    socket.terminate();
  });

  test("the logs say in one line each what listens where, that the database is ready, and that the first round is open", () => {
    for (const pattern of [/program=\S*gateway event=listening on=/, /program=\S*api event=listening on=/, /program=\S*scheduler event=database_ready schema=\d+/,
      /program=\S*gateway event=database_ready schema=\d+/, /program=\S*api event=database_ready schema=\d+/, /event=round_open round=10000001/])
      assert.match(house.words, pattern);
  });

  test("it tells the admin's password once; make reset-admin makes another", async () => {
    const signIn = (password) => request(origin, "/api/v1/auth/login", {
      ca: authority(), method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password, bearer: true }),
    });
    const said = (words) => [...words.matchAll(/user name admin, password (\S+) /g)].map(([, password]) => password);
    await waitFor("it is said", () => said(house.words).length === 1);
    assert.equal((await signIn(said(house.words)[0])).status, 200);
    const { stdout } = await promisify(execFile)("make", ["-s", "reset-admin"], { cwd: ROOT, env: environment });
    assert.equal((await signIn(said(house.words)[0])).status, 401);
    assert.equal((await signIn(said(stdout)[0])).status, 200);
  });

  test("a second run on the same folder refuses, and harms nothing", async () => {
    const second = start();
    const end = await within("it ends", second.ended, 10_000);
    assert.equal(end.code, 1);
    assert.match(second.words, /already/);
    assert.equal((await get("/readyz")).status, 200);
  });

  test("a port that is another program's is said", async () => {
    const other = start({ env: { ...environment, VAR_DIR: join(folder, "other") } });
    assert.equal((await within("it ends", other.ended, 10_000)).code, 1);
    assert.match(other.words, new RegExp(`Port ${port} is another program's`));
  });

  test("a second house beside it: an ordinary user's, in a folder with spaces, cloned under umask 077", { timeout: 60_000 }, async () => {
    const tree = join(folder, "my house's tree");
    const ordinary = IS_ROOT ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [];
    const strict = (...command) => promisify(execFile)("sh", ["-c", 'umask 077 && exec "$@"', "sh", ...command]);
    await strict("git", "clone", "--quiet", "--shared", "-c", "core.autocrlf=true", ROOT, tree);
    await strict("cp", "-R", "--parents", "build/bin", "build/web", tree);
    if (IS_ROOT) await promisify(execFile)("chown", ["-R", "nobody:nogroup", tree]);
    const { VAR_DIR: _, ...env } = environment;
    const other = start({ tree, as: ordinary, env: { ...env, HTTPS_PORT: await freePort(), HOME: folder } });
    await waitFor(() => `it runs:\n${other.words}`, () => other.end ?? /Ctrl-C stops it/.test(other.words), 30_000);
    const address = other.words.match(/https:\/\/localhost:\d+/)[0];
    assert.notEqual(address, origin);
    const ca = readFileSync(join(tree, "var/caddy/pki/authorities/local/root.crt"), "utf8");
    for (const path of ["/", "/readyz", "/api/v1/rounds/current", "/nothing.html"])
      assert.equal((await request(address, path, { ca })).status, path === "/nothing.html" ? 404 : 200, path);
    assert.equal(statSync(join(tree, "var/vault.key")).mode & 0o077, 0, "the key is its owner's alone");
    process.kill(-other.pid, "SIGINT");
    assert.deepEqual(await within("it ends", other.ended, 15_000), { code: 0, signal: null });
    assert.equal((await get("/readyz")).status, 200);
  });

  test("make psql looks into the running house, as the role for reports", async () => {
    const psql = async (sql) => (await promisify(execFile)("make", ["-s", "psql", `SQL=${sql}`], { cwd: ROOT, env: { ...environment, MAKEFLAGS: "" } })).stdout;
    assert.equal(await psql("select current_user"), "hippo_report\n");
    assert.match(await psql("select count(*) from report.rounds"), /^\d+\n$/);
    await assert.rejects(psql("select * from hippo.round"));
  });

  test("a daemon that dies is started again", async () => {
    for (const name of ["hippo-gateway", "hippo-api", "hippo-scheduler", "caddy"]) {
      const pidOf = () => processTree(house.pid).find((pid) => isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0].endsWith(name));
      const old = pidOf();
      process.kill(old, "SIGKILL");
      await waitFor(`${name} runs again`, () => pidOf() && pidOf() !== old, 8000, 50);
    }
    let health;
    await waitFor(() => `all answers again: ${health}\n${house.words.slice(-4000)}`, async () => {
      health = (await get("/api/v1/health")).text;
      return (await get("/readyz")).status === 200 && JSON.parse(health).status === "ok";
    }, 15_000, 50);
  });

  test("Ctrl-C leaves no process behind", async () => {
    last = await currentRound();
    const { tree, end } = await interrupt();
    assert.ok(tree.length > 8, "PostgreSQL, three daemons, Caddy");
    assert.deepEqual(end, { code: 0, signal: null });
    await assertNothingLeft(tree);
  });

  test("a second run goes on with the same history", async (t) => {
    const ms = await startAndAwait();
    t.diagnostic(`second start: ${Math.round(ms)} ms`);
    assertQuick(ms);
    const now = await currentRound();
    assert.ok(now >= last && now <= last + 5, `${now} after ${last}`);
    assert.equal((await get("/api/v1/rounds/10000001")).json.phase, "settled");
    assert.doesNotMatch(house.words, /vault_key_made/);
    last = now;
  });

  test("kill -9 of the run script leaves no process behind either", async () => {
    const tree = processTree(house.pid);
    process.kill(house.pid, "SIGKILL");
    await house.ended;
    await assertNothingLeft(tree);
  });

  test("after that it still starts, and still goes on with the same history", async () => {
    await startAndAwait();
    await waitFor("the next round is settled", async () => (await get(`/api/v1/rounds/${last + 1}`)).json?.phase === "settled", 15_000, 50);
    const { tree, end } = await interrupt();
    assert.equal(end.code, 0);
    await assertNothingLeft(tree);
  });
});
