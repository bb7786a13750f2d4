// SPDX-License-Identifier: MIT
// The counter's page as a cashier has it before her: signed in, at an open till.
import { print } from "../../web/lib/ticket_code.js";
import { waitFor } from "./wait.mjs";

const FAR = Math.floor(Date.now() / 1000) + 86_400;

/** The session's cookie in the browser, as signing in there leaves it. */
export async function enter(context, origin, token) {
  await context.clearCookies();
  await context.addCookies([{ name: "hippo_session", value: token, url: origin, httpOnly: true, sameSite: "Strict", expires: FAR }]);
}

/** Opens the counter, and waits until its page can do all that it does. */
export async function openCounter(page, origin, { at = "sell" } = {}) {
  await page.goto(`${origin}/cashier/`);
  await page.locator(`main[data-page="${at}"]`).waitFor();
  await whole(page);
  return page;
}

/** The scanner, the printer and the other pages come after the first picture; the last page has this key. */
export const whole = (page) => page.locator('nav.tabs button[aria-keyshortcuts="F10"]').waitFor();

/** Until the page has prices of a round that takes bets for a while yet. */
export async function awaitBets(page, left = 1) {
  await page.waitForFunction((seconds) => {
    const countdown = document.querySelector(".countdown");
    const isOpen = ["open", "soon", "last"].includes(countdown?.dataset.kind);
    return isOpen && Number(document.querySelector(".countdown-seconds").textContent) >= seconds && document.querySelector(".runners .runner");
  }, left);
}

/** Types a bet and confirms it, as hands do: on a busy machine the page may say that it was not painted yet. */
export async function sellByKeys(page, text = "6*25") {
  await awaitBets(page);
  await page.keyboard.type(text);
  await handOn(page);
}

/** Confirms what is typed. */
export async function handOn(page) {
  await waitFor("the ticket is handed on", async () => {
    await page.keyboard.press("Enter");
    return page.evaluate(isHandedOn);
  });
}

/** In the page: once it is painted, nothing of the ticket is the cashier's any more. */
async function isHandedOn() {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const isTyped = document.querySelector(".line-input")?.textContent.trim() !== "";
  return !isTyped && !document.querySelector('.entries[data-sending="no"] .entry') && !document.querySelector('[data-told="frozen"]');
}

/** The number of the ticket that the page says it has sold: the one that was handed on. */
export async function soldNumber(page) {
  const sold = await page.waitForFunction(() => {
    const isAnswered = document.querySelector('.line-input[data-sending="no"]') && !document.querySelector(".message.refused");
    return isAnswered && document.querySelector("[data-sold]")?.dataset.sold;
  });
  return sold.jsonValue();
}

const US = (character) => (/[A-Z]/.test(character) ? { code: `Key${character}`, shift: true } : { code: `Digit${character}`, shift: false });
const FRENCH_PLACES = { A: "KeyQ", Q: "KeyA", Z: "KeyW", W: "KeyZ", M: "Semicolon" };
const FRENCH_ROW = "à&é\"'(-è_ç";
const FRENCH_LETTERS = { KeyQ: "A", KeyA: "Q", KeyZ: "W", KeyW: "Z", Semicolon: "M", KeyM: "," };

/** What a system with a French keyboard makes of a key. */
const azerty = ({ code, shift }) => {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit) return shift ? digit : FRENCH_ROW[digit];
  const letter = FRENCH_LETTERS[code] ?? code.slice(3);
  return shift ? letter : letter.toLowerCase();
};

/** The keys that a scanner presses, with its prefix. scanner: the layout that it is set to. */
export function scannedKeys(content, { scanner = "us", suffix = ["Enter"], prefix = true } = {}) {
  const place = scanner === "us" ? US : (character) => (/[A-Z]/.test(character) ? { code: FRENCH_PLACES[character] ?? `Key${character}`, shift: true } : { code: `Digit${character}`, shift: true });
  const keys = [...content].map((character) => {
    const at = place(character);
    return { ...at, key: azerty(at) };
  });
  return [...(prefix ? [{ key: "F9", code: "F9" }] : []), ...keys, ...suffix.map((key) => ({ key, code: key }))];
}

/** Presses them as a scanner does: wherever the focus is, one after the other at once. True: the page let a key through. */
export const press = (page, keys) =>
  page.evaluate((strokes) => {
    let isThrough = false;
    for (const { key, code, shift = false } of strokes) {
      const event = new KeyboardEvent("keydown", { key, code, shiftKey: shift, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
      isThrough ||= !event.defaultPrevented;
    }
    return isThrough;
  }, keys);

/** Scans a ticket: {number, code}. */
export const scan = (page, { number, code }, options) => press(page, scannedKeys(print(number, code), options));

/** What the page says of the ticket that is open: {number, verdict, says}. */
export async function opened(page, number) {
  const section = page.locator(number ? `.tickets-open[data-number="${number}"]` : ".tickets-open");
  await section.waitFor();
  const told = await waitFor("the house has told of the ticket", async () => {
    const verdict = await section.getAttribute("data-verdict");
    return verdict !== "reading" && { number, verdict, says: await section.locator(".tickets-says").textContent() };
  }, 10_000);
  // Keys from before it was painted do nothing.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  return told;
}
