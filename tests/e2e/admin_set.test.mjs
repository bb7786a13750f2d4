// SPDX-License-Identifier: MIT
// The owner's day in the back office, in Chromium: a shop, a till, somebody who works there, a limit, a setting, a card that a second
// admin approves, a pause, a race that two make void. Each is looked up in the house's own tables.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { useHouse } from "../lib/house.mjs";
import { ask, PASSWORD, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENSHOTS = join(ROOT, "build/screenshots");
/** The race is long: it is made void while it is run, and what is sold is sold before it. */
const SETTINGS = { BETTING_MS: 8_000, LOCK_MS: 500, FILM_MS: 120_000, FINISH_MS: 1_000 };
const SIZES = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];

describe("the back office sets", () => {
  const house = useHouse({ settings: SETTINGS });
  let browser, people, second, seat, page;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [browser, people] = await Promise.all([openBrowser(), People.arrive(house)]);
    await people.settleIn("admin");
    second = await people.person("admin");
    seat = await office(people.admin);
    page = seat.page;
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  /** Somebody who is signed in, at a page of the back office. */
  async function office(person, viewport = SIZES[0]) {
    const opened = await openPage(browser, house, { viewport });
    await opened.page.context().addCookies([{ name: "__Host-hippo_session", value: person.token, url: house.origin, secure: true }]);
    await visit(opened.page, `${house.origin}/admin/?lang=fr`);
    await opened.page.waitForSelector(".navigation");
    return opened;
  }

  /** Opens an address, and waits until the page shows what the house says. */
  async function open(address, on = page) {
    await on.evaluate((hash) => void (window.location.hash = hash), `#/${address}`);
    await on.waitForSelector(`main[data-page="${address.split("/")[0]}"] .page-head`);
  }

  const form = (id) => `form[data-form="${id}"]`;
  const field = (id, name) => `${form(id)} [data-field="${name}"] :is(input, textarea, select)`;
  const fill = (id, values, on = page) => Object.entries(values).reduce((last, [name, value]) => last.then(() => on.fill(field(id, name), value)), Promise.resolve());
  const choose = (id, name, label, on = page) => on.selectOption(field(id, name), { label });
  /** What the page says somewhere, once it says that. @param {RegExp} words */
  const says = (selector, words, on = page) =>
    on.waitForFunction(([where, { source, flags }]) => new RegExp(source, flags).test(document.querySelector(where)?.textContent ?? ""), [selector, { source: words.source, flags: words.flags }]);
  const means = (id, words, on = page) => says(`${form(id)} .consequence`, words, on);
  /** Sends a form; its answer is there when the page says who did it: now, and not when it was sent before. */
  async function send(id, { on = page, isGone = false } = {}) {
    await Promise.all([
      on.waitForResponse((answer) => answer.request().method() !== "GET" && answer.url().includes("/api/v1/")),
      on.click(`${form(id)} button:is(.main, .grave):enabled`),
    ]);
    await on.waitForSelector(isGone ? form(id) : `${form(id)} .done`, { state: isGone ? "detached" : "visible" });
  }
  const value = (sql, args) => house.value(sql, args);

  test("a pause, and a race that two make void", { timeout: patience(60_000) }, async () => {
    await open("house");
    await fill("game", { reason: "panne de courant" });
    await means("game", /La course en cours va à son terme.*aucune autre ne s’ouvre/s);
    await send("game");
    await page.waitForSelector('[data-part="game"][data-paused="true"]');
    assert.equal(await value("select pause_reason from hippo.house"), "panne de courant");
    await fill("game", { reason: "le courant est là" });
    await send("game");
    assert.equal(await value("select paused_at is null from hippo.house"), true);

    await page.waitForSelector('[data-part="round"][data-phase="racing"]');
    const roundId = await value("select max(round_id) from hippo.round");
    await fill(`void-${roundId}`, { reason: "un cheval de trop" });
    await means(`void-${roundId}`, /rembours.*deuxième administrateur/s);
    await send(`void-${roundId}`, { isGone: true });
    await says('[data-matter="round_void"]', new RegExp(`un cheval de trop.*Attend : ${second.me.displayName}`, "s"));

    const other = await office(second);
    await open("house", other.page);
    await fill("second-round_void", { reason: "je le vois aussi" }, other.page);
    await send("second-round_void", { on: other.page, isGone: true });
    await waitFor("the race is void", async () => (await value("select phase from hippo.round where round_id = $1", [roundId])) === "void", patience(20_000));
    assert.equal(await value("select count(*) from hippo.round_void_vote where round_id = $1", [roundId]), 2);
    // Both see it, and that nothing waits any more.
    await page.waitForSelector('[data-part="waiting"]', { state: "detached" });
    await other.close();
  });

  test("a session that two end, and a clock that somebody has looked at", { timeout: patience(60_000) }, async () => {
    await page.click('[data-part="clock"] summary');
    await fill("clock", { reason: "comparée à la radio" });
    await means("clock", /Les gains expirent de nouveau à l’heure/);
    await send("clock");
    assert.equal(await value("select reason from hippo.journal where action = 'clock_confirm'"), "comparée à la radio");
    await page.click('[data-part="session"] summary');
    await fill("abandon", { reason: "la clé est perdue" });
    await means("abandon", /une autre commence.*deuxième administrateur/s);
    await send("abandon", { isGone: true });
    await says('[data-matter="session_abandon"]', new RegExp(`Attend : ${second.me.displayName}`));

    const other = await office(second);
    await open("house", other.page);
    await fill("second-session_abandon", { reason: "je confirme" }, other.page);
    await send("second-session_abandon", { on: other.page, isGone: true });
    await other.close();
    assert.equal(await value("select kind || ' ' || reason from hippo.set_back order by set_back_id desc limit 1"), "abandoned je confirme");
    await page.waitForSelector('[data-part="waiting"]', { state: "detached" });
  });

  test("a shop and its till, each with limits of its own", { timeout: patience(60_000) }, async () => {
    await open("places/new");
    await fill("shop-new", { number: "7", name: "Delmas 33", header: "Hippodrome\nRoute de Delmas" });
    await page.click(`${form("shop-new")} button.main:enabled`);
    await page.waitForSelector(form("shop-7-rules"));
    assert.equal(await value("select name || array_to_string(header, '/') from hippo.shop where shop_id = 7"), "Delmas 33Hippodrome/Route de Delmas");

    // What is refused is said at its field, in the page's language; nothing else is lost.
    await fill("shop-7-rules", { "limits.stake": "99999999" });
    await page.click(`${form("shop-7-rules")} button.main:enabled`);
    const problem = await page.waitForSelector(`${form("shop-7-rules")} [data-field="limits.stake"] .field-problem`);
    assert.match(await problem.textContent(), /La limite de la maison/);
    assert.equal(await page.getAttribute(field("shop-7-rules", "limits.stake"), "aria-invalid"), "true");
    await fill("shop-7-rules", { "limits.stake": "2 000" });
    await means("shop-7-rules", /Mise par sélection.*sans limite propre.*2.000\sHTG.*prochaine course.*07 Delmas 33/s);
    await send("shop-7-rules");
    assert.equal(await value("select amount from hippo.money_limit where scope = 'shop' and id = 7 and kind = 'stake'"), 200_000);

    await page.click(`${form("shop-7-rules")} .hours button:has-text("Toute la semaine")`);
    await send("shop-7-rules");
    assert.equal(await value("select count(*) from hippo.shop_hours where shop_id = 7 and opens = '08:00'"), 7);

    await fill("shop-7-till", { number: "1", name: "Caisse rouge" });
    await send("shop-7-till");
    const till = await value("select till_id from hippo.till where shop_id = 7 and name = 'Caisse rouge'");
    await page.click(`a[href="#/places/till-${till}"]`);
    await page.waitForSelector(form(`till-${till}-rules`));
    await fill(`till-${till}-rules`, { "limits.credit": "15000" });
    await means(`till-${till}-rules`, /Crédit.*15.000\sHTG/s);
    await send(`till-${till}-rules`);
    assert.equal(await value("select amount from hippo.money_limit where scope = 'till' and kind = 'credit'"), 1_500_000);
    await says(".history", /change la caisse 1 Caisse rouge.*Crédit/s);
  });

  test("an answer that never came: the same is sent with the same key, and done once", { timeout: patience(60_000) }, async () => {
    const till = await value("select till_id from hippo.till where shop_id = 7");
    const keys = [];
    await page.route(`**/admin/tills/${till}`, async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      if (keys.length > 1) return route.continue();
      // The house has done it, and the line is cut before the page hears of it.
      const done = await ask(house, people.admin.token, "PATCH", `/admin/tills/${till}`, route.request().postData(), { key: keys[0] });
      assert.equal(done.status, 200, done.text);
      return route.abort();
    });
    const id = `till-${till}-rules`;
    await fill(id, { name: "Caisse bleue" });
    await page.click(`${form(id)} button.main:enabled`);
    await says(form(id), /Rien n’est fait deux fois/);
    await page.click(`${form(id)} .again button`);
    await page.waitForSelector(`${form(id)} .done`);
    await page.unroute(`**/admin/tills/${till}`);
    assert.equal(keys[0], keys[1]);
    assert.equal(await value("select count(*) from hippo.journal where action = 'till_update' and after ->> 'name' = 'Caisse bleue'"), 1);
  });

  test("somebody who works there: made, blocked, let in again", { timeout: patience(60_000) }, async () => {
    await open("staff/new");
    await fill("user-new", { username: "rose", displayName: "Rose", password: "password" });
    await choose("user-new", "role", "Guichet");
    await choose("user-new", "shopId", "07 Delmas 33");
    await means("user-new", /Vend, paie/);
    await page.click(`${form("user-new")} button.main:enabled`);
    await page.waitForSelector(`${form("user-new")} [data-field="password"] .field-problem`);
    await fill("user-new", { password: PASSWORD });
    await page.click(`${form("user-new")} button.main:enabled`);
    await page.waitForSelector('.master-list a[data-user="rose"][aria-current="true"]');
    const userId = await value("select user_id from hippo.app_user where username = 'rose' and role = 'cashier' and shop_id = 7");
    const entered = await ask(house, null, "POST", "/auth/login", { username: "rose", password: PASSWORD, bearer: true });
    assert.equal(entered.status, 200, entered.text);
    // At her till the limits hold that the owner has set.
    const till = await value("select till_id from hippo.till where shop_id = 7");
    await ask(house, entered.json.token, "POST", "/till/open", { tillId: till, float: 0 });
    assert.equal((await ask(house, entered.json.token, "GET", "/till")).json.limits.stake, 200_000);

    await fill(`user-${userId}-block`, { reason: "a quitté la maison" });
    await means(`user-${userId}-block`, /Rose ne peut plus rien faire à partir de maintenant/);
    await send(`user-${userId}-block`);
    await page.waitForSelector('.master-list a[data-user="rose"] .badge.stop');
    assert.equal((await ask(house, entered.json.token, "GET", "/auth/me")).status, 401, "blocked at once");
    await says(".history", /change le compte rose.*a quitté la maison/s);
    await send(`user-${userId}-block`);
    assert.equal(await value("select blocked_at is null from hippo.app_user where username = 'rose'"), true);
  });

  test("a setting says what, from when and for whom; what the books count with stays", { timeout: patience(60_000) }, async () => {
    await people.cashier({ float: 100_000 }); // money moves
    await open("settings");
    await page.keyboard.press("/");
    await page.keyboard.type("sans vente");
    await page.waitForFunction(() => document.querySelectorAll(".setting-row").length === 1);
    await page.click(".setting-row");
    await page.waitForSelector(form("setting-lock_ms"));
    assert.match(page.url(), /settings\/lock_ms\?q=sans\+vente$/);
    await fill("setting-lock_ms", { value: "99" });
    await page.waitForSelector(`${form("setting-lock_ms")} .field-problem`);
    assert.equal(await page.isEnabled(`${form("setting-lock_ms")} button.main`), false);
    await fill("setting-lock_ms", { value: "0,6" });
    await means("setting-lock_ms", /0,5 s.*0,6 s.*prochaine course.*toute la maison/s);
    await send("setting-lock_ms");
    await says(".setting-open", /Changé par Administrator/);
    assert.equal(await value("select value from hippo.setting where name = 'lock_ms'"), "600");
    // Two settings that do not go together: said at the field.
    await fill("setting-lock_ms", { value: "7,9" });
    await page.click(`${form("setting-lock_ms")} button.main:enabled`);
    await page.waitForSelector(`${form("setting-lock_ms")} [data-field="value"] .field-problem`);
    await open("settings/currency");
    await page.waitForSelector('[data-setting="currency"] .warning');
    assert.equal(await page.$(form("setting-currency")), null);
  });

  test("a card: proposed by one, seen with its sheet and approved by another", { timeout: patience(60_000) }, async () => {
    await open("cards/1");
    await page.waitForSelector("[data-par] tr[data-market=win]");
    await says("[data-par] tr[data-market=win]", /95,10/);
    await page.click('a[href="#/cards/new?from=1"]');
    await page.waitForSelector(form("card-new"));
    await fill("card-new", { name: "Soir", targetPpm: "88,5" });
    await means("card-new", /avant qu’un autre administrateur l’approuve/);
    await page.click(`${form("card-new")} button.main:enabled`);
    await page.waitForSelector('[data-card-open][data-state="proposed"]');
    const cardId = await value("select card_template_id from hippo.card_template where name = 'Soir' and target_ppm = 885000");
    await says(".matter", new RegExp(`Attend : ${second.me.displayName}`));
    assert.equal(await page.$(form(`card-${cardId}-approve`)), null, "not by who proposed it");

    const other = await office(second);
    await open(`cards/${cardId}`, other.page);
    await other.page.waitForSelector("[data-par]");
    await means(`card-${cardId}-approve`, /« Soir » remplace la carte en jeu/, other.page);
    await send(`card-${cardId}-approve`, { on: other.page, isGone: true });
    await other.page.waitForSelector('[data-card-open][data-state="active"]');
    assert.equal(await value("select card_template_id from hippo.card_schedule"), cardId);
    // The one who proposed it sees it without doing anything.
    await page.waitForSelector('[data-card-open][data-state="active"]');

    await open("cards/schedule", other.page);
    await other.page.click(`${form("schedule")} button:has-text("Ajouter une place")`);
    await other.page.selectOption(`${form("schedule")} .entry-row:nth-of-type(2) select`, { label: "classic-6" });
    await other.page.fill(`${form("schedule")} .entry-row:nth-of-type(2) input`, "3");
    await means("schedule", /« Soir », 3 courses de « classic-6 »/, other.page);
    await send("schedule", { on: other.page });
    assert.equal(await value("select string_agg(card_template_id || 'x' || rounds, ' ' order by place) from hippo.card_schedule"), `${cardId}x1 1x3`);
    await other.close();
  });

  test("tells the tills something", { timeout: patience(60_000) }, async () => {
    await open("house");
    await fill("message", { text: "Le papier arrive à midi" });
    await choose("message", "to", "07 Delmas 33");
    await choose("message", "hours", "4 heures");
    await means("message", /07 Delmas 33.*4 heures/);
    await send("message");
    await page.waitForSelector('.messages li:has-text("Lu par personne encore")');
    assert.equal(await value("select text from hippo.message where shop_id = 7"), "Le papier arrive à midi");
  });

  test("a picture at the head of the papers: made of a file, seen before it is sent", { timeout: patience(60_000) }, async () => {
    await open("paper");
    const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 400, height: 100 } });
    await page.setInputFiles("#logo-file", { name: "logo.png", mimeType: "image/png", buffer });
    await page.waitForSelector(".paper-preview svg.picture");
    await means("logo", /rien\s*→\s*48\s×\s12\smm.*dès que sa page est rechargée/s);
    await page.setInputFiles("#logo-file", { name: "logo.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await page.waitForSelector(`${form("logo")} .field-problem`);
    await send("logo");
    const { logo } = (await ask(house, null, "GET", "/logo")).json;
    assert.deepEqual([logo.width, logo.height], [384, 96]);
    assert.equal(await value("select width || 'x' || height from hippo.logo"), "384x96");
    await says(".history", /Administrator.*change l’image/s);
  });

  test("an auditor sees settings, cards and the game, and changes nothing", { timeout: patience(60_000) }, async () => {
    const auditor = await office(await people.person("auditor"));
    for (const address of ["settings/void_limit", "cards/1", "house"]) {
      await open(address, auditor.page);
      assert.equal(await auditor.page.$(".set-form"), null, address);
    }
    await auditor.page.evaluate(() => void (window.location.hash = "#/staff"));
    await auditor.page.waitForSelector('main[data-page="missing"]');
    await auditor.close();
  });

  test("in three sizes: no violation of axe or of the policy, nothing wider than the page", { timeout: patience(120_000) }, async () => {
    const userId = await value("select user_id from hippo.app_user where username = 'rose'");
    const bad = [];
    await page.evaluate(AXE);
    const addresses = ["places", "places/shop-7", `staff/${userId}`, "settings/till_credit_max", "cards/1", "cards/new", "cards/schedule", "house", "paper"];
    for (const [i, address] of addresses.entries()) {
      await open(address);
      await page.waitForFunction(() => !document.querySelector('.page [role="status"].card'));
      for (const [j, viewport] of SIZES.entries()) {
        await page.setViewportSize(viewport);
        if ((await page.evaluate(() => document.documentElement.scrollWidth)) > viewport.width) bad.push(`${address} is wider than ${viewport.width}`);
        await page.screenshot({ path: join(SCREENSHOTS, `admin-set-${address.replace("/", "-")}-${viewport.width}.png`), fullPage: j > 0 });
        if (i % SIZES.length !== j) continue;
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, nodes } of violations) bad.push(`${address} ${viewport.width}: ${id} ${nodes.map(({ target }) => target.join(" ")).slice(0, 3)}`);
      }
    }
    assert.deepEqual(bad, []);
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    assert.deepEqual(seat.notes.errors, []);
  });
});
