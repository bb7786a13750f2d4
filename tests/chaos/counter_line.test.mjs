// SPDX-License-Identifier: MIT
// The counter over a bad line: 30 % of the packets are lost each way and a round trip takes a second. The browser lives in a network
// namespace of its own, where the kernel drops packets (nft); what passes between it and the house is held up in between. Not every
// kernel has netem, which would do both. A sale is answered, and nothing is sold twice.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { FLAGS, PROGRAM } from "../lib/browser.mjs";
import { awaitBets, enter, openCounter } from "../lib/desk.mjs";
import { freePort, useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { IS_ROOT, patience } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const SALES = 3;
const LOST_OF_100 = 30;
/** Each way. */
const DELAY_MS = 500;
const NAME = `hippo${process.pid}`;
const [OUTSIDE, INSIDE] = [`hv${process.pid}`, `hw${process.pid}`];
/** Of TEST-NET-2, which nobody has. */
const [HERE, THERE] = ["198.51.100.1", "198.51.100.2"];

const run = (program, ...options) => execFileSync(program, options, { stdio: ["ignore", "pipe", "pipe"] });
const ip = (...options) => run("ip", ...options);
const inside = (...command) => ip("netns", "exec", NAME, ...command);

/** Why this machine cannot do it; false: it can. */
function whyNot() {
  if (!IS_ROOT) return "only root makes network namespaces";
  try {
    makeLine();
    spoil();
  } catch (error) {
    unmakeLine();
    return `no such namespace here: ${String(error.stderr ?? error.message).trim().split("\n").at(-1)}`;
  }
  unmakeLine();
  return false;
}

function makeLine() {
  ip("netns", "add", NAME);
  ip("link", "add", OUTSIDE, "type", "veth", "peer", "name", INSIDE, "netns", NAME);
  ip("address", "add", `${HERE}/30`, "dev", OUTSIDE);
  ip("link", "set", OUTSIDE, "up");
  inside("ip", "address", "add", `${THERE}/30`, "dev", INSIDE);
  inside("ip", "link", "set", INSIDE, "up");
  inside("ip", "link", "set", "lo", "up");
}

/** From now on packets are lost. */
function spoil() {
  inside("nft", "add table inet bad");
  for (const way of ["input", "output"]) {
    inside("nft", `add chain inet bad ${way} { type filter hook ${way} priority 0; }`);
    inside("nft", `add rule inet bad ${way} meta ${way === "input" ? "iifname" : "oifname"} != "lo" numgen random mod 100 < ${LOST_OF_100} drop`);
  }
}

const mend = () => inside("nft", "delete table inet bad");

function unmakeLine() {
  for (const options of [["link", "del", OUTSIDE], ["netns", "del", NAME]]) {
    try {
      ip(...options);
    } catch {
      // It was not made.
    }
  }
}

const reason = whyNot();

describe("the counter over a line with 30 % loss and round trips of 1 s", { skip: reason }, () => {
  const house = useHouse({ plain: true, settings: { BETTING_MS: 120_000, LOCK_MS: 500, FILM_MS: 1_000, FINISH_MS: 200 } });
  let isSpoilt = false;
  let gate, browser, cashier, page;
  before(async () => {
    makeLine();
    const people = await People.arrive(house);
    cashier = await people.cashier();
    await people.betting();
    const origin = await openGate();
    // Playwright speaks with it through pipes, which no namespace parts.
    const program = join(house.folder, "chromium");
    writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${NAME} ${PROGRAM} "$@"\n`, { mode: 0o755 });
    browser = await chromium.launch({ executablePath: program, headless: true, args: [...FLAGS, `--host-resolver-rules=MAP localhost ${HERE}`] });
    const context = await browser.newContext({ locale: "fr-HT" });
    await enter(context, origin, cashier.token);
    page = await context.newPage();
    // The page is there, and its worker, before the line gets bad: a first load over such a line is another matter.
    await openCounter(page, origin);
    await awaitBets(page, 60);
    spoil();
    isSpoilt = true;
  }, { timeout: patience(120_000) });
  after(async () => {
    await browser?.close();
    gate?.close();
    unmakeLine();
  });

  /** The house listens on this machine's own loop; from the namespace it is reached through here. */
  async function openGate() {
    const { port } = new URL(house.plainOrigin);
    const gatePort = await freePort();
    gate = createServer((socket) => {
      const there = connect(Number(port), "localhost");
      late(socket, there);
      late(there, socket);
      for (const [one, other] of [[socket, there], [there, socket]]) {
        one.on("error", () => other.destroy());
        one.on("close", () => other.destroy());
      }
    });
    await new Promise((resolve) => gate.listen(gatePort, HERE, resolve));
    return `http://localhost:${gatePort}`;
  }

  /** What comes from one is passed on after a while, in its order; the line is as quick as ever before it is spoilt. */
  function late(from, to) {
    const pass = (act) => (isSpoilt ? setTimeout(act, DELAY_MS) : act());
    from.on("data", (bytes) => pass(() => to.writable && to.write(bytes)));
    from.on("end", () => pass(() => to.end()));
  }

  const tickets = () => house.value("select count(*)::int from hippo.ticket");
  const lastSold = () => page.evaluate(() => document.querySelector("[data-sold]")?.dataset.sold ?? null);

  test("sells, is answered, and sells nothing twice", { timeout: patience(200_000) }, async () => {
    const answered = [];
    for (let i = 0; i < SALES; i++) {
      const before = await lastSold();
      const began = performance.now();
      await page.keyboard.type(`6*${25 + 5 * i}`);
      await page.keyboard.press("Enter");
      const number = await waitFor("the sale is answered", async () => {
        const now = await lastSold();
        return now !== before && now;
      }, 60_000, 100);
      answered.push(Math.round(performance.now() - began));
      assert.equal((await cashier.do("GET", `/tickets/${number}`)).stake, 2_500 + 500 * i);
    }
    console.log(`# answered after ${answered.join(", ")} ms`);
    assert.ok(Math.min(...answered) >= 2 * DELAY_MS, "the line was bad");
    assert.equal(await tickets(), SALES);
    mend();
    await waitFor("nothing is open any more", async () => (await page.locator(".pending li").count()) === 0, 30_000);
    assert.equal(await tickets(), SALES);
    assert.deepEqual(await house.query("select * from report.proof()"), []);
  });
});
