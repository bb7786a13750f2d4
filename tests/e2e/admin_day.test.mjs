// SPDX-License-Identifier: MIT
// The back office in Chromium: signing in, the day at a glance as it goes on, which role sees which page, keys and addresses,
// three languages and three sizes.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pagesOf, PAGES } from "../../web/admin/pages.js";
import { openBrowser, openPage } from "../lib/browser.mjs";
import { write } from "../lib/counter.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { faultsOf, goTo, openOffice } from "../lib/office.mjs";
import { PASSWORD, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2500, LOCK_MS: 300, FILM_MS: 1000, FINISH_MS: 300 };
const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [["fr", { width: 1920, height: 1080 }], ["en", { width: 1024, height: 768 }], ["ht", { width: 390, height: 844 }]];

describe("the back office", inOrder, () => {
  const house = useHouse({ settings: SETTINGS });
  const people = {};
  let all, browser, screen;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [all, browser] = await Promise.all([People.arrive(house), openBrowser("Liberation")]);
    people.cashier = await all.cashier({ float: 1_000_000 });
    people.admin = all.admin;
    people.auditor = await all.person("auditor");
    people.supervisor = await all.supervisor(people.cashier.shop);
    // It is counted until the day's page asks who is connected.
    screen = await openPage(browser, house);
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  /** Until a figure of the day says this, amounts without their blanks. */
  const figure = (page, name, wanted) => page.waitForFunction(([key, text]) => {
    const shown = document.querySelector(`[data-figure="${key}"]`)?.textContent.replace(/\s/g, "");
    return shown?.includes(text);
  }, [name, wanted]);

  test("an auditor signs in and sees the day go on", { timeout: patience(60_000) }, async () => {
    const { page, notes, close } = await openOffice(browser, house, null);
    await page.waitForSelector('[data-step="signed_out"]');
    await write(page, "#username", people.auditor.me.username);
    await write(page, "#password", PASSWORD);
    await page.keyboard.press("Enter");
    await figure(page, "sales", "0HTG");
    const ticket = await people.cashier.sell([{ market: "win", selection: "6", stake: 123_500 }, { market: "win", selection: "7", stake: 100_000 }]);
    await figure(page, "sales", "2235HTG1ticket");
    await figure(page, "cash", "12235HTG1caisse");
    await all.over(ticket.roundId);
    await page.waitForSelector(`[data-round="${ticket.roundId}"] td:nth-child(4):has-text("2")`);
    await page.waitForSelector('[data-chart="kept"] canvas');
    await people.cashier.do("POST", "/till/close", { counts: { 100: 1 } });
    await figure(page, "waiting", "1entout-12234HTG");
    await page.waitForSelector('.day-well:has-text("Aucune alerte")');
    await house.query("insert into hippo.proof_run (day, started_at, finished_at, violations, first_violation) values ('2099-01-01', now(), now(), 2, 'cash: till 3')");
    await page.waitForSelector('[data-alarm="proof"]:has-text("2099-01-01"):has-text("cash: till 3")');
    assert.equal(await page.getAttribute('[data-alarm="proof"] a', "href"), "#/proof");
    await figure(page, "screens", "téléphones1");
    assert.deepEqual([notes.errors, await page.evaluate(() => window.seen.violations)], [[], []]);
    await close();
    await screen.close();
  });

  test("who has left is asked who she is, and sees nothing of before", { timeout: patience(30_000) }, async () => {
    const admin = await all.person("admin");
    const { page, close } = await openOffice(browser, house, admin, { at: "/day" });
    await page.waitForSelector("[data-figure]");
    await house.query("delete from hippo.sign_in where user_id = $1", [admin.me.userId]);
    await page.waitForSelector('[data-step="signed_out"]:has-text("terminée")');
    assert.equal(await page.$("[data-figure]"), null);
    await close();
  });

  for (const role of ["admin", "auditor", "supervisor", "cashier"])
    test(`a page opens to a ${role} only if the house answers what is on it`, { timeout: patience(60_000) }, async () => {
      const { page, notes, close } = await openOffice(browser, house, people[role]);
      const refused = [];
      const asked = new Set();
      page.on("request", (request) => request.url().includes("/api/") && asked.add(request));
      for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => asked.delete(request));
      page.on("response", (answer) => [401, 403].includes(answer.status()) && refused.push(`${page.url()} ${answer.status()} ${answer.url()}`));
      if (role === "cashier") {
        assert.equal(await page.getAttribute('[data-step="refused"] a', "href"), "/cashier/");
        assert.equal(await page.$("nav"), null);
      } else {
        const links = await page.$$eval("nav a", (nodes) => nodes.map((node) => node.getAttribute("href")));
        assert.deepEqual(links.sort(), pagesOf(role).map(({ path }) => `#/${path}`).sort());
        for (const { name, path, roles } of PAGES) {
          await goTo(page, `/${path}`);
          await page.waitForSelector(`main[data-page="${roles.includes(role) ? name : "missing"}"]`);
          await waitFor("all that the page asks for is answered", () => asked.size === 0, patience(20_000));
        }
        await goTo(page, "/no/such?page=here");
        await page.waitForSelector('main[data-page="missing"]');
      }
      assert.deepEqual([refused, notes.errors], [[], []]);
      await close();
    });

  test("keys open pages, the help and another day; back leads back", { timeout: patience(30_000) }, async () => {
    const { page, close } = await openOffice(browser, house, people.admin, { at: "/no-page" });
    await page.waitForSelector('main[data-page="missing"]');
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await page.waitForSelector("[data-figure]");
    await page.keyboard.press("ArrowLeft");
    await page.waitForSelector('.page-head a[href="#/day"]');
    assert.match(new URL(page.url()).hash, /^#\/day\?day=\d{4}-\d\d-\d\d$/);
    assert.equal(await page.$('[data-list="shops"]'), null, "yesterday has no now");
    await page.goBack();
    await page.waitForSelector('[data-list="shops"]');
    await page.keyboard.press("?");
    await page.waitForSelector("dialog.help[open]");
    const keys = await page.$$eval("dialog.help kbd", (nodes) => nodes.map((node) => node.textContent));
    for (const { key } of PAGES) assert.ok(keys.includes(`g ${key}`), key);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.help", { state: "detached" });
    await close();
  });

  test("in three languages and three sizes nothing is wider than the page, and axe finds nothing", { timeout: patience(60_000) }, async () => {
    const bad = [];
    for (const [lang, viewport] of SIZES) {
      const { page, close } = await openOffice(browser, house, people.admin, { at: "/day", lang, viewport });
      await page.waitForSelector('[data-chart="kept"] canvas');
      assert.equal(await page.getAttribute("html", "lang"), lang);
      await page.screenshot({ path: join(SCREENSHOTS, `admin-day-${viewport.width}.png`), fullPage: true });
      bad.push(...(await faultsOf(page)).map((fault) => `${lang}: ${fault}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) bad.push(`${lang}: ${wide} px wider than the page`);
      const bare = await page.evaluate(() => document.body.innerText.match(/\b(?:day|alarm|admin|page|shell|session|role)\.[a-z_.]+|\{\w+\}/g));
      if (bare) bad.push(`${lang}: ${bare}`);
      if (viewport.width < 900) {
        await page.click(".pages-button");
        await page.waitForSelector("nav:popover-open");
        bad.push(...(await faultsOf(page)).map((fault) => `${lang} pages: ${fault}`));
        await page.click('nav a[href="#/day"]');
        await page.waitForSelector("nav:popover-open", { state: "detached" });
      }
      await close();
    }
    assert.deepEqual(bad, []);
  });
});
