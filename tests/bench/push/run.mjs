// SPDX-License-Identifier: MIT
// make bench-push: an event that is committed to PostgreSQL reaches thousands of WebSocket clients, through hippo-gateway
// and through its peers: Bun (uWebSockets), nginx with nchan, Node with ws, Centrifugo where CENTRIFUGO= names its program, and
// a bare epoll loop, which is what the machine can do at all. All of them run side by side, each in its own process; they
// are measured in turns, and medians count. Then the proxies in front (fronts.mjs), and a viewer's minute in bytes.
// BENCH_PUSH=quick: one round, without nchan, Node, Centrifugo, proxies, the minute and 50 000 clients.
// PARTS="rounds crowded fronts minute": some of it. The last line is JSON.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import https from "node:https";
import { loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../../lib/house.mjs";
import { Postgres } from "../../lib/postgres.mjs";
import { makeFolder, Program, removeFolder } from "../../lib/program.mjs";
import { BUILD, ROOT } from "../../lib/setting.mjs";
import { waitFor } from "../../lib/wait.mjs";
import { fronts } from "./fronts.mjs";
import { minuteInBytes } from "./minute.mjs";

const HERE = join(ROOT, "tests/bench/push");
const BIN = join(BUILD, "tests/bench/push");
const BUN = join(HERE, "node_modules/@oven/bun-linux-x64-baseline/bin/bun");
const NCHAN = "/usr/lib/nginx/modules/ngx_nchan_module.so";

const { CENTRIFUGO } = process.env;

const QUICK = process.env.BENCH_PUSH === "quick";
const PARTS = (process.env.PARTS ?? (QUICK ? "rounds" : "rounds crowded fronts minute")).split(" ");
const ROUNDS = Number(process.env.BENCH_PUSH_ROUNDS ?? (QUICK ? 1 : 5));
const ROUNDS_OF_OTHERS = QUICK ? 0 : 1; // no target hangs on them
const ROUNDS_MS = 540_000; // no further round is begun that would end later, on a machine with much else to do
const SOME = 1000;
const MANY = 10_000;
const IDLE = 18_000;
const CROWDED = 50_000;
const PROXIED = 9800; // a proxy has two descriptors a client, and 20 000 in all are a usual limit
const BURST = 100; // events in a transaction
const BURST_OF_OTHERS = 10; // they send each event by itself, and would need half a minute for a hundred
const GENTLE_EVENTS = QUICK ? 8 : 12;
const GENTLE_MS = 500;
const BURST_SECONDS = QUICK ? 1.5 : 2;
const CHURN = 1000;
const OTHERS = ["node", "nchan", "centrifugo"];
const LIMIT_STORED = "limit, stored";
const ROUNDS_CROWDED = 3;
const NOTE = "x".repeat(190); // makes an event of 300 bytes

// The same text for everybody, and the moment just before its transaction. The gateway's events go through the house's
// own stream: a row for each, a NOTIFY, and a query that fetches them. The peers get the text in the NOTIFY itself.
const HEAD = `{"event":"bench","roundId":null,"serverTime":1790000000000,`;
const TAIL = `"seq":' || n || ',"at":' || $3::text || ',"note":"${NOTE}"}`;
const NUMBERS = "generate_series($1::bigint, $2::bigint) n";
const STREAM = `select count(hippo.stream_append('race', 'bench', null, ('{${TAIL}')::json)) from ${NUMBERS}`;
const CENTRIFUGO_PUBLISH = `select count(*) from ${NUMBERS}, lateral cf_binary_stream_publish('race', convert_to('${HEAD}${TAIL}', 'UTF8'))`;
/** The bare loop behind the house's own transaction: what storing events costs is not the gateway's. */
const STORED = `select count(hippo.stream_append('race', 'bench', null, ('{${TAIL}')::json)) + count(pg_notify('bench', '${HEAD}${TAIL}')::text) from ${NUMBERS}`;
const NOTIFY = `select count(pg_notify('bench', '${HEAD}${TAIL}')::text) from ${NUMBERS}`;

const folder = makeFolder();
const inFolder = (name) => join(folder, name);
const programs = [];
let postgres;

function start(name, command, env = {}) {
  const program = new Program({ name, command, env, log: inFolder(`${name}.log`) });
  programs.unshift(program); // the end goes the other way
  return program;
}

const says = (program, words) => waitFor(() => `${program.name} says ${words}\n${program.words()}`, () => program.words().includes(words), 10_000, 20);

// A server: {name, port, path, statement, programs}, and how to start one. ------------------------------------------------

const starters = {
  async limit(name, port) {
    const program = start(name, [join(BIN, "limit"), String(port), postgres.url("postgres")]);
    await says(program, "listening");
    return { path: "/", statement: NOTIFY, programs: [program] };
  },

  async gateway(name, port, env = {}) {
    const program = start(name, [join(BUILD, "bin/hippo-gateway")], {
      DATABASE_URL: postgres.url("hippo_gateway"), GATEWAY_LISTEN: `127.0.0.1:${port}`, HANDSHAKES_PER_SECOND: 0, MAX_CONNECTIONS: 19_500, DRAIN_SECONDS: 0, ...env,
    });
    for (let i = 0; i < Number(env.WORKERS ?? 1); i++) await waitFor(() => `${name} is ready\n${program.words()}`, () => program.words().split("event=listening").length > i + 1 && program.words().includes("event=database_ready"), 10_000);
    await delay(300); // the first pull
    return { path: "/connection/websocket", statement: STREAM, programs: [program] };
  },

  async bun(name, port) {
    const program = start(name, [BUN, join(HERE, "bun.mjs"), String(port), postgres.url("postgres")]);
    await says(program, "listening");
    return { path: "/", statement: NOTIFY, programs: [program] };
  },

  async nchan(name, port) {
    const socket = inFolder(`${name}.sock`);
    writeFileSync(inFolder(`${name}.conf`), `
      load_module ${NCHAN};
      daemon off; pid ${inFolder(`${name}.pid`)}; error_log ${inFolder(`${name}.error.log`)}; ${process.getuid() === 0 ? "user root;" : ""}
      worker_processes 1; worker_rlimit_nofile 20000;
      events { worker_connections 19500; }
      http {
        access_log off; nchan_shared_memory_size 256M; client_body_temp_path ${folder}; proxy_temp_path ${folder};
        nchan_message_buffer_length 4000; nchan_message_timeout 60s;
        server { listen 127.0.0.1:${port} backlog=4096; location / { nchan_subscriber websocket; nchan_channel_id race; nchan_subscriber_first_message newest; } }
        server { listen unix:${socket}; keepalive_requests 100000000; location / { nchan_publisher; nchan_channel_id race; } }
      }`);
    const nginx = start(name, ["nginx", "-p", folder, "-c", inFolder(`${name}.conf`)]);
    await waitFor(() => `nginx listens\n${nginx.words()}`, () => existsSync(socket), 10_000);
    const bridge = start(`${name}-bridge`, [process.execPath, join(HERE, "nchan.mjs"), socket, postgres.url("postgres")]);
    await says(bridge, "listening");
    return { path: "/", statement: NOTIFY, programs: [nginx, bridge] };
  },

  /** With its own broker in PostgreSQL, and its transport for clients that only listen. */
  async centrifugo(name, port) {
    const config = inFolder(`${name}.json`);
    writeFileSync(config, JSON.stringify({
      http_server: { address: "127.0.0.1", port: String(port) },
      client: { allow_anonymous_connect_without_token: true, allowed_origins: ["*"] },
      channel: { without_namespace: { allow_subscribe_for_anonymous: true, allow_subscribe_for_client: true } },
      broker: { enabled: true, type: "postgres", postgres: { dsn: postgres.url("postgres"), use_notify: true, binary_data: true, num_shards: 1 } },
      uni_websocket: { enabled: true },
    }));
    const program = start(name, [CENTRIFUGO, "-c", config]);
    await says(program, "serving websocket");
    return { path: `/connection/uni_websocket?cf_connect=${encodeURIComponent('{"subs":{"race":{}}}')}`, statement: CENTRIFUGO_PUBLISH, programs: [program] };
  },

  async node(name, port) {
    const program = start(name, [process.execPath, join(HERE, "node.mjs"), String(port), postgres.url("postgres")], { NODE_ENV: "production" });
    await says(program, "listening");
    return { path: "/", statement: NOTIFY, programs: [program] };
  },
};

async function startServer(kind, env) {
  startServer.count = (startServer.count ?? 0) + 1;
  const name = `${kind}-${startServer.count}`;
  const port = await freePort();
  return { kind, name, port, ...(await starters[kind](name, port, env)) };
}

async function stopServer(server) {
  for (const program of server.programs) {
    await program.stop("SIGTERM", 5000).catch(() => program.stop("SIGKILL"));
    programs.splice(programs.indexOf(program), 1);
  }
}

// What they cost --------------------------------------------------------------------------------------------------------

/** A program and its workers. */
function family({ pid }) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return [pid, ...(children ? children.split(" ").flatMap((child) => family({ pid: Number(child) })) : [])];
}

