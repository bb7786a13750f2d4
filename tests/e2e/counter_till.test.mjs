// SPDX-License-Identifier: MIT
// The till at the counter, in Chromium: cash that is moved, a blind count by the keyboard alone, a supervisor who approves in front
// of the cashier, a till that goes from one cashier to the next, and all tills of the shop for their supervisor.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { APPROVAL, approve, count, isOpen, pressFor, seen } from "../lib/counter.mjs";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, coverage, PASSWORD, People } from "../lib/people.mjs";
import { patience } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

/** Rounds that are in nobody's way. */
const SETTINGS = { BETTING_MS: 600_000, LOCK_MS: 1000, FILM_MS: 3000, FINISH_MS: 1000 };

describe("the till at the counter", () => {
  const house = useHouse({ settings: SETTINGS });
  let browser, people, shop, supervisor;
  before(async () => {
    [browser, people] = await Promise.all([openBrowser(), People.arrive(house)]);
    shop = await people.shop();
    supervisor = await people.supervisor(shop);
    await people.settleIn(supervisor.me.username);
    await people.betting(5_000);
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  /** Somebody at the counter, signed in; everything that the house says to that browser is kept. */
  async function enter(person, { viewport = { width: 1024, height: 768 } } = {}) {
    const seat = await openPage(browser, house, { viewport });
    const { page } = seat;
    const told = [];
    page.on("response", async (response) => {
      if (response.url().includes("/api/")) told.push(await response.text().catch(() => ""));
    });
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => told.push(payload.toString())));
    // Who signs in by the form is tested elsewhere, and each time costs what a password costs.
    await page.context().addCookies([{ name: "__Host-hippo_session", value: person.token, url: house.origin, secure: true }]);
    await visit(page, `${house.origin}/cashier/`);
    await page.waitForSelector('main[data-page="sell"], [data-step="choosing"]');
    return { ...seat, told };
  }

  /** Pages but the first come a moment later than it does. */
  async function turnTo(page, key) {
    await page.waitForSelector(`.tabs [aria-keyshortcuts="${key}"]`);
    await page.keyboard.press(key);
  }

  /** Where the house was too busy to tell of the till, the key asks again. */
  async function openTill({ page }) {
    await turnTo(page, "F4");
    await pressFor(page, "F4", '.view[data-view="now"] .tally');
  }

  const sessionOf = ({ session }) => house.query("select * from hippo.till_session where till_session_id = $1", [session.sessionId]).then(([row]) => row);

  test("moves cash by the keyboard alone, and shows it in the history", { timeout: patience(60_000) }, async () => {
    const cashier = await people.cashier({ shop, float: 500_000 });
    const seat = await enter(cashier);
    const { page } = seat;
    await openTill(seat);
    await pressFor(page, "2", isOpen("movement"));
    await page.keyboard.type("1 234,50");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".now .done");
    const { items } = await cashier.do("GET", "/till/movements?kind=drop");
    assert.deepEqual(items.map(({ amount, in: isIn, approvedBy }) => [amount, isIn, approvedBy]), [[123_450, false, null]]);
    await pressFor(page, "4", isOpen("movement"));
    await page.keyboard.type("50");
    assert.equal(await page.isDisabled(`${isOpen("movement")} button.main`), true, "an expense without a reason is none");
    await page.keyboard.press("Tab");
    await page.keyboard.type("un balai");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog.sheet", { state: "detached" });
    assert.equal((await cashier.do("GET", "/till/movements?kind=cash_out")).items.length, 1);
    await pressFor(page, "2", isOpen("movement"));
    await page.keyboard.type("8000");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${isOpen("movement")} .problem`);
    assert.equal(await page.inputValue("#till-amount"), "8000", "more than there is: what was typed is still there");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.sheet", { state: "detached" });
    await pressFor(page, "h", ".rows tbody tr >> nth=2");
    assert.deepEqual(await page.$$eval(".rows tbody tr", (rows) => rows.map(({ dataset }) => dataset.kind)), ["cash_out", "drop", "till_open"]);
    await page.selectOption("#till-filter", "drop");
    await waitFor("only drops are left", async () => (await page.$$(".rows tbody tr")).length === 1);
    assert.match(await page.textContent(".rows tbody"), /1\s234,50/);
    await seat.close();
  });

  test("tells nobody who counts blind what should be there, before the count is sent", { timeout: patience(60_000) }, async () => {
    const cashier = await people.cashier({ shop, float: 1_234_500 });
    const seat = await enter(cashier);
    const { page, told } = seat;
    await openTill(seat);
    for (let i = 0; i < 3; i++) await cashier.sell([{ market: "win", selection: "6", stake: 212_500 }]);
    await waitFor("the page counts along", async () => /\b3\b/.test(await page.textContent(".tally tr:nth-child(2) .count")));
    await pressFor(page, "x", "dialog.report[open]");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.report", { state: "detached" });
    for (const [key, view] of [["h", "history"], ["s", "sessions"], ["m", "now"]]) {
      await pressFor(page, key, `.view[data-view="${view}"]`);
    }
    const expected = await people.expectedCash(cashier);
    assert.equal(expected, 1_872_000);
    // However an amount may be written: in minor units, in gourdes, with blanks between thousands.
    const sums = [expected, expected - 1_234_500].map((sum) => new RegExp(`(?<![\\w.,])(${sum}|${String(sum / 100).replace(/\B(?=(\d{3})+$)/g, "[\\s.,\\u00a0\\u202f]?")}([.,]00)?)(?!\\w|[.,]\\d)`));
    const stored = await page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name);
      const rows = await Promise.all(databases.map((name) => new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => resolve([]);
        opening.onsuccess = async () => {
          const stores = [...opening.result.objectStoreNames];
          const all = stores.map((store) => new Promise((done) => {
            const asked = opening.result.transaction(store).objectStore(store).getAll();
            asked.onsuccess = () => done(asked.result);
            asked.onerror = () => done([]);
          }));
          resolve(await Promise.all(all));
          opening.result.close();
        };
      })));
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, rows]);
    });
    const seen = { page: await page.innerText("body"), stored, told: told.join("\n") };
    assert.ok(told.length > 5 && seen.told.includes("till_update"), "the line and the api were listened to");
    for (const [where, text] of Object.entries(seen)) for (const sum of sums) assert.doesNotMatch(text, sum, where);
    assert.doesNotMatch(seen.told, /expectedCash/);
    // Once it is counted all of it is told.
    await pressFor(page, "c", isOpen("count"));
    await count(page, { 100_000: 18, 10_000: 7, 1_000: 2 });
    await page.waitForSelector('dialog.report[data-state="closed"][open]');
    assert.match(await page.innerText("dialog.report"), /18\s720/);
    assert.deepEqual([(await sessionOf(cashier)).state, Number((await sessionOf(cashier)).counted_minor)], ["closed", expected]);
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-step="choosing"]');
    assert.deepEqual(seat.notes.errors, []);
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    await seat.close();
  });

  test("has a supervisor sign for a variance where it was counted", { timeout: patience(60_000) }, async () => {
    const cashier = await people.cashier({ shop, float: 1_000_000 });
    const seat = await enter(cashier);
    const { page } = seat;
    await openTill(seat);
    await pressFor(page, "c", isOpen("count"));
    // The till is nobody's now, and its channel ends: the page asks whose it is, and stays where the supervisor is to sign.
    const asked = page.waitForResponse((response) => response.url().endsWith("/auth/me"));
    await count(page, { 100_000: 9 });
    await page.waitForSelector('dialog.report[data-state="counted"][open]');
    await asked;
    await seen(page);
    assert.equal(await page.locator('dialog.report[data-state="counted"][open]').count(), 1);
    await page.keyboard.press("Enter");
    await approve(page, supervisor.me.username, "not her password", "compté deux fois");
    await page.waitForSelector(`${APPROVAL} .problem`);
    assert.equal((await sessionOf(cashier)).state, "counted", "a wrong password signs for nothing");
    await approve(page, cashier.me.username);
    await waitFor("the cashier cannot sign herself", async () => (await page.textContent(`${APPROVAL} .problem`)).includes("autre personne"));
    await approve(page, supervisor.me.username);
    await page.waitForSelector('dialog.report[data-state="closed"][open]');
    const row = await sessionOf(cashier);
    assert.deepEqual([row.state, row.user_id, row.closed_by, row.reason], ["closed", cashier.me.userId, supervisor.me.userId, "compté deux fois"]);
    const me = await page.evaluate(() => fetch("/api/v1/auth/me").then((answer) => answer.json()));
    assert.equal(me.userId, cashier.me.userId, "who is signed in stays so");
    // The button that had the focus has gone with what it signed for: the one that comes after it has the focus.
    await page.waitForFunction(() => document.activeElement?.matches("dialog.report button.main"));
    await page.keyboard.press("Enter");
    await page.waitForSelector('[data-step="choosing"]');
    await seat.close();
  });

  test("has a supervisor approve cash that is more than the cashier's to take out; another act is another approval", { timeout: patience(60_000) }, async () => {
    const cashier = await people.cashier({ shop, float: 9_000_000 });
    const seat = await enter(cashier);
    const { page } = seat;
    await openTill(seat);
    for (const amount of ["20000", "20001"]) {
      await pressFor(page, "2", isOpen("movement"));
      await page.keyboard.type(amount);
      await page.keyboard.press("Enter");
      await approve(page, supervisor.me.username);
      await page.waitForSelector("dialog.sheet", { state: "detached" });
    }
    const { items } = await cashier.do("GET", "/till/movements?kind=drop");
    assert.deepEqual(items.map(({ amount, by, approvedBy }) => [amount, by.userId, approvedBy?.userId]),
      [[2_000_100, cashier.me.userId, supervisor.me.userId], [2_000_000, cashier.me.userId, supervisor.me.userId]]);
    // Left without an approval, nothing has moved and what was typed is still there.
    await pressFor(page, "2", isOpen("movement"));
    await page.keyboard.type("20002");
    await page.keyboard.press("Enter");
    await page.waitForSelector(APPROVAL);
    await page.keyboard.press("Escape");
    await page.waitForSelector(`${isOpen("movement")} .problem`);
    assert.equal(await page.inputValue("#till-amount"), "20002");
    assert.equal((await cashier.do("GET", "/till/movements?kind=drop")).items.length, 2);
    await seat.close();
  });

  test("has a supervisor approve a large payment where the ticket was shown", { timeout: patience(60_000) }, async () => {
    const [seller, cashier] = [await people.cashier({ shop }), await people.cashier({ shop })];
    const ticket = await seller.sell(coverage());
    await people.admin.do("POST", `/admin/rounds/${ticket.roundId}/void`, { reason: "a test" });
    await people.over(ticket.roundId);
    await people.admin.do("PATCH", "/admin/settings/pay_supervisor_from", { value: ticket.stake, reason: "a test" });
    const seat = await enter(cashier);
    const { page } = seat;
    await turnTo(page, "F3");
    await page.waitForSelector('main[data-page="tickets"]');
    await page.fill('.tickets-search [name="number"]', ticket.number);
    await page.fill('.tickets-search [name="code"]', ticket.code);
    await page.keyboard.press("Enter");
    await page.waitForSelector('.tickets-open .tickets-acts button.main');
    await page.click('.tickets-open .tickets-acts button.main');
    await approve(page, supervisor.me.username, PASSWORD, "Jean, carte 42");
    await page.waitForSelector('.tickets-open[data-done="pay"]');
    const { paid } = await supervisor.do("GET", `/tickets/${ticket.number}`);
    assert.deepEqual([paid.by.userId, paid.approvedBy.userId, paid.note], [cashier.me.userId, supervisor.me.userId, "Jean, carte 42"]);
    await seat.close();
  });

  test("goes from one cashier to the next with what was counted", { timeout: patience(60_000) }, async () => {
    const [giver, taker] = [await people.cashier({ shop, float: 300_000 }), await people.person("cashier", shop)];
    const first = await enter(giver);
    await openTill(first);
    await pressFor(first.page, "c", isOpen("count"));
    await first.page.click('.kinds label:has-text("caissier suivant")');
    await first.page.focus("#pieces-100000");
    await count(first.page, { 100_000: 3 });
    await first.page.waitForSelector('dialog.report[data-state="closed"][open]');
    await first.close();
    const second = await enter(taker);
    await second.page.click(".handovers button");
    await second.page.waitForSelector('main[data-page="sell"]');
    await openTill(second);
    assert.match(await second.page.innerText(".now"), new RegExp(`Reprise de ${giver.me.displayName}`));
    const [row] = await house.query("select taken_from, float_minor::int as float, till_id from hippo.till_session where user_id = $1", [taker.me.userId]);
    assert.deepEqual(row, { taken_from: giver.session.sessionId, float: 300_000, till_id: giver.till.tillId });
    await second.close();
  });

  test("shows a supervisor all tills of the shop, also on a phone, and lets her act there", { timeout: patience(60_000) }, async () => {
    const cashier = await people.cashier({ shop, float: 700_000 });
    const { movement } = await cashier.do("POST", "/till/movements", { kind: "supply", amount: 1_000 });
    const seat = await enter(supervisor, { viewport: { width: 390, height: 844 } });
    const { page } = seat;
    await page.click('[data-step="choosing"] .row button >> nth=0');
    await page.waitForSelector('main[data-page="sell"]');
    await page.click('.tabs button:has-text("Caisse")');
    await page.click(`.till-card:has-text("${cashier.till.name}"):has-text("${cashier.me.displayName}")`);
    await page.waitForSelector(".tally tfoot");
    assert.match(await page.innerText(".tally tfoot"), /7\s010/, "she does not count it");
    await page.click(".acts button[data-kind=drop]");
    await page.waitForSelector(isOpen("movement"));
    await page.keyboard.type("100");
    await page.click(`${isOpen("movement")} button.main`);
    await page.waitForSelector(".now .done");
    await page.click(".views button >> nth=1");
    await page.click('.rows tr[data-kind="supply"] button');
    await page.waitForSelector(isOpen("reverse"));
    await page.fill("#till-amount", "100");
    await page.fill("#till-reason", "100 et non 10");
    await page.click(`${isOpen("reverse")} button.main`);
    await page.waitForSelector('.rows tr[data-kind="reversal"]');
    const { items } = await supervisor.do("GET", `/till/movements?tillId=${cashier.till.tillId}&kind=reversal`);
    assert.equal(items[0].reverses, movement);
    assert.equal(await people.expectedCash(cashier), 700_000 - 10_000 + 10_000);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "nothing is wider than the phone");
    assert.deepEqual([seat.notes.errors, await page.evaluate(() => window.seen.violations)], [[], []]);
    await seat.close();
  });

  test("counts again, and is signed for by a supervisor who is signed in herself", { timeout: patience(60_000) }, async () => {
    const cashier = await people.cashier({ shop, float: 400_000 });
    await cashier.do("POST", "/till/close", { counts: { 100_000: 2 } });
    // After a reload, too, a till that waits is where its cashier finds it.
    const first = await enter(cashier);
    await first.page.click('[data-step="choosing"] .row button >> nth=0');
    await first.page.waitForSelector('main[data-page="sell"]');
    await turnTo(first.page, "F4");
    await first.page.click('.rows tr[data-state="counted"] button');
    await first.page.click("dialog.report button >> nth=1");
    await first.page.waitForSelector(isOpen("count"));
    await first.page.fill("#till-reason", "une liasse oubliée");
    await first.page.focus("#pieces-100000");
    await count(first.page, { 100_000: 3 });
    await first.page.waitForSelector('dialog.report[data-state="counted"][open]');
    assert.equal(Number((await sessionOf(cashier)).counted_minor), 300_000);
    await first.close();
    const second = await enter(supervisor);
    await second.page.click('[data-step="choosing"] .row button >> nth=0');
    await second.page.waitForSelector('main[data-page="sell"]');
    await turnTo(second.page, "F4");
    await second.page.click(`.till-card[data-state="counted"]:has-text("${cashier.me.displayName}")`);
    await second.page.click(".acts button.main");
    await second.page.waitForSelector(isOpen("sign"));
    await second.page.keyboard.type("vu");
    await second.page.keyboard.press("Enter");
    await second.page.waitForSelector('dialog.report[data-state="closed"][open]');
    const { state, closed_by: by, reason } = await sessionOf(cashier);
    assert.deepEqual([state, by, reason], ["closed", supervisor.me.userId, "vu"]);
    await second.close();
  });

  test("lets nobody guess a supervisor's password: after five wrong ones the right one waits, and the cashier works on", { timeout: patience(60_000) }, async () => {
    const [cashier, other] = [await people.cashier({ shop }), await people.supervisor(shop)];
    const body = { username: other.me.username, action: "movement", subject: "drop", amount: 2_000_000 };
    const tried = (password) => cashier.ask("POST", "/auth/approval", { ...body, password });
    for (let i = 0; i < 6; i++) assertProblem(await tried("a guess"), 403, "wrong_password");
    const waiting = await tried(PASSWORD);
    assertProblem(waiting, 429, "too_many_attempts");
    assert.ok(waiting.json.retryAfterMs > 0);
    assert.equal((await cashier.do("GET", "/auth/me")).userId, cashier.me.userId);
    await cashier.do("POST", "/till/movements", { kind: "drop", amount: 100 });
  });

  test("leaves books that hold", async () => {
    assert.deepEqual(await house.query("select * from report.proof()"), []);
  });
});
