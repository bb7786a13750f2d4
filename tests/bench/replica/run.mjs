// SPDX-License-Identifier: MIT
// make bench-replica: what a month's reports do to a sale's p99, read from a hot standby and, to compare, from the main database. After
// HISTORY=DAYS of 5 000 tickets at 50 tills, RATE sales a second go on, in turns with nobody reading, with the month's reports
// read one after the other there, and here. The standby has the last processor for itself, as it has a machine of its own in
// earnest; the disk they share. Medians of the turns' own ratios. The last line is JSON.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { follow } from "../../lib/copies.mjs";
import { House } from "../../lib/house.mjs";
import { caughtUp } from "../../lib/replica.mjs";
import { PG_BIN, ROOT } from "../../lib/setting.mjs";
import { waitFor } from "../../lib/wait.mjs";

const SALES = join(ROOT, "tests/bench/sales");
const REPORTS = join(ROOT, "tests/bench/reports");
const DAYS = Number(process.env.HISTORY ?? 31);
const TURNS = Number(process.env.TURNS ?? 5);
const RATE = Number(process.env.RATE ?? 100);
const SECONDS = Number(process.env.SECONDS ?? 15);
const FIRST_DAY = "2026-01-02";
const TOKEN = "sha256('auditor now')";

const run = promisify(execFile);
const house = new House({ isDurable: true, programs: [] });
let standby;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const round = (number, digits = 3) => Number(number.toFixed(digits));
const printRow = (label, ...values) => console.log(String(label).padEnd(28) + values.map((value) => String(value).padStart(20)).join(""));
const day = (days) => new Date(Date.parse(FIRST_DAY) + days * 86_400_000).toISOString().slice(0, 10);
/** The last processor is the standby's and its readers', the others are the main database's and its tills'. */
const [OURS, THEIRS] = cpus().length > 1 ? [`0-${cpus().length - 2}`, String(cpus().length - 1)] : ["0", "0"];
const pin = (pid, list) => execFileSync("taskset", ["-acp", list, String(pid)]);

/** Also what they have started, and what that will start. */
function pinAll() {
  const parentOf = (pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[1]);
    } catch {
      return 0; // it has ended
    }
  };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number)) {
    if ([pid, parentOf(pid)].includes(standby.program.pid) || pid === process.pid) pin(pid, THEIRS);
    else if ([pid, parentOf(pid)].includes(house.db.program.pid)) pin(pid, OURS);
  }
}

async function furnish(client) {
  const start = `${FIRST_DAY} 13:00+00`;
  const files = [join(SALES, "setup.sql"), join(SALES, "rounds.sql"), join(REPORTS, "history.sql")];
  await run("psql", ["-XAtq", "-d", house.db.url("postgres"), "-c", `select set_config('hippo.clock', '${start}', false)`, ...files.flatMap((file) => ["-f", file])]);
  await waitFor("the lead", async () => (await client.query("select scheduler.lead_take() as leads")).rows[0].leads);
  await client.query("select scheduler.house_confirm(scheduler.house_confirm(null) -> 'record')");
  await client.query("set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0; set jit = off");
  await client.query("select set_config('hippo.clock', $1, false)", [start]);
  const began = Date.now();
  for (let days = 0; days < DAYS; days += 10) await client.query("call bench.history($1, 10, 10, 50)", [Math.min(10, DAYS - days)]);
  await client.query("select bench.clock(hippo.clock() + interval '8 hours'), scheduler.round_open()");
  await client.query("delete from hippo.sign_in");
  await client.query("select api.login_finish(i + 1, 'cashier' || i, 'bench', true, bench.plain_hash(i), null) from generate_series(1, 50) i");
  await client.query(`select api.login_finish(1, 'admin', 'bench', true, ${TOKEN}, null)`);
  await client.query("vacuum analyze");
  console.log(`${DAYS} days in ${round((Date.now() - began) / 1000, 1)} s`);
}

