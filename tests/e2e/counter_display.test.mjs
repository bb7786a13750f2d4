// SPDX-License-Identifier: MIT
// The customer's display in Chromium, opened by its token alone: what is typed, what was sold, and nothing any more once the till
// is silent, its cashier gone, or the display revoked.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { print as qrContent, verifierAddress } from "../../web/lib/ticket_code.js";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { codeOf } from "../lib/counter.mjs";
import { useHouse } from "../lib/house.mjs";
import { PASSWORD, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const readCode = jsqr.default ?? jsqr;
const SETTINGS = { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 2000, FINISH_MS: 500 };
const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];
const line = (selection, stake, market = "win", odds = 550) => ({ market, selection, stake, odds, possibleGain: (stake * odds) / 100 });
const LINES = [line("6", 2500), line("54", 10_000, "place", 180), line("6-9", 5000, "quinella", 2140), line("odd", 50_000, "odd_even", 190)];
const sums = (lines) => ({ total: lines.reduce((sum, { stake }) => sum + stake, 0), possibleGain: lines.reduce((sum, { possibleGain }) => sum + possibleGain, 0) });
const draft = (lines) => ({ kind: "draft", lines, ...sums(lines), roundId: 10_000_001 });
const SOLD = { kind: "sold", lines: LINES, ...sums(LINES), number: "01-010012-9", qr: "01010012974T96QYKP2", roundId: 10_000_001 };

describe("the customer's display", () => {
  const house = useHouse({ settings: SETTINGS });
  let browser, people, cashier;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await openBrowser();
    people = await People.arrive(house);
    cashier = await people.cashier();
    await house.phase("betting");
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  const show = (picture, who = cashier) => who.do("POST", "/till/displays/show", { picture });
  const shows = (page, what, timeout = 10_000) => page.waitForSelector(`body[data-show="${what}"]`, { timeout: patience(timeout) });
  /** A page of its own, as a tablet that was given the address. */
  async function display(options = {}, who = cashier) {
    const made = await who.do("POST", "/till/displays", {});
    const tablet = await openPage(browser, house, options);
    await visit(tablet.page, `${house.origin}/display?till=${who.till.tillId}#${made.displayId}.${made.token}`);
    await shows(tablet.page, "idle");
    return { ...made, ...tablet, revoke: () => who.do("POST", `/till/displays/${made.displayId}/revoke`, {}) };
  }

  test("it shows what is typed, then what was sold, and clears when that is done", async () => {
    const { page, notes, displayId, token, close } = await display();
    assert.equal(new URL(page.url()).hash, "", "the token does not stay in the address");
    assert.match(await page.textContent("#seconds"), /^\d+$/);
    await show(draft(LINES.slice(0, 1)));
    await shows(page, "draft");
    assert.match(await page.textContent(".lines"), /Simple gagnant\s*6/);
    assert.match(await page.textContent('[data-sum="gain"]'), /137,50/);
    await show(SOLD);
    await shows(page, "sold");
    assert.equal(await page.textContent("#number"), SOLD.number);
    await page.waitForSelector(".qr path");
    await page.reload();
    await shows(page, "sold"); // it knows its token, and what is shown
    await show({ kind: "idle" });
    await shows(page, "idle");
    assert.ok(!(await page.content()).includes(SOLD.number));
    // What its token does not open.
    for (const [path, status] of [["/auth/me", 401], ["/till", 401], ["/tickets", 401]])
      assert.equal((await house.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).status, status, path);
    const spy = await house.client({ query: [["channel", `till:${cashier.till.tillId}`], ["channel", `display:${displayId}`]], headers: { authorization: `Bearer ${token}` } });
    await spy.waitFor("both answers", () => spy.of(`till:${cashier.till.tillId}`)[0] && spy.of(`display:${displayId}`)[0]);
    assert.equal(spy.of(`till:${cashier.till.tillId}`)[0].code, 103);
    assert.equal(spy.of(`display:${displayId}`)[0].event, "subscribed");
    await spy.close();
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    assert.deepEqual(notes.errors, []);
    await close();
  });

  test("it clears when the cashier signs out, and when its token is revoked, within 2 s", async () => {
    const other = await people.cashier();
    const { page, close } = await display({}, other);
    await show(draft(LINES), other);
    await shows(page, "draft");
    await other.ask("POST", "/auth/logout", {});
    await shows(page, "idle", 2000);
    await close();

    const third = await people.cashier();
    const tablet = await display({}, third);
    await show(draft(LINES), third);
    await shows(tablet.page, "draft");
    await tablet.revoke();
    await shows(tablet.page, "revoked", 2000);
    assert.deepEqual(await third.do("POST", "/till/displays/show", { picture: draft(LINES) }), { displays: 0 });
    await tablet.page.reload();
    await shows(tablet.page, "unknown");
    await tablet.close();
  });

  test("in every size and language nothing is cut off", async () => {
    const many = Array.from({ length: 20 }, (_, i) => line(String([6, 7, 8, 9, 10, 54][i % 6]), 500_000));
    const scenes = { idle: { kind: "idle" }, draft: draft(LINES), many: draft(many), sold: SOLD };
    const { page, close } = await display();
    for (const lang of ["fr", "en", "ht"]) {
      await page.click(`[data-lang="${lang}"]`);
      for (const [name, picture] of Object.entries(scenes)) {
        await show(picture);
        await shows(page, picture.kind);
        await waitFor("all lines", async () => picture.kind !== "draft" || (await page.locator(".line").count()) === Math.min(6, picture.lines.length));
        if (picture.qr) await page.waitForSelector(".qr path");
        for (const size of SIZES) {
          await page.setViewportSize(size);
          if (lang === "fr") await page.screenshot({ path: join(SCREENSHOTS, `display-${name}-${size.width}.png`) });
          if (lang === "fr" && size === SIZES[0]) assert.deepEqual(await faults(page), [], name);
          assert.deepEqual(await page.evaluate(overflowing), [], `${name} in ${lang} at ${size.width}`);
        }
      }
    }
    await page.reload();
    await shows(page, SOLD.kind);
    assert.equal(await page.getAttribute("html", "lang"), "fr", "a customer's choice is not kept");
    await close();
  });
});

