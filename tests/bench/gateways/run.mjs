// SPDX-License-Identifier: MIT
// make bench-gateways: what many gateways cost a sale, and how late the races come through them. One durable PostgreSQL,
// the real scheduler, fifty cashiers who sell through the SQL function without a pause (pgbench), and as many real gateways
// as the turn says. The same listeners in each turn, dealt out to the gateways: a page at each till, which follows its
// channel, and screens that follow the races, of which an event comes each second. The turns take turns, and
// medians of their pairs count. The last line is JSON.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { openTills } from "../../lib/cashiers.mjs";
import { PATH } from "../../lib/client.mjs";
import { House } from "../../lib/house.mjs";
import { PG_BIN } from "../../lib/setting.mjs";
import { pass, waitFor } from "../../lib/wait.mjs";

const COUNTS = (process.env.GATEWAYS ?? "1 10 50").split(" ").map(Number);
const TURNS = Number(process.env.TURNS ?? 3);
const TILLS = 50;
const SCREENS = 150;
const CLIENTS = 16;
const SECONDS = 14; // of which the first ones warm the connections up: gateways' too, which have just been made
const WARM = 6;
const EVENT_MS = 1000; // what a race brings

const house = new House({ isDurable: true, programs: [], settings: { BETTING_MS: 3_600_000, LOCK_MS: 1000, FILM_MS: 1000, FINISH_MS: 100 } });

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const median = (numbers) => sorted(numbers)[numbers.length >> 1];
const round = (number, digits = 2) => Number(number.toFixed(digits));
const name = (i) => `gateway-${i}`;
const socketOf = (i) => join(house.folder, "run", `${name(i)}.sock`);

function printRow(...values) {
  console.log(values.map((value, i) => String(value)[i ? "padStart" : "padEnd"](i ? 15 : 12)).join(""));
}

/** Fifty people at open tills and a round of an hour, in which nothing that they sell meets a limit. */
async function furnish() {
  await house.query("update hippo.setting set value = maximum where name like '%exposure_max' or name = 'ticket_prize_max'");
  await house.query("update hippo.setting set value = '1' where name like 'market_%'");
  house.start("scheduler");
  await house.phase("betting");
  const opened = { execute: (sql) => house.query(sql) };
  const cashiers = await openTills(opened, TILLS);
  await house.query("create schema bench; create table bench.token (till_id integer primary key, hash bytea)");
  for (const [i, { token }] of cashiers.entries())
    await house.query("insert into bench.token values ($1, sha256($2))", [i + 1, Buffer.from(token, "base64url")]);
  const roundId = await house.value("select max(round_id) from hippo.round");
  writeFileSync(join(house.folder, "sale.pgbench"), [
    `\\set till :client_id + 1 + ${CLIENTS} * random(0, ${Math.floor(TILLS / CLIENTS) - 1})`,
    "\\set key random(1, 4611686018427387903)",
    `select api.ticket_sell((select hash from bench.token where till_id = :till), 'bench-' || :key, sha256('bench'), ${roundId}, null, array['win 6', 'win 54'], array[2500, 3000]);`,
    "",
  ].join("\n"));
  return cashiers.map(({ token }) => token);
}

/** Processor time of a process' first thread, in µs; /proc/PID/stat counts in hundredths of a second. */
function cpuMicros(pid) {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1000;
}

/** One who listens at gateway `i`; told: what it heard, by the moment. */
async function listen(i, { channel, token } = {}) {
  const told = new Map();
  const socket = new WebSocket(`ws+unix:${socketOf(i)}:${PATH}${channel ? `?channel=${channel}` : ""}`,
    { perMessageDeflate: false, headers: token ? { authorization: `Bearer ${token}` } : {} });
  let news = 0;
  socket.on("message", (data) => {
    const json = JSON.parse(data);
    if (json.bench) told.set(json.bench, performance.now());
    if (json.channel === channel && json.offset) news++;
  });
  await once(socket, "open");
  return { told, get news() { return news; }, close: () => socket.terminate() };
}

/** Race events at fixed times while `isOver` is false; gives when each began. */
async function tellRaces(isOver) {
  const began = new Map();
  const publisher = await house.db.connect();
  for (let due = performance.now(); !isOver(); due += EVENT_MS) {
    await pass(Math.max(0, due - performance.now()));
    const number = ++events;
    began.set(number, performance.now());
    await publisher.query("select hippo.stream_append('race', 'bench', null, json_build_object('bench', $1::integer))", [number]);
  }
  await publisher.end();
  return began;
}
let events = 0;

