// SPDX-License-Identifier: MIT
// A gateway on TCP, without a proxy, through half an hour of a full house: thousands of clients listen to real rounds; all
// the time some leave, politely or not, and come again, and some stop reading. What it takes must stay what it was:
// memory, descriptors, processor time; and nobody may miss an event or hear one twice.
// SOAK_SECONDS, SOAK_CLIENTS: how long, how many. SOAK_SEED repeats the choices of a run, not its timing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { before, describe, test } from "node:test";
import { assertFollowed, compact } from "../lib/client.mjs";
import { freePort, useHouse } from "../lib/house.mjs";
import { BUILD, SANITIZE } from "../lib/setting.mjs";
import { pass, waitFor, within } from "../lib/wait.mjs";

const SECONDS = Number(process.env.SOAK_SECONDS ?? 1800);
const CLIENTS = Number(process.env.SOAK_CLIENTS ?? 5000);
const SEED = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** A round takes 5 s, and tells about two things a second. */
const SETTINGS = { BETTING_MS: 1500, LOCK_MS: 500, FILM_MS: 3000, FINISH_MS: 500 };

const STEP_MS = 3000;
const LEAVERS = Math.max(1, Math.round(CLIENTS * 0.02)); // at each step
const STALLED = 2; // at every fifth step: one reads on in time to be told why it must go, the other never does
const STALL_STEPS = 5;
const ROW_SECONDS = Math.min(60, SECONDS / 12);

/**
 * The gateway keeps its newest 2 048 events: it has as many before it is measured, for each kind of client, and has moved
 * them about, as after an hour. They are a little larger than the real ones, on the average.
 */
const NOTES = 3300;
const NOTE_BYTES = [1700, 300, 400, 700, 700, 700, 1500, 2400];
/**
 * Medians of the last quarter and of the second one may differ by this much: what malloc moves about, not what leaks. In
 * half an hour 30 000 clients come and go between the two: four bytes that the gateway forgot of each would be seen.
 */
