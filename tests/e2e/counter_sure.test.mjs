// SPDX-License-Identifier: MIT
// The counter in the worst moments: the browser killed, the line held, cut or away, a second tab, a broken disk, a newer build.
// Nothing is sold twice, nothing is lost, and the page says what it knows.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { awaitBets, enter, handOn, openCounter, opened, press, scan, scannedKeys, sellByKeys, soldNumber, whole } from "../lib/desk.mjs";
import { HeldLine } from "../lib/held_line.mjs";
import { useHouse } from "../lib/house.mjs";
import { coverage, People } from "../lib/people.mjs";
import { Profile } from "../lib/profile.mjs";
import { waitFor } from "../lib/wait.mjs";

const house = useHouse({ plain: true, settings: { BETTING_MS: 5_000, LOCK_MS: 300, FILM_MS: 1_000, FINISH_MS: 200 } });
const SALE = /\/api\/v1\/tickets$/;
let people, shop, line, profile, cashier, page;
let count = 0;

before(async () => {
  people = await People.arrive(house);
  shop = await people.shop();
});

/** A line, a browser with an empty disk, and a cashier at a till of her own. */
async function begin() {
  line = await HeldLine.open(house);
  // Papers that nobody confirmed are offered at each start: that is tested with the papers.
  line.change(/\/till\/papers$/, () => JSON.stringify({ items: [] }));
  profile = new Profile(join(house.folder, `profile-${count++}`));
  cashier = await people.cashier({ shop });
  page = await profile.open();
  await enter(profile.context, line.origin, cashier.token);
  await openCounter(page, line.origin);
}

async function end() {
  await profile.close();
  await line.close();
}

const ticketsOf = ({ till }) => house.value("select count(*) from hippo.ticket t join hippo.till_session s using (till_session_id) where s.till_id = $1", [till.tillId]);
const outcome = (where = page) => where.locator(".pending li[data-outcome]");

/** The power goes, and comes back: the same disk, another page. */
async function comeBack(meanwhile = () => {}) {
  await profile.kill();
  await meanwhile();
  page = await profile.open();
  // Browsers write their cookies down now and then: she signs in again.
  await enter(profile.context, line.origin, cashier.token);
  return openCounter(page, line.origin);
}

/** The lines of the ticket that is being made. */
const drafted = () => page.locator(".entries li, .entry").count();

describe("a browser that is killed in the middle of a sale", () => {
  beforeEach(begin);
  afterEach(end);

  test("between key and sending: nothing is sold, and the draft is back", async () => {
    await page.route("**/api/v1/tickets", () => {});
    const asked = page.waitForRequest("**/api/v1/tickets");
    await sellByKeys(page);
    await asked;
    await comeBack();
    await outcome().waitFor();
    assert.equal(await outcome().getAttribute("data-outcome"), "not_done");
    assert.equal(await ticketsOf(cashier), 0);
    assert.ok(await drafted(), "its lines can be sold again");
    await awaitBets(page);
    await handOn(page);
    await soldNumber(page);
    assert.equal(await ticketsOf(cashier), 1);
  });

  test("while the sale is on its way: its key is burnt, and when it arrives it is refused", async () => {
    line.hold("POST", SALE);
    await sellByKeys(page);
    await waitFor("the sale is on its way", () => line.held === 1);
    await comeBack();
    await outcome().waitFor();
    assert.equal(await outcome().getAttribute("data-outcome"), "not_done");
    const [late] = await line.letGo();
    assert.deepEqual([late.status, JSON.parse(late.text).code], [422, "key_burnt"]);
    assert.equal(await ticketsOf(cashier), 0);
  });

  test("and the sale arrives before she is back: it is found by its key, and nothing is left to sell again", async () => {
    line.hold("POST", SALE);
    await sellByKeys(page);
    await waitFor("the sale is on its way", () => line.held === 1);
    let sold;
    await comeBack(async () => ([sold] = await line.letGo()));
    await outcome().waitFor();
    assert.equal(await outcome().getAttribute("data-outcome"), "done");
    const { number } = JSON.parse(sold.text);
    assert.ok((await outcome().textContent()).includes(number));
    assert.deepEqual([await ticketsOf(cashier), await drafted()], [1, 0]);
    await outcome().locator("button").first().click();
    assert.equal((await opened(page, number)).number, number);
    assert.equal(await outcome().count(), 0);
  });

  test("and somebody else signs in: the request is not sent again, and she finds out without its code", async () => {
    const next = await people.cashier({ shop });
    line.hold("POST", SALE);
    await sellByKeys(page);
    await waitFor("the sale is on its way", () => line.held === 1);
    await profile.kill();
    const [sold] = await line.letGo();
    page = await profile.open();
    line.asked.length = 0;
    await enter(profile.context, line.origin, next.token);
    await openCounter(page, line.origin);
    await outcome().waitFor();
    const { number, code } = JSON.parse(sold.text);
    assert.ok((await outcome().textContent()).includes(number));
    assert.ok(!(await page.content()).includes(code));
    const posts = line.asked.filter((one) => one.startsWith("POST"));
    assert.ok(posts.length && posts.every((path) => /\/requests\/[^/]+\/burn$/.test(path)), posts.join());
    assert.deepEqual([await ticketsOf(cashier), await ticketsOf(next)], [1, 0]);
  });

  test("and the disk is wiped meanwhile: the page starts, and sells", async () => {
    line.hold("POST", SALE);
    await sellByKeys(page);
    await waitFor("the sale is on its way", () => line.held === 1);
    await comeBack(() => ["IndexedDB", "Local Storage"].forEach((folder) => rmSync(join(profile.folder, "Default", folder), { recursive: true, force: true })));
    const [late] = await line.letGo();
    await sellByKeys(page);
    await soldNumber(page);
    assert.equal(await ticketsOf(cashier), late.status === 200 ? 2 : 1, "the one that was on its way is in the house's books, if its race still took bets");
  });
});

