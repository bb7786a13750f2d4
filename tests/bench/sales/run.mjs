// SPDX-License-Identifier: MIT
// make bench-sales: what a sale costs, on a durable PostgreSQL as `make run` makes it. Parts, all by default (PARTS="sql
// api books"): sales through the SQL function beside the same rows inserted without any rule (pgbench); sales through
// Caddy and hippo-api beside a libfcgi program that runs SELECT 1, or inserts the same rows; the settlement of 50 000
// tickets, and the proof of a million. The compared ones take turns, and medians of their pairs count. The last line is
// JSON.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { freePort, House } from "../../lib/house.mjs";
import { request } from "../../lib/http.mjs";
import { Program } from "../../lib/program.mjs";
import { BUILD, PG_BIN, ROOT } from "../../lib/setting.mjs";
import { waitFor } from "../../lib/wait.mjs";

const HERE = join(ROOT, "tests/bench/sales");
const PARTS = (process.env.PARTS ?? "sql api books").split(" ");
const TURNS = Number(process.env.TURNS ?? 5);
const CLIENTS = 16;
const SECONDS = 6; // of which the first two warm the connections up: plans, caches
const WARM = 2;
const CASHIERS = 50;
const THREADS = Number(process.env.API_THREADS ?? 3); // hippo-api's own default
const TICKETS = 1_000_000;
const ROUND_TICKETS = 50_000;
const FIRST_ROUND = 10_000_001;
/** What a bare program asks in place of a sale: nothing, and the rows of a sale without any rule. */
const STATEMENTS = { select1: "select 1", plain: `select plain.sell(1 + floor(random() * ${CASHIERS})::integer)` };
const KEPT = ["content-type", "content-length", "cache-control", "x-content-type-options", "x-request-id"];

const run = promisify(execFile);
const house = new House({ isDurable: true, programs: [] });
const found = {};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const round = (number, digits = 3) => Number(number.toFixed(digits));

/** The median of the turns' own ratios, not the ratio of the medians: what else the machine does then hits both. */
const medianRatio = (over, under) => round(median(over.map((value, i) => value / under[i])));

function printRow(label, ...values) {
  console.log(label.padEnd(26) + values.map((value) => String(typeof value === "number" ? round(value, 1) : value).padStart(11)).join(""));
}

const sql = (file) => run("psql", ["-XAtq", "-d", house.db.url("postgres"), "-f", join(HERE, file)]);

/** What the connections of an application wait for, looked at ten times a second, while `work` runs. */
async function watchWaits(application, waits, work) {
  const watcher = await house.db.connect();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { rows } = await watcher.query(`select coalesce(wait_event_type || ':' || wait_event, 'at work') as wait, count(*)::integer
        from pg_stat_activity where application_name = $1 and state <> 'idle' and wait_event is distinct from 'ClientRead' group by 1`, [application]);
      for (const { wait, count } of rows) waits.set(wait, (waits.get(wait) ?? 0) + count);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const result = await work().finally(() => (isOver = true));
  await watching;
  await watcher.end();
  return result;
}

/** Sales of different tills meet on no row and no lock of a transaction. */
function tellWaits(waits) {
  const all = [...waits.values()].reduce((a, b) => a + b, 0);
  for (const [wait, count] of [...waits].sort((a, b) => b[1] - a[1])) printRow(`  ${wait}`, `${round((100 * count) / all, 1)} %`);
  const met = [...waits.keys()].filter((wait) => /^Lock:(tuple|transactionid|advisory|virtualxid)$/.test(wait));
  assert.deepEqual(met, [], "sales of different tills wait for each other");
}

/** Processor time in µs of a program and its children, whether they live or not. */
function cpuMicros({ pid }) {
  let ticks = 0;
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1).split(" ").map(Number);
      const [parent, user, system, deadUser, deadSystem] = [fields[1], ...fields.slice(11, 15)];
      if (Number(name) === pid) ticks += user + system + deadUser + deadSystem;
      else if (parent === pid) ticks += user + system;
    } catch {
      // it has ended meanwhile
    }
  }
  return ticks * 10_000;
}

