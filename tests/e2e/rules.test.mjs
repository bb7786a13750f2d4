// SPDX-License-Identifier: MIT
// The rules that every ticket names: at the address printed on it, in three languages, on a phone, a computer and
// paper; a ticket is looked up and a race recomputed there.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { FONTS, openBrowser, openPage, visit } from "../lib/browser.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { coverage, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1280, height: 720 }, { width: 390, height: 844 }, { width: 320, height: 568 }];
const HEADINGS = { fr: "Règlement des paris", en: "Betting rules", ht: "Règleman paryaj yo" };

describe("the house's rules", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 2000, LOCK_MS: 400, FILM_MS: 1000, FINISH_MS: 300 } });
  let cashier, people, screens;
  const browsers = [];
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    people = await People.arrive(house);
    cashier = await people.cashier();
    screens = await openScreens();
  }, { timeout: patience(120_000) });
  after(() => Promise.all(browsers.map((browser) => browser.close())));

  async function openScreens(fonts) {
    const browser = await openBrowser(fonts);
    browsers.push(browser);
    const opened = [];
    for (const viewport of SIZES) {
      const screen = await openPage(browser, house, { viewport });
      await visit(screen.page, `${house.origin}/rules`);
      await screen.page.waitForSelector('[data-when="prices"]:not([hidden])');
      opened.push({ ...screen, viewport });
    }
    return opened;
  }

  // Each test finds the page in French, whatever the one before has left.
  beforeEach(async () => {
    for (const { page } of screens) {
      if (new URL(page.url()).pathname !== "/rules/") await visit(page, `${house.origin}/rules/`);
      await page.click('[data-lang="fr"]');
    }
  });

  const text = (page, selector) => page.textContent(selector);
  const says = (page, selector, pattern) => {
    let words;
    return waitFor(() => `${selector} says ${pattern}, not ${words}`, async () => pattern.test((words = await text(page, selector))), 20_000);
  };
  const assertFits = async (page, what) => {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${what} is ${over} px too wide`);
    const cut = await page.$$eval(".rules-part *", (nodes) => nodes.filter((node) => !node.closest("thead, [hidden]") && node.getBoundingClientRect().right > window.innerWidth + 0.5).map((node) => node.outerHTML.slice(0, 120)));
    assert.deepEqual(cut, [], what);
  };
  const check = async (page, number, code) => {
    await page.fill("#check-number", number);
    await page.fill("#check-code", code);
    await page.click("#check button");
  };

  test("they are at the address that a ticket prints, with and without the slash, under the strict policy", async () => {
    assert.equal(await house.value("select hippo.setting_text('rules_url')"), "/rules");
    const bare = await house.get("/rules");
    assert.equal(bare.status, 308);
    assert.equal(new URL(bare.headers.location, `${house.origin}/rules`).href, `${house.origin}/rules/`);
    const page = await house.get("/rules/");
    assert.equal(page.status, 200);
    assert.match(page.headers["content-security-policy"], /default-src 'self'/);
    const files = page.text.match(/\/assets\/[^"]+/g);
    assert.ok(files.length >= 3);
    for (const path of files) assert.equal((await house.get(path)).status, 200, path);
  });

  test("French first, the same switch as the live screen's, and it remembers", async () => {
    const { page } = screens[0];
    assert.equal(await text(page, "h1"), HEADINGS.fr);
    for (const lang of ["en", "ht"]) {
      await page.click(`[data-lang="${lang}"]`);
      assert.equal(await text(page, "h1"), HEADINGS[lang]);
      assert.equal(await page.getAttribute("html", "lang"), lang);
    }
    await page.click(".rules-acts a");
    await page.waitForSelector('[data-lang="ht"][aria-pressed="true"]');
    await page.click(".foot-link");
    await page.waitForSelector("h1");
    await says(page, "h1", new RegExp(HEADINGS.ht));
    await page.click('[data-lang="fr"]');
  });

  test("it fits every screen in every language, and says nothing that it does not know", async () => {
    const fitted = Object.keys(FONTS).map(async (fonts) => (await openScreens(fonts)).map((screen) => ({ ...screen, fonts })));
    for (const { page, viewport, fonts } of (await Promise.all(fitted)).flat())
      for (const lang of ["en", "ht", "fr"]) {
        await page.click(`[data-lang="${lang}"]`);
        const what = `${lang} at ${viewport.width} in ${fonts}`;
        await assertFits(page, what);
        assert.equal((await page.$$("#markets tr")).length, 10, what);
        const words = (await page.innerText("main")).replaceAll("{id}", "");
        assert.doesNotMatch(words, /\{\w+\}|undefined|NaN|null|\b(?:markets|round|check|fair|limits)\.\w/, what);
        await page.screenshot({ path: join(SCREENSHOTS, `rules-${lang}-${viewport.width}-${fonts}.png`), fullPage: true });
      }
  });

  test("limits, times and what is on sale are the house's own", async () => {
    const { page } = screens[0];
    const plain = async (selector) => (await text(page, selector)).replace(/\s/g, " ");
    assert.match(await plain('[data-i18n="limits.stake"]'), /de 25,00 HTG à 5 000,00 HTG par ligne, par pas de 5,00 HTG/);
    assert.match(await plain('[data-i18n="limits.lines"]'), /20 lignes/);
    assert.match(await plain('[data-i18n="round.timers"]'), /dure 3,3 s : 1,6 s de paris ouverts, 0,4 s de paris fermés, 1 s de course et 0,3 s/);
    assert.deepEqual(await page.$$eval("#markets tr:has(.rules-sold)", (rows) => rows.map((row) => row.dataset.market)), ["win"]);
    assert.match(await plain('[data-market="win"]'), /cotes de 4,50 à 8,10/);
    assert.match(await plain('[data-i18n="odds.example"]'), /mise de 25,00 HTG à la cote 5,50 gagne 137,50 HTG/);
    assert.match(await plain('[data-i18n="limits.ticket"]'), /^Un ticket mise au plus [\d ]+,00 HTG et gagne au plus [\d ]+,00 HTG/);
    assert.equal(await page.isVisible('[data-i18n="limits.ask"]'), false);
    await people.admin.do("PATCH", "/admin/settings/stake_min", { value: 5000, reason: "a test" });
    await waitFor("a round has the new limit", async () => (await house.value("select stake_min from hippo.round_terms order by round_id desc limit 1")) === 5000, 20_000);
    // The api may answer from memory for a moment.
    await pass(300);
    await page.reload();
    await page.waitForSelector('[data-when="prices"]:not([hidden])');
    assert.match(await plain('[data-i18n="limits.stake"]'), /de 50,00 HTG/);
  });

  test("a sold ticket is found, then what it won, then that it was paid", { timeout: patience(120_000) }, async () => {
    const ticket = await cashier.sell(coverage(5000));
    for (const { page } of screens) {
      await check(page, ticket.number.toLowerCase(), `${ticket.code.slice(0, 4)} ${ticket.code.slice(4).toLowerCase()}`);
      await page.waitForSelector("#check-ticket table");
    }
    await people.over(ticket.roundId);
    const { prize } = await cashier.do("GET", `/tickets/${ticket.number}`);
    const amount = new Intl.NumberFormat("fr-HT", { minimumFractionDigits: 2 }).format(prize / 100);
    for (const { page, viewport } of screens) {
      await page.click("#check button");
      await says(page, "#check-answer", /^Gagnant/);
      assert.ok((await text(page, "#check-answer")).includes(amount), await text(page, "#check-answer"));
      assert.equal((await page.$$("#check-ticket tbody tr")).length, 6);
      assert.equal((await page.$$('#check-ticket tr[data-won="true"]')).length, 1);
      assert.ok((await text(page, "#check-ticket")).includes(ticket.commitment));
      await assertFits(page, `a ticket at ${viewport.width}`);
      await page.locator("#check-part").screenshot({ path: join(SCREENSHOTS, `rules-ticket-${viewport.width}.png`) });
    }
    await cashier.pay(ticket);
    const { page } = screens[0];
    await page.click("#check button");
    await says(page, "#check-answer", /^Payé/);
    await page.click('[data-lang="en"]');
    assert.match(await text(page, "#check-answer"), /^Paid/);
    await page.click('[data-lang="fr"]');
    assert.equal(page.url(), `${house.origin}/rules/`, "number and code go into no address of the page");
  });

  test("a race is recomputed by the page itself; a proof that was changed does not pass", { timeout: patience(60_000) }, async () => {
    const { page } = screens[1];
    const [{ round_id: id, runner_order: order }] = await house.query("select round_id, runner_order from hippo.round where phase = 'settled' order by round_id desc limit 1");
    await page.fill("#fair-round", String(id));
    await page.click("#fair-check button");
    await says(page, "#fair-answer", /conforme/);
    assert.ok((await text(page, "#fair-answer")).includes(order.join(" – ")), await text(page, "#fair-answer"));
    await assertFits(page, "a recomputed race");
    await page.locator("#fair").screenshot({ path: join(SCREENSHOTS, "rules-fair-390.png") });
    const { json: proof } = await house.get(`/api/v1/rounds/${id}/proof`);
    await page.route("**/proof", (route) => route.fulfill({ json: { ...proof, order: [...proof.order].reverse() } }));
    await page.click("#fair-check button");
    await says(page, "#fair-answer", /NON conforme.*order/);
    await page.unroute("**/proof");
    const { roundId } = await people.betting(500);
    await page.fill("#fair-round", String(roundId));
    await page.click("#fair-check button");
    await says(page, "#fair-answer", /pas terminée/);
  });

  test("nothing but its own origin is asked, no policy violated, no error said", async () => {
    for (const { page, notes } of screens) {
      assert.deepEqual(notes.requests.filter((url) => !url.startsWith(`${house.origin}/`) && !url.startsWith("data:")), []);
      assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
      assert.deepEqual(notes.errors, []);
      // Interfaces of the machine come and go, as container bridges do; the page asks again.
      assert.deepEqual(notes.console.filter(({ type, text: words }) => (type === "error" || type === "warning") && !/ERR_NETWORK_CHANGED/.test(words)), []);
    }
  });

  test("what is wrong is said in words", { timeout: patience(60_000) }, async () => {
    const { page } = screens[1];
    const asked = () => screens[1].notes.requests.filter((url) => url.includes("/tickets/")).length;
    const before = asked();
    await check(page, "123", "AAAAAAAA");
    await says(page, "#check-answer", /pas un numéro de ticket/);
    await check(page, "01-010002-2", "ABC");
    await says(page, "#check-answer", /pas un code/);
    assert.equal(asked(), before, "what cannot be right costs no attempt");
    await check(page, "01-010002-2", "AAAAAAAA");
    await says(page, "#check-answer", /Aucun ticket/);
    assert.equal((await page.$$("#check-ticket > *")).length, 0);
    await page.route("**/tickets/**", (route) => route.fulfill({ status: 429, contentType: "application/problem+json", body: "{}" }));
    await check(page, "01-010002-2", "AAAAAAAA");
    await says(page, "#check-answer", /Trop d’essais/);
    await page.unroute("**/tickets/**");
    await page.context().setOffline(true);
    await check(page, "01-010002-2", "AAAAAAAA");
    await says(page, "#check-answer", /Pas de connexion/);
    await page.context().setOffline(false);
    await page.fill("#fair-round", "999999999");
    await page.click("#fair-check button");
    await says(page, "#fair-answer", /pas de course/);
  });

  test("without the house's answers it still reads, and says that the till tells", async () => {
    const { page } = screens[2];
    await page.route("**/api/v1/**", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }));
    await page.reload();
    await says(page, '[data-i18n="limits.ask"]', /La caisse dit/);
    assert.equal(await page.isVisible('[data-i18n="limits.ask"]'), true);
    assert.equal(await page.isVisible('[data-i18n="round.timers"]'), false);
    assert.doesNotMatch((await page.innerText("main")).replaceAll("{id}", ""), /\{\w+\}|undefined|NaN/);
    await page.unroute("**/api/v1/**");
  });

  test("on paper it is black on white, whole, and without its buttons", async () => {
    const { page } = screens[0];
    await page.emulateMedia({ media: "print" });
    for (const selector of [".languages", "#print", ".rules-contents", "#fair-check"]) assert.equal(await page.isVisible(selector), false, selector);
    assert.equal(await page.isVisible('[data-i18n="play.stop"]'), true);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(0, 0, 0)");
    const pdf = await page.pdf({ path: join(SCREENSHOTS, "rules.pdf"), format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= 2 && pages <= 6, `${pages} pages`);
    await page.emulateMedia({ media: null });
  });
});