/** Sales/s after the warm-up, whose end `onWarm` hears. */
async function sell(onWarm) {
  const child = spawn(join(PG_BIN, "pgbench"), ["-n", "-M", "prepared", "-c", CLIENTS, "-j", "2", "-T", SECONDS, "-P", "1",
    "-h", house.db.socket, "-U", "postgres", "-f", join(house.folder, "sale.pgbench"), "hippodrome"].map(String), { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  const isOver = once(child, "close");
  const rates = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const progress = /^progress: [\d.]+ s, ([\d.]+) tps/.exec(line);
    assert.ok(progress, line);
    rates.push(Number(progress[1]));
    if (rates.length === WARM) onWarm();
  }
  await isOver;
  assert.match(said, /failed transactions: 0 /);
  const counted = rates.slice(WARM);
  return counted.reduce((a, b) => a + b, 0) / counted.length;
}

async function turn(count, tokens) {
  for (let i = 1; i <= count; i++) house.start("gateway", { as: name(i), env: { LOG_LEVEL: "info" } });
  for (let i = 1; i <= count; i++) await waitFor(`${name(i)} is ready`, () => house.words(name(i)).split("event=database_ready").length > (starts.get(i) ?? 0) + 1, 30_000);
  for (let i = 1; i <= count; i++) starts.set(i, house.words(name(i)).split("event=database_ready").length - 1);
  const pages = await Promise.all(tokens.map((token, n) => listen(1 + (n % count), { channel: `till:${n + 1}`, token })));
  const screens = await Promise.all(Array.from({ length: SCREENS }, (_, n) => listen(1 + (n % count))));
  const pids = Array.from({ length: count }, (_, i) => house.program(name(i + 1)).pid);
  // What they make PostgreSQL do is theirs, too.
  const backends = async () => (await watcher.query("select pid from pg_stat_activity where application_name like 'gateway-%'")).rows.map(({ pid }) => pid);
  const spent = (of) => of.reduce((sum, pid) => sum + cpuMicros(pid), 0);
  let isOver = false;
  const telling = tellRaces(() => isOver);
  const asked = await waitFor("two connections each", async () => {
    const pids = await backends();
    return pids.length === 2 * count && pids;
  });
  let before;
  const rate = await sell(() => (before = [pids, asked].map(spent))).finally(() => (isOver = true));
  const [cpu, database] = [pids, asked].map((of, i) => (spent(of) - before[i]) / (SECONDS - WARM) / 1e6);
  const began = await telling;
  const listeners = [...pages, ...screens];
  await waitFor("everybody has heard every event", () => listeners.every(({ told }) => told.size >= began.size), 10_000);
  const late = sorted(listeners.flatMap(({ told }) => [...told].map(([number, at]) => at - began.get(number))));
  // A page is told of sales at its till by pulses: somebody must have heard some.
  const news = pages.reduce((sum, page) => sum + page.news, 0);
  assert.ok(news > 0, "no till's page was told of any sale");
  for (const listener of listeners) listener.close();
  await Promise.all(Array.from({ length: count }, (_, i) => house.stop(name(i + 1))));
  return { rate, cpu, database, p50: late[late.length >> 1], p99: late[Math.floor(late.length * 0.99)], news };
}
const starts = new Map();
let watcher;

const found = {};
try {
  await house.open();
  // A gateway takes two connections.
  house.db.settings.max_connections = String(60 + 2 * Math.max(...COUNTS));
  await house.db.stop();
  await house.db.start();
  watcher = await house.db.connect();
  const tokens = await furnish();
  const results = Object.fromEntries(COUNTS.map((count) => [count, []]));
  console.log(`${TILLS} pages at tills and ${SCREENS} screens, ${CLIENTS} connections that sell, ${SECONDS - WARM} s each`);
  printRow("gateways", "sales/s", "event p50 ms", "event p99 ms", "their CPUs", "PostgreSQL's", "news of tills");
  await turn(COUNTS[0], tokens); // warms the database up
  for (let n = 0; n < TURNS; n++) {
    for (let i = 0; i < COUNTS.length; i++) {
      const count = COUNTS[(n + i) % COUNTS.length];
      const result = await turn(count, tokens);
      results[count].push(result);
      printRow(count, round(result.rate, 0), round(result.p50), round(result.p99), round(result.cpu), round(result.database), result.news);
    }
  }
  const of = (count, what) => results[count].map((result) => result[what]);
  for (const count of COUNTS) {
    printRow(`${count}, median`, round(median(of(count, "rate")), 0), round(median(of(count, "p50"))), round(median(of(count, "p99"))), round(median(of(count, "cpu"))), round(median(of(count, "database"))), "");
    found[`event_p99_ms_${count}_gateways`] = round(median(of(count, "p99")), 1);
    if (count !== COUNTS[0]) found[`sale_${count}_gateways_vs_${COUNTS[0]}`] = round(median(of(count, "rate").map((rate, n) => rate / of(COUNTS[0], "rate")[n])), 3);
  }
} finally {
  await house.close();
}
console.log(JSON.stringify(found));
process.exit(0);
