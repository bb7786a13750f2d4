// SPDX-License-Identifier: MIT
// The back office finds again: an auditor looks for one ticket among 100 000, recalls its round, takes lists as files, proves the books
// and has an export made that hippo-verify accepts. Each list in three sizes, in French, as pictures for people (build/screenshots).
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { openBrowser, openPage } from "../lib/browser.mjs";
import { enter } from "../lib/desk.mjs";
import { verify } from "../lib/exports.mjs";
import { addTickets } from "../lib/history.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { assertProblem, coverage, People } from "../lib/people.mjs";
import { print } from "../../web/lib/ticket_code.js";
import { patience, ROOT } from "../lib/setting.mjs";

const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1920, height: 1080 }, { width: 390, height: 844 }, { width: 1024, height: 768 }];
const MANY = 100_000;
/** In units, as it is typed; nobody else has put so much. */
const RARE = { stake: 13_500, typed: "135" };

/** In the page: from a click to what stands in it then, in ms. */
function timeOf({ address, seen }) {
  const begun = performance.now();
  window.location.hash = address;
  return new Promise((done) => {
    new MutationObserver(() => document.querySelector(seen) && done(performance.now() - begun)).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

const tillOf = ({ till, session }) => ({ tillId: till.tillId, sessionId: session.sessionId });

describe("the back office's lists", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
  let people, auditor, supervisor, cashier, browser, page, rare, other, roundId;

  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [people, browser] = await Promise.all([People.arrive(house), openBrowser("Liberation")]);
    cashier = await people.cashier();
    auditor = await people.person("auditor");
    supervisor = await people.supervisor(cashier.shop);
    rare = await cashier.sell([{ market: "win", selection: "6", stake: RARE.stake }]);
    other = await cashier.sell(coverage());
    await cashier.void(await cashier.sell(), "=1+1");
    roundId = rare.roundId;
    await people.over(Math.max(roundId, other.roundId));
    await cashier.pay(other);
    ({ page } = await openPage(browser, house, { viewport: SIZES.at(-1), path: "/verify/?lang=fr" }));
    await open(auditor, "#/tickets");
  }, { timeout: patience(90_000) });
  after(() => browser?.close());

  /** The back office as this person has it before them. */
  async function open(person, address) {
    await enter(page.context(), house.origin, person.token);
    await page.goto(`${house.origin}/admin/?as=${person.me.username}${address}`);
    await page.locator('main:not([data-page="session"], [data-page="loading"])').waitFor();
  }

  const ASKED = { tickets: "/tickets", rounds: "/rounds", tills: "/tills", sessions: "/till/sessions", movements: "/till/movements", people: "/admin/users", shops: "/admin/shops", audit: "/admin/audit" };

  /** By an address, as a link goes. */
  const go = (address) => page.evaluate((to) => { window.location.hash = to; }, address);

  /** Until the list of this address has been read; `asked` where the house is asked in other words. */
  async function read(address, list = "end", asked = address.replace(/^#\/(\w+)/, (_, name) => ASKED[name])) {
    await page.locator(`[data-list="${list}"][data-path="${asked}"]`).waitFor();
  }

  async function list(address, state) {
    await go(address);
    await read(address, state);
  }

  const numbers = () => page.locator(".find-table tbody tr").evaluateAll((rows) => rows.map(({ dataset }) => dataset.id));

  async function look(name) {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(SCREENSHOTS, `admin-${name}-${size.width}.png`), fullPage: size.width === 390 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${name} at ${size.width} is ${wide} px wider than its page`);
    }
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0].html}`), []);
  }

  /** What the page gives to be saved. */
  async function saved(act) {
    const [download] = await Promise.all([page.waitForEvent("download"), act()]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  }

  test("recall a round with its card, its film, what was bet and its proof", async () => {
    await go(`#/rounds/${roundId}`);
    await page.locator(".film-field li").nth(5).waitFor();
    const { result } = await auditor.do("GET", `/rounds/${roundId}`);
    assert.deepEqual(await page.locator(".film-field b").allTextContents(), result.order.map(String), "at its end the film has the order of the result");
    assert.equal(await page.locator(".film-places polyline:not(.film-edge)").count(), result.order.length);
    await page.getByRole("slider").fill("0");
    await page.locator("output", { hasText: /^0,00 s$/ }).waitFor();
    const { stats } = await auditor.do("GET", `/tickets?roundId=${roundId}`);
    assert.ok((await page.locator(".find-facts", { hasText: "Mises" }).textContent()).includes(String(stats.tickets)));
    assert.equal(await page.locator(`a[href="/verify/?round=${roundId}"]`).count(), 1);
    await page.getByRole("slider").fill("700");
    await look("round");
  });

  test("filter by each parameter of the api as it is named", async () => {
    const { shop, till, me } = cashier;
    const day = await house.value("select hippo.house_day(hippo.clock())::text");
    const { prize } = await auditor.do("GET", `/tickets/${other.number}`);
    const stake = `stakeFrom=${other.stake}&stakeTo=${other.stake}`; // for the rare one may have won, too
    for (const [path, wanted] of [
      [`/tickets?cashierId=${me.userId}&limit=2`, 2], [`/tickets?cashierId=${auditor.me.userId}`, 0], [`/tickets?shopId=${shop.shopId}&limit=2`, 2], ["/tickets?shopId=98", 0],
      [`/tickets?${stake}&prizeFrom=${prize}`, 1], [`/tickets?${stake}&prizeFrom=${prize + 1}`, 0], [`/tickets?${stake}&prizeTo=${prize}&prizeFrom=1`, 1], [`/tickets?${stake}&prizeTo=${prize - 1}&prizeFrom=1`, 0],
      [`/tickets?code=${rare.code}`, 1], ["/tickets?code=00000000", 0], [`/tickets?stakeTo=${RARE.stake}&stakeFrom=${RARE.stake}&day=${day}`, 1],
      [`/till/sessions?cashierId=${me.userId}&shopId=${shop.shopId}&day=${day}&state=open&tillId=${till.tillId}`, 1], ["/till/sessions?day=2001-01-01", 0], [`/till/sessions?cashierId=${auditor.me.userId}`, 0],
      [`/till/movements?tillId=${till.tillId}&day=${day}&kind=till_open`, 1], [`/till/movements?tillId=${till.tillId}&day=2001-01-01`, 0],
      [`/admin/audit?userId=${people.admin.me.userId}&day=${day}&action=shop_create`, 1], [`/admin/audit?userId=${me.userId}&action=shop_create`, 0], ["/admin/audit?day=2001-01-01", 0],
      [`/admin/users?search=CASHIER&role=cashier&shopId=${shop.shopId}`, 1], ["/admin/users?search=cashier&role=admin", 0], [`/admin/shops?search=${encodeURIComponent(shop.name)}`, 1], ["/admin/shops?search=x%25", 0],
      ["/tills?search=01-01", 1], ["/admin/tills?search=01-02", 0],
    ]) assert.equal((await auditor.do("GET", path)).items.length, wanted, path);
    assert.equal((await auditor.do("GET", `/rounds?day=${day}&phase=settled&limit=1`)).rounds.length, 1);
    assert.equal((await auditor.do("GET", "/rounds?day=2001-01-01")).rounds.length, 0);
    assertProblem(await supervisor.ask("GET", `/tickets?code=${rare.code}`), 403, "forbidden");
    assertProblem(await auditor.ask("GET", "/rounds?phase=over"), 400, "bad_parameter");
  });

  test("prove the books with one click: each rule in words, what it was checked on, and what breaks it", async () => {
    await go("#/proof");
    await page.getByRole("button", { name: "Vérifier maintenant" }).click();
    await page.locator('[data-proof="holds"]').waitFor();
    const { invariants } = await auditor.do("GET", "/reports/proof");
    assert.equal(await page.locator(".proof-now tbody tr").count(), invariants.length);
    assert.equal(await page.locator(".proof-now td", { hasText: "Les numéros de course se suivent sans trou" }).count(), 1);
  });

  test("have an export made that hippo-verify accepts", async () => {
    const day = await house.value("select hippo.house_day(hippo.clock())::text");
    await page.locator("input[name=from]").fill(day);
    await page.locator("input[name=to]").fill(day);
    await page.getByRole("button", { name: "Faire l’export" }).click();
    const file = await saved(() => page.getByRole("link", { name: "Télécharger" }).click());
    const key = /--key ([0-9a-f]{64}) /.exec(await page.locator("pre code").textContent())[1];
    const { status, out } = await verify(house, file.text, { args: ["--key", key] });
    assert.equal(status, 0, out);
    assert.match(out, new RegExp(`^round ${roundId} holds`, "m"));
  });

  test("see what breaks a rule, row by row", async () => {
    await addTickets(house, { ...tillOf(cashier), count: 1 }); // which no journal knows
    await page.getByRole("button", { name: "Vérifier maintenant" }).click();
    await page.locator('[data-proof="broken"]').waitFor();
    assert.ok((await page.locator("tr[data-broken] .proof-rows li").count()) > 0);
    await look("proof");
  });

  test("find one ticket among 100 000 in less than a second", async () => {
    await addTickets(house, { ...tillOf(cashier), count: MANY });
    await list("#/tickets", "more");
    const ms = await page.evaluate(timeOf, { address: `#/search?q=${rare.number}`, seen: `[data-ticket="${rare.number}"]` });
    assert.ok(ms < patience(1_000), `${ms} ms`);
    console.log(`one of ${MANY} tickets by its number: ${Math.round(ms)} ms`);
  });

  test("find it by what it cost, without a look at all of them at once", async () => {
    const { tillId } = cashier.till;
    const asked = `/tickets?tillId=${tillId}&stakeFrom=${RARE.stake}&stakeTo=${RARE.stake}`;
    const ms = await page.evaluate(timeOf, {
      address: `#/tickets?tillId=${tillId}&stakeFrom=${RARE.typed}&stakeTo=${RARE.typed}`,
      seen: `[data-list="end"][data-path="${asked}"]`,
    });
    assert.deepEqual(await numbers(), [rare.number]);
    const looks = await page.evaluate((path) => performance.getEntriesByType("resource").filter(({ name }) => name.includes(path)).length, asked);
    assert.ok(looks > 5 && looks <= 12, `${looks} looks`);
    console.log(`one of ${MANY} tickets by its stake: ${Math.round(ms)} ms, ${looks} looks`);
  });

  test("open it by its number and by a scan of its code, wherever the page is", async () => {
    for (const typed of [rare.number, print(rare.number, rare.code)]) {
      await list("#/tills");
      await page.keyboard.press("/");
      await page.keyboard.type(typed);
      await page.keyboard.press("Enter");
      await page.locator("h1", { hasText: rare.number }).waitFor();
      assert.ok(!page.url().includes(rare.code), "its code does not stand in the address");
    }
    await look("ticket");
  });

  test("stand in the address: a link shows the same, back leads back", async () => {
    const address = `#/tickets?state=voided&tillId=${cashier.till.tillId}`;
    await list(address);
    assert.equal((await numbers()).length, 1);
    await page.reload();
    await read(address);
    assert.equal((await numbers()).length, 1);
    assert.equal(await page.locator("select[name=state]").inputValue(), "voided");
    await page.locator("select[name=state]").selectOption("paid");
    await page.waitForFunction(() => window.location.hash.includes("state=paid"));
    await page.locator(".find-table tbody tr", { hasText: other.number }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: other.number }).waitFor();
    await page.goBack();
    await page.locator(".find-table tbody tr", { hasText: other.number }).waitFor();
  });

  test("keep views, and make a file of exactly what is filtered", async () => {
    await page.getByText("Vues gardées").click();
    await page.getByLabel("Nom de la vue").fill("payés");
    await page.getByRole("button", { name: "Garder ces filtres" }).click();
    await list("#/tickets", "more");
    await page.getByRole("link", { name: "payés" }).click();
    await read(`#/tickets?state=paid&tillId=${cashier.till.tillId}`);
    assert.deepEqual(await numbers(), [other.number]);
    const file = await saved(() => page.getByRole("button", { name: /Fichier CSV/ }).click());
    assert.match(file.name, /^tickets_state-paid_tillId-\d+\.csv$/);
    const [head, row, end] = file.text.split("\r\n");
    assert.ok(head.startsWith("\ufeffTicket n°,"));
    assert.ok(row.startsWith(`${other.number},`), row);
    assert.equal(end, "");
    await look("tickets");
  });

  test("show tills, openings, movements, users, shops and the journal, each as it is filtered", async () => {
    const { tillId } = cashier.till;
    const { items } = await auditor.do("GET", `/till/sessions?tillId=${tillId}`);
    const created = await auditor.do("GET", "/admin/audit?action=user_create");
    for (const [address, rows, name] of [["#/rounds", null], ["#/tills", 1, "tills"], [`#/sessions?tillId=${tillId}&state=open`, 1, "sessions"],
      ["#/sessions?state=counted", 0], [`#/movements?tillId=${tillId}&kind=pay`, 1, "movements"], ["#/people?role=cashier", 1], ["#/shops?search=Shop", 1, "shops"],
      ["#/audit?action=user_create", created.items.length, "journal"]]) {
      await list(address);
      if (rows !== null) assert.equal(await page.locator(".find-table tbody tr").count(), rows, address);
      if (name) await look(name);
    }
    await go(`#/sessions/${items[0].sessionId}`);
    await page.locator("h2", { hasText: "Ce qui est passé par la caisse" }).waitFor();
    await go("#/movements");
    await page.locator("p", { hasText: "Choisissez une caisse" }).waitFor();
    await go("#/search?q=cashier");
    await page.locator(".find-results li").first().waitFor();
    await look("search");
    await page.locator(".find-results").getByRole("link", { name: "Ses tickets" }).click();
    await page.locator('main[data-page="ticket_list"]').waitFor();
  });

  test("let a supervisor see the own shop, and nothing of the house", async () => {
    await open(supervisor, "#/tickets?state=paid");
    await read("#/tickets?state=paid");
    assert.deepEqual(await numbers(), [other.number]);
    assert.equal(await page.locator("select[name=cashierId], select[name=shopId], input[name=code]").count(), 0);
    await go("#/audit");
    await page.locator('main[data-page="missing"]').waitFor();
  });
});