const GROWTH_KB = { gateway: 100, api: 256, scheduler: 100 };
/** Descriptors beside clients: one that asks for metrics, those whose goodbye is under way. */
const SPARE_DESCRIPTORS = 4;
/** Whoever else uses this machine makes every program slower; what piles up would show as more than this. */
const CPU_FACTOR = 1.4;
const CPU_PERCENT = 2;

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** tests/soak/crowd.c, led by lines. */
class Crowd {
  constructor(port) {
    this.child = spawn("setpriv", ["--pdeathsig", "KILL", join(BUILD, "tests/soak/crowd"), "127.0.0.1", String(port), String(SEED)], { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stdin.on("error", () => {});
  }

  async tell(command) {
    this.child.stdin.write(`${command}\n`);
    const { value, done } = await within(`the crowd answers to ${command}`, this.lines.next(), 30_000);
    assert.ok(!done, `the crowd ended at ${command}`);
    return JSON.parse(value);
  }

  hangUp() {
    this.child.stdin.end();
  }
}

/** As told.c has it. */
function hash(text) {
  let value = 2166136261;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 16777619);
  return value >>> 0 || 1;
}

const daemons = ["gateway", "api", "scheduler"];

describe(`soak for ${SECONDS} s with ${CLIENTS} clients (SOAK_SEED=${SEED})`, { skip: SANITIZE && "a sanitizer's own memory would be measured" }, () => {
  const house = useHouse({ settings: SETTINGS, env: { LOG_LEVEL: "info" }, plain: true, programs: ["scheduler", "api", "caddy"] });
  const samples = []; // {at, kb: {gateway, api, scheduler}, cpu: seconds of the gateway, spare: descriptors that are no client's, heard}
  const followers = [];
  let crowd, last, closed, resumes, restingDescriptors;

  const pid = (name) => house.program(name).pid;
  // Exact, where VmRSS may be some pages behind.
  const residentKb = (name) => Number(/^Rss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid(name)}/smaps_rollup`, "utf8"))[1]);
  const descriptors = () => readdirSync(`/proc/${pid("gateway")}/fd`).length;
  const cpuSeconds = () => readdirSync(`/proc/${pid("gateway")}/task`).reduce((sum, task) =>
    sum + Number(readFileSync(`/proc/${pid("gateway")}/task/${task}/schedstat`, "utf8").split(" ")[0]) / 1e9, 0);

  /** What the gateway says of itself: {name or name{labels}: value}. */
  const metrics = () => new Promise((resolve, reject) => {
    request({ socketPath: join(house.folder, "run/metrics.sock"), path: "/metrics", agent: false, timeout: 10_000 }, (answer) => {
      let text = "";
      answer.on("data", (piece) => (text += piece)).on("error", reject).on("end", () =>
        resolve(Object.fromEntries([...text.matchAll(/^hippo_gateway_(\S+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]))));
    }).on("error", reject).end();
  });
  const clientsOf = (values) => Object.entries(values).reduce((sum, [name, value]) => sum + (name.startsWith("clients{") ? value : 0), 0);

  /** All screens are there; those that stalled may be on their way out. */
  const gathered = (count) => waitFor(() => `${count} clients are there: ${JSON.stringify(last)}`, async () => {
    last = await crowd.tell("report");
    return last.open === count;
  }, 60_000, 50);

  async function sample(start) {
    const clients = clientsOf(await metrics());
    const spare = descriptors() - restingDescriptors - clients;
    samples.push({ at: (performance.now() - start) / 1000, kb: Object.fromEntries(daemons.map((name) => [name, residentKb(name)])),
      cpu: cpuSeconds(), spare, stalled: last.stalled, clients, heard: last.heard });
  }

  const print = (...cells) => console.log(cells.map((cell, i) => String(cell).padStart(i === 0 ? 8 : 10)).join(""));
  function printRow(from, to) {
    const seconds = to.at - from.at;
    print((to.at / 60).toFixed(2), to.clients, to.kb.gateway, to.kb.api, to.kb.scheduler, to.clients + to.spare, to.heard - from.heard, (100 * (to.cpu - from.cpu) / seconds).toFixed(1));
  }

  before(async () => {
    const port = await freePort();
    house.start("gateway", { env: { GATEWAY_LISTEN: `127.0.0.1:${port}`, METRICS_LISTEN: `unix:${join(house.folder, "run/metrics.sock")}`, WORKERS: 1 } });
    const site = `http://127.0.0.1:${port}`;
    await waitFor("the gateway is ready", async () => (await house.request("/readyz", { origin: site })).status === 200, 15_000, 50);
    for (let i = 0; i < 2; i++) followers.push(await house.follower({ site, origin: null }));
    const rests = [];
    await waitFor("it rests", async () => rests.push(descriptors() - clientsOf(await metrics())) === 10);
    restingDescriptors = Math.min(...rests);
    crowd = house.adopt(new Crowd(port));
    await crowd.tell(`open ${Math.min(10, CLIENTS)}`);
    await gathered(Math.min(10, CLIENTS));
    for (let i = 0; i < NOTES; i += 100 * NOTE_BYTES.length) {
      await house.query(`select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', size)))
        from generate_series(1, 100), unnest($1::integer[]) size`, [NOTE_BYTES]);
      const top = await house.value("select top from hippo.stream where channel = 'race'");
      await waitFor("all have read them", async () => (await crowd.tell("report")).low >= top && followers.every(({ offset }) => offset >= top), 10_000);
    }
    await crowd.tell(`open ${Math.max(0, CLIENTS - 10)}`);
    await gathered(CLIENTS);

    print("minute", "clients", "gateway kB", "api kB", "sched. kB", "fds", "deliveries", "CPU %");
    const start = performance.now();
    await sample(start);
    for (let step = 1, row = samples[0]; performance.now() - start < SECONDS * 1000; step++) {
      await crowd.tell(`leave ${LEAVERS}`);
      if (step % STALL_STEPS === 2 && performance.now() - start < (SECONDS - 25) * 1000) await crowd.tell(`stall ${STALLED}`);
      for (let i = 0; i < 4; i++)
        await Promise.all(["rounds/current", "rounds?limit=20", "winners", "config", "health", "nope"].map((path) => house.get(`/api/v1/${path}`)));
      await pass(Math.max(0, start + step * STEP_MS - performance.now()));
      await gathered(CLIENTS);
      await sample(start);
      if (samples.at(-1).at - row.at < ROW_SECONDS) continue;
      printRow(row, samples.at(-1));
      row = samples.at(-1);
    }

    await waitFor(() => `those that stalled have gone: ${JSON.stringify(last)}`, async () => (last = await crowd.tell("report")).stalled === 0, 60_000, 100);
    await house.stop("scheduler"); // nothing is told any more
    const top = await house.value("select top from hippo.stream where channel = 'race'");
    await waitFor(() => `all have all: ${JSON.stringify(last)}, ${top}`, async () => {
      last = await crowd.tell("report");
      return last.open === CLIENTS && last.low === top && last.high === top && followers.every(({ offset }) => offset === top);
    }, 60_000, 50);
    const values = await metrics();
    closed = Object.fromEntries(Object.entries(values).filter(([name, value]) => name.startsWith("clients_closed") && value > 0).map(([name, value]) => [/code="(\w+)"/.exec(name)[1], value]));
    resumes = { recovered: values['resumes_total{recovered="true"}'], lost: values['resumes_total{recovered="false"}'] };
    await crowd.tell(`told ${join(house.folder, "told")}`);
    await crowd.tell("end"); // before the gateway sends them away
  }, { timeout: (SECONDS + 240) * 1000 });