// Sales in SQL ------------------------------------------------------------------------------------------------------------

const walPosition = async () => Number(await house.db.value("select pg_current_wal_insert_lsn() - '0/0'"));

/** A script's transactions/s over the seconds after the warm-up, PostgreSQL's µs and the log's bytes for each. */
async function pgbench(script, commit) {
  let before, log;
  const child = spawn(join(PG_BIN, "pgbench"), ["-n", "-M", "prepared", "-c", CLIENTS, "-j", "2", "-T", SECONDS, "-P", "1",
    "-h", house.db.socket, "-U", "postgres", "-f", join(HERE, `${script}.pgbench`), "hippodrome"].map(String),
  { env: { ...process.env, PGOPTIONS: `-c synchronous_commit=${commit}` }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  const isOver = once(child, "close");
  const seconds = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const progress = /^progress: [\d.]+ s, ([\d.]+) tps/.exec(line);
    assert.ok(progress, line);
    seconds.push(Number(progress[1]));
    if (seconds.length === WARM) {
      before = cpuMicros(house.db.program);
      log = await walPosition();
    }
  }
  await isOver;
  assert.match(said, /failed transactions: 0 /);
  const counted = seconds.slice(WARM).reduce((a, b) => a + b, 0);
  return { rate: counted / (SECONDS - WARM), cpu: (cpuMicros(house.db.program) - before) / counted, wal: ((await walPosition()) - log) / counted };
}

/** `commit`: on, as a house has it; off: as on a machine whose disk keeps nobody waiting, where only work counts. */
async function measureSql(commit) {
  const scripts = ["plain", "call", "sale"];
  const rates = Object.fromEntries(scripts.map((script) => [script, []]));
  const costs = Object.fromEntries(scripts.map((script) => [script, []]));
  const logs = Object.fromEntries(scripts.map((script) => [script, []]));
  const waits = new Map();
  console.log(`\nSales in SQL: pgbench, ${CLIENTS} clients, prepared, ${SECONDS - WARM} s each, synchronous_commit ${commit}, transactions/s`);
  printRow("turn", "plain", "one call", "ticket_sell");
  for (let turn = 1; turn <= TURNS; turn++) {
    for (let i = 0; i < scripts.length; i++) {
      const script = scripts[(turn + i) % scripts.length];
      const measure = () => pgbench(script, commit);
      const { rate, cpu, wal } = await (script === "sale" ? watchWaits("pgbench", waits, measure) : measure());
      rates[script].push(rate);
      costs[script].push(cpu);
      logs[script].push(wal);
    }
    printRow(`${turn}`, ...scripts.map((script) => rates[script].at(-1)));
  }
  printRow("median", ...scripts.map((script) => median(rates[script])));
  printRow("PostgreSQL, µs", ...scripts.map((script) => median(costs[script])));
  printRow("log, bytes", ...scripts.map((script) => median(logs[script])));
  printRow("of plain", "", medianRatio(rates.call, rates.plain).toFixed(2), medianRatio(rates.sale, rates.plain).toFixed(2));
  console.log("what selling connections did");
  tellWaits(waits);
  return medianRatio(rates.sale, rates.plain);
}

// Sales through the api ---------------------------------------------------------------------------------------------------

/** The house's own Caddyfile before a FastCGI program. */
async function startCaddy(name, socket) {
  const origin = `https://localhost:${await freePort()}`;
  start(name, ["caddy", "run", "--config", join(ROOT, "Caddyfile"), "--adapter", "caddyfile"], {
    SITE_ADDRESS: origin, CADDY_GLOBAL_OPTIONS: "auto_https disable_redirects", API_UPSTREAM: `unix/${socket}`,
    GATEWAY_UPSTREAM: `unix/${join(house.folder, "run/none.sock")}`, WEB_ROOT: join(ROOT, "build/web"),
    XDG_DATA_HOME: house.folder, XDG_CONFIG_HOME: house.folder,
  });
  return origin;
}

function start(name, command, env) {
  house.programs.set(name, new Program({ name, command, env, log: house.logFile(name) }));
}

const token = (cashier) => createHash("sha256").update(`token ${cashier}`).digest("base64url");

async function sellOne(origin) {
  const ca = readFileSync(join(house.folder, "caddy/pki/authorities/local/root.crt"), "utf8");
  const answer = await request(origin, "/api/v1/tickets", { ca, method: "POST",
    headers: { authorization: `Bearer ${token(1)}`, "content-type": "application/json", "idempotency-key": `one-${Math.random()}` },
    body: JSON.stringify({ roundId: FIRST_ROUND, lines: [{ market: "win", selection: "6", stake: 2500 }, { market: "win", selection: "54", stake: 3000 }] }) });
  return (answer.status === 200 || answer.status === 201) && answer;
}

let loads = 0;
async function load(origin, seconds) {
  const { stdout } = await run("wrk", [`-t${CASHIERS}`, `-c${CASHIERS}`, `-d${seconds}`, "--timeout", "10", "-s", join(HERE, "cashiers.lua"),
    `${origin}/api/v1/tickets`, "--", join(house.folder, "tokens"), String(FIRST_ROUND), String(++loads)]);
  const result = JSON.parse(stdout.trim().split("\n").at(-1));
  assert.equal(result.refused + result.broken, 0, stdout);
  return { ...result, rate: result.requests / result.seconds };
}

async function measureApi() {
  const socket = (name) => join(house.folder, `run/${name}.sock`);
  writeFileSync(join(house.folder, "tokens"), Array.from({ length: CASHIERS }, (_, i) => `${token(i + 1)}\n`).join(""));
  house.start("api", { env: { LOG_LEVEL: "info", API_THREADS: THREADS } });
  const origins = { sale: await startCaddy("caddy-sale", socket("api")) };
  const answer = await waitFor("a sale through Caddy", () => sellOne(origins.sale).catch(() => null), 20_000);
  writeFileSync(join(house.folder, "reply"), `${KEPT.map((name) => `${name}: ${answer.headers[name]}\r\n`).join("")}\r\n${answer.text}`);
  for (const [name, statement] of Object.entries(STATEMENTS)) {
    start(name, [join(BUILD, "tests/bench/reply_fastcgi"), socket(name), String(THREADS), join(house.folder, "reply"), statement],
      { DATABASE_URL: house.db.url("postgres") });
    origins[name] = await startCaddy(`caddy-${name}`, socket(name));
    assert.equal((await waitFor(`${name} through Caddy`, () => sellOne(origins[name]).catch(() => null), 20_000)).text, answer.text);
  }
  const names = [...Object.keys(STATEMENTS), "sale"];
  for (const name of names) await load(origins[name], 3);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  const parts = { "Caddy": (name) => `caddy-${name}`, "the program": (name) => (name === "sale" ? "api" : name), "PostgreSQL": () => null };
  const program = (part, name) => (parts[part](name) ? house.program(parts[part](name)) : house.db.program);
  const costs = Object.fromEntries(Object.keys(parts).map((part) => [part, Object.fromEntries(names.map((name) => [name, 0]))]));
  const spend = (name, sign) => Object.keys(parts).forEach((part) => (costs[part][name] += sign * cpuMicros(program(part, name))));
  const waits = new Map();
  console.log(`\nSales through Caddy and hippo-api: ${CASHIERS} cashiers (wrk, a kept HTTPS connection each), without a pause`);
  printRow("turn", "SELECT 1/s", "p99 ms", "inserts/s", "p99 ms", "sales/s", "p50 ms", "p99 ms", "max ms");
  for (let turn = 1; turn <= TURNS; turn++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(turn + i) % names.length];
      const measure = () => load(origins[name], SECONDS - WARM);
      spend(name, -1);
      results[name].push(await (name === "sale" ? watchWaits("api", waits, measure) : measure()));
      spend(name, 1);
    }
    const [one, plain, sale] = names.map((name) => results[name].at(-1));
    printRow(`${turn}`, one.rate, one.p99, plain.rate, plain.p99, sale.rate, sale.p50, sale.p99, sale.max);
  }
  const of = (name, what) => results[name].map((result) => result[what]);
  printRow("median", ...[["select1", "rate"], ["select1", "p99"], ["plain", "rate"], ["plain", "p99"], ["sale", "rate"], ["sale", "p50"], ["sale", "p99"], ["sale", "max"]]
    .map(([name, what]) => median(of(name, what))));
  console.log("processor time of one, µs");
  const requests = (name) => of(name, "requests").reduce((a, b) => a + b, 0);
  for (const part of Object.keys(parts)) printRow(`  ${part}`, ...names.flatMap((name) => [costs[part][name] / requests(name), ""]));
  console.log("what the api's connections did");
  tellWaits(waits);
  found.api_vs_select1 = medianRatio(of("sale", "rate"), of("select1", "rate"));
  found.api_vs_plain = medianRatio(of("sale", "rate"), of("plain", "rate"));
  found.p99_ms_50_cashiers = round(median(of("sale", "p99")), 1);
  for (const name of ["caddy-sale", ...Object.keys(STATEMENTS).flatMap((one) => [`caddy-${one}`, one])]) await house.program(name).stop("SIGKILL");
  await house.stop("api");
}

