// SPDX-License-Identifier: MIT
// The counter in Chromium: a cashier signs in, takes a till, types. Everything by the keyboard, as she does.
import assert from "node:assert/strict";
import { openPage, visit } from "./browser.mjs";
import { awaitBets, whole } from "./desk.mjs";
import { PASSWORD } from "./people.mjs";
import { waitFor } from "./wait.mjs";

/** The pieces of money that a till counts, in minor units, from the largest on. */
export const PIECES = [100_000, 50_000, 25_000, 10_000, 5_000, 2_500, 1_000, 500, 100, 50, 20, 10, 5, 1];
export const APPROVAL = "dialog.approval[open]";
export const isOpen = (form) => `dialog[data-form="${form}"][open]`;

/** Every market of the house, from its first round on: for a house that was opened without its scheduler. */
export async function openMarkets(house) {
  await house.query("update hippo.setting set value = '1' where name like 'market\\_%'");
}

/** A page at the counter, before anybody has signed in. options: those of openPage, and lang. */
export async function openCounter(browser, house, { lang = "fr", ...options } = {}) {
  const counter = await openPage(browser, house, { viewport: { width: 1024, height: 768 }, ...options });
  await visitCounter(counter.page, house, lang);
  return counter;
}

/** Chromium also gives up a page's scripts when a network interface of the machine comes or goes: the page is loaded again. */
export async function visitCounter(page, house, lang = "fr") {
  for (let left = 2; ; left -= 1) {
    await visit(page, `${house.origin}/cashier/?lang=${lang}`);
    const isThere = await page.waitForSelector("main").then(() => true, (error) => left === 0 ? Promise.reject(error) : false);
    if (isThere) return;
  }
}

/** Goes to what matches by Tab alone, as hands do. */
export async function reach(page, selector) {
  await page.waitForSelector(selector);
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

/** Writes in a field that Tab leads to, instead of what is in it. */
export async function write(page, selector, text) {
  await reach(page, selector);
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.type(text);
}

/** Presses what Tab leads to. */
export async function pressOn(page, selector) {
  await reach(page, selector);
  await page.keyboard.press("Enter");
}

/** Comes back when the house has answered. Chromium drops requests when an interface of the machine comes or goes. */
export async function signIn(page, username, password = PASSWORD) {
  await write(page, "#username", username);
  await write(page, "#password", password);
  for (let tries = 0; tries < 3; tries++) {
    await page.keyboard.press("Enter");
    await seen(page);
    const shown = await page.waitForSelector('.problem, .till, [data-step="refused"], main:not([data-page="session"])');
    if (!["offline", "busy", "unavailable"].includes(await shown.getAttribute("data-code"))) return;
  }
}

/** The first till that is offered, or the one of this number. */
export async function takeTill(page, float = "10 000", number = null) {
  await page.waitForSelector(".till");
  if (number !== null) await page.check(`.till:has-text("${number}") input`);
  await write(page, "#float", float);
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-page="sell"]');
  await whole(page);
}

/** Types a line as a person would: each key is seen before the next. */
export async function type(page, text) {
  for (const key of text) await page.keyboard.press(key === " " ? "Space" : key);
  await seen(page);
}

/** Presses Enter, and again when a busy machine was so slow that the page asks for it. */
export async function enter(page) {
  for (let tries = 0; tries < 5; tries++) {
    await page.keyboard.press("Enter");
    await seen(page);
    if (!(await page.$('[data-told="frozen"]'))) return;
  }
}

/** Presses a key that opens what matches, and again where the page had not shown yet what the key was for, and so let it pass. */
export async function pressFor(page, key, selector) {
  await waitFor(`${key} opens ${selector}`, async () => {
    if (await page.$(selector)) return true;
    await page.keyboard.press(key);
    return page.waitForSelector(selector, { timeout: 1000 }).then(() => true, () => false);
  }, 20_000);
}

/** What was done so far has been painted. */
export const seen = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

/** Waits until the page shows that a ticket other than `before` was sold: gives its number. */
export async function sold(page, before = null) {
  const shown = await page.waitForFunction((old) => {
    const number = document.querySelector("[data-sold]")?.dataset.sold;
    return number && number !== old && document.querySelector('.line-input[data-sending="no"]') ? number : null;
  }, before);
  return shown.jsonValue();
}

export const lastSold = (page) => page.evaluate(() => document.querySelector("[data-sold]")?.dataset.sold ?? null);

/** Confirms what is typed until it is sold, on the next round if this one is over meanwhile: gives the ticket's number. */
export async function untilSold(page, confirm = () => enter(page)) {
  const before = await lastSold(page);
  for (;;) {
    await confirm();
    const outcome = await page.waitForFunction((old) => {
      if (document.querySelector('.line-input[data-sending="yes"]')) return null;
      const number = document.querySelector("[data-sold]")?.dataset.sold;
      const isKept = document.querySelector(".entries .entry, [data-told=frozen]") || document.querySelector(".line-input").textContent.trim() !== "";
      return number && number !== old ? "sold" : isKept ? "kept" : null;
    }, before);
    if ((await outcome.jsonValue()) === "sold") return sold(page, before);
    await awaitBets(page, 1);
    await seen(page);
  }
}

/** Types a ticket and sells it. */
export async function sell(page, typed) {
  await awaitBets(page, 1);
  await type(page, typed);
  return untilSold(page);
}

/** Types a count, piece by piece, from the first field on; Enter goes to the next one, and sends with the last. */
export async function count(page, pieces) {
  await page.waitForSelector(isOpen("count"));
  for (const [i, each] of PIECES.entries()) {
    assert.equal(await page.evaluate(() => document.activeElement.id), `pieces-${each}`, "one field after the other");
    assert.equal(await page.isDisabled(`${isOpen("count")} button.main`), true, "nothing is counted before all of it is");
    await page.keyboard.type(String(pieces[each] ?? 0));
    if (i < PIECES.length - 1) await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Enter");
}

/** A supervisor signs in the window over the page. */
export async function approve(page, username, password = PASSWORD, reason = null) {
  await page.waitForSelector(APPROVAL);
  if (reason) await write(page, "#approval-reason", reason);
  await write(page, "#approval-username", username);
  // On a busy machine passwords queue, and the queue may be full for a while; and Chromium drops a request when a network
  // interface of the machine comes or goes.
  await waitFor("the house looks at the password", async () => {
    await write(page, "#approval-password", password);
    await page.keyboard.press("Enter");
    await seen(page);
    await page.waitForFunction(() => document.querySelector("dialog.approval button.main")?.disabled !== true);
    const said = await page.$$eval("dialog.approval .problem", (all) => all.map(({ textContent }) => textContent).join());
    return !/occupée|jointe/.test(said);
  }, 60_000, 200);
}

/** The code on a ticket's paper, which only the house that has the till's secret can say. */
export const codeOf = (house, number) =>
  house.value(
    `select hippo.ticket_code(t.ticket_id, hippo.ticket_secret(t.ticket_id, b.till_id, b.secret))
     from hippo.ticket t join hippo.till_session s using (till_session_id) join hippo.till_book b on b.till_id = s.till_id
     where t.ticket_id = hippo.ticket_id($1)`,
    [number],
  );
