// SPDX-License-Identifier: MIT
// The counter sells: a cashier signs in, takes a till, and sells in every market by the keyboard alone, by touch and by mouse.
// What she types is never sold twice and never lost, and what is refused is said in words, with what would pass.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { openBrowser, visit } from "../lib/browser.mjs";
import { enter, openCounter, openMarkets, seen, signIn, sold, takeTill, type } from "../lib/counter.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { PASSWORD, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 5000, LOCK_MS: 700, FILM_MS: 1000, FINISH_MS: 300 };
const SCREENSHOTS = join(ROOT, "build/screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const EXPOSURE = 2_712_300;

describe("the counter sells", inOrder, () => {
  const house = useHouse({ settings: SETTINGS, programs: ["gateway", "api", "caddy"] });
  let browser, people, shop, anna, counter, page;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await openMarkets(house);
    await house.query("update hippo.setting set value = $1 where name = 'till_exposure_max'", [String(EXPOSURE)]);
    house.start("scheduler");
    people = await People.arrive(house);
    shop = await people.shop();
    for (let i = 0; i < 3; i++) await people.till(shop);
    anna = await people.person("cashier", shop);
    browser = await openBrowser();
    counter = await openCounter(browser, house);
    page = counter.page;
    page.setDefaultTimeout(patience(10_000));
  }, { timeout: patience(60_000) });
  after(() => browser?.close());
  beforeEach(async () => {
    if (await page.$(".line-input")) await clear();
  });

  /** A round that takes bets for at least `left` ms more, on this page. */
  async function betting(on = page, left = 2000) {
    const round = await people.betting(left, 30_000);
    await on.waitForSelector(`body[data-phase="betting"][data-round-id="${round.roundId}"]`);
    await on.waitForFunction((id) => document.querySelector(".limits") && document.querySelector(".countdown-round").textContent.includes(id), String(round.roundId));
    return round;
  }
  const tickets = () => house.value("select count(*)::int from hippo.ticket");
  const text = (selector, on = page) => on.textContent(selector);
  const lastNumber = (on = page) => on.evaluate(() => document.querySelector("[data-sold]")?.dataset.sold ?? null);
  const lines = async (number) => (await anna.do("GET", `/tickets/${number}`)).lines.map(({ market, selection, stake }) => `${market} ${selection} ${stake / 100}`);
  /** Types a ticket and sells it: its number. */
  async function sell(typed, on = page) {
    const old = await lastNumber(on);
    await type(on, typed);
    await enter(on);
    return sold(on, old);
  }
  async function clear(on = page) {
    for (let i = 0; i < 3; i++) await on.keyboard.press("Escape");
    await seen(on);
  }
  /** No printer is here: who starts the page anew would be asked about all that was sold. */
  async function papersSeen() {
    for (;;) {
      const { items } = await anna.do("GET", "/till/papers");
      if (!items.length) return;
      await anna.do("POST", "/till/papers/confirm", { papers: items.map(({ number, kind }) => ({ number, kind })) });
    }
  }
  const message = (words, on = page) => waitFor(() => `the page says ${words}`, async () => {
    const said = await text(".message", on);
    return words.test(said) && said;
  });

  test("a cashier signs in, is told when the password is wrong, takes a till and opens it, by keys alone", async () => {
    await signIn(page, anna.me.username, "not the password");
    await page.waitForSelector(".problem");
    assert.match(await text(".problem"), /incorrect/);
    await page.focus("#username");
    await page.keyboard.press("Control+a");
    await signIn(page, anna.me.username);
    await takeTill(page);
    assert.equal(Number(await house.value("select float_minor from hippo.till_session")), 1_000_000);
    await page.waitForSelector('.line[data-line="connected"]');
  });

  test("a usual ticket takes at most five keys from an empty line, on the numeric pad alone", async () => {
    await betting();
    for (const keys of [["Numpad6", "NumpadDivide", "Numpad1", "NumpadEnter"], ["Numpad5", "Numpad4", "NumpadDivide", "Numpad3", "NumpadEnter"]]) {
      assert.ok(keys.length <= 5);
      const old = await lastNumber();
      for (const key of keys.slice(0, -1)) await page.keyboard.press(key);
      await seen(page);
      await page.keyboard.press(keys.at(-1));
      const number = await sold(page, old);
      assert.equal((await lines(number)).length, 1);
    }
    assert.deepEqual(await lines(await lastNumber()), ["win 54 100"]);
  });

  test("all markets on one ticket, and the gain that the page shows is the house's", async () => {
    await betting();
    for (const line of ["6*25", "7P*25", "8S*25", "6-7O*25", "6-7C*25", "6-7L*25", "6-7-8Q*25", "6-7-8T*25", "6-7D*25"]) await type(page, `${line}+`);
    const number = await sell("I*25");
    const ticket = await anna.do("GET", `/tickets/${number}`);
    assert.deepEqual(ticket.lines.map(({ market }) => market), ["win", "place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"]);
    // 1 234,50 HTG
    const gain = /Gain possible([^H]*)HTG/.exec(await text(".last"))[1].replace(/[^\d,]/g, "").replace(",", ".");
    assert.equal(Math.round(Number(gain) * 100), ticket.maxPrize);
  });

  test("boxes and wheels, repeated on the same race", async () => {
    await betting();
    assert.deepEqual(await lines(await sell("6.7.8C/1")), ["quinella 6-7 25", "quinella 6-8 25", "quinella 7-8 25"]);
    assert.equal((await lines(await sell("X-6O/1"))).length, 5);
    const old = await lastNumber();
    await page.keyboard.press("F6");
    await seen(page);
    await enter(page);
    assert.equal((await lines(await sold(page, old))).length, 5);
  });

  test("a fault is shown at its place, and Enter sells nothing", async () => {
    const count = await tickets();
    await type(page, "6-11*25");
    assert.equal(await text(".line-input mark"), "11");
    assert.match(await text("#echo"), /11 ne court pas/);
    await enter(page);
    await clear();
    await enter(page);
    assert.equal(await tickets(), count);
  });

  test("the digits' row of a French keyboard types digits", async () => {
    const devtools = await page.context().newCDPSession(page);
    for (const [key, code] of [["-", "Digit6"], ["*", "Backslash"], ["é", "Digit2"], ["(", "Digit5"]])
      for (const kind of ["keyDown", "keyUp"]) await devtools.send("Input.dispatchKeyEvent", { type: kind, key, code });
    await seen(page);
    assert.equal(await text(".line-input"), "6*25");
    await clear();
  });

  test("keys of soft keyboards that say nothing are harmless, and the pads still sell", async () => {
    await betting();
    await page.evaluate(() => {
      for (const init of [{ key: "Unidentified", code: "", keyCode: 229 }, { key: "6", code: "", keyCode: 229 }, { key: "Enter", code: "", keyCode: 229, isComposing: true }])
        window.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true }));
    });
    await seen(page);
    assert.equal(await text(".line-input"), "");
    const old = await lastNumber();
    await page.click(".runner:has-text('Citadelle')");
    await page.click(".stakes button:nth-child(2)");
    await page.click(".confirm");
    assert.deepEqual(await lines(await sold(page, old)), ["win 7 50"]);
  });

  test("what the page knows to be refused is not asked: which line, why, and the most that would pass", async () => {
    await betting();
    const count = await tickets();
    await type(page, "6*25+7*6000");
    await enter(page);
    assert.match(await message(/Pari 2/), /5\u202f?.?000/);
    assert.equal(await text('.bet[data-wrong="true"] .bet-name').then((name) => name.includes("7 Citadelle")), true);
    await page.keyboard.press("m");
    await seen(page);
    const old = await lastNumber();
    await enter(page);
    const number = await sold(page, old);
    assert.deepEqual(await lines(number), ["win 6 25", "win 7 5000"]);
    assert.equal(await tickets(), count + 1);
  });

  test("what the house refuses comes back with its line and the largest stake, which one key takes", async () => {
    await betting();
    let refused = false;
    for (let i = 0; i < 4 && !refused; i++) {
      const old = await lastNumber();
      await type(page, "54*5000");
      await enter(page);
      refused = await page.waitForFunction((number) => document.querySelector(".message.refused") !== null || (document.querySelector("[data-sold]")?.dataset.sold ?? null) !== number, old)
        .then(() => page.evaluate(() => document.querySelector(".message.refused") !== null));
    }
    assert.ok(refused);
    assert.match(await text(".message"), /Pari 1 : .*limite.*Au plus/);
    await page.keyboard.press("m");
    await seen(page);
    const old = await lastNumber();
    await enter(page);
    await sold(page, old);
  });

  test("ten Enters in 100 ms, a held Enter and a double click sell one ticket each", async () => {
    await betting();
    let count = await tickets();
    let old = await lastNumber();
    await type(page, "8/1");
    const devtools = await page.context().newCDPSession(page);
    const press = (type, more = {}) => devtools.send("Input.dispatchKeyEvent", { type, key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, ...more });
    await Promise.all(Array.from({ length: 10 }, () => press("keyDown")));
    await press("keyUp");
    old = await sold(page, old);
    assert.equal(await tickets(), ++count);
    await type(page, "9/1");
    await press("keyDown");
    for (let i = 0; i < 20; i++) await press("keyDown", { autoRepeat: true });
    await press("keyUp");
    old = await sold(page, old);
    assert.equal(await tickets(), ++count);
    await type(page, "10/1");
    await page.dblclick(".confirm");
    await sold(page, old);
    assert.equal(await tickets(), ++count);
  });

  test("keys pressed while the page stood still sell nothing", async () => {
    await betting(page, 3500);
    const count = await tickets();
    const devtools = await page.context().newCDPSession(page);
    await page.evaluate(() => setTimeout(() => {
      const until = performance.now() + 2000;
      while (performance.now() < until);
    }, 20));
    await pass(300); // the page stands still by now
    const pressed = [];
    for (const [key, code] of [["8", "Digit8"], ["/", "NumpadDivide"], ["1", "Digit1"], ["Enter", "Enter"], ["Enter", "Enter"]])
      for (const kind of ["keyDown", "keyUp"]) pressed.push(devtools.send("Input.dispatchKeyEvent", { type: kind, key, code }));
    await Promise.all(pressed);
    await message(/relisez/);
    assert.equal(await text(".line-input"), "8/1");
    assert.equal(await tickets(), count);
    const old = await lastNumber();
    await enter(page);
    await sold(page, old);
    assert.equal(await tickets(), count + 1);
  });

  test("a reload amid typing loses nothing, and says so", async () => {
    await papersSeen();
    await betting();
    await type(page, "6*25+7P*5");
    await page.reload();
    await page.waitForSelector(".entry");
    await seen(page);
    assert.equal(await text(".line-input"), "7P*5");
    assert.match(await text(".bet-name"), /6 Soley Leve/);
    await message(/relisez/);
  });

  test("the draft outlives the round: priced anew, told, and sold on the next one", async () => {
    const { roundId } = await people.betting(300, 30_000);
    await type(page, "6*25+");
    await page.waitForSelector(`body[data-phase="locked"][data-round-id="${roundId}"], body[data-phase="racing"]`);
    await type(page, "7P*50");
    await enter(page);
    await message(/fermés/);
    assert.equal((await page.$$(".entry")).length, 2, "the draft is kept");
    const next = await house.phase("betting", { from: roundId + 1 });
    await message(new RegExp(String(next.round_id)));
    await seen(page);
    const old = await lastNumber();
    await enter(page);
    assert.deepEqual(await lines(await sold(page, old)), ["win 6 25", "place 7 50"]);
    assert.equal(await tickets() > 0, true);
  });

  test("the lock falls while a sale is on its way: refused in words, the draft kept", async () => {
    await betting(page, 1500);
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route("**/api/v1/tickets", async (route) => {
      await held;
      await route.continue();
    });
    const count = await tickets();
    await type(page, "9/2");
    await enter(page);
    await page.waitForSelector('.line-input[data-sending="yes"]');
    assert.equal(await page.getAttribute(".confirm", "aria-disabled"), "true");
    await enter(page);
    await page.waitForSelector('body[data-phase="locked"], body[data-phase="racing"]');
    release();
    await message(/fermés/);
    await page.unroute("**/api/v1/tickets");
    assert.equal((await page.$$(".entry")).length, 1);
    assert.equal(await tickets(), count);
    await clear();
  });

  test("the same again on the next race waits for it", async () => {
    await betting();
    await sell("6/1");
    const count = await tickets();
    const roundId = Number(await page.getAttribute("body", "data-round-id"));
    await page.keyboard.press("F7");
    await seen(page);
    await enter(page);
    await message(/course suivante/);
    assert.equal(await tickets(), count);
    await house.phase("betting", { from: roundId + 1 });
    await message(new RegExp(String(roundId + 1)));
    await seen(page);
    const old = await lastNumber();
    await enter(page);
    await sold(page, old);
    assert.equal(await tickets(), count + 1);
  });

  test("by touch on a phone held upright: a line on each of two markets, a stake of the own pad", async () => {
    const bert = await people.person("cashier", shop);
    const phone = await openCounter(browser, house, { viewport: { width: 390, height: 844 } });
    await signIn(phone.page, bert.me.username);
    await takeTill(phone.page, "5000", 2);
    await betting(phone.page);
    const tap = (selector) => phone.page.click(selector);
    await tap(".markets button:has-text('Couplé ordre')");
    await tap(".runner:has-text('Tonnerre')");
    await tap(".runner:has-text('Lanbi')");
    await tap(".pad-toggle");
    for (const key of ["*", "7", "5"]) await tap(`.pad button[aria-label="${key}"]`);
    await tap(".next");
    await tap(".runner:has-text('Papiyon')");
    await tap(".stakes button:nth-child(1)");
    await phone.page.screenshot({ path: join(SCREENSHOTS, "counter-sell-390.png") });
    await tap(".confirm");
    const number = await sold(phone.page);
    const ticket = await bert.do("GET", `/tickets/${number}`);
    assert.deepEqual(ticket.lines.map(({ market, selection, stake }) => [market, selection, stake]), [["exacta", "54-10", 7500], ["win", "9", 2500]]);
    assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth), 390);
    await phone.close();
  });

  test("a supervisor sees who is at which till of the shop, and may look without one", async () => {
    const sam = await people.supervisor(shop);
    const other = await openCounter(browser, house, { lang: "en" });
    await signIn(other.page, sam.me.username);
    await other.page.waitForSelector(".till");
    assert.equal((await other.page.$$(".till")).length, 3);
    assert.match(await text(".tills", other.page), new RegExp(anna.me.displayName));
    await other.page.click("text=Go on without a till");
    await other.page.waitForSelector('[data-page="sell"]');
    assert.match(await text(".page", other.page), /Open a till to sell/);
    await other.page.click("main button.main");
    await other.page.waitForSelector(".till");
    await other.close();
  });

  test("in three languages and three sizes: no violation of axe or of the policy, nothing wider than the page", async () => {
    const bad = [];
    await papersSeen();
    for (const [lang, viewport] of [["fr", { width: 1920, height: 1080 }], ["en", { width: 1024, height: 768 }], ["ht", { width: 390, height: 844 }]]) {
      await page.setViewportSize(viewport);
      await visit(page, `${house.origin}/cashier/?lang=${lang}`);
      await page.waitForSelector(".runner");
      assert.equal(await page.getAttribute("html", "lang"), lang);
      await type(page, "6*25+54P*5");
      await bareViolations(bad, `${lang} typing`);
      await page.keyboard.press("?");
      await page.waitForSelector("dialog[open]");
      await bareViolations(bad, `${lang} help`);
      await page.screenshot({ path: join(SCREENSHOTS, `counter-help-${lang}.png`) });
      await page.keyboard.press("Escape");
      await clear();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width, `${lang} is wider than ${viewport.width}`);
    }
    assert.deepEqual(bad, []);
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    assert.deepEqual(counter.notes.errors, []);
    // The page asks who is signed in; a refusal is an answer, and the browser notes it all the same. Requests that it drops because an
    // interface of the machine comes or goes are made again.
    assert.deepEqual(counter.notes.console.filter(({ type: kind, text: words }) => kind === "error" && !/status of 4\d\d|ERR_NETWORK_CHANGED/.test(words)), []);
  });

  async function bareViolations(bad, where) {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, nodes } of violations) bad.push(`${where}: ${id} ${nodes.map(({ target }) => target.join(" ")).slice(0, 3)}`);
  }

  test("who signs out leaves nothing to read; who is signed out by the house keeps the draft", async () => {
    await papersSeen();
    await betting();
    await type(page, "6*25+");
    await house.query("delete from hippo.sign_in where user_id = $1", [anna.me.userId]);
    await enter(page);
    await page.waitForSelector("#username");
    assert.match(await text(".problem"), /terminée|over|fini/);
    await signIn(page, anna.me.username, PASSWORD);
    await page.waitForSelector(".entry");
  });
});
