// SPDX-License-Identifier: MIT
// What a cashier meets beside a usual sale: limits that are said before she confirms, keys that come too early, a supervisor who
// approves an annulment and a duplicate, a cut while she does, messages without a till, a display that is found by a typed code.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { APPROVAL, approve, isOpen, pressFor, reach, seen, type } from "../lib/counter.mjs";
import { opened, press, scan, scannedKeys } from "../lib/desk.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { coverage, PASSWORD, People } from "../lib/people.mjs";
import { print } from "../../web/lib/ticket_code.js";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

/** Rounds that are in nobody's way, with little that a till may expose. */
const SETTINGS = { BETTING_MS: 600_000, LOCK_MS: 1000, FILM_MS: 3000, FINISH_MS: 1000 };
const EXPOSURE = 400_000;
const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];

describe("beside a usual sale", inOrder, () => {
  const house = useHouse({ settings: SETTINGS, programs: ["gateway", "api", "caddy"] });
  let browser, people, shop, supervisor;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    for (const [name, value] of Object.entries({ till_exposure_max: EXPOSURE, void_limit: 0, quick_stakes: "5000 20000 1000000" }))
      await house.query("update hippo.setting set value = $2 where name = $1", [name, String(value)]);
    house.start("scheduler");
    [browser, people] = await Promise.all([openBrowser(), People.arrive(house)]);
    shop = await people.shop();
    supervisor = await people.supervisor(shop);
    await people.settleIn(supervisor.me.username);
    await people.betting(5_000);
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  /** Somebody at the counter, signed in. */
  async function enter(person, viewport = SIZES[1]) {
    const seat = await openPage(browser, house, { viewport });
    await seat.page.context().addCookies([{ name: "__Host-hippo_session", value: person.token, url: house.origin, secure: true }]);
    await visit(seat.page, `${house.origin}/cashier/?lang=fr`);
    return seat;
  }
  /** At the page that sells, with the prices of the round and the pages that come later. */
  async function enterTill(options) {
    const cashier = await people.cashier({ shop, ...options });
    const seat = await enter(cashier);
    await seat.page.waitForSelector('main[data-page="sell"] .limits');
    await seat.page.waitForSelector('.tabs [aria-keyshortcuts="F4"]');
    return { cashier, ...seat };
  }
  const look = (page, name) => page.screenshot({ path: join(SCREENSHOTS, `counter-aside-${name}.png`) });
  const says = (page, selector, words) => waitFor(() => `${selector} says ${words}`, async () => words.test((await page.textContent(selector).catch(() => "")) ?? ""), 20_000);

  test("says before the sale what the till may not sell any more, and nothing once it fits", { timeout: patience(60_000) }, async () => {
    const { page, notes, cashier, close } = await enterTill();
    await type(page, "54*5000");
    await says(page, ".message.warned", /limite sur cette course/);
    await page.waitForSelector('.entries .bet[data-wrong="true"], .message.warned');
    await look(page, "limit");
    for (let i = 0; i < 4; i++) await page.keyboard.press("Backspace");
    await type(page, "25");
    await page.waitForSelector(".message.warned", { state: "detached" });
    assert.equal((await cashier.do("GET", "/tickets")).items.length, 0, "nothing was sold by asking");
    assert.deepEqual([notes.errors, await page.evaluate(() => window.seen.violations)], [[], []]);
    await close();
  });

  test("has keys for the stakes that the house has set", { timeout: patience(60_000) }, async () => {
    const { page, close } = await enterTill();
    assert.deepEqual(await page.$$eval(".stakes button", (all) => all.map(({ textContent }) => textContent.replace(/\s/g, ""))), ["/150", "/2200", "/310000"]);
    await type(page, "6/2");
    await says(page, "#echo", /200\sHTG/);
    await type(page, "+");
    await page.waitForSelector(".entries .bet");
    await type(page, "7/4");
    await page.waitForSelector('#echo[data-wrong="true"]');
    await close();
  });

  test("says of a key that came before the ticket was shown that it came too early, and does nothing by it", { timeout: patience(60_000) }, async () => {
    const { page, cashier, close } = await enterTill();
    const ticket = await cashier.sell(coverage());
    await press(page, [...scannedKeys(print(ticket.number, ticket.code)), { key: "Delete", code: "Delete" }]);
    await says(page, ".tickets-open .problem", /avant l’affichage/);
    assert.equal((await opened(page, ticket.number)).verdict, "sold");
    assert.equal(await page.locator(APPROVAL).count(), 0, "nobody was asked about it");
    await look(page, "early");
    await page.keyboard.press("Delete");
    await page.waitForSelector(APPROVAL);
    await page.keyboard.press("Escape");
    await says(page, ".tickets-open .problem", /annulés/);
    await close();
  });

  test("has a supervisor approve an annulment over the limit, also after a cut, and a duplicate that may be worth money", { timeout: patience(60_000) }, async () => {
    const { page, cashier, notes, close } = await enterTill();
    const [slip, won] = [await cashier.sell(), await cashier.sell(coverage())];
    await scan(page, slip);
    assert.equal((await opened(page, slip.number)).verdict, "sold");
    await pressFor(page, "Delete", APPROVAL);
    await look(page, "approval-void");
    await page.fill("#approval-username", supervisor.me.username);
    await page.fill("#approval-password", PASSWORD);
    await page.context().setOffline(true);
    await page.keyboard.press("Enter");
    await says(page, `${APPROVAL} .problem`, /n’a pas pu être jointe : rien n’est fait/);
    await page.context().setOffline(false);
    await approve(page, supervisor.me.username);
    await page.waitForSelector(`[data-number="${slip.number}"][data-done="void"]`);
    const { items } = await supervisor.do("GET", `/till/movements?tillId=${cashier.till.tillId}&kind=void`);
    assert.deepEqual(items.map(({ by, approvedBy }) => [by.userId, approvedBy.userId]), [[cashier.me.userId, supervisor.me.userId]]);

    await people.admin.do("POST", `/admin/rounds/${won.roundId}/void`, { reason: "a test" });
    await people.over(won.roundId);
    await scan(page, won);
    assert.equal((await opened(page, won.number)).verdict, "refundable");
    await pressFor(page, "c", APPROVAL);
    await approve(page, supervisor.me.username);
    await page.waitForSelector(`[data-number="${won.number}"][data-done="copy"]`);
    const [{ after: copy }] = await house.query("select after from hippo.journal where action = 'copy' and ticket_id = hippo.ticket_id($1)", [won.number]);
    assert.deepEqual([copy.due, copy.approvedBy.userId], [true, supervisor.me.userId]);
    // Who printed it does not pay it.
    await pressFor(page, "Enter", ".tickets-open .problem");
    assert.equal((await supervisor.do("GET", `/tickets/${won.number}`)).paid, null);
    assert.deepEqual([notes.errors, await page.evaluate(() => window.seen.violations)], [[], []]);
    await close();
  });

  test("narrows a till's history by day, and says of an amount that cannot be what is wrong", { timeout: patience(60_000) }, async () => {
    const { page, cashier, close } = await enterTill({ float: 500_000 });
    await cashier.do("POST", "/till/movements", { kind: "supply", amount: 1_000 });
    await page.keyboard.press("F4");
    await page.waitForSelector('.view[data-view="now"] .tally');
    await pressFor(page, "2", isOpen("movement"));
    await page.keyboard.type("99999999999");
    await page.keyboard.press("Enter");
    await says(page, `${isOpen("movement")} .problem`, /montant est trop petit ou trop grand/);
    assert.doesNotMatch(await page.textContent(`${isOpen("movement")} .problem`), /amount/);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.sheet", { state: "detached" });
    await pressFor(page, "h", ".rows tbody tr >> nth=1");
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await seen(page);
      await look(page, `history-${size.width}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, `${size.width}: nothing is wider than the page`);
    }
    await page.setViewportSize(SIZES[1]);
    await page.fill("#till-day", "2020-01-01");
    await page.waitForSelector(".view[data-view=history] .empty");
    await page.waitForFunction(() => document.querySelectorAll(".rows tbody tr").length === 0);
    await page.fill("#till-day", await house.value("select hippo.house_day(hippo.clock())::text"));
    await page.waitForSelector(".rows tbody tr >> nth=1");
    await close();
  });

  test("hears without a till, too, what the back office says, and that the shop does not sell", { timeout: patience(60_000) }, async () => {
    const { page, close } = await enter(supervisor);
    await page.waitForSelector('[data-step="choosing"] .till');
    const { messageId } = await people.admin.do("POST", "/admin/messages", { shopId: shop.shopId, text: "Réunion à midi" });
    await page.waitForSelector(`[data-message="${messageId}"]`, { timeout: patience(3_000) });
    await look(page, "choosing");
    await page.click('[data-step="choosing"] .row button >> nth=0');
    await page.waitForSelector('main[data-page="sell"]');
    assert.match(await page.textContent(".notices"), /Réunion à midi/);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("End");
    await page.waitForSelector(`[data-message="${messageId}"]`, { state: "detached" });
    await people.admin.do("POST", `/admin/shops/${shop.shopId}/pause`, { reason: "inondation" });
    await page.waitForSelector('.notice[data-notice="paused"]', { timeout: patience(3_000) });
    assert.equal(await page.locator(`[data-message="${messageId}"]`).count(), 0, "what was read does not come back");
    await people.admin.do("POST", `/admin/shops/${shop.shopId}/resume`, { reason: "sec" });
    await page.waitForSelector('.notice[data-notice="paused"]', { state: "detached", timeout: patience(3_000) });
    await close();
  });

  test("gives a tablet its display by a code that is typed, once", { timeout: patience(60_000) }, async () => {
    const { page, close } = await enterTill();
    await page.click(".menu summary");
    await page.click('.menu button:has-text("Écran client")');
    await page.waitForSelector("dialog.displays[open]");
    assert.ok(await page.evaluate(() => document.activeElement.matches("dialog.displays button.main")), "Enter opens the window");
    await reach(page, "dialog.displays button:nth-of-type(2)");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".displays-made .qr path");
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await seen(page);
      await look(page, `display-code-${size.width}`);
    }
    const code = await page.textContent(".displays-code");
    assert.match(code, /^\d{4} \d{4}$/);
    const tablet = await openPage(browser, house, { viewport: SIZES[1], path: "/display/" });
    await tablet.page.waitForSelector('body[data-show="unknown"] #code');
    const claim = async (typed) => {
      await tablet.page.fill("#code", typed);
      await tablet.page.click(".claim button");
    };
    await claim("0000 0000");
    await says(tablet.page, ".claim-problem", /pas bon/);
    for (const size of SIZES) {
      await tablet.page.setViewportSize(size);
      await seen(tablet.page);
      await look(tablet.page, `display-claim-${size.width}`);
    }
    await claim(code);
    await tablet.page.waitForSelector('body[data-show="idle"]');
    assert.deepEqual([tablet.notes.errors, await tablet.page.evaluate(() => window.seen.violations)], [[], []]);
    const second = await openPage(browser, house, { path: "/display/" });
    await second.page.waitForSelector("#code");
    await second.page.fill("#code", code);
    await second.page.click(".claim button");
    await says(second.page, ".claim-problem", /pas bon/);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.displays", { state: "detached" });
    await type(page, "6*100");
    await tablet.page.waitForSelector('body[data-show="draft"]');
    await Promise.all([tablet.close(), second.close(), close()]);
  });

  test("leaves books that hold", async () => {
    assert.deepEqual(await house.query("select * from report.proof()"), []);
  });
});
