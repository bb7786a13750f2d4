// SPDX-License-Identifier: MIT
// A player verifies tickets and races on a phone, and from the saved file with no network.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage, visit } from "../lib/browser.mjs";
import { makeExport } from "../lib/exports.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";
import { qrModules } from "../../web/lib/paper/qr.js";
import { print as printCode } from "../../web/lib/ticket_code.js";

const SCREENSHOTS = join(ROOT, "build/screenshots");
const PHONE = { width: 390, height: 844 };
const SIZES = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }, PHONE];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RUNNERS = [6, 7, 8, 9, 10, 54];

/** A film of one picture for Chromium's camera that is none: the code of a ticket, black on white. */
function writeFilm(file, text) {
  const [width, height, dot] = [640, 480, 12];
  const luma = Buffer.alloc(width * height, 255);
  qrModules(text).forEach((row, y) => row.forEach((isDark, x) => {
    if (isDark) for (let i = 0; i < dot; i += 1) luma.fill(0, (60 + y * dot + i) * width + 120 + x * dot, (60 + y * dot + i) * width + 120 + (x + 1) * dot);
  }));
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), luma, Buffer.alloc((width * height) / 2, 128)]));
}

describe("a player verifies", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 2500, LOCK_MS: 300, FILM_MS: 1000, FINISH_MS: 300 } });
  let people, cashier, browser, phone, tickets, won, lost;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    people = await People.arrive(house);
    cashier = await people.cashier();
    browser = await openBrowser();
    phone = await openPage(browser, house, { viewport: PHONE });
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  const verdict = (page, wanted) => page.waitForSelector(`.verify-verdict[data-verdict="${wanted}"]`);
  const stepsOf = (page) => page.$$eval(".verify-step", (steps) => Object.fromEntries(steps.map(({ dataset }) => [dataset.step, dataset.state])));
  const badOf = async (page) => Object.entries(await stepsOf(page)).filter(([, state]) => state === "bad").map(([name]) => name);
  const askTicket = async (page, number, code = "") => {
    await page.fill('[name="ticket"]', number);
    await page.fill('[name="code"]', code);
    await page.click("#ticket-form [type=submit]");
  };
  const askRound = async (page, roundId) => {
    await page.fill('[name="round"]', String(roundId));
    await page.click("#round-form [type=submit]");
  };
  const plain = async (page, selector) => (await page.textContent(selector)).replace(/\s+/g, " ");
  const shoot = (page, name) => page.screenshot({ path: join(SCREENSHOTS, `verify-${name}.png`), fullPage: true });
  const money = (minor) => new Intl.NumberFormat("fr-HT", { minimumFractionDigits: 2 }).format(minor / 100).replace(/\s/g, " ");

  test("an open ticket, by the address with its code: what is committed is shown; then, by itself, what it came to", { timeout: patience(60_000) }, async () => {
    const { page } = phone;
    const { roundId } = await people.betting(1500);
    tickets = [];
    for (const selection of RUNNERS) tickets.push(await cashier.sell([{ market: "win", selection: String(selection), stake: 2500 }]));
    assert.ok(tickets.every((ticket) => ticket.roundId === roundId));
    const [ticket] = tickets;
    await visit(page, `${house.origin}/verify?ticket=${printCode(ticket.number, ticket.code)}`);
    await verdict(page, "wait");
    assert.equal(page.url(), `${house.origin}/verify/`, "the code does not stay in the address");
    const states = await stepsOf(page);
    assert.deepEqual(["card", "cardHash", "round", "beacon", "ticket"].map((name) => states[name]), Array(5).fill("ok"));
    assert.deepEqual(["secret", "anchor", "outcomeSeed", "order", "filmSeed", "prize"].map((name) => states[name]), Array(6).fill("wait"));
    assert.equal(await page.$(".verify-outcome"), null, "nothing is said of the result");
    assert.ok((await plain(page, '[data-step="before"]')).replace(/ /g, "").includes(ticket.commitment));
    await shoot(page, "open-390");
    // A phone without a network for a moment loses nothing of it.
    const failed = page.waitForEvent("requestfailed");
    await page.context().setOffline(true);
    await failed;
    await waitFor("it has asked again", () => phone.notes.requests.filter((url) => url.includes("/tickets/")).length >= 3);
    assert.ok(await page.$('.verify-verdict[data-verdict="wait"]'));
    await page.context().setOffline(false);
    await verdict(page, "ok");
    assert.ok(Object.values(await stepsOf(page)).every((state) => state === "ok"), JSON.stringify(await stepsOf(page)));
    assert.match(await plain(page, '[data-step="before"]'), /déjà vu avant l’arrivée/);
    const { order } = (await house.get(`/api/v1/rounds/${roundId}/proof`)).json;
    won = tickets[RUNNERS.indexOf(order[0])];
    lost = tickets[RUNNERS.indexOf(order[5])];
  });

  test("a ticket that won, typed: its prize is recomputed; the paper's commitment is compared", async () => {
    const { page } = phone;
    await askTicket(page, won.number, `${won.code.slice(0, 4)} ${won.code.slice(4).toLowerCase()}`);
    await verdict(page, "ok");
    const { prize } = await cashier.do("GET", `/tickets/${won.number}`);
    assert.ok((await plain(page, ".verify-outcome")).startsWith(`Gagnant : ${money(prize)}`), await plain(page, ".verify-outcome"));
    await page.fill('[name="paper"]', won.commitment.slice(0, 12).toUpperCase());
    await page.waitForSelector('[data-step="before"][data-state="ok"]');
    await page.fill('[name="paper"]', `0${won.commitment.slice(0, 12)}`);
    await page.waitForSelector('[data-step="before"][data-state="bad"]');
    await verdict(page, "bad");
    await page.fill('[name="paper"]', "");
    await verdict(page, "ok");
    await shoot(page, "won-390");
  });

  test("a ticket that lost, from its QR code's content in one field", async () => {
    const { page } = phone;
    await askTicket(page, printCode(lost.number, lost.code));
    await waitFor("it is that ticket", async () => (await plain(page, ".verify-subject")).includes(lost.number));
    await verdict(page, "ok");
    assert.match(await plain(page, ".verify-outcome"), /^Perdant/);
  });

  test("a race among the last ones, its words, and its whole session back to the anchor", async () => {
    const { page } = phone;
    await page.reload();
    await page.click(".verify-recent button");
    await verdict(page, "ok");
    for (const summary of await page.$$(".verify-step:not([data-step=before]) summary")) await summary.click();
    assert.equal((await page.$$(".verify-words tbody tr")).length, 5);
    assert.match(await plain(page, '[data-step="outcomeSeed"]'), /HR1\/outcome 4852312f 6f757463 6f6d6500/);
    await shoot(page, "round-390");
    await page.click("#walk-session");
    await page.waitForSelector('#walked [data-verdict="ok"][data-state="done"]');
    assert.match(await plain(page, "#walked .verify-word"), /recalculées?, (toutes )?conformes?/);
  });

  test("whatever is changed in a proof is named", { timeout: patience(60_000) }, async () => {
    const { page } = phone;
    const { json: proof } = await house.get(`/api/v1/rounds/${won.roundId}/proof`);
    const flip = (hex) => (hex[0] === "0" ? "1" : "0") + hex.slice(1);
    const changes = [
      ["secret", { secret: flip(proof.secret) }],
      ["order", { order: [proof.order[1], proof.order[0], ...proof.order.slice(2)] }],
      ["cardHash", { card: proof.card.replace("o win 6 550", "o win 6 551") }],
      ["anchor", { anchor: flip(proof.anchor) }],
      ["filmSeed", { filmSeed: flip(proof.filmSeed) }],
    ];
    for (const [name, change] of changes) {
      await page.route("**/proof", (route) => route.fulfill({ json: { ...proof, ...change } }));
      await askTicket(page, won.number, won.code);
      await verdict(page, "bad");
      assert.ok((await badOf(page)).includes(name), `${name}: ${await badOf(page)}`);
      assert.equal(await page.$(".verify-outcome"), null);
      const title = await plain(page, `[data-step="${name}"] .verify-title`);
      assert.ok((await plain(page, ".verify-verdict")).includes(title), "the verdict names the step");
      assert.match(await plain(page, `[data-step="${name}"] .verify-failed`), /Annoncé : .*Trouvé ici : /);
      await page.unroute("**/proof");
    }
    await shoot(page, "bad-390");
  });

  test("a round that was changed is found on the way back", async () => {
    const { page } = phone;
    const start = await waitFor("some rounds are over", async () => {
      const { json } = await house.get("/api/v1/rounds?limit=1");
      return json.rounds[0].roundId - won.roundId >= 2 && json.rounds[0].roundId - 1;
    }, 30_000);
    await people.over(start);
    const { json: proof } = await house.get(`/api/v1/rounds/${won.roundId}/proof`);
    await page.route(`**/rounds/${won.roundId}/proof`, (route) => route.fulfill({ json: { ...proof, order: [...proof.order].reverse() } }));
    await askRound(page, start);
    await verdict(page, "ok");
    await page.click("#walk-session");
    await page.waitForSelector('#walked [data-verdict="bad"][data-state="done"]');
    assert.match(await plain(page, ".verify-rounds"), new RegExp(`^ ?${won.roundId} .*Ordre d’arrivée`));
    await page.unroute(`**/rounds/${won.roundId}/proof`);
  });

  test("what is wrong is said in words", async () => {
    const { page } = phone;
    const says = (pattern) => waitFor(`it says ${pattern}`, async () => pattern.test((await page.textContent(".verify-answer")).trim()));
    await askTicket(page, won.number, "ABC");
    await says(/ni un numéro de ticket/);
    await askTicket(page, won.number, "AAAAAAAA");
    await says(/Aucun ticket/);
    await askRound(page, "12a");
    await says(/que des chiffres/);
    await askRound(page, 99999999);
    await says(/pas de course/);
    await page.context().setOffline(true);
    await askRound(page, won.roundId);
    await says(/Pas de connexion/);
    await page.context().setOffline(false);
    await page.click("#ticket-form .verify-second");
    await page.waitForSelector("text=La caméra n’est pas disponible");
  });

  test("the saved file does the same with no network", { timeout: patience(60_000) }, async () => {
    const { page } = phone;
    await askTicket(page, won.number, won.code);
    await verdict(page, "ok");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#keep ~ .verify-acts button")]);
    const data = join(house.folder, "data.json");
    await download.saveAs(data);
    assert.ok(!readFileSync(data, "utf8").includes(won.code), "the code is worth money: it is in no file");
    const served = await house.get("/verify.html");
    assert.match(served.headers["content-disposition"], /^attachment/);
    const file = join(house.folder, "verify.html");
    writeFileSync(file, served.text);

    const context = await browser.newContext({ viewport: PHONE, locale: "fr-HT", offline: true });
    const saved = await context.newPage();
    const said = [];
    saved.on("console", (message) => said.push(message.text()));
    saved.on("pageerror", (error) => said.push(String(error)));
    const asked = [];
    saved.on("request", (request) => asked.push(request.url()));
    await saved.goto(pathToFileURL(file).href);
    await saved.setInputFiles('[type="file"]', data);
    await verdict(saved, "ok");
    const { prize } = await cashier.do("GET", `/tickets/${won.number}`);
    assert.ok((await plain(saved, ".verify-outcome")).includes(money(prize)));
    await shoot(saved, "saved-390");

    const proofs = [];
    for (let id = won.roundId + 1; id > won.roundId - 1; id -= 1) proofs.push((await house.get(`/api/v1/rounds/${id}/proof`)).json);
    await saved.fill("textarea", proofs.map((proof) => JSON.stringify(proof)).join("\n"));
    await saved.click("#file-form [type=submit]");
    await saved.waitForSelector('#walked [data-verdict="ok"][data-state="done"]');
    const auditor = await people.person("auditor");
    const { exportId } = await makeExport(auditor);
    const signed = join(house.folder, "export.jsonl");
    writeFileSync(signed, (await auditor.ask("GET", `/admin/exports/${exportId}/file`)).text);
    await saved.setInputFiles('[type="file"]', signed);
    await waitFor("all rounds of the export hold", async () => /^[3-9]|\d\d/.test((await saved.textContent('#walked [data-verdict="ok"][data-state="done"]')).trim()));
    await saved.click(`.verify-rounds button:text-is("${won.roundId}")`);
    await verdict(saved, "ok");
    const [, changed] = proofs;
    const text = JSON.stringify({ ...changed, outcomeSeed: changed.outcomeSeed.replace(/^./, (sign) => (sign === "0" ? "1" : "0")) });
    await saved.fill("textarea", text);
    await saved.click("#file-form [type=submit]");
    await verdict(saved, "bad");
    assert.deepEqual(await badOf(saved), ["outcomeSeed"]);
    await saved.fill("textarea", text.slice(0, -3));
    await saved.click("#file-form [type=submit]");
    await saved.waitForSelector(".verify-problem");
    assert.deepEqual(said, [], "no error, no policy violated");
    assert.deepEqual(asked.filter((url) => !/^(file|data|blob):/.test(url)), []);
    await context.close();
  });

  test("a ticket before the camera", { timeout: patience(60_000) }, async () => {
    const film = join(house.folder, "ticket.y4m");
    writeFilm(film, printCode(won.number, won.code));
    const watcher = await openBrowser("DejaVu", ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${film}`]);
    const { page, notes } = await openPage(watcher, house, { viewport: PHONE });
    await visit(page, `${house.origin}/verify/`);
    await page.click("#ticket-form .verify-second");
    await verdict(page, "ok");
    assert.ok((await plain(page, ".verify-subject")).includes(won.number));
    assert.equal(await page.$("video"), null, "the camera is put away");
    assert.deepEqual(notes.errors, []);
    await watcher.close();
  });

  test("it fits three sizes in three languages, readable for everybody, and says nothing that it does not know", { timeout: patience(120_000) }, async () => {
    for (const viewport of SIZES) {
      const { page, notes, close } = await openPage(browser, house, { viewport });
      await visit(page, `${house.origin}/verify#ticket=${printCode(won.number, won.code)}`);
      await verdict(page, "ok");
      await page.$$eval(".verify-step details", (steps) => steps.forEach((step) => { step.open = true; }));
      for (const lang of ["en", "ht", "fr"]) {
        await page.click(`.verify-languages [lang="${lang}"]`);
        const what = `${lang} at ${viewport.width}`;
        assert.equal(await page.getAttribute("html", "lang"), lang);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0, what);
        assert.doesNotMatch(await page.innerText("body"), /\{\w+\}|undefined|NaN|null|\bverify\.\w/, what);
      }
      await shoot(page, `fr-${viewport.width}`);
      if (viewport === PHONE) await page.locator('[data-step="order"]').screenshot({ path: join(SCREENSHOTS, "verify-words-390.png") });
      // The page's policy would keep a stranger's script out.
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Page.setBypassCSP", { enabled: true });
      await visit(page, `${house.origin}/verify/?round=${won.roundId}`);
      await verdict(page, "ok");
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), [], String(viewport.width));
      assert.deepEqual(notes.errors, []);
      await close();
    }
  });

  test("nothing but its own origin is asked, no policy violated", async () => {
    const { page, notes } = phone;
    assert.deepEqual(notes.requests.filter((url) => !url.startsWith(`${house.origin}/`) && !/^(data|blob):/.test(url)), []);
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    assert.deepEqual(notes.errors, []);
  });
});