  const quarter = (number) => samples.filter(({ at }) => at >= (number - 1) * SECONDS / 4 && at < number * SECONDS / 4);

  for (const name of daemons) {
    test(`${name} does not grow`, (t) => {
      const [early, late] = [2, 4].map((number) => median(quarter(number).map(({ kb }) => kb[name])));
      t.diagnostic(`${early} kB in the second quarter, ${late} kB in the last one`);
      assert.ok(late - early < GROWTH_KB[name], `from ${early} to ${late} kB`);
    });
  }

  test("as many descriptors as clients, and as few more as at rest", (t) => {
    const spare = samples.map((one) => one.spare);
    t.diagnostic(`${Math.min(...spare)} to ${Math.max(...spare)} more than clients and ${restingDescriptors} at rest`);
    for (const one of samples) {
      assert.ok(one.clients >= CLIENTS && one.clients <= CLIENTS + followers.length + one.stalled, `${one.clients} clients after ${one.at} s`);
      assert.ok(one.spare >= -one.stalled && one.spare <= SPARE_DESCRIPTORS + one.stalled, `${one.spare} descriptors too many after ${one.at} s`);
    }
  });

  test("the processor's time for it stays the same", (t) => {
    const percent = (list) => median(list.slice(1).map((one, i) => 100 * (one.cpu - list[i].cpu) / (one.at - list[i].at)));
    const [early, late] = [percent(quarter(2)), percent(quarter(4))];
    t.diagnostic(`${early.toFixed(1)} % in the second quarter, ${late.toFixed(1)} % in the last one`);
    assert.ok(late < early * CPU_FACTOR + CPU_PERCENT, `from ${early} to ${late} %`);
  });

  test("clients go as they chose to, or for being slow; nobody else is sent away", (t) => {
    const { polite, cut, vanished, slow, stale } = last;
    t.diagnostic(JSON.stringify(last));
    t.diagnostic(`closed, by code: ${JSON.stringify(closed)}`);
    assert.deepEqual(closed, { 1000: polite, 1006: cut + vanished, 3008: slow + stale });
    assert.ok(slow > 0 && stale > 0 && polite > LEAVERS && cut > LEAVERS / 2 && vanished > LEAVERS / 4, "not all ways out were tried");
  });

  test("whoever comes back goes on where it was", () => {
    assert.equal(resumes.lost, 0);
    assert.equal(resumes.recovered, last.resumed);
    assert.ok(last.resumed > last.fresh - CLIENTS, `${last.resumed} came back, ${last.fresh - CLIENTS} anew`);
  });

  test("nobody missed an event or was told one twice, and all were told the house's own", async () => {
    assert.equal(last.faults, 0);
    const told = readFileSync(join(house.folder, "told"), "utf8").trim().split("\n").map((line) => line.split(" ").map(Number));
    const rows = await house.query(`select "offset", data::text as text from hippo.stream_event where channel = 'race' and "offset" >= $1 order by "offset"`, [told[0][0]]);
    assert.ok(told.length > SECONDS, `${told.length} events`);
    assert.deepEqual(told, rows.map(({ offset, text }) => [offset, hash(compact(text))]));
    for (const follower of followers) {
      await follower.stop();
      assert.equal(follower.clients.length, 1, "it had to come back");
      await assertFollowed(follower);
    }
  });

  test("no daemon has said a word of an error", (t) => {
    for (const name of daemons) {
      const lines = house.words(name).split("\n");
      const warnings = lines.filter((line) => line.includes(" level=warn "));
      if (warnings.length > 0) t.diagnostic(`${name}: ${warnings.length} warnings, the last: ${warnings.at(-1)}`);
      assert.deepEqual(lines.filter((line) => line.includes(" level=error ")), []);
    }
  });
});
