// SPDX-License-Identifier: MIT
// Reports in the back office, in Chromium: what stands in a table, under it and in a chart is what SQL says; days and shops in the
// address; a file; on paper; who sees which; and rates of commissions.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { useHouse } from "../lib/house.mjs";
import { coverage, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];
/** A figure as pages write it, in any language: "1 250,00" is 1250. */
const figure = (text) => Number(text.replace(/[^\d,.-]/g, "").replace(",", "."));
/** What a page makes of a decimal: parts are in percent. */
const shownAs = (name, value) => (name.startsWith("return_") ? Math.round(value * 1000) / 10 : Math.round(value * 100) / 100);

describe("reports in the back office", () => {
  const house = useHouse({ settings: { BETTING_MS: 2_000, LOCK_MS: 200, FILM_MS: 1_000, FINISH_MS: 200 } });
  let browser, people, auditor, cashier, page, today, past;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [browser, people] = await Promise.all([openBrowser(), People.arrive(house)]);
    auditor = await people.person("auditor");
    cashier = await people.cashier();
    const sold = [await cashier.sell(coverage()), await cashier.sell(coverage())];
    await cashier.void(await cashier.sell());
    await people.admin.do("PATCH", "/admin/settings/betting_ms", { value: 3_600_000, reason: "nothing moves any more" });
    await people.over(sold[1].roundId);
    await cashier.pay(sold[0]);
    // Three days of somebody's mistakes, so that there is something to draw.
    await house.query(`insert into hippo.journal (scope, seq, at, user_id, action, hash)
      select $1, 900000 + n, now() - n % 3 * interval '1 day', $2, 'scan_failed', sha256(int8send(n)) from generate_series(1, 7) n`, [cashier.till.tillId, cashier.me.userId]);
    await house.query("update hippo.till_book set seq = 900007 where till_id = $1", [cashier.till.tillId]);
    [{ today, past }] = await house.query("select hippo.house_day(now())::text as today, hippo.house_day(now() - interval '2 days')::text as past");
    page = await office(auditor);
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  /** Somebody who is signed in, at a page of the back office. */
  async function office(person, { viewport = SIZES[0], lang = "fr", at = "reports" } = {}) {
    const opened = await openPage(browser, house, { viewport });
    await opened.page.context().addCookies([{ name: "__Host-hippo_session", value: person.token, url: house.origin, secure: true }]);
    await visit(opened.page, `${house.origin}/admin/?lang=${lang}#/${at}`);
    await opened.page.waitForSelector(`main[data-page="${at.split("/")[0]}"] .page-head`);
    return Object.assign(opened.page, { notes: opened.notes });
  }

  /** Opens a report, and waits until the page shows what the house said. */
  async function open(address, on = page) {
    await on.evaluate((hash) => void (window.location.hash = hash), `#/reports/${address}`);
    await on.waitForFunction(([name, days]) => {
      const shown = document.querySelector(`[data-report="${name}"] .report-about`);
      return shown && window.location.hash.includes(name) && (!days || shown.textContent.includes(days));
    }, [address.split("?")[0], /from=([\d-]+)/.exec(address)?.[1]]);
  }

  const table = (name, on = page) => on.$eval(`[data-report="${name}"] table`, (element) => ({
    rows: [...element.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    totals: element.tFoot ? [...element.tFoot.rows[0].cells].map((cell) => cell.textContent.trim()) : null,
  }));

  test("every table shows the figures that SQL has, and their sums", { timeout: patience(60_000) }, async () => {
    const { items } = await auditor.do("GET", "/reports");
    for (const { report, columns } of items.filter(({ report }) => ["daily_by_till", "deficit_profit", "days", "shop_days", "tills", "cashier_days", "markets", "safes"].includes(report))) {
      await open(`${report}?from=${past}&to=${today}`);
      const shown = await table(report);
      const numbers = columns.map(({ type }, i) => (["integer", "decimal"].includes(type) ? i : -1)).filter((i) => i > 0);
      const wanted = (await house.query(`select * from report.${report} where day between $1 and $2`, [past, today], "hippo_report")).map((row) => columns.map(({ name }) => row[name]));
      const sorted = (rows) => rows.map((row) => numbers.map((i) => (row[i] === "" || row[i] === null ? null : typeof row[i] === "string" && /[^\d.-]/.test(row[i]) ? figure(row[i]) : Number(row[i]))).join(" ")).sort();
      assert.ok(wanted.length > 0, report);
      assert.deepEqual(sorted(shown.rows), sorted(wanted.map((row) => row.map((value, i) => (columns[i].type === "decimal" && value !== null ? String(shownAs(columns[i].name, Number(value))) : value)))), report);
      for (const [i, { name }] of columns.entries()) {
        if (i === 0 || !columns[i].adds) continue;
        const [{ sum }] = await house.query(`select coalesce(sum(${name}), 0)::float8 as sum from report.${report} where day between $1 and $2`, [past, today], "hippo_report");
        assert.equal(figure(shown.totals[i]), sum, `${report}.${name}`);
      }
    }
  });

  test("a chart has the days' sums", { timeout: patience(60_000) }, async () => {
    await open(`cashiers?from=${past}&to=${today}`);
    await page.waitForSelector(".report-chart canvas");
    await page.selectOption(".report-chart select", "failed_scans");
    await page.waitForFunction(() => /De 2 à 3, 7 en tout/.test(document.querySelector(".report-chart figcaption").textContent));
    await page.screenshot({ path: join(SCREENSHOTS, "admin-report-chart.png"), fullPage: true });
  });

  test("days are in the address: a link shows the same, and back leads back", { timeout: patience(60_000) }, async () => {
    await page.evaluate(() => void (window.location.hash = "#/reports"));
    await page.click('a[href="#/reports/tills"]');
    await page.waitForSelector('[data-report="tills"] tbody tr');
    await page.click('.period button:text-is("Hier")');
    await page.waitForSelector('[data-report="tills"] .report-nothing');
    assert.match(page.url(), /#\/reports\/tills\?from=[\d-]+&to=[\d-]+$/);
    const other = await office(auditor, { at: page.url().split("#/")[1].replace("tills?", "tills?") });
    await other.waitForSelector('[data-report="tills"] .report-nothing');
    await other.context().close();
    await page.fill('.period input[name="from"]', past);
    await page.fill('.period input[name="to"]', today);
    await page.fill('.period input[name="shop"]', String(cashier.shop.shopId));
    await page.click(".period button.main");
    await page.waitForFunction((shop) => document.querySelector('[data-report="tills"] .report-about')?.textContent.includes(`agence ${shop}`), cashier.shop.shopId);
    assert.equal((await table("tills")).rows.length, 1);
    await page.goBack();
    await page.waitForSelector(".report-groups");
  });

  test("the file is the same report", { timeout: patience(60_000) }, async () => {
    await open(`tills?from=${past}&to=${today}`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click('a[download]')]);
    assert.equal(download.suggestedFilename(), `tills_${past}_${today}.csv`);
    const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
    assert.equal(lines.length, (await table("tills")).rows.length + 3);
    assert.match(lines.at(-1), /^"end of report: tills, /);
  });

  test("on paper: the report and nothing else, the day with a place to sign", { timeout: patience(60_000) }, async () => {
    await page.emulateMedia({ media: "print" });
    for (const name of ["daily_by_till", "deficit_profit"]) {
      await open(name);
      for (const selector of [".head", ".navigation", ".period", ".report-acts"]) assert.equal(await page.isVisible(selector), false, selector);
      assert.ok(await page.isVisible(`[data-report="${name}"] tfoot`));
      await page.pdf({ path: join(SCREENSHOTS, `admin-report-${name}.pdf`), preferCSSPageSize: true });
    }
    await page.evaluate(() => void (window.location.hash = "#/reports/daily"));
    await page.waitForSelector('[data-report="till_sessions"] tbody tr');
    assert.deepEqual(await page.$$eval("[data-report]", (all) => all.map((each) => each.dataset.report)), ["days", "shop_days", "daily_by_till", "cashier_days", "till_sessions"]);
    assert.ok(await page.isVisible(".signature"));
    await page.pdf({ path: join(SCREENSHOTS, "admin-report-daily.pdf"), preferCSSPageSize: true });
    await page.screenshot({ path: join(SCREENSHOTS, "admin-report-paper.png"), fullPage: true });
    await page.emulateMedia({ media: "screen" });
  });

  test("a supervisor sees the own shop's", { timeout: patience(60_000) }, async () => {
    const own = await office(await people.supervisor(cashier.shop));
    await own.waitForSelector('a[href="#/reports/tills"]');
    assert.equal(await own.$('a[href="#/reports/rounds"]'), null);
    assert.equal(await own.$('a[href="#/commissions"]'), null);
    await own.click('a[href="#/reports/daily_by_till"]');
    await own.waitForSelector('[data-report="daily_by_till"] tbody tr');
    assert.equal(await own.$('.period input[name="shop"]'), null);
    await own.context().close();
  });

  test("a rate of commissions: set with its consequence, kept for ever", { timeout: patience(60_000) }, async () => {
    const admin = await office(people.admin, { at: "commissions" });
    const form = 'form[data-form="commission-new"]';
    await admin.selectOption(`${form} [data-field="whose"] select`, { value: `shop-${cashier.shop.shopId}` });
    await admin.fill(`${form} [data-field="rate"] input`, "12,5");
    await admin.waitForFunction((where) => /garde son taux/.test(document.querySelector(`${where} .consequence`)?.textContent ?? ""), form);
    await admin.click(`${form} button.main:enabled`);
    await admin.waitForSelector(`${form} .done`);
    await admin.waitForFunction(() => /12,50\s%/.test(document.querySelector(".commissions tbody")?.textContent ?? ""));
    const [rate] = await house.query("select kind, shop_id, rate, basis, from_day - hippo.house_day(now()) as days from hippo.commission_rate");
    assert.deepEqual(rate, { kind: "agent", shop_id: cashier.shop.shopId, rate: 1250, basis: "sales", days: 1 });
    await admin.fill(`${form} [data-field="from"] input`, "2020-01-01");
    await admin.waitForSelector(`${form} [data-field="from"] .field-problem`);
    assert.equal(await admin.isEnabled(`${form} button.main`), false, "never for a day that has begun");
    await look(admin, "admin-commissions");
    await admin.context().close();
  });

  test("what is withheld from prizes: a rate set with its consequence, and no more handed over than is owed", { timeout: patience(60_000) }, async () => {
    const admin = await office(people.admin, { at: "taxes" });
    const form = 'form[data-form="tax-new"]';
    await admin.fill(`${form} [data-field="rate"] input`, "15");
    await admin.fill(`${form} [data-field="above"] input`, "5 000");
    await admin.waitForFunction((where) => /plus de 5.000\sHTG, 15,00\s%/.test(document.querySelector(`${where} .consequence`)?.textContent ?? ""), form);
    await admin.click(`${form} button.main:enabled`);
    await admin.waitForSelector(`${form} .done`);
    await admin.waitForFunction(() => /15,00\s%/.test(document.querySelector(".commissions tbody")?.textContent ?? ""));
    const [rate] = await house.query("select rate, above::int as above, from_day - hippo.house_day(now()) as days from hippo.tax_rate");
    assert.deepEqual(rate, { rate: 1500, above: 500_000, days: 1 });
    const pay = 'form[data-form="tax-pay"]';
    await admin.selectOption(`${pay} [data-field="shopId"] select`, { value: String(cashier.shop.shopId) });
    await admin.fill(`${pay} [data-field="amount"] input`, "100");
    await admin.click(`${pay} button.main:enabled`);
    await admin.waitForFunction((where) => /plus que ce que l’agence a retenu/.test(document.querySelector(where)?.textContent ?? ""), pay);
    assert.equal(await house.value("select count(*) from hippo.journal where action = 'tax_paid'"), 0);
    await look(admin, "admin-taxes");
    await admin.context().close();
  });

  test("from the safe to the bank: seen in the books at once", { timeout: patience(60_000) }, async () => {
    const own = await office(await people.supervisor(cashier.shop), { at: "safes" });
    const form = 'form[data-form="safe-move"]';
    await own.selectOption(`${form} [data-field="kind"] select`, { value: "to_bank" });
    await own.selectOption(`${form} [data-field="shopId"] select`, { value: String(cashier.shop.shopId) });
    await own.fill(`${form} [data-field="amount"] input`, "1 250");
    await own.fill(`${form} [data-field="reference"] input`, "B-7");
    await own.waitForFunction((where) => /1.250\sHTG de moins/.test(document.querySelector(`${where} .consequence`)?.textContent ?? ""), form);
    await own.click(`${form} button.main:enabled`);
    await own.waitForSelector(`${form} .done`);
    await own.waitForFunction(() => /1.250,00/.test(document.querySelector(".commissions tbody")?.textContent ?? ""));
    const [entry] = await house.query("select debit, credit, amount::int as amount, subject from hippo.journal where action = 'safe_to_bank'");
    assert.deepEqual(entry, { debit: "bank", credit: "shop_safe", amount: 125_000, subject: "B-7" });
    await look(own, "admin-safes");
    await own.context().close();
  });

  test("in three sizes and languages: no violation of axe or of the policy, nothing wider than the page", { timeout: patience(90_000) }, async () => {
    await page.evaluate(() => void (window.location.hash = "#/reports"));
    await page.waitForSelector(".report-groups");
    await look(page, "admin-reports");
    await open(`cashier_days?from=${past}&to=${today}`);
    await look(page, "admin-report");
    for (const [lang, word] of [["en", "Sales"], ["ht", "Lavant"]]) {
      const other = await office(auditor, { lang, at: "reports/daily_by_till" });
      await other.waitForFunction((text) => document.querySelector("[data-report] thead")?.textContent.includes(text), word);
      await other.context().close();
    }
    assert.deepEqual(page.notes.errors, []);
    assert.deepEqual(page.notes.console.filter(({ type }) => type === "error"), []);
  });

  async function look(on, name) {
    for (const viewport of SIZES) {
      await on.setViewportSize(viewport);
      await on.screenshot({ path: join(SCREENSHOTS, `${name}-${viewport.width}.png`) });
      assert.ok(await on.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} at ${viewport.width}`);
      if (viewport === SIZES[1]) continue;
      await on.evaluate(AXE);
      const { violations } = await on.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))]), [], `${name} at ${viewport.width}`);
    }
    await on.setViewportSize(SIZES[0]);
  }
});
