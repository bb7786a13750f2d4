// SPDX-License-Identifier: MIT
// The counter in Chromium: a cashier signs in, takes a till, types. Everything by the keyboard, as she does.
import { PASSWORD } from "./people.mjs";
import { openPage, visit } from "./browser.mjs";

/** Every market of the house, from its first round on: for a house that was opened without its scheduler. */
export async function openMarkets(house) {
  await house.query("update hippo.setting set value = '1' where name like 'market\\_%'");
}

/** A page at the counter, before anybody has signed in. options: those of openPage, and lang. */
export async function openCounter(browser, house, { lang = "fr", ...options } = {}) {
  const counter = await openPage(browser, house, { viewport: { width: 1024, height: 768 }, ...options });
  await visit(counter.page, `${house.origin}/cashier/?lang=${lang}`);
  return counter;
}

/** Comes back when the house has answered. Chromium drops requests when an interface of the machine comes or goes. */
export async function signIn(page, username, password = PASSWORD) {
  await page.waitForSelector("#username");
  await page.keyboard.type(username);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
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
  await page.fill("#float", float);
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-page="sell"]');
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
