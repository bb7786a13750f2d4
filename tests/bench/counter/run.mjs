// SPDX-License-Identifier: MIT
// make bench-counter: how long a cashier waits for paper. From her last key to the first byte at the printer, in Chromium, on an
// idle house with a durable PostgreSQL as `make run` makes it; beside it what of that was the api's, in the same run: the sale's
// answer and that of the ticket's facts. SALES (200). The last line is JSON.
import assert from "node:assert/strict";
import { openBrowser } from "../../lib/browser.mjs";
import { openCounter, signIn, takeTill } from "../../lib/counter.mjs";
import { sumOf, untilShown } from "../../lib/first_load.mjs";
import { House } from "../../lib/house.mjs";
import { PASSWORD, People } from "../../lib/people.mjs";

const SALES = Number(process.env.SALES ?? 200);
const WARM = 10; // sales before it counts: plans, caches, code that the browser compiles
const LINE = "6/1"; // a runner and a quick stake
const BETTING_MS = 3_600_000;

/** Runs in the page: a printer on a serial line that notes when its first byte came, and when the last key was pressed. */
function record() {
  const paper = { keys: 0, pressedAt: 0, firstAt: null, times: [] };
  window.paper = paper;
  const take = (bytes) => {
    paper.firstAt ??= performance.now();
    if (bytes.some((byte, i) => byte === 0x1d && bytes[i + 1] === 0x56)) {
      paper.times.push({ keys: paper.keys, ms: paper.firstAt - paper.pressedAt });
      Object.assign(paper, { keys: 0, firstAt: null });
    }
  };
  window.addEventListener("keydown", (event) => Object.assign(paper, { keys: paper.keys + 1, pressedAt: event.timeStamp }), { capture: true });
  const port = {
    getInfo: () => ({}),
    addEventListener() {},
    async open() {
      // What asks for paper is no paper.
      this.writable = new WritableStream({ write: (bytes) => (bytes[0] === 0x10 ? undefined : take(bytes)) });
      this.readable = null;
    },
    close: async () => {},
  };
  Object.defineProperty(Navigator.prototype, "serial", { get: () => ({ getPorts: async () => [port] }), configurable: true });
  localStorage.setItem("hippodrome.printer", JSON.stringify({ way: "serial", roll: 58 }));
}

const percentile = (numbers, part) => [...numbers].sort((one, other) => one - other)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];
const round = (number) => Number(number.toFixed(1));

async function sell(page, times) {
  const before = await page.evaluate(() => window.paper.times.length);
  for (const key of LINE) await page.keyboard.press(key);
  // As she would: not before the line is on the screen.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await page.keyboard.press("Enter");
  await page.waitForFunction((count) => window.paper.times.length > count, before);
  await page.waitForFunction(() => document.querySelector('.line-input[data-sending="no"]'));
  times.push(await page.evaluate(() => window.paper.times.at(-1)));
}

/** What the browser waited for the api's answers to one kind of request. */
const answers = (page, pattern) =>
  page.evaluate((text) => performance.getEntriesByType("resource").filter(({ name }) => new RegExp(text).test(name)).map(({ requestStart, responseEnd }) => responseEnd - requestStart), pattern);

const house = new House({ isDurable: true, settings: { BETTING_MS, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 } });
let browser;
try {
  await house.open();
  const people = await People.arrive(house);
  const shop = await people.shop();
  await people.till(shop);
  const { me } = await people.person("cashier", shop);
  browser = await openBrowser();
  const { page } = await openCounter(browser, house);
  await page.addInitScript(record);
  await page.reload();
  await signIn(page, me.username, PASSWORD);
  await takeTill(page);
  await page.waitForSelector(".runner");
  for (let i = 0; i < WARM; i++) await sell(page, []);
  await page.evaluate(() => {
    performance.clearResourceTimings();
    performance.setResourceTimingBufferSize(10_000);
  });
  const times = [];
  for (let i = 0; i < SALES; i++) await sell(page, times);
  const sold = await house.value("select count(*)::integer from hippo.ticket");
  assert.equal(sold, SALES + WARM, "each sale once");
  const [sales, facts] = [await answers(page, "/tickets$"), await answers(page, "/print$")];
  const both = sales.map((ms, i) => ms + facts[i]);
  const waits = times.map(({ ms }) => ms);
  for (const [what, list] of [["key to paper", waits], ["the sale's answer", sales], ["the facts' answer", facts], ["both answers", both]])
    console.log(`${what.padEnd(20)} p50 ${round(percentile(list, 0.5))} ms, p99 ${round(percentile(list, 0.99))} ms, ${list.length} sales`);
  console.log(JSON.stringify({
    key_to_paper_p50_ms: round(percentile(waits, 0.5)), key_to_paper_p99_ms: round(percentile(waits, 0.99)),
    api_p50_ms: round(percentile(both, 0.5)), api_p99_ms: round(percentile(both, 0.99)),
    first_load_kb: round(sumOf(untilShown("cashier")) / 1000), keys_for_a_usual_ticket: Math.max(...times.map(({ keys }) => keys)),
  }));
} finally {
  await browser?.close();
  await house.close();
}
