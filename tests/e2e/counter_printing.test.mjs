// SPDX-License-Identifier: MIT
// The counter's printer in the browser, on the real house: the set-up page, what a sale prints, one key for what jammed, papers
// that nobody confirmed, a printer that is unplugged. The printer is a serial one that keeps what it gets.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { awaitBets, sellByKeys, whole } from "../lib/desk.mjs";
import { useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";
import { parse, TEST_TICKET } from "../../web/lib/ticket_code.js";
import { decode } from "../web/paper/decode.mjs";

const SCREENSHOTS = join(ROOT, "build/screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = [[1920, 1080], [1024, 768], [390, 844]];
const house = useHouse({ settings: { BETTING_MS: patience(240_000), LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 } });
let people, cashier, browser, screen, page, testCode;

/** Runs in the page: a port that keeps what is written, unless `window.unplugged`; what the browser would print. */
function fakePrinters() {
  window.printed = [];
  window.asked = 0;
  const port = {
    getInfo: () => ({}),
    addEventListener() {},
    async open() {
      if (window.unplugged) throw new DOMException("gone", "NetworkError");
      this.writable = new WritableStream({ write: (bytes) => window.isStuck ? new Promise(() => {}) : window.unplugged ? Promise.reject(new DOMException("gone", "NetworkError")) : void window.printed.push(...bytes) });
      this.readable = new ReadableStream({ pull: () => new Promise(() => {}) });
    },
    close: async () => {},
  };
  const serial = { getPorts: async () => [port], requestPort: async () => (window.asked++, (window.unplugged = false), port) };
  Object.defineProperty(Navigator.prototype, "serial", { get: () => serial, configurable: true });
  window.print = () => {
    const paper = document.querySelector("body > .paper");
    window.shown = { text: paper?.textContent, rule: document.adoptedStyleSheets.at(-1)?.cssRules[0].cssText };
    window.dispatchEvent(new Event("afterprint"));
  };
}

before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  people = await People.arrive(house);
  cashier = await people.cashier();
  browser = await openBrowser();
  await arrive();
}, { timeout: patience(120_000) });
after(() => browser?.close());

/** A browser profile that knows nothing but who is signed in. */
async function arrive() {
  screen = await openPage(browser, house);
  page = screen.page;
  await page.addInitScript(fakePrinters);
  await page.context().addCookies([{ name: "hippo_session", value: cashier.token, url: `${house.origin}/api`, httpOnly: true, secure: true, sameSite: "Strict" }]);
}

