// SPDX-License-Identifier: MIT
// The counter as it looks: each page and state in three sizes, in French, as pictures for people (build/screenshots). What a
// machine can see of it is held: nothing wider than the page, no button whose words are cut off, no text that is not in the
// catalogue, no key on a page that the help does not have.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { EVERYWHERE, PAGE_KEYS } from "../../web/cashier/key_table.js";
import { openBrowser, openPage } from "../lib/browser.mjs";
import { APPROVAL, codeOf, count, enter, isOpen, openMarkets, pressFor, seen, sell, signIn, takeTill, type } from "../lib/counter.mjs";
import { awaitBets, opened, scan } from "../lib/desk.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { coverage, PASSWORD, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";

const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];
const SETTINGS = { BETTING_MS: 15_000, LOCK_MS: 500, FILM_MS: 1_000, FINISH_MS: 200 };

describe("the counter's looks", inOrder, () => {
  const house = useHouse({ settings: SETTINGS, programs: ["gateway", "api", "caddy"] });
  const wrong = [];
  let people, shop, browser, page, cashier, supervisor;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await openMarkets(house);
    house.start("scheduler");
    [people, browser] = await Promise.all([People.arrive(house), openBrowser("Liberation")]);
    shop = await people.admin.do("POST", "/admin/shops", { number: 1, name: "Delmas 33", header: ["Rue 1", "Port-au-Prince"] });
    cashier = await people.person("cashier", shop);
    supervisor = await people.supervisor(shop);
    await people.settleIn(supervisor.me.username);
    for (const [i, name] of ["Entrée", "Fond", "Étage"].entries()) await people.admin.do("POST", "/admin/tills", { shopId: shop.shopId, number: i + 1, name });
    ({ page } = await openPage(browser, house, { viewport: SIZES[1], path: "/cashier/?lang=fr" }));
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  /** A picture in each size, and what is wrong there. `page` names the page whose keys are seen. */
  async function look(name) {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await seen(page);
      await page.screenshot({ path: join(SCREENSHOTS, `counter-${name}-${size.width}.png`) });
      wrong.push(...(await page.evaluate(faults)).map((fault) => `${name} at ${size.width}: ${fault}`));
    }
    await page.setViewportSize(SIZES[1]);
    await seen(page);
    const where = await page.evaluate(() => ({
      page: document.querySelector("main")?.dataset.page,
      keys: [...document.querySelectorAll("main [aria-keyshortcuts]")].map((node) => node.getAttribute("aria-keyshortcuts")),
    }));
    const known = [...EVERYWHERE, ...(PAGE_KEYS[where.page] ?? [])].map(({ key }) => key);
    for (const key of where.keys) if (!known.includes(key.length === 1 ? key.toUpperCase() : key)) wrong.push(`${name}: the help does not have ${key}`);
  }

  const go = async (key, name) => {
    await page.keyboard.press(key);
    await page.waitForSelector(`main[data-page="${name}"]`);
  };
  const clear = async () => {
    for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
    await seen(page);
  };
  const scans = async (number, code) => {
    await scan(page, { number, code: code ?? (await codeOf(house, number)) });
    await opened(page, number);
  };

  test("signing in and taking a till", { timeout: patience(60_000) }, async () => {
    await page.waitForSelector("#username");
    await look("sign-in");
    await signIn(page, cashier.me.username, "not her password");
    await page.waitForSelector(".problem");
    await look("sign-in-refused");
    await signIn(page, cashier.me.username);
    await page.waitForSelector(".till");
    await look("tills");
    await takeTill(page, "20000");
  });

  test("selling", { timeout: patience(90_000) }, async () => {
    await awaitBets(page, 10);
    await look("sell-empty");
    await type(page, "6*25+6-7-8T*50+X-6O/1+7P*");
    await look("sell-typing");
    await clear();
    await type(page, "6-11*25");
    await enter(page);
    await look("sell-fault");
    await clear();
    await type(page, "7*6000");
    await enter(page);
    await look("sell-refused");
    await clear();
    await awaitBets(page, 5);
    await sell(page, "6*100+6-7C*50");
    await look("sell-sold");
    await page.keyboard.press("?");
    await page.waitForSelector("dialog.help[open]");
    await look("help");
    await page.keyboard.press("Escape");
    await page.click(".menu summary");
    await look("menu");
    await page.click(".menu summary");
    await page.context().setOffline(true);
    await page.waitForSelector("p.alert");
    await look("offline");
    await page.context().setOffline(false);
    await page.waitForSelector("p.alert", { state: "detached" });
  });

  test("tickets", { timeout: patience(120_000) }, async () => {
    await go("F3", "tickets");
    await look("tickets");
    const won = await cashier.sell(coverage());
    const losing = await Promise.all(["6", "7"].map((selection) => cashier.sell([{ market: "win", selection, stake: 2500 }])));
    await scans(won.number);
    await look("ticket-running");
    await people.over(Math.max(won.roundId, ...losing.map(({ roundId }) => roundId)), 60_000);
    const fresh = await cashier.sell([{ market: "win", selection: "6", stake: 10_000 }, { market: "quinella", selection: "6-7", stake: 5_000 }]);
    await page.reload();
    await leavePapers();
    await scans(fresh.number);
    await look("ticket-sold");
    for (const { number } of losing) await scans(number);
    await scans(won.number);
    await look("ticket-won");
    await pressFor(page, "Enter", '[data-done="pay"]');
    await look("ticket-paid");
    await scans(won.number, "00000000");
    await look("ticket-unknown");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    const states = await Promise.all(losing.map(({ number }) => cashier.do("GET", `/tickets/${number}`)));
    await scans(states.find(({ state }) => state === "lost").number);
    await look("ticket-lost");
  });

  test("the till", { timeout: patience(120_000) }, async () => {
    await go("F4", "till");
    await page.waitForSelector(".tally");
    await look("till");
    await pressFor(page, "4", isOpen("movement"));
    await page.keyboard.type("150");
    await look("till-movement");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.sheet", { state: "detached" });
    await pressFor(page, "2", isOpen("movement"));
    await page.keyboard.type("15000");
    await pressFor(page, "Enter", APPROVAL);
    await look("approval");
    await page.keyboard.press("Escape");
    await page.waitForSelector(`${isOpen("movement")} .problem`);
    await look("till-refused");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.sheet", { state: "detached" });
    await pressFor(page, "x", "dialog.report[open]");
    await look("till-x");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.sheet", { state: "detached" });
    await pressFor(page, "h", ".rows tbody tr");
    await look("till-history");
    await pressFor(page, "s", '.view[data-view="sessions"]');
    await look("till-sessions");
    await page.keyboard.press("m");
    await page.waitForSelector(".tally");
    await pressFor(page, "c", isOpen("count"));
    await look("till-count");
    await count(page, { 100_000: 12 });
    await page.waitForSelector('dialog.report[data-state="counted"][open]');
    await look("till-counted");
    await pressFor(page, "Enter", APPROVAL);
    await page.fill("#approval-reason", "compté deux fois");
    await page.fill("#approval-username", supervisor.me.username);
    await page.fill("#approval-password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector('dialog.report[data-state="closed"][open]');
    await look("till-z");
  });

  test("nothing is cut off, untranslated, or unknown to the help", () => assert.deepEqual([...new Set(wrong)], []));

  async function leavePapers() {
    await page.waitForSelector("dialog.papers[open]");
    await look("papers");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.papers", { state: "detached" });
  }
});

/** Runs in the page. */
function faults() {
  const out = [];
  const isSeen = (node) => node.getClientRects().length > 0 && !node.closest(".hidden, .visually-hidden");
  if (document.documentElement.scrollWidth > innerWidth) out.push(`wider than the page: ${document.documentElement.scrollWidth}`);
  for (const node of document.querySelectorAll("button, label, kbd, h1, h2, dt, dd, th"))
    if (isSeen(node) && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0) out.push(`cut off: ${node.textContent.trim()}`);
  for (const [text] of document.body.innerText.matchAll(/\b[a-z]+\.[a-z_]+\b|[{}]/g)) out.push(`no text: ${text}`);
  return out;
}
