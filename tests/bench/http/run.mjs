// SPDX-License-Identifier: MIT
// make bench-http: requests/s of GET /api/v1/rounds/current through Caddy, from hippo-api with a real PostgreSQL and a
// round in it, from a libfcgi program that does nothing, and from Express. All three behind the same Caddy in the same
// way (plain HTTP on loopback, unix sockets), in turns, medians. The last line is JSON: hippo-api's share of each.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../lib/house.mjs";
import { request } from "../../lib/http.mjs";
import { Postgres } from "../../lib/postgres.mjs";
import { makeFolder, Program, removeFolder } from "../../lib/program.mjs";
import { BUILD, ROOT } from "../../lib/setting.mjs";
import { waitFor } from "../../lib/wait.mjs";

const PATH = "/api/v1/rounds/current";
const THREADS = 8;
const ROUNDS = 10; // short and many: what else the machine does then hits all three alike
const SECONDS = 2;
const KEPT = ["content-type", "content-length", "cache-control", "etag", "x-content-type-options", "x-request-id"];

const run = promisify(execFile);
const folder = makeFolder();
const inFolder = (name) => join(folder, name);
const programs = [];

function start(name, command, env = {}) {
  const program = new Program({ name, command, env, log: inFolder(`${name}.log`) });
  programs.unshift(program); // the end goes the other way
  return program;
}

/** Betting is open for an hour: the answer is the same all the time, as it nearly is in a house. */
async function openRound(postgres) {
  const scheduler = await postgres.connect("hippo_scheduler");
  await scheduler.query("select scheduler.lead_take()");
  await scheduler.query("select scheduler.house_confirm(scheduler.house_confirm(null) -> 'record')");
  await scheduler.query("select scheduler.settings_init(3600000, 5000, 30000, 5000)");
  const hex = "ab".repeat(32);
  await scheduler.query("select scheduler.session_open(10, $1, $2, $3)", [hex, hex, hex]);
  await scheduler.query("select scheduler.round_open()");
  await scheduler.end();
}

async function startCaddy(names) {
  const sites = [];
  const origins = {};
  for (const name of names) {
    origins[name] = `http://127.0.0.1:${await freePort()}`;
    const transport = name === "express" ? "" : "transport fastcgi";
    sites.push(`${origins[name]} {\n\treverse_proxy unix/${inFolder(name)}.sock {\n\t\t${transport}\n\t}\n}`);
  }
  writeFileSync(inFolder("Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n${sites.join("\n")}\n`);
  start("caddy", ["caddy", "run", "--config", inFolder("Caddyfile"), "--adapter", "caddyfile"], { HOME: folder });
  return origins;
}

const answers = (origin) => waitFor(`${origin} answers`, async () => {
  const answer = await request(origin, PATH);
  return answer.status === 200 && answer;
}, 10_000);

async function load(origin, seconds) {
  const { stdout } = await run("wrk", ["-t2", "-c64", `-d${seconds}`, "--timeout", "10", `${origin}${PATH}`]);
  assert.doesNotMatch(stdout, /Non-2xx|Socket errors/, stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** CPU time that a program has used, in µs: unlike requests/s it hardly depends on what else the machine does. */
function cpuMicros(name) {
  const { pid } = programs.find((program) => program.name === name);
  const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).map(Number);
  return (user + system) * 10_000;
}

async function bench() {
  const postgres = await Postgres.create(folder);
  try {
    await openRound(postgres);
    const origins = await startCaddy(["api", "bare", "express"]);
    start("api", [join(BUILD, "bin/hippo-api")], {
      DATABASE_URL: postgres.url("hippo_api"), API_LISTEN: `unix:${inFolder("api.sock")}`, API_THREADS: THREADS,
      OPENAPI_FILE: join(ROOT, "api/openapi.yaml"),
    });
    const { headers, text } = await answers(origins.api);
    const head = KEPT.map((name) => `${name}: ${headers[name]}\r\n`).join("");
    writeFileSync(inFolder("reply"), `${head}\r\n${text}`);
    writeFileSync(inFolder("round.json"), text);
    start("bare", [join(BUILD, "tests/bench/reply_fastcgi"), inFolder("bare.sock"), String(THREADS), inFolder("reply")]);
    start("express", [process.execPath, join(ROOT, "tests/bench/http/express.mjs"), inFolder("express.sock"), inFolder("round.json")],
      { NODE_ENV: "production" });
    const bare = await answers(origins.bare);
    assert.equal(bare.text, text);
    for (const name of KEPT) assert.equal(bare.headers[name], headers[name]);
    assert.deepEqual((await answers(origins.express)).json, JSON.parse(text));
    await measure(origins);
  } finally {
    for (const program of programs) await program.stop("SIGTERM", 5000).catch(() => program.stop("SIGKILL"));
    await postgres.close();
    removeFolder(folder);
  }
}

async function measure(origins) {
  const names = Object.keys(origins);
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  const costs = Object.fromEntries(names.map((name) => [name, { requests: 0, proxy: 0, backend: 0 }]));
  for (const name of names) await load(origins[name], 1);
  console.log(`GET ${PATH}, wrk -t2 -c64, ${SECONDS} s each, requests/s`);
  console.log("round       hippo-api   bare libfcgi        Express");
  for (let round = 1; round <= ROUNDS; round++) {
    // Each begins in turn: the first of a round finds the machine rested.
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length];
      const before = { proxy: cpuMicros("caddy"), backend: cpuMicros(name) };
      const rate = await load(origins[name], SECONDS);
      rates[name].push(rate);
      costs[name].requests += rate * SECONDS;
      costs[name].proxy += cpuMicros("caddy") - before.proxy;
      costs[name].backend += cpuMicros(name) - before.backend;
    }
    printRow(String(round), names.map((name) => rates[name].at(-1)));
  }
  printRow("median", names.map((name) => median(rates[name])));
  for (const part of ["proxy", "backend"])
    printRow(`${part} µs`, names.map((name) => costs[name][part] / costs[name].requests));
  // The median of the rounds' own ratios, not the ratio of the medians.
  const share = (name) => Number(median(rates.api.map((rate, i) => rate / rates[name][i])).toFixed(3));
  console.log(JSON.stringify({ current_vs_bare_fastcgi: share("bare"), current_vs_express: share("express") }));
}

function printRow(label, numbers) {
  console.log(label.padEnd(10) + numbers.map((number) => number.toFixed(0).padStart(11)).join("    "));
}

await bench();
process.exit(0);
