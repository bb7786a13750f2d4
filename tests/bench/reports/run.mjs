// SPDX-License-Identifier: MIT
// make bench-reports: what looking back costs after a long history, which HISTORY=DAYS makes (history.sql: 5 000 tickets a day at
// 50 tills). Reports of a day, a month and a year as the api gives them, the worst of all names; recall of the oldest round and
// ticket; a new cashier's list of tickets; the proof of an open day; sales beside those before the history. The last line is JSON.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { House } from "../../lib/house.mjs";
import { PG_BIN, ROOT } from "../../lib/setting.mjs";
import { waitFor } from "../../lib/wait.mjs";

const HERE = join(ROOT, "tests/bench/reports");
const SALES = join(ROOT, "tests/bench/sales");
const DAYS = Number(process.env.HISTORY ?? 20);
const [ROUNDS, TICKETS, TILLS] = [10, 10, 50];
const FIRST_DAY = "2026-01-02";

const run = promisify(execFile);
const house = new House({ isDurable: true, programs: [] });
const found = {};

const round = (number, digits = 3) => Number(number.toFixed(digits));
const printRow = (label, ...values) => console.log(label.padEnd(40) + values.map((value) => String(value).padStart(12)).join(""));
const day = (days) => new Date(Date.parse(FIRST_DAY) + days * 86_400_000).toISOString().slice(0, 10);

/** The least of three: what else the machine does only adds. */
async function seconds(work) {
  const times = [];
  for (let i = 0; i < 3; i++) {
    const began = process.hrtime.bigint();
    await work();
    times.push(Number(process.hrtime.bigint() - began) / 1e9);
  }
  return Math.min(...times);
}

async function sales(client) {
  const value = async (text) => Object.values((await client.query(text)).rows[0])[0];
  const roundId = await value("select (hippo.round_latest()).round_id");
  await client.query("delete from hippo.sign_in");
  await client.query("select api.login_finish(i + 1, 'cashier' || i, 'bench', true, bench.plain_hash(i), null) from generate_series(1, 50) i");
  const clock = await value("select hippo.clock()::text");
  const { stdout } = await run(join(PG_BIN, "pgbench"), ["-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", "5", "-D", `round=${roundId}`,
    "-h", house.db.socket, "-U", "postgres", "-f", join(HERE, "sale.pgbench"), "hippodrome"],
  { env: { ...process.env, PGOPTIONS: `-c hippo.clock=${clock.replace(" ", "\\ ")}` } });
  assert.match(stdout, /failed transactions: 0 /);
  return Number(/tps = ([\d.]+)/.exec(stdout)[1]);
}

async function measureReports(client) {
  const token = "sha256('admin now')";
  await client.query(`select api.login_finish(1, 'admin', 'bench', true, ${token}, null)`);
  const middle = Math.floor(DAYS / 2);
  const spans = { day_s: [middle, middle], month_s: [Math.max(0, middle - 15), middle + 14], year_s: [0, Math.max(DAYS, 364)] };
  console.log("\nReports through the api, s");
  printRow("", ...Object.keys(spans));
  const worst = Object.fromEntries(Object.keys(spans).map((span) => [span, 0]));
  const { rows } = await client.query("select name from hippo.report_list()");
  for (const { name } of rows) {
    const row = [];
    for (const [span, [from, to]] of Object.entries(spans)) {
      const took = await seconds(() => client.query(`select api.report(${token}, $1, $2, $3, 1000)`, [name, day(from), day(to)]));
      worst[span] = Math.max(worst[span], took);
      row.push(took.toFixed(3));
    }
    printRow(name, ...row);
  }
  for (const [span, took] of Object.entries(worst)) found[span] = round(took);
}

async function measureRecall(client) {
  const token = "sha256('admin now')";
  const number = Object.values((await client.query("select hippo.ticket_number(min(ticket_id)) from hippo.ticket")).rows[0])[0];
  const rounds = await seconds(() => client.query("select api.round_get(10000001), api.round_proof(10000001)"));
  const ticket = await seconds(() => client.query(`select api.ticket_get(${token}, $1)`, [number]));
  found.recall_ms = round(1000 * Math.max(rounds, ticket), 1);
  await client.query("select api.login_finish(51, 'cashier50', 'bench', true, sha256('newcomer'), null)");
  const list = await seconds(() => client.query("select api.ticket_list(sha256('newcomer'), null, null, 'paid', null, null, 50)"));
  found.tickets_list_ms = round(1000 * list, 1);
}

try {
  await house.open();
  const client = await house.db.connect();
  const files = [join(SALES, "setup.sql"), join(SALES, "rounds.sql"), join(HERE, "history.sql")];
  const start = `${FIRST_DAY} 13:00+00`;
  await run("psql", ["-XAtq", "-d", house.db.url("postgres"), "-c", `select set_config('hippo.clock', '${start}', false)`, ...files.flatMap((file) => ["-f", file])]);
  // The session that has furnished the house led it, and may still be about to go.
  await waitFor("the lead", async () => (await client.query("select scheduler.lead_take() as leads")).rows[0].leads);
  await client.query("select scheduler.house_confirm(scheduler.house_confirm(null) -> 'record')");
  // Without jit, as the api and the readers of the views have it (sql/roles.sql).
  await client.query("set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0; set jit = off");
  const value = async (text, values) => Object.values((await client.query(text, values)).rows[0])[0];
  await client.query("select set_config('hippo.clock', $1, false)", [start]);
  await sales(client); // plans, caches
  const before = await sales(client);
  const empty = Number(await value("select pg_database_size('hippodrome')"));
  const sold = Number(await value("select count(*) from hippo.ticket"));
  const began = Date.now();
  for (let days = 0; days < DAYS; days += 10) await client.query("call bench.history($1, $2, $3, $4)", [Math.min(10, DAYS - days), ROUNDS, TICKETS, TILLS]);
  const tickets = Number(await value("select count(*) from hippo.ticket"));
  printRow(`${tickets} tickets in ${DAYS} days, loaded in s`, round((Date.now() - began) / 1000, 1));
  await client.query("vacuum analyze");
  found.bytes_per_ticket = Math.round((Number(await value("select pg_database_size('hippodrome')")) - empty) / (tickets - sold));
  await measureReports(client);
  await measureRecall(client);
  await client.query("select bench.clock(hippo.clock() + interval '8 hours'), scheduler.round_open()");
  const after = await sales(client);
  found.sale_vs_empty = round(after / before, 2);
  printRow("sales/s before, after", round(before, 0), round(after, 0));
  const proof = () => house.query("select * from report.proof()", [], "hippo_report");
  const open = Number(await value("select count(*) from hippo.ticket where round_id > (select max(last_round_id) from hippo.seal)"));
  assert.deepEqual(await proof(), []);
  found.proof_open_day_s = round(await seconds(proof), 2);
  printRow(`proof of an open day of ${open} tickets, s`, found.proof_open_day_s);
  await client.end();
} finally {
  await house.close();
}
console.log(JSON.stringify(found));
process.exit(0);
