// SPDX-License-Identifier: MIT
// Papers through the browser's printer: as wide as the roll, as long as one page, with a code that reads, in whatever font the
// machine has; and nothing of a paper is left in the page afterwards.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build } from "../../web/node_modules/esbuild/lib/main.js";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { FONTS, openBrowser } from "../lib/browser.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { parse } from "../../web/lib/ticket_code.js";

const ROLLS = [48, 58, 80];
const ON_EVERY_ROLL = ["ticket", "ticket-twenty", "ticket-hostile", "report-z"];
const SCREENSHOTS = join(ROOT, "build/screenshots");
const PT_A_MM = 72 / 25.4;
const readCode = jsqr.default ?? jsqr;
const facts = (name, changes = {}) => ({ ...JSON.parse(readFileSync(join(ROOT, `tests/web/paper/${name}.json`), "utf8")), ...changes });
const report = facts("report");

/** [name, kind, facts, language] */
const PAPERS = [
  ["ticket", "ticket", facts("ticket"), "fr"],
  ["ticket-ht", "ticket", facts("paid", { state: "won", paid: null, copy: 1 }), "ht"],
  ["ticket-twenty", "ticket", facts("twenty"), "fr"],
  ["ticket-hostile", "ticket", facts("hostile"), "en"],
  ["slip", "slip", facts("paid"), "fr"],
  ["report-z", "report", report, "fr"],
  ["movement", "movement", { movement: 41, kind: "supply", amount: 1500000, reference: "B-17", description: "monnaie", at: "2026-11-23T21:40:05.000Z", by: report.cashier, till: report.till, paper: report.paper }, "fr"],
  ["test", "test", { till: report.till, paper: report.paper }, "fr"],
];

mkdirSync(SCREENSHOTS, { recursive: true });
const { outputFiles } = await build({ stdin: { contents: `export { draw, renderPaper, printInBrowser } from "./lib/paper/drawing.js"; export { stage } from "./lib/paper/browser.js";`, resolveDir: join(ROOT, "web") },
  bundle: true, write: false, format: "iife", globalName: "papers" });
const style = readFileSync(join(ROOT, "web/lib/paper/paper.css"), "utf8");

for (const fonts of Object.keys(FONTS)) describe(`with ${fonts}`, () => {
  let browser, page;
  before(async () => {
    browser = await openBrowser(fonts);
    page = await browser.newPage({ viewport: { width: 1024, height: 768 }, deviceScaleFactor: 2 });
    await page.setContent('<!doctype html><html lang="fr"><body><main style="height:3000px;width:1500px">Caisse</main></body></html>');
    await page.addScriptTag({ content: outputFiles[0].text });
    await page.addStyleTag({ content: style });
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  // The other font is as wide as the papers are laid out for.
  const rollsOf = (name) => (fonts === "DejaVu" && ON_EVERY_ROLL.includes(name) ? ROLLS : [58]);
  for (const [name, kind, given, lang] of PAPERS) for (const roll of rollsOf(name)) test(`${name} on ${roll} mm is one page of its own size`, { timeout: patience(60_000) }, async () => {
    await page.emulateMedia({ media: null });
    const height = await page.evaluate(([kind, given, lang, roll]) => {
      const node = papers.renderPaper(papers.draw(kind, given, lang, "paris.example"), { lang, roll, document });
      window.clear = papers.stage(node, roll, document);
      return node.getBoundingClientRect().height / (96 / 25.4);
    }, [kind, given, lang, roll]);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1, pdf.match(/\/MediaBox \[[^\]]*\]/g).join());
    const [, right, top] = pdf.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
    assert.ok(Math.abs(right / PT_A_MM - roll) < 0.5, `${right / PT_A_MM} mm wide`);
    assert.ok(Math.abs(top / PT_A_MM - height) < 0.7, `${top / PT_A_MM} mm of paper for ${height} mm`);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: Math.ceil(roll * 96 / 25.4), height: 600 });
    const over = await page.evaluate(() => {
      const paper = document.querySelector(".paper").getBoundingClientRect();
      const shown = [...document.body.children].filter((node) => node.getClientRects().length > 0).map(({ className }) => className.split(" ")[0]);
      const wide = [...document.querySelectorAll(".paper *")].filter((node) => node.getBoundingClientRect().right > paper.right + 0.5).map(({ outerHTML }) => outerHTML.slice(0, 80));
      return { shown, wide };
    });
    assert.deepEqual(over, { shown: ["paper"], wide: [] });
    const picture = await page.locator(".paper").screenshot({ path: fonts === "DejaVu" ? join(SCREENSHOTS, `paper-${name}-${roll}.png`) : undefined });
    if (kind === "ticket") {
      const { data, width, height: rows } = PNG.sync.read(picture);
      const code = readCode(new Uint8ClampedArray(data), width, rows)?.data;
      assert.deepEqual(parse(code ?? ""), { number: given.number, code: given.code });
    }
    await page.evaluate(() => window.clear());
  });

  test("it is taken away after it was printed, so that the browser's own key prints no second one", async () => {
    const left = await page.evaluate(async (given) => {
      const times = [];
      window.print = () => {
        times.push(document.querySelectorAll(".paper").length);
        window.dispatchEvent(new Event("afterprint"));
      };
      const node = () => papers.renderPaper(papers.draw("ticket", given, "fr", "x"), { lang: "fr", roll: 58, document });
      await papers.printInBrowser(node(), 58, window);
      await papers.printInBrowser(node(), 58, window);
      window.print = () => { throw new Error("no printer"); };
      await papers.printInBrowser(node(), 58, window).catch(() => times.push("failed"));
      return [times, document.querySelectorAll(".paper").length, document.documentElement.className];
    }, facts("ticket"));
    assert.deepEqual(left, [[1, 1, "failed"], 0, ""]);
  });
});