/** What people with other eyes and hands cannot use of what is seen. */
async function assertUsable() {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(" ")).slice(0, 3)}`), []);
}

async function open() {
  await visit(page, `${house.origin}/cashier/`);
  await page.locator('main[data-page="sell"]').waitFor();
  await whole(page);
  await awaitBets(page);
}

/** What the printer got since it was last asked: rows and codes. */
async function taken() {
  const { parts } = decode(Uint8Array.from(await page.evaluate(() => window.printed.splice(0))));
  return { text: parts.filter(({ is }) => is === "row").map(({ text }) => text.trim()).join("\n"), codes: parts.filter(({ is }) => is === "code").map(({ text }) => text), cuts: parts.filter(({ is }) => is === "cut").length };
}

/** The next paper, whole. */
async function nextPaper() {
  await page.waitForFunction(() => window.printed.some((byte, i, all) => byte === 0x1d && all[i + 1] === 0x56));
  return taken();
}

test("the set-up page makes a printer known, and tries it", { timeout: patience(60_000) }, async () => {
  await open();
  await page.keyboard.press("F10");
  await page.locator('main[data-page="setup"]').waitFor();
  await page.locator('select[name="way"]').selectOption({ index: 1 });
  await page.locator('select[name="qr"]').selectOption({ index: 1 });
  await page.locator('input[name="drawer"]').check();
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, `${width} px are enough`);
    await page.screenshot({ path: join(SCREENSHOTS, `counter-setup-${width}.png`) });
    await assertUsable();
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.locator("main h1").first().click(); // out of the field
  await page.keyboard.press("t");
  const paper = await nextPaper();
  assert.match(paper.text, /PAGE D'ESSAI[^]*à â ç è é ê[^]*Scannez ce code/);
  assert.deepEqual(parse(paper.codes[0]), TEST_TICKET);
  testCode = paper.codes[0];
  assert.equal(paper.cuts, 1);
  await page.locator(".setup-state .done").waitFor();
  await page.keyboard.press("d");
  await page.waitForFunction(() => window.printed.includes(0x70));
  await page.evaluate(() => window.printed.splice(0));
  assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem("hippodrome.printer")).way), "serial");
});

test("a scan of the test page teaches the page how this scanner begins", { timeout: patience(60_000) }, async () => {
  const scan = async (keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.keyboard.press("s");
  await page.locator('[data-scan="wait"]').waitFor();
  await scan(["F4", ...testCode, "Enter"]); // F4 is a page of the counter, but not now
  await page.locator('[data-scan="good"]').waitFor();
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem("hippodrome.scanner"))), { key: "F4", code: "F4", ctrl: false });
  await page.keyboard.press("s");
  await page.locator('[data-scan="wait"]').waitFor();
  await scan([...testCode, "Enter"]);
  await page.locator('[data-scan="bare"]').waitFor();
  await page.keyboard.press("s");
  await scan(["5", "9", "0", "Enter"]);
  await page.locator('[data-scan="bad"]').waitFor();
  await scan(["F4", ...testCode, "Enter"]); // as any scan from now on
  await page.locator('[data-scan="good"]').waitFor();
  await page.evaluate(() => localStorage.removeItem("hippodrome.scanner"));
  await open();
});

test("a sale prints its ticket, and one key prints it again as a duplicate", { timeout: patience(60_000) }, async () => {
  await page.keyboard.press("F2");
  await sellByKeys(page, "6*25");
  const original = await nextPaper();
  const { number, code } = parse(original.codes[0]);
  assert.match(original.text, new RegExp(`${number}[^]*Mise totale +25,00 HTG`));
  assert.doesNotMatch(original.text, /DUPLICATA/);
  assert.equal((await cashier.do("GET", `/tickets/${number}`)).number, number);
  await page.keyboard.press("F8");
  const copy = await nextPaper();
  assert.match(copy.text, /DUPLICATA N° 1/);
  assert.deepEqual(parse(copy.codes[0]), { number, code });
});

test("a printer that was unplugged: said so, and one key later it prints", { timeout: patience(60_000) }, async () => {
  await page.evaluate(() => (window.unplugged = true));
  await page.keyboard.press("F8");
  await page.locator('[data-printer="printer_failed"]').waitFor();
  await page.keyboard.press("F8");
  await page.locator('[data-printer="printer_connect"]').waitFor();
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(SCREENSHOTS, `counter-printer-${width}.png`) });
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.keyboard.press("F8");
  await page.locator(".printer-strip").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => window.asked), 1);
  assert.equal((await taken()).cuts, 0, "nothing was printed by itself");
  await page.keyboard.press("F8");
  assert.match((await nextPaper()).text, /DUPLICATA N° 4/);
});

test("a sale while the printer takes nothing: one key later it is on paper", { timeout: patience(60_000) }, async () => {
  await page.evaluate(() => (window.unplugged = true));
  await sellByKeys(page, "7*50");
  await page.locator('[data-printer="printer_failed"]').waitFor(); // it was open, and takes nothing
  await page.evaluate(() => (window.unplugged = false));
  await page.keyboard.press("F8");
  const copy = await nextPaper();
  assert.match(copy.text, /DUPLICATA N° 1[^]*Mise totale +50,00 HTG/, "a part of it may be on paper");
  await page.locator(".printer-strip").waitFor({ state: "detached" });
});

test("papers that nobody confirmed are offered at the next start, one key each", { timeout: patience(60_000) }, async () => {
  const left = async () => (await cashier.do("GET", "/till/papers")).items.map(({ number, kind }) => `${kind} ${number}`);
  await page.locator(".printer-strip").waitFor({ state: "detached" });
  const [lost, voided] = [await cashier.sell(), await cashier.sell()];
  await cashier.void(voided);
  await open();
  await page.locator("dialog.papers[open]").waitFor();
  assert.ok((await left()).length >= 3);
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(SCREENSHOTS, `counter-papers-${width}.png`) });
    await assertUsable();
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  assert.equal((await taken()).cuts, 0, "nothing is printed by itself");
  assert.deepEqual(await page.locator("dialog.papers li").evaluateAll((rows) => rows.map(({ dataset }) => `${dataset.kind} ${dataset.number}`)),
    [`slip ${voided.number}`, `ticket ${voided.number}`, `ticket ${lost.number}`]);
  await page.keyboard.press("1");
  assert.match((await nextPaper()).text, new RegExp(`REÇU D'ANNULATION[^]*${voided.number}`));
  await page.locator(`dialog.papers li[data-kind="slip"]`).waitFor({ state: "detached" });
  await page.keyboard.press("2");
  assert.match((await nextPaper()).text, new RegExp(`DUPLICATA N° 1[^]*${lost.number}`));
  await page.keyboard.press("0"); // all came out
  await page.locator("dialog.papers").waitFor({ state: "detached" });
  await waitFor("the house knows", async () => (await left()).length <= 1, 10_000);
  assert.equal(await house.value("select count(*) from hippo.ticket"), 4, "no sale was made by it");
});

test("a machine that goes off while it prints: another one, which knows nothing, offers the paper, and prints none by itself", { timeout: patience(60_000) }, async () => {
  await page.evaluate(() => (window.isStuck = true));
  await sellByKeys(page, "8*75");
  const lost = await waitFor("it is sold", async () => (await cashier.do("GET", "/tickets?limit=1")).items.find(({ stake }) => stake === 7500), 10_000);
  await screen.close();
  await arrive();
  await open();
  await page.evaluate(() => localStorage.setItem("hippodrome.printer", JSON.stringify({ way: "serial", qr: "printer" })));
  await open();
  await page.locator(`dialog.papers[open] li[data-number="${lost.number}"]`).waitFor();
  assert.equal((await taken()).cuts, 0);
  await page.keyboard.press("1");
  assert.match((await nextPaper()).text, new RegExp(`DUPLICATA N° 1[^]*${lost.number}`));
  await page.keyboard.press("Escape");
  await page.locator("dialog.papers").waitFor({ state: "detached" });
});

test("the browser's own printer gets a page of the paper's size", { timeout: patience(60_000) }, async () => {
  await page.keyboard.press("F10");
  await page.locator('select[name="way"]').selectOption({ index: 0 });
  await page.locator('select[name="roll"]').selectOption({ index: 2 });
  await page.locator("main h1").first().click();
  await page.keyboard.press("t");
  await page.waitForFunction(() => window.shown);
  const { text, rule } = await page.evaluate(() => window.shown);
  assert.match(text, /Page d’essai/);
  assert.match(rule, /@page \{ size: 80mm \d+(\.\d)?mm; margin: 0(px)?; \}/);
  assert.equal(await page.locator("body > .paper").count(), 0, "and nothing of it is left");
});

test("no policy was violated, nothing failed", async () => {
  assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
  assert.deepEqual(screen.notes.errors, []);
});