describe("a line and a disk that fail", () => {
  before(begin);
  after(end);

  test("answers that are cut three times: one ticket", async () => {
    const sold = await ticketsOf(cashier);
    line.cut("POST", SALE, 3);
    await sellByKeys(page);
    await page.locator('.pending li[data-state="waiting"]').waitFor();
    await soldNumber(page);
    assert.equal(await ticketsOf(cashier), sold + 1);
    assert.equal(await page.locator(".pending").count(), 0);
  });

  test("a sale that nobody answers is given up by hand: the page says that it is not sold once that is sure", async () => {
    const sold = await ticketsOf(cashier);
    line.hold("POST", SALE, 9);
    await sellByKeys(page, "7*25");
    await waitFor("the sale is on its way", () => line.held === 1);
    const giveUp = page.locator('.pending li[data-state="waiting"] button');
    await giveUp.click();
    await page.locator(".message.refused").waitFor();
    await Promise.all((await line.letGo()).map(({ status }) => assert.equal(status, 422)));
    assert.equal(await ticketsOf(cashier), sold);
    await page.keyboard.press("Escape");
  });

  test("a disk that cannot be opened: the page sells, and warns", async () => {
    const other = await profile.newPage();
    await page.close();
    page = other;
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("no", "UnknownError");
      };
    });
    await openCounter(page, line.origin);
    await page.locator('[data-alert="disk"]').waitFor();
    await sellByKeys(page);
    await soldNumber(page);
  });
});

describe("two tabs", () => {
  before(begin);
  after(end);

  test("the second does not sell; it does as soon as the first is gone", async () => {
    const second = await profile.newPage();
    await second.goto(`${line.origin}/cashier/`);
    await second.locator('dialog.elsewhere[data-lock="other"]').waitFor();
    await second.bringToFront();
    await second.keyboard.type("6*25");
    assert.equal(await second.locator("dialog.elsewhere[open]").count(), 1, "keys sell nothing there");
    const gone = performance.now();
    await page.close();
    await second.locator("dialog.elsewhere").waitFor({ state: "detached" });
    await second.locator('main[data-page="sell"]').waitFor();
    assert.ok(performance.now() - gone < 2_000, `${performance.now() - gone} ms`);
    page = second;
    await sellByKeys(page);
    await soldNumber(page);
  });

  test("a tab that hangs is taken over by one key, and sells nothing when it wakes", async () => {
    const sold = await ticketsOf(cashier);
    const hung = page;
    await hung.evaluate(() => setTimeout(() => { for (const end = Date.now() + 4_000; Date.now() < end; ); }));
    page = await profile.newPage();
    await page.goto(`${line.origin}/cashier/`);
    await page.locator('dialog.elsewhere[data-lock="silent"]').waitFor();
    await page.bringToFront();
    await page.keyboard.press("Enter");
    await page.locator("dialog.elsewhere").waitFor({ state: "detached" });
    await sellByKeys(page);
    await soldNumber(page);
    await hung.locator('dialog.elsewhere[data-lock="lost"]').waitFor();
    assert.equal(await ticketsOf(cashier), sold + 1);
    await hung.close();
  });
});

