// SPDX-License-Identifier: MIT
// A whole day of a cashier on the real house: all that she does from signing in to the Z, once by the keyboard alone, once by touch
// alone. Beside it a sheet of her own says what must be in the till; at the end the house's Z says the same.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "../lib/browser.mjs";
import { APPROVAL, approve, codeOf, count, enter, isOpen, lastSold, openCounter, openMarkets, PIECES, pressFor, pressOn, seen, sell, signIn, sold, takeTill, type, untilSold, visitCounter, write } from "../lib/counter.mjs";
import { awaitBets, opened, scan } from "../lib/desk.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { ask, PASSWORD, People } from "../lib/people.mjs";
import { Profile } from "../lib/profile.mjs";
import { prizeOf } from "../lib/rules.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { inPieces, Sheet } from "../lib/sheet.mjs";
import { waitFor } from "../lib/wait.mjs";

const SCREENSHOTS = join(ROOT, "build/screenshots");
const SETTINGS = { BETTING_MS: 5_000, LOCK_MS: 300, FILM_MS: 1_000, FINISH_MS: 200 };
/** Payments from here on are a supervisor's: six times the largest quick stake but two wins more, six times the smallest less. */
const LARGE = 100_000;
/** A till may not expose more on a round: reached by a few largest bets on the outsider. */
const EXPOSURE = 2_712_300;
const FLOAT = 3_000_000;
/** All markets, boxes and wheels: what is typed, and what it costs. */
const DAY = [
  ["6/1", 2_500], ["7/1", 2_500], ["7P*50", 5_000], ["8S*25", 2_500], ["6-7O*25", 2_500], ["6-7C*25", 2_500], ["6-7L*25", 2_500],
  ["6-7-8Q*25", 2_500], ["6-7-8T*25", 2_500], ["6-7D*25", 2_500], ["I*25", 2_500], ["E/1", 2_500], ["6.7.8C/1", 7_500],
  ["6.7.8.9T/1", 10_000], ["X-6O/1", 12_500], ["6-XC/1", 12_500], ["6-7OB/1", 5_000], ["6-7.8-XQ/1", 20_000], ["6GP*50", 10_000],
  ["100 6", 10_000],
];
/** Each runner to win: one of the lines wins, whatever comes. */
const [WINS_LITTLE, WINS_MUCH] = [["XG/1", 15_000], ["XG/6", 600_000]];

/** Runs in the page: what the browser would print is kept. */
function keepPapers() {
  window.papers = [];
  window.print = () => {
    window.papers.push(document.querySelector("body > .paper").textContent.replace(/\s+/g, " "));
    window.dispatchEvent(new Event("afterprint"));
  };
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.violations.push(`${violatedDirective} ${blockedURI}`));
}