// Settlement and proof ----------------------------------------------------------------------------------------------------

async function seconds(work) {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function measureBooks() {
  await sql("rounds.sql");
  const leader = await house.db.connect();
  const helper = await house.db.connect();
  const value = async (text, values) => Object.values((await leader.query(text, values)).rows[0])[0];
  await leader.query("select scheduler.lead_take()");
  await leader.query("select scheduler.house_confirm(scheduler.house_confirm(null) -> 'record')");
  await leader.query("set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0");
  const tickets = () => value("select count(*) from hippo.ticket");
  let roundId = FIRST_ROUND;
  await leader.query("call bench.run_out($1)", [roundId]);
  await leader.query("select scheduler.round_settle($1)", [roundId]);
  const times = [];
  console.log("\nRounds of 50 000 tickets");
  printRow("tickets in the house", "loaded s", "settled s");
  for (let all = 0; all < TICKETS; ) {
    roundId = await value("select bench.open_next()");
    const each = ROUND_TICKETS / CASHIERS;
    const loaded = await seconds(() => Promise.all([leader, helper].map((client, i) => client.query("call bench.load($1, $2, $3, 2)", [roundId, each, i + 1]))));
    await leader.query("call bench.run_out($1)", [roundId]);
    times.push(await seconds(() => leader.query("select scheduler.round_settle($1)", [roundId])));
    await leader.query("call bench.pay($1, 1000)", [roundId]);
    all = await tickets();
    printRow(`${all}`, loaded.toFixed(2), times.at(-1).toFixed(2));
  }
  found.settle_50000_s = round(median(times), 2);
  const proof = () => house.query("select * from report.proof()", [], "hippo_report");
  let faults;
  found.proof_1m_s = round(await seconds(async () => (faults = await proof())), 1);
  assert.deepEqual(faults, []);
  printRow("proof of all, s", found.proof_1m_s);
  // What only somebody can do who owns the database: past the triggers.
  await leader.query("set session_replication_role = replica");
  await leader.query("update hippo.ticket set stakes[1] = stakes[1] + 500 where ticket_id = (select max(ticket_id) - 777 from hippo.ticket)");
  faults = await proof();
  assert.ok(faults.length > 0 && faults.some(({ invariant }) => invariant === "the journal is as it was written"), "one changed stake is not found");
  printRow("one stake changed: found", faults.length);
  await leader.end();
  await helper.end();
}

try {
  await house.open();
  await sql("setup.sql");
  if (PARTS.includes("sql")) {
    found.sale_vs_bare = await measureSql("on");
    found.sale_vs_bare_without_waiting = await measureSql("off");
  }
  if (PARTS.includes("api")) await measureApi();
  if (PARTS.includes("books")) await measureBooks();
} finally {
  await house.close();
}
console.log(JSON.stringify(found));
process.exit(0);