describe("a scanner", () => {
  let won, lost, paid, foreign, asked;
  before(async () => {
    await begin();
    const elsewhere = await people.cashier();
    const everything = await cashier.sell(coverage());
    const losing = await Promise.all(["6", "7"].map((selection) => cashier.sell([{ market: "win", selection, stake: 2500 }])));
    paid = await cashier.sell(coverage());
    foreign = await elsewhere.sell(coverage());
    await people.over(Math.max(everything.roundId, paid.roundId, foreign.roundId, ...losing.map(({ roundId }) => roundId)));
    won = everything;
    const states = await Promise.all(losing.map(({ number }) => cashier.do("GET", `/tickets/${number}`)));
    lost = losing[states.findIndex(({ state }) => state === "lost")];
    await cashier.pay(paid);
    asked = [];
    page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname.replace("/api/v1", "")}`));
  });
  after(end);

  test("opens a ticket wherever the cashier is, in `?`, over a field, on any layout; one key pays it", async () => {
    await page.keyboard.press("F2");
    await page.keyboard.press("?");
    await page.locator("dialog.help[open]").waitFor();
    assert.equal(await scan(page, lost), false, "no key of it comes through");
    assert.equal((await opened(page, lost.number)).verdict, "lost");
    assert.equal(await page.locator("dialog.help[open]").count(), 0);
    const field = page.locator('input[name="number"]');
    await field.fill("12");
    await field.focus();
    // Real keys: what they would write in the field is what this is about.
    for (const { code, key, shift } of scannedKeys((await import("../../web/lib/ticket_code.js")).print(won.number, won.code)))
      await page.keyboard.press(shift ? `Shift+${code}` : /^(F9|Enter)$/.test(key) ? key : code);
    assert.equal((await opened(page, won.number)).verdict, "won");
    assert.equal(await field.inputValue(), "12");
    await field.fill("");
    await page.locator(".tickets-open h1").click();
    asked.length = 0;
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.locator('[data-done="pay"]').waitFor();
    assert.deepEqual(asked.filter((one) => one.endsWith("/pay")), [`POST /tickets/${won.number}/pay`]);
    assert.equal((await cashier.do("GET", `/tickets/${won.number}`)).state, "paid");
  });

  test("is heard twice at once, in order, from a French one too; the open ticket's code again is nothing", async () => {
    // While the browser prints the slip it hears no key.
    await waitFor("no ticket is open", async () => {
      await page.keyboard.press("Escape");
      return page.locator('.tickets-open[data-verdict="none"]').count();
    });
    await scan(page, lost, { scanner: "french", suffix: [] });
    await scan(page, paid, { suffix: ["Tab"] });
    await opened(page, paid.number);
    assert.deepEqual(await page.locator(".tickets-stack button").evaluateAll((all) => all.map(({ textContent }) => /[\d-]+\S/.exec(textContent)[0])), [lost.number, paid.number]);
    asked.length = 0;
    await scan(page, paid);
    await page.waitForTimeout(100); // for what must not happen
    assert.deepEqual(asked.filter((one) => one.startsWith("GET /tickets/")), []);
  });

  test("while a sale is being sent: the ticket opens, and the sale is answered", async () => {
    await page.keyboard.press("F2");
    const sold = await ticketsOf(cashier);
    line.hold("POST", SALE);
    await sellByKeys(page);
    await waitFor("the sale is on its way", () => line.held === 1);
    await scan(page, lost);
    assert.equal((await opened(page, lost.number)).verdict, "lost");
    await line.letGo();
    await waitFor("the sale is done", async () => (await ticketsOf(cashier)) === sold + 1, 15_000);
    await page.keyboard.press("F2");
    await soldNumber(page);
  });

  test("without its prefix types: nothing opens", async () => {
    await press(page, scannedKeys("0010100022T96QYKP24", { prefix: false, suffix: [] }));
    assert.equal(await page.locator('main[data-page="sell"]').count(), 1);
    await page.keyboard.press("Escape");
  });

  test("says of each wrong paper what it is, in six different texts", async () => {
    await people.admin.do("PATCH", "/admin/settings/pay_anywhere", { value: 0, reason: "a test" });
    const expired = await cashier.sell(coverage());
    await people.over(expired.roundId);
    await house.query("update hippo.claim set expires_at = hippo.clock() - interval '1 hour' where ticket_id = hippo.ticket_id($1)", [expired.number]);
    await house.query("update hippo.pulse set expired_at = expired_at - interval '2 minutes'");
    await waitFor("the claim has expired", async () => (await cashier.do("GET", `/tickets/${expired.number}`)).state === "expired", 20_000);
    await page.reload();
    await whole(page);
    const texts = new Map();
    for (const [verdict, ticket] of Object.entries({ paid, lost, expired, foreign, unknown: { ...lost, code: "00000000" } })) {
      await scan(page, ticket);
      const said = await opened(page, ticket.number);
      assert.equal(said.verdict, verdict);
      texts.set(said.says, verdict);
      asked.length = 0;
      await page.keyboard.press("Enter");
      assert.deepEqual(asked.filter((one) => one.startsWith("POST")), [], `Enter pays nothing: ${verdict}`);
    }
    await press(page, scannedKeys("5901234123457"));
    await page.locator('[data-verdict="other"]').waitFor();
    texts.set(await page.locator(".tickets-says").textContent(), "other");
    assert.equal(texts.size, 6, [...texts.keys()].join("\n"));
    for (const text of texts.keys()) assert.ok(text.length > 20 && !text.includes("{"), text);
    await people.admin.do("PATCH", "/admin/settings/pay_anywhere", { value: 1, reason: "a test" });
  });

  test("a duplicate of a paid ticket is asked for as one, and pays nothing", async () => {
    await page.keyboard.press("Escape");
    await scan(page, paid);
    await opened(page, paid.number);
    asked.length = 0;
    await page.keyboard.press("c");
    await page.locator('[data-done="copy"]').waitFor();
    assert.deepEqual(asked.filter((one) => one.startsWith("POST")), [`POST /tickets/${paid.number}/copy`]);
  });

  test("is not needed: number and code can be typed, and a ticket taken back by one key", async () => {
    const ticket = await cashier.sell();
    await page.locator('input[name="number"]').fill(ticket.number);
    await page.locator('input[name="code"]').fill(ticket.code.toLowerCase());
    await page.keyboard.press("Enter");
    assert.ok(["sold", "running"].includes((await opened(page, ticket.number)).verdict));
    await page.locator('.tickets-open[data-verdict="sold"]').waitFor();
    await page.locator(".tickets-open h1").click();
    await page.keyboard.press("Delete");
    await page.locator('[data-done="void"]').waitFor();
    assert.equal((await cashier.do("GET", `/tickets/${ticket.number}`)).state, "voided");
    await page.locator(".tickets-filters select").selectOption("voided");
    await page.locator(`.tickets-history tr[data-state="voided"]`).first().waitFor();
    assert.equal(await page.locator('.tickets-history tbody tr:not([data-state="voided"])').count(), 0);
  });
});

describe("the application itself", () => {
  before(begin);
  after(end);

  test("is there while the house is away, and says so at once", async () => {
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active.state);
    await waitFor("the worker has all files", () => page.evaluate(async () => (await caches.keys()).length > 0));
    line.away();
    await page.reload();
    await page.locator('main[data-page="session"] [data-step="away"]').waitFor();
    line.back();
    await page.locator('main[data-page="sell"]').waitFor();
  });

  test("takes a newer build once, and not in the middle of a ticket", async () => {
    let loads = 0;
    page.on("load", () => (loads += 1));
    await page.reload();
    await awaitBets(page);
    const version = await page.locator('meta[name="build"]').getAttribute("content");
    await page.keyboard.type("6");
    line.change(/^\/cashier\/sw\.js$/, (text) => text.replaceAll(version, "newer-build"));
    loads = 0;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await waitFor("the newer one waits", () => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting)));
    assert.equal(loads, 0, "a ticket is in hand");
    await sellByKeys(page, "*25");
    await waitFor("it is taken", () => loads === 1, 10_000);
    await page.locator('main[data-page="sell"]').waitFor();
    assert.equal(await ticketsOf(cashier), 1);
    await page.keyboard.type("6");
    await page.keyboard.press("Escape");
    assert.equal(loads, 1, "the page that an old copy serves does not reload for ever");
    const missing = await house.get("/assets/cashier-OLDBUILD.js");
    assert.deepEqual([missing.status, missing.text], [404, ""]);
  });

  test("is there when its worker is broken, and tells its version", async () => {
    await page.evaluate(async () => {
      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
    line.change(/^\/cashier\/sw\.js\?*$/, () => null);
    await page.reload();
    await page.locator('main[data-page="sell"]').waitFor();
    await page.locator(".menu summary").click();
    assert.match(await page.locator(".version").textContent(), /[0-9a-f]{12}/);
  });
});
