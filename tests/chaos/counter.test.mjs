// SPDX-License-Identifier: MIT
// A cashier sells by keyboard while her browser is killed at random moments, answers are cut and requests arrive late. She does
// what the page says: what was not sold she sells again, what was sold she does not. Afterwards each ticket that she wanted is
// there once: as many tickets as receipts, no double, none lost.
// CHAOS_SEED=… repeats the choices of a run (not its timing); COUNTER_CHAOS_SALES=… and COUNTER_CHAOS_SECONDS=… bound it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { Accidents } from "../lib/accidents.mjs";
import { awaitBets, enter, openCounter } from "../lib/desk.mjs";
import { HeldLine } from "../lib/held_line.mjs";
import { useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { Profile } from "../lib/profile.mjs";
import { patience } from "../lib/setting.mjs";
import { pass, waitFor, within } from "../lib/wait.mjs";

const SALES = Number(process.env.COUNTER_CHAOS_SALES ?? 1_000);
const SECONDS = Number(process.env.COUNTER_CHAOS_SECONDS ?? 240);
/** A kill comes about every so many sales; with a thousand of them at every moment of one. */
const KILL_EVERY = 15;
const FATAL_MS = 200;
/** What is held on its way arrives after this, and so much more at most; one in so many only when the page has asked again. */
const HELD_MS = 300;
const LATE_MS = 1_000;
const HELD_LONG_EVERY = 10;
const RUNNERS = [6, 7, 8, 9, 10, 54];

const accidents = new Accidents();
const house = useHouse({ plain: true, settings: { BETTING_MS: 30_000, LOCK_MS: 200, FILM_MS: 1_000, FINISH_MS: 100 }, env: { LOG_LEVEL: "info" } });
let people;
before(async () => (people = await People.arrive(house)));

/** Each bet is another one, so that a ticket tells which of them it is. */
const betOf = (i) => ({ runner: RUNNERS[i % RUNNERS.length], units: 25 + 5 * Math.floor(i / RUNNERS.length) });
const stakeOf = ({ units }) => units * 100;

/** What a cashier sees: {isReady, typed, isSending, sold, open, outcomes}. Painted, and with nothing of the past still open. */
const look = (page) => page.evaluate(async () => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    isReady: Boolean(document.querySelector('main[data-page="sell"] .runners .runner')),
    typed: all('.entries[data-sending="no"] .entry').length > 0 || document.querySelector(".line-input")?.textContent.trim() !== "",
    isSending: Boolean(document.querySelector('.line-input[data-sending="yes"]')),
    says: all(".message, .line-input, dialog[open], .alert").map(({ textContent }) => textContent.replace(/\s+/g, " ")),
    sold: document.querySelector("[data-sold]")?.dataset.sold ?? null,
    open: all(".pending li[data-state]").length,
    outcomes: all(".pending li[data-outcome]").map(({ dataset, textContent }) => ({ outcome: dataset.outcome, number: /\d{2,3}-\d{6,}-[\dX]/.exec(textContent)?.[0] ?? null })),
  };
});

class Desk {
  kills = 0;

  async open() {
    this.line = await HeldLine.open(house);
    // Papers that nobody confirmed are offered at each start: she has them all.
    this.line.change(/\/till\/papers$/, () => JSON.stringify({ items: [] }));
    this.profile = new Profile(join(house.folder, "profile"));
    this.cashier = await people.cashier({ float: 10_000_000 });
    await this.start();
  }

  async start() {
    this.page = await this.profile.open();
    await enter(this.profile.context, this.line.origin, this.cashier.token);
    await openCounter(this.page, this.line.origin);
    // What was left behind is asked about before anything else is done.
    await waitFor("nothing is open", async () => {
      const seen = await look(this.page);
      return seen.isReady && !seen.isSending && seen.open === 0 && (await this.page.evaluate(isSettled));
    }, 30_000, 50);
  }

  /** Some trouble on the way of the next sale. */
  trouble() {
    const dice = accidents.below(20);
    if (dice === 0) this.line.cut("POST", /\/api\/v1\/tickets$/, 1 + accidents.below(2));
    if (dice !== 1) return;
    this.line.hold("POST", /\/api\/v1\/tickets$/);
    if (accidents.below(HELD_LONG_EVERY)) pass(HELD_MS + accidents.below(LATE_MS)).then(() => this.line.letGo());
  }