describe("a till's page", () => {
  const house = useHouse({ settings: SETTINGS });
  let browser, people;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await openBrowser();
    people = await People.arrive(house);
    await house.phase("betting");
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  const shows = (page, what, timeout = 10_000) => page.waitForSelector(`body[data-show="${what}"]`, { timeout: patience(timeout) });
  const appears = (page, selector, timeout = 10_000) => page.waitForSelector(selector, { timeout: patience(timeout) });
  const goes = (page, selector, timeout = 2000) => page.waitForSelector(selector, { state: "detached", timeout: patience(timeout) });

  async function signIn(page, { me }) {
    await visit(page, `${house.origin}/cashier/`);
    await page.fill("#username", me.username);
    await page.fill("#password", PASSWORD);
    await page.press("#password", "Enter");
  }

  /** A cashier with an open till, signed in by her page. */
  async function counter() {
    const cashier = await people.cashier();
    const { page, notes, close } = await openPage(browser, house, { viewport: SIZES[1] });
    await signIn(page, cashier);
    await appears(page, 'main[data-page="sell"]');
    await appears(page, 'body[data-phase="betting"]');
    return { cashier, page, notes, close };
  }

  /** Opens the dialog of the displays and presses one of its buttons. */
  async function choose(page, words) {
    if (!(await page.locator("dialog.displays[open]").count())) {
      await page.click(".menu summary");
      await page.click(`.menu button:has-text("Écran client")`);
      await appears(page, "dialog.displays[open]");
      assert.equal(await page.evaluate(() => document.activeElement.matches("dialog.displays button.main")), true, "Enter opens the window");
    }
    await page.click(`dialog.displays button:has-text("${words}")`);
  }

  test("opens a second window, shows there what is typed and sold, and clears it when the cashier goes", async () => {
    const { page, notes, cashier, close } = await counter();
    const [popup] = await Promise.all([page.waitForEvent("popup"), choose(page, "Ouvrir dans une fenêtre")]);
    await shows(popup, "idle");
    await appears(page, ".displays-list tr");
    await page.screenshot({ path: join(SCREENSHOTS, "cashier-displays-1024.png") });
    await page.keyboard.press("Escape");
    await goes(page, "dialog.displays[open]");
    await page.keyboard.type("6*100");
    await shows(popup, "draft");
    assert.match(await popup.textContent(".lines"), /6/);
    assert.match(await popup.textContent('[data-sum="total"]'), /100\sHTG/);
    await page.keyboard.press("Enter");
    await shows(popup, "sold");
    const { items } = await cashier.do("GET", "/tickets?limit=1");
    assert.equal(await popup.textContent("#number"), items[0].number);
    await appears(popup, ".qr path");
    assert.equal(await qrOf(popup), verifierAddress(house.origin, qrContent(items[0].number, await codeOf(house, items[0].number))));
    await page.keyboard.type("7*50");
    await shows(popup, "draft");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await shows(popup, "idle", 2000);
    // The same window again, by the token that this browser remembers.
    await choose(page, "Ouvrir dans une fenêtre");
    await waitFor("the list", async () => !(await page.locator("dialog.displays button[aria-disabled=true]").count()));
    assert.equal(await page.locator(".displays-list tr").count(), 1);
    await page.keyboard.press("Escape");
    await goes(page, "dialog.displays[open]");
    await page.keyboard.type("8*25");
    await shows(popup, "draft");
    await page.click(".menu summary");
    await page.click('.menu button:has-text("Quitter")');
    await appears(page, "#username");
    await shows(popup, "idle", 2000);
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    assert.deepEqual(notes.errors, []);
    await close();
  });

  test("whose line is lost clears its display; one on a tablet is taken away within 2 s", async () => {
    const { page, close } = await counter();
    await choose(page, "Donner à une tablette");
    await appears(page, ".displays-made .qr path");
    await page.screenshot({ path: join(SCREENSHOTS, "cashier-displays-tablet-1024.png") });
    assert.deepEqual(await faults(page, "dialog.displays"), []);
    const address = await page.textContent(".displays-made code");
    assert.equal(await qrOf(page), address);
    const tablet = await openPage(browser, house, { viewport: SIZES[1] });
    await visit(tablet.page, address);
    await shows(tablet.page, "idle");
    await page.keyboard.press("Escape");
    await goes(page, "dialog.displays[open]");
    await page.keyboard.type("6*100");
    await shows(tablet.page, "draft");
    await page.context().setOffline(true);
    await shows(tablet.page, "idle", 10_000);
    await page.context().setOffline(false);
    await shows(tablet.page, "draft", 10_000); // she goes on where she was
    await choose(page, "Retirer");
    await shows(tablet.page, "revoked", 2000);
    await appears(page, ".displays .muted");
    await tablet.close();
    await close();
  });

  test("hears a message within 2 s, until the cashier has read it", async () => {
    const { page, cashier, close } = await counter();
    const told = await heard(page, ".notice[data-notice=message]", () => people.admin.do("POST", "/admin/messages", { shopId: cashier.shop.shopId, text: "Le papier arrive à midi" }));
    assert.match(await page.textContent(".notice"), /Le papier arrive à midi.*Administrat/s);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(SCREENSHOTS, `cashier-notice-${size.width}.png`) });
    }
    assert.deepEqual(await faults(page, ".notices"), []);
    await page.keyboard.press("End");
    await goes(page, ".notice");
    const { items } = await people.admin.do("GET", "/admin/messages?limit=1");
    assert.equal(items[0].messageId, told.messageId);
    assert.deepEqual(items[0].read.map(({ by, tillId }) => [by.username, tillId]), [[cashier.me.username, cashier.till.tillId]]);
    await page.reload();
    await appears(page, 'main[data-page="sell"]');
    const again = await heard(page, ".notice[data-notice=message]", () => people.admin.do("POST", "/admin/messages", { tillId: cashier.till.tillId, text: "Pour cette caisse" }));
    assert.equal(await page.locator(".notice").count(), 1, "what was read does not come back");
    await page.reload();
    await appears(page, `[data-message="${again.messageId}"]`);
    await page.click(`[data-message="${again.messageId}"] button`);
    await goes(page, ".notice");
    await close();
  });

  test("hears within 2 s that its shop is paused, that the game is, and that its cashier was blocked", async () => {
    const { page, cashier, notes, close } = await counter();
    const { admin } = people;
    const shop = `/admin/shops/${cashier.shop.shopId}`;
    await heard(page, ".notice[data-notice=paused]", () => admin.do("POST", `${shop}/pause`, { reason: "inondation" }));
    assert.match(await page.textContent(".notice"), /inondation/);
    await admin.do("POST", `${shop}/resume`, { reason: "sec" });
    await goes(page, ".notice");
    // Closed: by hours that begin in twelve hours, whatever the day.
    const opens = `${String((new Date(Date.now() - 5 * 3_600_000).getUTCHours() + 12) % 24).padStart(2, "0")}:00`;
    const closes = opens.replace(":00", ":30");
    await heard(page, ".notice[data-notice=closed]", () => admin.do("PATCH", shop, { hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes })) }));
    await admin.do("PATCH", shop, { hours: [] });
    await goes(page, ".notice");
    await heard(page, ".notice[data-notice=game]", () => admin.do("POST", "/admin/game/pause", { reason: "orage" }));
    assert.match(await page.textContent(".notice"), /orage/);
    await admin.do("POST", "/admin/game/resume", { reason: "soleil" });
    await goes(page, ".notice");
    await heard(page, "#username", () => admin.do("PATCH", `/admin/users/${cashier.me.userId}`, { blocked: true, reason: "a test" }));
    assert.match(await page.textContent(".problem"), /bloqué/);
    assert.deepEqual(notes.errors, []);
    await close();
  });

  test("without a till hears within 3 s that its user was blocked", async () => {
    const supervisor = await people.supervisor(await people.shop());
    const { page, close } = await openPage(browser, house, { viewport: SIZES[1] });
    await signIn(page, supervisor);
    await appears(page, '[data-step="choosing"]');
    await people.admin.do("PATCH", `/admin/users/${supervisor.me.userId}`, { blocked: true, reason: "a test" });
    await appears(page, "#username", 3000);
    await close();
  });

  /** Does something at the house; what it does must be seen on the page within 2 s. */
  async function heard(page, selector, act) {
    const answer = await act();
    await appears(page, selector, 2000);
    return answer;
  }
});

/** What axe finds wrong with a page or a part of it, in short. */
async function faults(page, part = "html") {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((selector) => window.axe.run(selector, { resultTypes: ["violations"] }), part);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

/** What the QR code on a page says, read as a camera would. */
async function qrOf(page) {
  const png = PNG.sync.read(await page.locator(".qr").screenshot());
  return readCode(new Uint8ClampedArray(png.data), png.width, png.height)?.data;
}

/** Runs in the page: what reaches out of the glass, or of what is around it. */
function overflowing() {
  const out = [];
  for (const node of document.querySelectorAll("#display *")) {
    const { left, right, top, bottom, width } = node.getBoundingClientRect();
    if (width && (left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1)) out.push(`${node.className || node.tagName} ${[left, top, right, bottom].map(Math.round)}`);
  }
  return out;
}