describe("a cashier's day", inOrder, () => {
  const house = useHouse({ settings: SETTINGS, programs: ["gateway", "api", "caddy"] });
  let people, shop, supervisor;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await openMarkets(house);
    for (const [name, value] of Object.entries({ till_exposure_max: EXPOSURE, pay_supervisor_from: LARGE }))
      await house.query("update hippo.setting set value = $2 where name = $1", [name, String(value)]);
    house.start("scheduler");
    people = await People.arrive(house);
    shop = await people.shop();
    supervisor = await people.supervisor(shop);
    await people.settleIn(supervisor.me.username);
  }, { timeout: patience(60_000) });

  const ticketOf = async (number) => ({ number, code: await codeOf(house, number) });
  const ticketsOf = ({ till }) => house.value("select count(*)::int from hippo.ticket t join hippo.till_session s using (till_session_id) where s.till_id = $1", [till.tillId]);
  const roundOf = async (number) => (await supervisor.do("GET", `/tickets/${number}`)).roundId;
  /** What a ticket is worth by the finish order, which everybody sees. */
  async function worth(number) {
    const ticket = await supervisor.do("GET", `/tickets/${number}`);
    const { json } = await ask(house, null, "GET", `/rounds/${ticket.roundId}`);
    return prizeOf(ticket, json.result.order);
  }

  /** The Z is what the sheet says, on the page and on paper. */
  async function assertZ(page, cashier, sheet, counted) {
    const [{ id }] = await house.query("select max(till_session_id) as id from hippo.till_session where till_id = $1", [cashier.till.tillId]);
    const { report, totals, count: told } = await supervisor.do("GET", `/till/report?sessionId=${id}`);
    const { totals: expected } = sheet;
    assert.equal(report, "Z");
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, totals[name]])), expected);
    assert.deepEqual([told.counted, told.expected, told.variance], [counted, sheet.cash, counted - sheet.cash]);
    const paper = await waitFor("the Z is printed", () => page.evaluate(() => window.papers.find((text) => text.includes("Clôture Z"))));
    const amount = (minor) => (minor / 100).toFixed(2).replace(".", ",").replace(/\B(?=(\d{3})+,)/g, " ");
    assert.ok(paper.replace(/[\u202f\u00a0]/g, " ").includes(`Attendu ${amount(sheet.cash)}`), paper);
  }

  describe("by the keyboard alone", inOrder, () => {
    const sheet = new Sheet(FLOAT);
    const numbers = new Map();
    let profile, page, cashier, errors;
    before(async () => {
      cashier = { ...(await people.person("cashier", shop)), till: await people.till(shop) };
      profile = new Profile(join(house.folder, "profile"), { viewport: { width: 1024, height: 768 } });
      errors = [];
      await start();
    }, { timeout: patience(60_000) });
    after(() => profile?.close());

    async function start() {
      page = await openTab(await profile.open());
    }

    async function openTab(tab) {
      await tab.addInitScript(keepPapers);
      tab.on("pageerror", (error) => errors.push(String(error)));
      await visitCounter(tab, house);
      return tab;
    }

    async function sells([typed, stake]) {
      const number = await sell(page, typed);
      sheet.sold(stake);
      numbers.set(typed, number);
      return number;
    }

    /** The next answer to a sale is held where the browser would hear it: the house has sold. */
    async function holdAnswer() {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Fetch.enable", { patterns: [{ urlPattern: "*/api/v1/tickets", requestStage: "Response" }] });
      const paused = new Promise((resolve) => devtools.once("Fetch.requestPaused", resolve));
      return {
        arrived: paused,
        cut: async () => {
          const { requestId } = await paused;
          await devtools.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" });
          await devtools.send("Fetch.disable");
        },
      };
    }

    const toSell = async () => {
      await page.keyboard.press("F2");
      await page.waitForSelector('main[data-page="sell"]');
      for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
      await seen(page);
    };
    const say = (words) => waitFor(() => `the page says ${words}`, async () => words.test(await page.textContent(".message")));
    const shows = async (number) => {
      const ticket = await ticketOf(number);
      await scan(page, ticket);
      return opened(page, number);
    };
    /** Presses a key until it is obeyed: one that was pressed before the page could show what it would do is not. */
    const act = (key, done) => waitFor(() => `${key} leads to ${done}`, async () => {
      await seen(page);
      await page.keyboard.press(key);
      return page.waitForSelector(done, { timeout: patience(3_000) });
    }, 12_000);
    /** A duplicate that money may come of is a supervisor's: whether it is, the hour says. */
    async function approveIfAsked(isDone) {
      await waitFor("it is done, or she is asked", async () => (await isDone()) || (await page.locator(APPROVAL).count()) > 0, 20_000);
      if (!(await isDone())) await approve(page, supervisor.me.username);
      await waitFor("it is done", isDone, 20_000);
    }
    const isPrinted = (words) => page.evaluate((text) => window.papers.some((paper) => paper.includes(text)), words);
    /** All that is still offered came out. */
    async function leavePapers() {
      // The window may come a moment after the page; a request may be dropped when the machine's network changes.
      await waitFor("no paper is offered", async () => {
        const all = await page.$('dialog.papers button[aria-keyshortcuts="0"][aria-disabled="false"]');
        if (all) await page.keyboard.press("0");
        await seen(page);
        return (await page.locator("dialog.papers").count()) === 0;
      }, 10_000, 100);
    }
    const printed = (words) => waitFor(() => `printed: ${words}`, () => isPrinted(words));

    test("signs in, is refused once, takes a till and opens it", { timeout: patience(30_000) }, async () => {
      await signIn(page, cashier.me.username, "not her password");
      await page.waitForSelector(".problem");
      await signIn(page, cashier.me.username);
      await takeTill(page, String(FLOAT / 100));
      await page.waitForSelector('.line[data-line="connected"]');
    });

    test("sells twenty tickets of all markets, boxes and wheels, each on paper", { timeout: patience(60_000) }, async () => {
      await sells(WINS_MUCH);
      await sells(WINS_LITTLE);
      for (const bet of DAY) await sells(bet);
      assert.equal(await ticketsOf(cashier), DAY.length + 2);
      for (const number of numbers.values()) await printed(number);
    });

    test("takes one back while its round takes bets, and prints another again as a duplicate", { timeout: patience(30_000) }, async () => {
      for (let isVoided = false; !isVoided; ) {
        await toSell();
        await awaitBets(page, 3);
        const number = await sells(["8/2", 5_000]);
        await shows(number);
        // Its race may have begun meanwhile: then it stands, and another one is sold.
        await act("Delete", `[data-number="${number}"][data-done="void"], [data-number="${number}"]:not([data-verdict="sold"])`);
        isVoided = (await page.locator('[data-done="void"]').count()) > 0;
      }
      sheet.voided(5_000);
      await printed("Reçu d’annulation");
      await shows(numbers.get("6/1"));
      await act("c", `[data-done="copy"], ${APPROVAL}`);
      await approveIfAsked(() => page.locator('[data-done="copy"]').count());
      await printed("Duplicata n° 1");
    });

    test("is told what is refused: a runner that does not run, too much on a bet, more than the till may expose", { timeout: patience(30_000) }, async () => {
      await toSell();
      await awaitBets(page, 2);
      await type(page, "6-11*25");
      await enter(page);
      assert.match(await page.textContent("#echo"), /11 ne court pas/);
      await toSell();
      await type(page, "7*6000");
      await enter(page);
      await say(/Pari 1/);
      await page.keyboard.press("m");
      await seen(page);
      let before = await untilSold(page);
      sheet.sold(500_000);
      for (let outcome = "sold"; outcome !== "refused"; ) {
        await awaitBets(page, 1);
        if (outcome === "sold") await type(page, "54*5000");
        await enter(page);
        const handle = await page.waitForFunction((old) => {
          if (document.querySelector('.line-input[data-sending="yes"]')) return null;
          if (document.querySelector(".message.refused button")) return "refused";
          if (document.querySelector("[data-sold]")?.dataset.sold !== old) return "sold";
          return document.querySelector(".message.refused") && "kept"; // betting has closed meanwhile
        }, before);
        outcome = await handle.jsonValue();
        if (outcome === "sold") sheet.sold(500_000);
        before = await lastSold(page);
      }
      assert.match(await page.textContent(".message"), /limite/);
      await toSell();
    });

    test("is told that betting is closed, and keeps the ticket for the next race", { timeout: patience(30_000) }, async () => {
      for (let isClosed = false; !isClosed; ) {
        await page.waitForSelector('body[data-phase="racing"]');
        const before = await lastSold(page);
        await type(page, "9/1");
        await enter(page);
        // On a slow machine the next round may take it.
        const handle = await page.waitForFunction((old) => {
          if (/fermés/.test(document.querySelector(".message")?.textContent)) return "closed";
          return document.querySelector("[data-sold]")?.dataset.sold !== old && "sold";
        }, before);
        isClosed = (await handle.jsonValue()) === "closed";
        if (!isClosed) sheet.sold(2_500);
      }
      await awaitBets(page, 2);
      await seen(page);
      await untilSold(page);
      sheet.sold(2_500);
    });

    test("pays what has won, the large one with a supervisor's word, and nothing else", { timeout: patience(60_000) }, async () => {
      await people.over(await roundOf(numbers.get("100 6")));
      const [little, much] = [numbers.get(WINS_LITTLE[0]), numbers.get(WINS_MUCH[0])];
      assert.equal((await shows(little)).verdict, "won");
      await act("Enter", '[data-done="pay"]');
      sheet.paid(await worth(little));
      await printed("Reçu de paiement");

      assert.equal((await shows(much)).verdict, "won");
      await act("Enter", APPROVAL);
      await approve(page, supervisor.me.username, "a guess", "Jean, carte 42");
      await page.waitForSelector(`${APPROVAL} .problem`);
      await approve(page, cashier.me.username);
      await waitFor("she cannot approve herself", async () => (await page.textContent(`${APPROVAL} .problem`)).includes("autre personne"));
      await approve(page, supervisor.me.username);
      await page.waitForSelector(`[data-number="${much}"][data-done="pay"]`);
      assert.ok((await worth(much)) >= LARGE);
      sheet.paid(await worth(much));
      const { paid } = await supervisor.do("GET", `/tickets/${much}`);
      assert.deepEqual([paid.by.userId, paid.approvedBy.userId, paid.note], [cashier.me.userId, supervisor.me.userId, "Jean, carte 42"]);

      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      const loser = (await Promise.all(["6/1", "7/1"].map(async (typed) => [numbers.get(typed), await worth(numbers.get(typed))]))).find(([, prize]) => prize === 0)[0];
      const asked = [];
      page.on("request", (request) => request.method() === "POST" && asked.push(request.url()));
      for (const [number, verdict] of [[little, "paid"], [loser, "lost"]]) {
        assert.equal((await shows(number)).verdict, verdict);
        await page.keyboard.press("Enter");
        await page.keyboard.press("Delete");
      }
      await scan(page, { number: loser, code: "00000000" });
      // The ticket itself is still open before the page has looked at the code.
      await waitFor("a code that is not its own is unknown", async () => (await opened(page, loser)).verdict === "unknown");
      await page.keyboard.press("Enter");
      await seen(page);
      assert.deepEqual(asked.filter((url) => /(pay|void)$/.test(url)), []);
    });

    test("sells once though the line is cut before the answer is there", { timeout: patience(30_000) }, async () => {
      await toSell();
      const [before, count] = [await lastSold(page), await ticketsOf(cashier)];
      const answer = await holdAnswer();
      await awaitBets(page, 3);
      await type(page, "10/1");
      await enter(page);
      await answer.arrived;
      assert.equal(await ticketsOf(cashier), count + 1, "the house has sold it");
      await answer.cut();
      await sold(page, before);
      sheet.sold(2_500);
      assert.equal(await ticketsOf(cashier), count + 1);
    });

    test("sells once though the browser is killed before the answer is there", { timeout: patience(60_000) }, async () => {
      const count = await ticketsOf(cashier);
      const answer = await holdAnswer();
      await awaitBets(page, 3);
      await type(page, "10/2");
      await enter(page);
      await answer.arrived;
      await profile.kill();
      sheet.sold(5_000);
      await start();
      // Browsers write their cookies down now and then: she may have to sign in again.
      await page.waitForSelector('#username, main[data-page="sell"]');
      if (await page.$("#username")) await signIn(page, cashier.me.username);
      const outcome = page.locator('.pending li[data-outcome="done"]');
      await outcome.waitFor();
      const [number] = /\d{2,3}-\d{6,}-[\dX]/.exec(await outcome.textContent());
      assert.equal((await supervisor.do("GET", `/tickets/${number}`)).stake, 5_000);
      assert.equal(await ticketsOf(cashier), count + 1);
      // Its paper never came: it is offered, and one key prints it.
      await page.waitForSelector(`dialog.papers[open] li[data-number="${number}"]`);
      await page.keyboard.press(await page.getAttribute(`dialog.papers li[data-number="${number}"] button`, "aria-keyshortcuts"));
      await approveIfAsked(() => isPrinted(number));
      await page.waitForSelector(`dialog.papers li[data-number="${number}"]`, { state: "detached" });
      await leavePapers();
      await pressOn(page, ".pending li button:last-of-type");
      await outcome.waitFor({ state: "detached" });
      // What was typed is back, too, as old as what the browser had written down of it.
      await toSell();
    });

    test("sells in one tab only, and in the other as soon as that one is gone", { timeout: patience(30_000) }, async () => {
      const other = await openTab(await profile.newPage());
      await other.waitForSelector('dialog.elsewhere[data-lock="other"]');
      const count = await ticketsOf(cashier);
      await other.bringToFront();
      await other.keyboard.type("6*25");
      assert.equal(await other.locator("dialog.elsewhere[open]").count(), 1);
      // Who takes over begins anew: what it shows is older than what the other one did.
      const anew = other.waitForEvent("load");
      await page.close();
      page = other;
      await anew;
      // What the first one sent to the printer nobody saw come out, as far as this one knows.
      await page.waitForSelector("dialog.papers[open]");
      await leavePapers();
      await toSell();
      await sells(["6/2", 5_000]);
      assert.equal(await ticketsOf(cashier), count + 1);
    });

    test("sells in three languages, and leaves none of them half said", { timeout: patience(60_000) }, async () => {
      const said = new Map();
      for (const lang of ["en", "ht", "fr"]) {
        await pressOn(page, ".menu summary");
        await pressOn(page, `.menu [lang="${lang}"]`);
        await page.waitForSelector(`html[lang="${lang}"]`);
        await page.evaluate(() => document.activeElement.blur());
        await sells([`7*${25 + 5 * said.size}`, 2_500 + 500 * said.size]);
        said.set(lang, await page.innerText("body"));
        assert.doesNotMatch(said.get(lang), /\b[a-z]+\.[a-z_]+\b|[{}]/, lang);
        await page.screenshot({ path: join(SCREENSHOTS, `counter-day-${lang}.png`) });
      }
      assert.equal(new Set(said.values()).size, 3);
    });

    test("moves cash: to and from the safe, the bank, for a broom; a large sum with a supervisor's word", { timeout: patience(60_000) }, async () => {
      await page.keyboard.press("F4");
      await page.waitForSelector('.view[data-view="now"] .tally');
      const kinds = ["supply", "drop", "cash_in", "cash_out", "deposit", "withdrawal"];
      for (const [i, kind] of kinds.entries()) {
        const amount = 100_000 + 10_000 * i;
        await pressFor(page, String(i + 1), isOpen("movement"));
        await page.keyboard.type(String(amount / 100));
        if (kind === "cash_out") {
          await page.keyboard.press("Enter");
          assert.equal(await page.locator(isOpen("movement")).count(), 1, "an expense without a reason is none");
          await write(page, "#till-description", "un balai");
        }
        await page.keyboard.press("Enter");
        await page.waitForSelector("dialog.sheet", { state: "detached" });
        sheet.moved(kind, amount);
      }
      await pressFor(page, "2", isOpen("movement"));
      await page.keyboard.type("900000");
      await page.keyboard.press("Enter");
      await page.waitForSelector(`${isOpen("movement")} .problem, ${APPROVAL}`);
      if (await page.$(APPROVAL)) await approve(page, supervisor.me.username);
      await waitFor("there is not so much", async () => /tant d’argent/.test(await page.textContent(`${isOpen("movement")} .problem`)), 20_000);
      await write(page, "#till-amount", "12000");
      await page.keyboard.press("Enter");
      await approve(page, supervisor.me.username);
      await page.waitForSelector("dialog.sheet", { state: "detached" });
      sheet.moved("drop", 1_200_000);
    });

    test("reads what the house tells the till", { timeout: patience(30_000) }, async () => {
      await people.admin.do("POST", "/admin/messages", { tillId: cashier.till.tillId, text: "Le papier arrive à midi" });
      await page.waitForSelector(".notice[data-notice=message]");
      await page.keyboard.press("End");
      await page.waitForSelector(".notice", { state: "detached" });
    });

    test("counts blind, has a variance signed for, and the Z says what her own sheet says", { timeout: patience(60_000) }, async () => {
      const counted = sheet.cash - 100_000;
      await pressFor(page, "c", isOpen("count"));
      await count(page, inPieces(counted, PIECES));
      await page.waitForSelector('dialog.report[data-state="counted"][open]');
      await page.keyboard.press("Enter");
      await approve(page, supervisor.me.username, PASSWORD, "compté deux fois");
      await page.waitForSelector('dialog.report[data-state="closed"][open]');
      await assertZ(page, cashier, sheet, counted);
      assert.deepEqual([errors, await page.evaluate(() => window.violations)], [[], []]);
      await page.keyboard.press("Enter");
      await page.waitForSelector('[data-step="choosing"]');
    });
  });

  describe("by touch alone", inOrder, () => {
    const sheet = new Sheet(1_000_000);
    let browser, tablet, page, cashier;
    before(async () => {
      cashier = { ...(await people.person("cashier", shop)), till: await people.till(shop) };
      browser = await openBrowser();
      tablet = await openCounter(browser, house, { hasTouch: true, script: keepPapers });
      page = tablet.page;
    }, { timeout: patience(60_000) });
    after(() => browser?.close());

    const tap = (selector) => page.tap(selector);
    /** On a keyboard of glass, which tells a page the text and no keys. */
    async function fill(selector, text) {
      await tap(selector);
      await page.keyboard.insertText(text);
    }
    async function sells(taps, stake) {
      await awaitBets(page, 2);
      for (const selector of taps) await tap(selector);
      const number = await untilSold(page, () => tap(".confirm"));
      sheet.sold(stake);
      return number;
    }
    const runner = (number) => `.runner:has(.runner-number:text-is("${number}"))`;
    const market = (letter) => `.markets button:has(kbd:text-is("${letter}"))`;
    const stake = (place) => `.stakes button:nth-child(${place})`;

    test("sells, takes back, pays, moves cash, counts, and closes", { timeout: patience(90_000) }, async () => {
      await fill("#username", cashier.me.username);
      await fill("#password", PASSWORD);
      await tap("form button.main");
      await page.waitForSelector(".till");
      await tap(`.till:has-text("${cashier.till.name}")`);
      await fill("#float", "10000");
      await tap("form button.main");
      await page.waitForSelector('main[data-page="sell"]');

      await sells([runner(54), stake(2)], 5_000);
      await sells([market("O"), runner(54), runner(10), stake(1)], 2_500);
      const winner = await sells([6, 7, 8, 9, 10, 54].flatMap((number) => [runner(number), stake(1)]), 15_000);
      for (let isVoided = false; !isVoided; ) {
        await tap('.tabs button[aria-keyshortcuts="F2"]');
        await awaitBets(page, 3);
        const wrong = await sells([market("P"), runner(7), stake(3)], 10_000);
        await scan(page, await ticketOf(wrong));
        if ((await opened(page, wrong)).verdict !== "sold") continue;
        await tap('.tickets-acts button[aria-keyshortcuts="Delete"]');
        const end = await page.waitForSelector('[data-done="void"], .tickets-open .problem');
        isVoided = (await end.getAttribute("data-done")) !== null;
      }
      sheet.voided(10_000);

      await people.over(await roundOf(winner));
      await scan(page, await ticketOf(winner));
      assert.equal((await opened(page, winner)).verdict, "won");
      await tap(".tickets-acts button.main");
      await page.waitForSelector(`[data-number="${winner}"][data-done="pay"]`);
      sheet.paid(await worth(winner));

      await tap('.tabs button[aria-keyshortcuts="F4"]');
      await tap(".acts button[data-kind=drop]");
      await fill("#till-amount", "1000");
      await tap(`${isOpen("movement")} button.main`);
      await page.waitForSelector("dialog.sheet", { state: "detached" });
      sheet.moved("drop", 100_000);

      await tap(".acts button.main");
      const pieces = inPieces(sheet.cash, PIECES);
      for (const each of PIECES.filter((one) => pieces[one])) await fill(`#pieces-${each}`, String(pieces[each]));
      await tap(`${isOpen("count")} table + .row button`);
      await tap(`${isOpen("count")} button.main`);
      await page.waitForSelector('dialog.report[data-state="closed"][open]');
      await assertZ(page, cashier, sheet, sheet.cash);
      await tap("dialog.report button.main");
      await page.waitForSelector('[data-step="choosing"]');
      assert.deepEqual([tablet.notes.errors, await page.evaluate(() => window.violations)], [[], []]);
    });
  });

  test("the house's books prove themselves", async () => {
    assert.deepEqual(await house.query("select * from report.proof()"), []);
  });
});