  async kill() {
    this.kills += 1;
    await this.profile.kill();
    // What was held arrives before she is back, or after.
    if (accidents.below(2)) await this.line.letGo();
    await this.start();
    await this.line.letGo();
  }

  /** Has a receipt of this bet come to her: an answer that arrived? */
  hasReceipt(bet) {
    return this.line.answered.some(({ path, status, text }) => status === 200 && path === "/api/v1/tickets" && isOf(bet, JSON.parse(text)));
  }
}

/** In the page: its disk has no request without an answer. */
async function isSettled() {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open("hippodrome-outbox");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  if (!database?.objectStoreNames.contains("request")) return true;
  const all = await new Promise((resolve) => {
    const request = database.transaction("request").objectStore("request").getAll();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  return all.every(({ answer }) => answer !== undefined);
}

const isOf = ({ runner, units }, { lines }) => lines.length === 1 && lines[0].selection === String(runner) && lines[0].stake === units * 100;

/** Sells one bet, whatever happens meanwhile. */
async function sell(desk, bet, isFatal) {
  const { runner, units } = bet;
  let recovered = false;
  let isTyped = false;
  const deadline = Date.now() + patience(60_000);
  const before = (await look(desk.page)).sold;
  // Hands at a browser that was killed press nothing in the next one.
  const { page } = desk;
  const act = async () => {
    for (;;) {
      if (Date.now() > deadline) assert.fail(`sells ${runner}*${units}: ${JSON.stringify(await look(page))}`);
      await awaitBets(page);
      if (!isTyped) await page.keyboard.type(`${runner}*${units}`);
      isTyped = true;
      await page.keyboard.press("Enter");
      const seen = await waitFor("an answer is seen", async () => {
        const now = await look(page);
        return !now.isSending && now;
      }, 45_000);
      if (seen.sold !== before && !seen.typed) return;
      // A key that came before the page was there is not on the line: she reads it, and types it again.
      if (seen.typed && seen.says[0]?.trim() !== `${runner}*${units}`) {
        await page.keyboard.press("Escape");
        isTyped = false;
      }
    }
  };
  if (!isFatal) return act();
  // At any moment: while she types, while it is written down, sent, answered, shown, or after.
  act().catch(() => {});
  await pass(accidents.below(FATAL_MS));
  await desk.kill();
  const seen = await look(desk.page);
  for (const { outcome, number } of seen.outcomes) {
    assert.notEqual(outcome, "unknown");
    if (outcome === "done") recovered = number;
    await desk.page.locator(".pending li[data-outcome] button").last().click();
  }
  if (recovered || desk.hasReceipt(bet)) {
    assert.ok(!(await look(desk.page)).typed, `what was sold (${runner}*${units}) is not there to be sold again`);
    return;
  }
  // It was not sold: the page has given it back, or she types it again.
  while ((await look(desk.page)).typed) await desk.page.keyboard.press("Escape");
  await sell(desk, bet, false);
}

test(`${SALES} sales, within ${SECONDS} s, with the browser killed (CHAOS_SEED=${accidents.seed})`, { timeout: patience((SECONDS + 180) * 1_000) }, async (t) => {
  const desk = new Desk();
  await desk.open();
  t.after(async () => {
    await desk.profile.close();
    await desk.line.close();
  });
  const end = Date.now() + SECONDS * 1_000;
  const wanted = [];
  while (wanted.length < SALES && Date.now() < end) {
    const bet = betOf(wanted.length);
    wanted.push(bet);
    desk.trouble();
    await within(`sale ${wanted.length}`, sell(desk, bet, accidents.below(KILL_EVERY) === 0), 120_000);
  }
  await desk.line.letGo();
  const tickets = await house.query("select hippo.ticket_number(ticket_id) as number, stake, price_ids from hippo.ticket order by ticket_id");
  const prices = new Map((await house.query("select price_id, selection from hippo.price")).map(({ price_id, selection }) => [price_id, selection]));
  const sold = tickets.map(({ price_ids, stake }) => `${prices.get(price_ids[0])}*${stake}`);
  const bets = wanted.map((bet) => `${bet.runner}*${stakeOf(bet)}`);
  t.diagnostic(`${wanted.length} sales, ${desk.kills} kills`);
  assert.deepEqual(bets.filter((bet) => !sold.includes(bet)), [], "lost");
  assert.deepEqual(sold.filter((bet, i) => sold.indexOf(bet) !== i), [], "sold twice");
  assert.equal(tickets.length, wanted.length);
  assert.deepEqual(await house.query("select * from report.proof()"), []);
});
