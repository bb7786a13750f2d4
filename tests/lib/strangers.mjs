// SPDX-License-Identifier: MIT
// Strangers: thousands who ask for private channels that are not theirs, without a word who they are, or, every other
// one, with a token that is made up; and what others notice of it. They live in a process of their own, which gives way to all others.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { frame, PONG, Raw, TEXT, upgrade } from "./raw.mjs";
import { tell } from "./staff.mjs";
import { pass, waitFor, within } from "./wait.mjs";

const LISTENERS = 20;
const PONG_MS = 5000;
const CHANNELS = 8;
const AT_ONCE = 200;

const attacker = `
  import { connect } from "node:net";
  import { randomBytes } from "node:crypto";
  const [path, count, channels] = [process.argv[1], ...process.argv.slice(2).map(Number)];
  const KEY = "Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nHost: localhost\\r\\n";
  const till = () => "channel=till:" + (1 + Math.floor(Math.random() * 999_999_998));
  let told = { 101: 0, 503: 0, other: 0 };
  const all = new Set();
  const enter = () => new Promise((resolve) => {
    const socket = connect(path).on("error", resolve).on("close", () => { all.delete(socket); resolve(); });
    all.add(socket);
    let heard = "";
    socket.on("data", (bytes) => {
      if (heard === null) return;
      heard += bytes.toString("latin1");
      if (!heard.includes("\\r\\n\\r\\n") || (heard.startsWith("HTTP/1.1 101") && !heard.includes("connected"))) return;
      told[heard.slice(9, 12)] !== undefined ? told[heard.slice(9, 12)]++ : told.other++;
      heard = null;
      resolve();
    });
    const bearer = ++come % 2 ? "Authorization: Bearer " + randomBytes(32).toString("base64url") + "\\r\\n" : "";
    socket.write("GET /connection/websocket?" + Array.from({ length: channels }, till).join("&") + " HTTP/1.1\\r\\n" + KEY + bearer + "\\r\\n");
  });
  let left = count, come = 0;
  const rest = async () => { while (left-- > 0) await enter(); };
  await Promise.all(Array.from({ length: ${AT_ONCE} }, rest));
  console.log(JSON.stringify(told));
  // All of them go, and all come back at once, as browsers do that lose their server; who finds no room in its queue tries again.
  const back = async () => {
    for (const socket of all) socket.destroy();
    told = { 101: 0, 503: 0, other: 0 };
    const again = async () => {
      while (told[101] < count) {
        const before = told[101];
        await enter();
        if (told[101] > before) return;
        await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
      }
    };
    await Promise.all(Array.from({ length: count }, again));
    console.log(JSON.stringify(told));
  };
  process.stdin.on("data", back).on("end", () => process.exit());
`;

/** Sends so many, who ask for so many channels; resolves when each has been answered: {told: {101, 503, other}, storm(), hangUp()}. They
 *  stay until then. storm: all are cut and come back at once; resolves when all are in. */
export async function sendStrangers(house, count, channels = CHANNELS) {
  const child = spawn("nice", ["-n", "10", "setpriv", "--pdeathsig", "KILL", process.execPath, "--input-type=module", "-e", attacker, join(house.folder, "run/gateway.sock"), String(count), String(channels)], { stdio: ["pipe", "pipe", "inherit"] });
  const hangUp = () => child.stdin.end();
  house.adopt({ hangUp });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const lines = createInterface({ input: child.stdout });
  const answered = () => within("the strangers are answered", new Promise((resolve) => lines.once("line", (line) => resolve(JSON.parse(line)))), 120_000);
  return {
    told: await answered(),
    storm() {
      child.stdin.write("again\n");
      return answered();
    },
    hangUp: () => (hangUp(), within("the strangers go", ended)),
  };
}

/** Somebody who only listens, on the gateway's own socket. */
export const listen = async (house) => {
  const raw = await new Raw(house, upgrade()).open();
  await waitFor("greeted", () => raw.of(TEXT).length > 0);
  return stay(raw);
};

