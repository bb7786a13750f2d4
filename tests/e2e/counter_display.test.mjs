// SPDX-License-Identifier: MIT
// The customer's display in Chromium, opened by its token alone: what is typed, what was sold, and nothing any more once the till
// is silent, its cashier gone, or the display revoked.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

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
    await visit(tablet.page, `${house.origin}/display/?till=${who.till.tillId}#${made.displayId}.${made.token}`);
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

  test("it clears itself when the till's line is silent, though its own is good", async () => {
    const { page, close } = await display();
    await show(draft(LINES));
    await shows(page, "draft");
    await shows(page, "idle", 12_000);
    await close();
  });

  test("it clears when the cashier signs out, and when its token is revoked, within 2 s", async () => {
    const other = await people.cashier();
    const { page, revoke, close } = await display({}, other);
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
    assert.equal(typeof revoke, "function");
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
          assert.deepEqual(await page.evaluate(overflowing), [], `${name} in ${lang} at ${size.width}`);
        }
      }
    }
    await close();
  });
});

/** Runs in the page: what reaches out of the glass, or of what is around it. */
function overflowing() {
  const out = [];
  for (const node of document.querySelectorAll("#display *")) {
    const { left, right, top, bottom, width } = node.getBoundingClientRect();
    if (width && (left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1)) out.push(`${node.className || node.tagName} ${[left, top, right, bottom].map(Math.round)}`);
  }
  return out;
}
