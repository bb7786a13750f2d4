// SPDX-License-Identifier: MIT
// The back office in Chromium, signed in as somebody of the house under test.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { openPage, visit } from "./browser.mjs";
import { enter } from "./desk.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * A page of the back office at an address, once it is there or refused.
 * @param {{token: string}|null} person null: nobody is signed in
 * @param {{at?: string, lang?: string, viewport?: {width: number, height: number}}} options at: behind the #
 */
export async function openOffice(browser, house, person, { at = "/", lang = "fr", ...options } = {}) {
  const office = await openPage(browser, house, { path: "/robots.txt", viewport: { width: 1024, height: 768 }, ...options });
  if (person) await enter(office.page.context(), house.origin, person.token);
  await visit(office.page, `${house.origin}/admin/?lang=${lang}#${at}`);
  await settled(office.page);
  return office;
}

/** Until the page is what it will be: no part of it is still to come. */
export const settled = (page) => page.waitForSelector('main:not([data-page="loading"]):not(:has([data-step="loading"]))');

/** Another address of the same page, by its link's way. */
export async function goTo(page, at) {
  await page.evaluate((hash) => { window.location.hash = hash; }, at);
  await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true)))));
  await settled(page);
}

/** What axe finds on it, a line each. */
export async function faultsOf(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(" ")).slice(0, 3)}`);
}