/** Answers pings, whether they come or not. */
const stay = (raw) => {
  const timer = setInterval(() => raw.write(frame(PONG, "hi")), PONG_MS).unref();
  raw.socket.on("close", () => clearInterval(timer));
  return raw;
};

/** How late events of the races are, in ms, from just before their transaction on: {p50, p99, max}; for as long as `until`
 *  is not resolved, and at least `atLeast` events. */
export async function measureRaces(house, listeners, { until = Promise.resolve(), atLeast = 50, everyMs = 40 } = {}) {
  const late = [];
  let isOver = false;
  until.then(() => (isOver = true), () => (isOver = true));
  const heard = new Map();
  const hear = (bytes) => {
    const at = performance.now();
    for (const [, mark] of bytes.toString("latin1").matchAll(/race mark (\d+)/g)) late.push(at - heard.get(Number(mark)));
  };
  for (const { socket } of listeners) socket.on("data", hear);
  for (let i = 0; i < atLeast || !isOver; i++) {
    const mark = Math.floor(performance.now() * 1000);
    heard.set(mark, performance.now());
    await tell(house, "race", `race mark ${mark}`);
    await pass(everyMs);
  }
  await waitFor(() => `everybody has heard all ${heard.size}: ${late.length}`, () => late.length === heard.size * listeners.length, 30_000);
  for (const { socket } of listeners) socket.off("data", hear);
  late.sort((a, b) => a - b);
  const at = (share) => Math.round(10 * late[Math.min(late.length - 1, Math.floor(late.length * share))]) / 10;
  return { p50: at(0.5), p99: at(0.99), max: at(1), events: heard.size };
}

/** How late races are for a few while `count` others watch, and while those are all cut and come back at once: {sitting, back, tookMs}. */
export async function storm(house, count) {
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => listen(house)));
  const crowd = await sendStrangers(house, count, 0);
  const sitting = await measureRaces(house, listeners);
  const begin = performance.now();
  const coming = crowd.storm().then(() => Math.round(performance.now() - begin));
  const back = await measureRaces(house, listeners, { until: coming, atLeast: 0 });
  const tookMs = await coming;
  await crowd.hangUp();
  for (const raw of listeners) raw.hangUp();
  return { sitting, back, tookMs };
}

/** How late races are: `quiet`; while as many mere viewers come (`viewers`), and sit there (`sitting`); and while `count` strangers do, who cost no more than those
 *  but for what they ask. Meanwhile an admin is told things, too. */
export async function attack(house, admin, count, { atLeast, everyMs } = {}) {
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, () => listen(house)));
  const reader = stay(await new Raw(house, upgrade({ query: "?channel=admin", headers: { Authorization: `Bearer ${admin.token}` } })).open());
  await waitFor("the admin follows", () => reader.texts().some(({ event }) => event === "subscribed"));
  const gateway = house.program("gateway"), result = { quiet: await measureRaces(house, listeners, { atLeast, everyMs }) };
  for (const [name, channels] of [["viewers", 0], ["strangers", CHANNELS]]) {
    const coming = sendStrangers(house, count, channels);
    const following = followAdmin(house, reader, coming);
    result[name] = await measureRaces(house, listeners, { until: coming, atLeast, everyMs });
    const { told, hangUp } = await coming;
    if (name === "viewers") result.sitting = await measureRaces(house, listeners, { atLeast, everyMs });
    Object.assign(result[name], { told, kb: gateway.residentKb(), adminMs: Math.round(await following) });
    await hangUp();
  }
  for (const raw of [...listeners, reader]) raw.hangUp();
  return result;
}

/** The longest that an event of the administration took, while `until` is not resolved. */
async function followAdmin(house, reader, until) {
  let isOver = false, longest = 0;
  until.then(() => (isOver = true), () => (isOver = true));
  for (let i = 0; !isOver || i < 3; i++) {
    const note = `admin mark ${i}`, begin = performance.now();
    await tell(house, "admin", note);
    await waitFor("the admin is told", () => reader.texts().some(({ data }) => data?.note === note), 60_000);
    longest = Math.max(longest, performance.now() - begin);
  }
  return longest;
}