/** Sales at RATE for SECONDS: p50 and p99 in ms, from the moment each was due. */
async function sell({ roundId, clock }) {
  const folder = join(house.folder, "sales");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const { stdout } = await run("taskset", ["-c", OURS, join(PG_BIN, "pgbench"), "-n", "-M", "prepared", "-c", "8", "-j", "1", "-R", RATE, "-T", SECONDS, "-l", "--log-prefix", join(folder, "sale"),
    "-D", `round=${roundId}`, "-h", house.db.socket, "-U", "postgres", "-f", join(REPORTS, "sale.pgbench"), "hippodrome"].map(String),
  { env: { ...process.env, PGOPTIONS: `-c hippo.clock=${clock.replace(" ", "\\ ")}` } });
  assert.match(stdout, /failed transactions: 0 /);
  const times = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n").map((line) => Number(line.split(" ")[2]) / 1000));
  times.sort((a, b) => a - b);
  return { p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

/** Reads the month's reports from `database`, one after the other, while `work` runs. Gives how many. */
async function whileReading(database, { names, clock }, work) {
  const [client, door] = [await database.connect(), await house.db.connect()];
  for (const one of [client, door]) await one.query("select set_config('hippo.clock', $1, false), set_config('jit', 'off', false)", [clock]);
  let isOver = false, count = 0;
  const reading = (async () => {
    for (; !isOver; count++) {
      await door.query(`select api.replica_terms(${TOKEN})`); // as the api does before each
      await client.query(`select api.report(${TOKEN}, $1, $2, $3, 1000)::text`, [names[count % names.length], day(0), day(DAYS - 1)]);
    }
  })();
  const result = await work().finally(() => (isOver = true));
  await reading;
  for (const one of [client, door]) await one.end();
  return { ...result, count };
}

try {
  await house.open();
  const client = await house.db.connect();
  await furnish(client);
  const value = async (text) => Object.values((await client.query(text)).rows[0])[0];
  const state = { roundId: await value("select (hippo.round_latest()).round_id"), clock: await value("select hippo.clock()::text"),
    names: (await client.query("select name from hippo.report_list()")).rows.map(({ name }) => name) };
  appendFileSync(join(house.db.data, "pg_hba.conf"), "local replication all trust\n");
  await client.query("select pg_reload_conf()");
  house.db.settings = { ...house.db.settings, hot_standby_feedback: "on" };
  standby = await follow(house);
  pinAll();
  await caughtUp(house.db, standby);
  await sell(state); // plans, caches
  for (const database of [standby, house.db]) await whileReading(database, { ...state, names: state.names.slice(0, 3) }, async () => ({}));
  const ways = { nobody: () => sell(state), replica: () => whileReading(standby, state, () => sell(state)), main: () => whileReading(house.db, state, () => sell(state)) };
  const found = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  console.log(`\n${RATE} sales a second beside the reports of ${DAYS} days: p50 / p99 in ms (reports read)`);
  printRow("turn", ...Object.keys(ways));
  for (let turn = 0; turn < TURNS; turn++) {
    const names = Object.keys(ways);
    for (let i = 0; i < names.length; i++) {
      const name = names[(turn + i) % names.length];
      found[name].push(await ways[name]());
    }
    printRow(turn + 1, ...names.map((name) => found[name].at(-1)).map(({ p50, p99, count }) => `${round(p50, 1)} / ${round(p99, 1)}${count === undefined ? "" : ` (${count})`}`));
  }
  const ratio = (name) => round(median(found[name].map(({ p99 }, i) => p99 / found.nobody[i].p99)));
  assert.ok(found.replica.every(({ count }) => count > 0), "no report was read");
  await client.end();
  console.log(JSON.stringify({ sale_p99_ms: round(median(found.nobody.map(({ p99 }) => p99)), 1), sale_p99_during_month_report: ratio("replica"), sale_p99_during_month_report_on_main: ratio("main") }));
} finally {
  await standby?.close();
  await house.close();
}
process.exit(0);