/** CPU seconds used by all threads of all processes, from the scheduler's own count. */
function cpuSeconds(server) {
  let ns = 0;
  for (const pid of server.programs.flatMap(family))
    for (const task of readdirSync(`/proc/${pid}/task`)) ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
  return ns / 1e9;
}

function residentBytes(server) {
  const of = (pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  return server.programs.flatMap(family).reduce((sum, pid) => sum + of(pid) * 1024, 0);
}

/** Memory of the kernel for everything, sockets foremost. */
function kernelBytes() {
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync("/proc/meminfo", "utf8"))[1]);
  return of("Slab") * 1024;
}

/** Until a server has done with those who left. */
async function settle(server) {
  for (let i = 0, before = cpuSeconds(server); i < 50; i++) {
    await delay(60);
    const now = cpuSeconds(server);
    if (now - before < 0.003) return;
    before = now;
  }
}

// The load --------------------------------------------------------------------------------------------------------------

class Load {
  constructor({ port, path, statement }, { tls = false, crowds = 1 } = {}) {
    const args = ["127.0.0.1", port, path, tls ? "tls" : "plain", crowds, postgres.url("postgres"), statement].map(String);
    this.child = spawn("setpriv", ["--pdeathsig", "KILL", join(BIN, "load"), ...args], { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stdin.on("error", () => {});
  }

  async tell(command) {
    this.child.stdin.write(`${command}\n`);
    const { value, done } = await this.lines.next();
    assert.ok(!done, `load ended at: ${command}`);
    const answer = JSON.parse(value);
    assert.equal(answer.faults ?? 0, 0, `${command}: events or clients were lost`);
    return answer;
  }

  async end() {
    await this.tell("close");
    this.child.stdin.end();
    await new Promise((resolve) => this.child.on("exit", resolve));
  }
}

async function withLoad(server, options, work) {
  const load = new Load(server, options);
  await work(load);
  await load.end();
  await settle(server);
}

async function costOf(server, work) {
  const before = cpuSeconds(server);
  const answer = await work();
  return { ...answer, cpu: cpuSeconds(server) - before };
}

// The results: figures[what][who] is a list, one entry a round ------------------------------------------------------------

const figures = {};
const note = (what, who, value) => ((figures[what] ??= {})[who] ??= []).push(value);
const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const figure = (what, who) => (figures[what]?.[who] ? median(figures[what][who]) : NaN);
/** The median of the rounds' own ratios, not the ratio of the medians: what else the machine did hits both of a round. */
const ratio = (what, who, other, otherWhat = what) => median(figures[what][who].map((value, i) => value / figures[otherWhat][other][i]));

// The cases -------------------------------------------------------------------------------------------------------------

/** Clients that are in. Centrifugo subscribes them behind the handshake. */
async function open(server, load, count) {
  const answer = await load.tell(`open ${count}`);
  if (server.kind === "centrifugo") await settle(server);
  return answer;
}

/** A few clients, a flood of events. */
async function flood(server) {
  const burst = (who, statement) => withLoad({ ...server, statement }, {}, async (load) => {
    await open(server, load, SOME);
    await noteBurst("sat_1000", server, load, who);
  });
  await burst(server.kind, server.statement);
  if (server.kind === "limit") await burst(LIMIT_STORED, STORED);
}

async function noteBurst(what, server, load, who = server.kind) {
  const events = OTHERS.includes(server.kind) ? BURST_OF_OTHERS : BURST;
  const { deliveriesPerSecond, deliveries, p99, cpu } = await costOf(server, () => load.tell(`burst ${BURST_SECONDS} ${events}`));
  note(what, who, deliveriesPerSecond);
  note(`${what}_p99`, who, p99);
  note(`${what}_cpu`, who, (cpu / deliveries) * 1e6);
}

async function noteGentle(what, who, server, load, events = GENTLE_EVENTS) {
  const { deliveries, p50, p99, cpu } = await costOf(server, () => load.tell(`gentle ${events} ${GENTLE_MS}`));
  note(`${what}_p50`, who, p50);
  note(`${what}_p99`, who, p99);
  note(`${what}_cpu`, who, (cpu / deliveries) * 1e6);
}

/** Many come at once, listen to a house's rhythm, and to a flood; with the gateway, also while some of them stall. */
const house = (server) => withLoad(server, {}, async (load) => {
  const { handshakesPerSecond, cpu } = await costOf(server, () => open(server, load, MANY));
  note("storm", server.kind, handshakesPerSecond);
  note("storm_cpu", server.kind, (cpu / MANY) * 1e6);
  await noteGentle("gentle_10000", server.kind, server, load);
  await noteBurst("sat_10000", server, load);
});

/**
 * 1 % of the clients stop reading. First their buffers are filled: only then they are in anybody's way. Compared with
 * what is measured before they come and after they have been sent away.
 */
const stall = (server) => withLoad(server, {}, async (load) => {
  const p99 = async () => (await load.tell(`gentle ${GENTLE_EVENTS} ${GENTLE_MS}`)).p99;
  await load.tell(`open ${MANY - MANY / 100}`);
  const before = await p99();
  await load.tell(`stall ${MANY / 100}`);
  await load.tell(`burst 0.1 ${BURST * 6}`);
  note("stalled_p99", server.kind, await p99());
  await delay(6000);
  note("unstalled_p99", server.kind, (before + (await p99())) / 2);
});

/** A newcomer, beside nobody and beside many. */
const newcomer = (server) => withLoad(server, {}, async (load) => {
  const churn = async () => ((await costOf(server, () => load.tell(`churn ${CHURN}`))).cpu / CHURN) * 1e6;
  note("newcomer_0", server.kind, await churn());
  await load.tell(`open ${IDLE}`);
  await settle(server);
  note("newcomer_18000", server.kind, await churn());
});

const stormOnTwo = (server) => withLoad(server, {}, async (load) => {
  note("storm", "gateway × 2", (await load.tell(`open ${MANY}`)).handshakesPerSecond);
});

/** In a process of its own, because what clients took once is kept. */
async function memory(kind) {
  const server = await startServer(kind);
  await withLoad(server, {}, async (load) => {
    await load.tell("open 20"); // the first ones' costs are the server's
    await delay(300);
    const before = { process: residentBytes(server), kernel: kernelBytes() };
    await load.tell(`open ${MANY}`);
    await settle(server);
    note("bytes_per_client", kind, (residentBytes(server) - before.process) / MANY);
    note("kernel_bytes_per_client", kind, (kernelBytes() - before.kernel) / MANY);
  });
  await stopServer(server);
}

/** More than one process may have: three, on one port. The events keep two cores busy all the time, so whatever comes between is
 * seen in p99: newcomers have been greeted before, and each kind has its turns. */
async function crowded(kind) {
  const servers = [await startServer(kind, { WORKERS: 3 })];
  if (kind !== "gateway") for (let i = 0; i < 2; i++) servers.push({ ...(await starters[kind](`${servers[0].name}-${i}`, servers[0].port)) });
  const all = { ...servers[0], programs: servers.flatMap((server) => server.programs) };
  await withLoad(all, { crowds: 3 }, async (load) => {
    note("storm_50000", kind, (await load.tell(`open ${CROWDED}`)).handshakesPerSecond);
    await settle(all);
    await noteGentle("gentle_50000", kind, all, load);
    await noteBurst("sat_50000", { ...all, kind }, load);
  });
  await stopServer(all);
}

/** A proxy with TLS before the gateway; beside it the same gateway without one. */
async function fronted({ name: front, start: prepare }) {
  const place = inFolder(front.replace(" ", "-"));
  mkdirSync(place);
  const socket = join(place, "gateway.sock");
  const direct = await startServer("gateway");
  const behind = await startServer("gateway", { GATEWAY_LISTEN: `unix:${socket}` });
  const port = await freePort();
  const { command, env } = await prepare(place, socket, port);
  const program = start(front, command, env);
  const proxy = { ...behind, port, programs: [program] };
  const measureDirect = () => withLoad(direct, {}, async (load) => {
    await load.tell(`open ${PROXIED}`);
    await noteGentle("proxied_direct", front, direct, load);
  });
  await waitFor(() => `${front} serves\n${program.words()}`, () => isReady(port), 10_000, 50);
  await measureDirect();
  await withLoad(proxy, { tls: true }, async (load) => {
    const before = residentBytes(proxy);
    const { handshakesPerSecond, cpu } = await costOf(proxy, () => load.tell(`open ${PROXIED}`));
    note("proxied_handshakes", front, handshakesPerSecond);
    note("proxied_handshake_cpu", front, (cpu / PROXIED) * 1e6);
    await settle(proxy);
    for (let i = 0; i < 3; i++) {
      const gateway = cpuSeconds(behind);
      await noteGentle("proxied", front, proxy, load);
      note("proxied_gateway_cpu", front, ((cpuSeconds(behind) - gateway) / (PROXIED * GENTLE_EVENTS)) * 1e6);
    }
    note("proxied_bytes", front, (residentBytes(proxy) - before) / PROXIED); // with all that deliveries make it keep
  });
  await measureDirect();
  await program.stop("SIGTERM", 5000).catch(() => program.stop("SIGKILL"));
  programs.splice(programs.indexOf(program), 1);
  await stopServer(behind);
  await stopServer(direct);
}

const isReady = (port) => new Promise((resolve) => {
  const call = https.get({ hostname: "localhost", port, path: "/readyz", rejectUnauthorized: false, agent: false }, (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  });
  call.on("error", () => resolve(false));
});

// The whole -------------------------------------------------------------------------------------------------------------

const say = (text) => console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${text}`);
const begun = performance.now();

async function bench() {
  postgres = await Postgres.create(folder);
  const kinds = ["limit", "gateway", ...(existsSync(BUN) ? ["bun"] : [])];
  if (PARTS.includes("rounds")) await rounds(kinds);
  if (PARTS.includes("crowded")) await extra(`${CROWDED} clients`, async () => {
    for (let round = 0; round < ROUNDS_CROWDED; round++)
      for (let i = 0; i < kinds.length; i++) await crowded(kinds[(round + i) % kinds.length]);
  });
  if (PARTS.includes("fronts")) for (const front of fronts()) await extra(`through ${front.name}`, () => fronted(front));
  if (PARTS.includes("minute")) await extra("a viewer's minute", async () => {
    for (const [who, bytes] of Object.entries(await minuteInBytes())) note("minute", who, bytes);
  });
}

async function rounds(kinds) {
  const others = QUICK ? [] : ["node", ...(existsSync(NCHAN) ? ["nchan"] : []), ...(CENTRIFUGO ? ["centrifugo"] : [])];
  if (!QUICK && !existsSync(NCHAN)) console.log("nchan is not installed: no column for it");
  const servers = [];
  for (const kind of [...kinds, ...others]) servers.push(await startServer(kind));
  const onTwo = await startServer("gateway", { WORKERS: 2 });
  for (const server of servers) await survives(server, warm); // compilers have compiled, memory is there
  let longest = 0;
  for (let round = 0; round < ROUNDS && performance.now() - begun + longest < ROUNDS_MS; round++) {
    const start = performance.now();
    const chosen = servers.filter(({ kind }) => kinds.includes(kind) || round < ROUNDS_OF_OTHERS);
    // Each begins in turn.
    const turn = chosen.map((_, i) => chosen[(round + i) % chosen.length]);
    for (const work of [house, flood, newcomer]) {
      for (const server of turn) {
        if (!(await survives(server, work))) continue;
        if (work === house && server.kind === "gateway") await stormOnTwo(onTwo);
      }
    }
    await stall(servers.find(({ kind }) => kind === "gateway"));
    for (const server of turn) if (round < 3) await survives(server, () => memory(server.kind));
    if (round > 0) longest = Math.max(longest, performance.now() - start);
    say(`round ${round + 1} of ${ROUNDS}; load average ${loadavg()[0].toFixed(1)}`);
  }
  for (const server of [...servers, onTwo]) await stopServer(server);
}

/** What a smaller or busier machine cannot do is left out. */
async function extra(what, work) {
  await work().then(() => say(what), (error) => say(`${what}: left out, ${error.message}`));
}

/** A peer that no target hangs on may fail: the figures that it lacks are not printed. */
async function survives(server, work) {
  if (server.isLost) return false;
  try {
    await work(server);
  } catch (error) {
    if (["limit", "gateway", "bun"].includes(server.kind)) throw error;
    server.isLost = true;
    say(`${server.kind} is left out from here: ${error.message}`);
  }
  return !server.isLost;
}

const warm = (server) => withLoad(server, {}, async (load) => {
  await open(server, load, 3000);
  await load.tell(`burst 0.5 ${BURST_OF_OTHERS}`);
  await load.tell("gentle 4 50");
});

function print() {
  if (figures.sat_1000) printServers();
  if (figures.gentle_50000_p50) printCrowded();
  if (figures.proxied_bytes) printFronts();
  for (const [who, [bytes]] of Object.entries(figures.minute ?? {})) console.log(`a viewer's minute, ${who}: ${bytes} bytes (${(bytes / figures.minute[who.split(",")[0]][0]).toFixed(2)})`);
  console.log(JSON.stringify(result()));
}

function printTable(who, rows) {
  console.log("".padEnd(44) + who.map((name) => name.padStart(14)).join(""));
  for (const [label, what, digits = 0, scale = 1] of rows) {
    const cells = who.map((name) => figure(what, name) * scale).map((value) => (Number.isNaN(value) ? "" : value.toFixed(digits)).padStart(14));
    console.log(label.padEnd(44) + cells.join(""));
  }
}

function printServers() {
  printTable(["limit", LIMIT_STORED, "gateway", "gateway × 2", "bun", ...OTHERS.filter((name) => figures.storm[name])], [
    [`${SOME} clients, floods: deliveries/s, thousands`, "sat_1000", 0, 1e-3],
    ["  p99, ms", "sat_1000_p99", 1],
    ["  CPU s a million", "sat_1000_cpu", 2],
    [`${MANY} clients, floods: deliveries/s, thousands`, "sat_10000", 0, 1e-3],
    ["  p99, ms", "sat_10000_p99", 1],
    ["  CPU s a million", "sat_10000_cpu", 2],
    [`${MANY} clients, 2 events/s: p50, ms`, "gentle_10000_p50", 1],
    ["  p99, ms", "gentle_10000_p99", 1],
    ["  CPU s a million", "gentle_10000_cpu", 2],
    ["storm of 10 000: handshakes/s", "storm"],
    ["  CPU us a handshake", "storm_cpu", 1],
    ["a newcomer's CPU us, beside nobody", "newcomer_0", 1],
    [`  beside ${IDLE}`, "newcomer_18000", 1],
    ["memory a client, bytes: process", "bytes_per_client"],
    ["  kernel, both ends", "kernel_bytes_per_client"],
    ["1 % stalled: p99 without, ms", "unstalled_p99", 1],
    ["  p99 of the others with, ms", "stalled_p99", 1],
  ]);
  console.log(`the gateway's newcomer beside ${IDLE} costs ${ratio("newcomer_18000", "gateway", "gateway", "newcomer_0").toFixed(2)} times one beside nobody`);
}

function printCrowded() {
  console.log(`${CROWDED} clients, 3 processes`);
  printTable(Object.keys(figures.gentle_50000_p50), [
    ["handshakes/s", "storm_50000"],
    ["2 events/s: p50, ms", "gentle_50000_p50", 1],
    ["  p99, ms", "gentle_50000_p99", 1],
    ["  CPU s a million", "gentle_50000_cpu", 2],
    ["floods: deliveries/s, thousands", "sat_50000", 0, 1e-3],
  ]);
}

function printFronts() {
  console.log(`${PROXIED} clients, with TLS through`);
  printTable(Object.keys(figures.proxied_bytes), [
    ["memory a client, bytes", "proxied_bytes"],
    ["CPU us a delivery", "proxied_cpu", 1],
    ["  of the gateway behind it", "proxied_gateway_cpu", 1],
    ["  of a gateway without proxy and TLS", "proxied_direct_cpu", 1],
    ["2 events/s: p50, ms", "proxied_p50", 1],
    ["  p99, ms", "proxied_p99", 1],
    ["  p99 of a gateway without proxy and TLS", "proxied_direct_p99", 1],
    ["handshakes/s", "proxied_handshakes"],
    ["  CPU us a handshake", "proxied_handshake_cpu", 1],
  ]);
}

/** Ratios of what has been measured. */
function result() {
  const has = (name) => figures.storm?.[name] !== undefined;
  const versus = (what, name, otherWhat) => (has(name) ? Number(ratio(what, "gateway", name, otherWhat).toFixed(3)) : null);
  const one = (what, who) => Math.round(figure(what, who));
  const rounds = {
    sat_1000_vs_bun: versus("sat_1000", "bun"),
    sat_1000_vs_limit: versus("sat_1000", "limit"),
    sat_1000_vs_limit_stored: has("limit") ? Number(ratio("sat_1000", "gateway", LIMIT_STORED).toFixed(3)) : null,
    sat_10000_vs_bun: versus("sat_10000", "bun"),
    sat_10000_vs_limit: versus("sat_10000", "limit"),
    gentle_10000_p99_vs_limit: versus("gentle_10000_p99", "limit"),
    gentle_10000_p99_vs_bun: versus("gentle_10000_p99", "bun"),
    cpu_10000_vs_limit: versus("gentle_10000_cpu", "limit"),
    bytes_per_client: one("bytes_per_client", "gateway"),
    storm_vs_bun: versus("storm", "bun"),
    storm_2_workers_vs_bun: has("bun") ? Number(ratio("storm", "gateway × 2", "bun").toFixed(3)) : null,
    newcomer_18000_vs_bun: versus("newcomer_18000", "bun"),
    stalled_p99_change: figures.stalled_p99 ? Number((ratio("stalled_p99", "gateway", "gateway", "unstalled_p99") - 1).toFixed(3)) : null,
  };
  const of = (what) => Object.fromEntries(Object.keys(figures[what] ?? {}).map((who) => [who, one(what, who)]));
  const crowd = (name) => (figures.gentle_50000_p99?.[name] ? Number(ratio("gentle_50000_p99", "gateway", name).toFixed(3)) : null);
  return { ...(figures.sat_1000 ? rounds : {}), gentle_50000_p99_vs_limit: crowd("limit"), gentle_50000_p99_vs_bun: crowd("bun"), front_bytes: of("proxied_bytes"), minute_bytes: of("minute") };
}

try {
  await bench();
  print();
} finally {
  for (const program of programs) await program.stop("SIGTERM", 5000).catch(() => program.stop("SIGKILL"));
  await postgres?.close();
  removeFolder(folder);
}
process.exit(0);
