// SPDX-License-Identifier: MIT
// Paper: what a cashier's browser prints for a ticket, its duplicate, its receipt and the till's report, through the one
// public port and in Chromium: as wide as the roll, as long as one page, with a QR code that reads, and nothing run.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { FONTS, openBrowser, openPage, visit } from "../lib/browser.mjs";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, coverage, People } from "../lib/people.mjs";
import { patience, ROOT } from "../lib/setting.mjs";

const WIDTHS = [48, 58, 80];
const SCREENSHOTS = join(ROOT, "build/screenshots");
const MM = 96 / 25.4;
const HOSTILE = `<script>window.hacked = 1</script>"'`;
const readCode = jsqr.default ?? jsqr;

const SHORT_BETTING = 2500;
const house = useHouse({ settings: { BETTING_MS: SHORT_BETTING, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 } });
let people, cashier, supervisor, browser, screen, page, ticket;
const set = (name, value) => people.admin.do("PATCH", `/admin/settings/${name}`, { value, reason: "for a test" });

before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  people = await People.arrive(house);
  for (const market of ["exacta", "trifecta", "duel", "odd_even"])
    await set(`market_${market}`, 1);
  await set("betting_ms", patience(25_000)); // the ticket is only sold, until a test voids its round
  const { json: first } = await people.admin.ask("GET", "/rounds/current");
  await people.over(first.roundId); // settings count from the next round on
  cashier = await people.cashier({ shop: await people.admin.do("POST", "/admin/shops", { number: 7, name: HOSTILE, header: ["Hippodrome Delmas", "Route de Delmas 33", HOSTILE, "W".repeat(40)] }) });
  supervisor = await people.supervisor(cashier.shop); // has been there since before the sale
  ticket = await cashier.sell([
    { market: "win", selection: "6", stake: 2500 },
    { market: "exacta", selection: "54-7", stake: 123_500 },
    { market: "trifecta", selection: "6-7-8", stake: 2500 },
    { market: "duel", selection: "9-10", stake: 5000 },
    { market: "odd_even", selection: "even", stake: 2500 },
  ]);
  await set("betting_ms", SHORT_BETTING);
  browser = await openBrowser();
  screen = await openPage(browser, house);
  page = screen.page;
  await page.context().addCookies([{ name: "hippo_session", value: cashier.token, url: `${house.origin}/api`, httpOnly: true, secure: true, sameSite: "Strict" }]);
}, { timeout: patience(120_000) });
after(() => browser?.close());

/** Opens a paper as wide as its roll: the answer. */
async function open(path, width) {
  await page.setViewportSize({ width: Math.ceil(width * MM), height: 600 });
  return visit(page, `${house.origin}/api/v1${path}${path.includes("?") ? "&" : "?"}width=${width}`);
}

/** Shows a duplicate as `who` gets it. */
async function openCopy({ number }, width, who = cashier) {
  const answer = await who.ask("POST", `/tickets/${number}/copy?width=${width}`, {});
  assert.equal(answer.status, 200, answer.text);
  const { "content-type": type, "content-security-policy": policy } = answer.headers;
  const url = `${house.origin}/api/v1/tickets/${number}/copy?width=${width}`; // a browser shows what a GET is answered
  await page.route(url, (route) => route.fulfill({ headers: { "content-type": type, "content-security-policy": policy }, body: answer.text }));
  await page.setViewportSize({ width: Math.ceil(width * MM), height: 600 });
  await visit(page, url);
  await page.unroute(url);
}

/** What is wrong with the paper that is open: wider than its roll, or not exactly one page of it. */
async function assertFits(width) {
  const { over, mm, length } = await page.evaluate(() => {
    const main = document.querySelector("main").getBoundingClientRect();
    return {
      over: [document.documentElement.scrollWidth > window.innerWidth && "page", ...[...document.querySelectorAll("main *")]
        .filter((element) => element.getBoundingClientRect().right > main.right + 0.5 || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display === "block")
        .map((element) => element.outerHTML.slice(0, 90))].filter(Boolean),
      mm: main.width,
      length: main.height,
    };
  });
  assert.deepEqual(over, []);
  assert.ok(Math.abs(mm - width * MM) < 1, `${mm} px are not ${width} mm`);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1, "one page");
  const [, right, top] = pdf.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
  assert.ok(Math.abs(right - width * 72 / 25.4) < 1, `the page is ${right} points wide`);
  const blank = top * 25.4 / 72 - length / MM;
  assert.ok(blank > 1 && blank < 10 + 0.1 * length / MM, `${blank} mm of paper are left`); // the screen shows 4 mm of them
}

async function scan() {
  const { data, width, height } = PNG.sync.read(await page.locator("svg").screenshot());
  return readCode(new Uint8ClampedArray(data), width, height)?.data;
}

const text = () => page.evaluate(() => document.querySelector("main").innerText.replace(/\s+/g, " "));

for (const width of WIDTHS) {
  test(`a ticket on ${width} mm: it fits, says all, and its code reads`, { timeout: patience(60_000) }, async () => {
    const answer = await open(`/tickets/${ticket.number}/print`, width);
    assert.equal(answer.status(), 200);
    const headers = answer.headers();
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(headers["content-security-policy"], /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'self'$/);
    const words = await text();
    const { json } = await cashier.ask("GET", `/tickets/${ticket.number}/print?format=json`);
    const [round] = await house.query("select encode(commitment, 'hex') as commitment, encode(card_hash, 'hex') as hash from hippo.round where round_id = $1", [ticket.roundId]);
    const groups = (hex) => hex.match(/.{8}/g).join(" ");
    for (const said of ["HIPPODROME", "Route de Delmas 33", HOSTILE, ticket.number, `${ticket.code.slice(0, 4)} ${ticket.code.slice(4)}`,
      `COURSE N° ${ticket.roundId}`, json.soldAtLocal.split(" ")[1], json.raceTimeLocal.split(" ")[1], `UTC${json.utcOffset}`, "Simple gagnant", "Couplé ordre", "Pair",
      ...json.names.flatMap(({ runners }) => runners.map(({ number, name }) => `${number} ${name}`)), "devant", "Mise 1 235,00", "Mise totale 1 360,00 HTG", "Gain maximal",
      groups(round.commitment), groups(round.hash), "Valable 90 jours", `${new URL(house.origin).host}/rules`, `/api/v1/rounds/${ticket.roundId}/proof`, "18+", "Caisse 1", "Caissier cashier-1"])
      assert.ok(words.includes(said), `${said} in ${words}`);
    assert.ok(!/duplicata|annulé|payé/i.test(words));
    assert.equal(await scan(), `${ticket.number} ${ticket.code} ${ticket.roundId}`);
    await assertFits(width);
    await page.screenshot({ path: join(SCREENSHOTS, `print-ticket-${width}.png`), fullPage: true });
  });
}

test("its language is asked for, its format and its width are checked", async () => {
  const print = (query, headers) => cashier.ask("GET", `/tickets/${ticket.number}/print?${query}`, undefined, { headers });
  assert.match((await print("lang=ht")).text, /<html lang="ht">[^]*Miz total/);
  assert.match((await print("lang=en")).text, /Total stake[^]*The rules in French are binding/);
  assert.match((await print("width=80")).text, /@page\{size:80mm \d+mm/);
  assert.match((await print("format=html", { accept: "application/json" })).headers["content-type"], /^text\/html/);
  assert.equal((await print("lang=fr", { accept: "application/json" })).json.number, ticket.number);
  assert.equal((await print("format=json", { accept: "text/html" })).json.code, ticket.code);
  assert.equal((await print("format=json")).headers["content-security-policy"], undefined);
  for (const bad of ["width=57", "width=58mm", "width=0", "lang=es", "lang=", "format=pdf"]) assertProblem(await print(bad), 400, "bad_parameter");
  assertProblem(await print("paper=a4"), 400, "unknown_parameter");
});

test("who may print: those who may see it, at a till", async () => {
  const path = `/tickets/${ticket.number}`;
  const [stranger, auditor] = [await people.cashier(), await people.person("auditor")];
  for (const part of ["print", "slip"]) {
    assertProblem(await stranger.ask("GET", `${path}/${part}`), 404, "not_found");
    assertProblem(await auditor.ask("GET", `${path}/${part}`), 403, "forbidden");
    assertProblem(await house.get(`/api/v1${path}/${part}`), 401, "not_signed_in");
  }
  assertProblem(await stranger.ask("POST", `${path}/copy`, {}), 404, "not_found");
  assertProblem(await auditor.ask("POST", `${path}/copy`, {}), 403, "forbidden");
  assertProblem(await supervisor.ask("GET", `${path}/print`), 409, "no_original");
  assert.equal((await cashier.ask("GET", "/tickets/07-010099-0/print")).status, 404);
});

test("a page of the house may frame it to print it", async () => {
  await visit(page, house.origin);
  const said = await page.evaluate((path) => new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.src = path;
    frame.onload = () => resolve(frame.contentDocument?.querySelector("main")?.innerText ?? "refused");
    frame.onerror = reject;
    document.body.append(frame);
  }), `/api/v1/tickets/${ticket.number}/print`);
  assert.ok(said.includes(ticket.number), said);
});

describe("a duplicate", () => {
  test("has a number, is on record, and is the same for the same key", { timeout: patience(60_000) }, async () => {
    const path = `/tickets/${ticket.number}/copy`;
    assertProblem(await cashier.ask("POST", path, {}, { headers: { "idempotency-key": "" } }), 400, "idempotency_key_missing");
    const first = await cashier.ask("POST", path, {}, { key: "copy-0001" });
    assert.match(first.headers["content-type"], /^text\/html/);
    assert.match(first.text, /Duplicata n° 1</);
    assert.equal((await cashier.ask("POST", `${path}?format=json`, {}, { key: "copy-0001" })).json.copy, 1);
    assert.match((await cashier.ask("POST", `${path}?width=80`, {}, { key: "copy-0002" })).text, /Duplicata n° 2</);
    assert.equal(await house.value("select count(*) from hippo.journal where action = 'copy'"), 2);
    assertProblem(await cashier.ask("GET", `/tickets/${ticket.number}/print`), 409, "no_original");
    await openCopy(ticket, 58);
    assert.match(await text(), /DUPLICATA N° 3/);
    assert.equal(await scan(), `${ticket.number} ${ticket.code} ${ticket.roundId}`);
    await assertFits(58);
    await page.screenshot({ path: join(SCREENSHOTS, "print-duplicate-58.png"), fullPage: true });
  });
});

describe("money that goes back has a receipt", () => {
  test("a refund of a void round", { timeout: patience(60_000) }, async () => {
    await people.admin.do("POST", `/admin/rounds/${ticket.roundId}/void`, { reason: "a test of refunds" });
    await people.over(ticket.roundId);
    assertProblem(await cashier.ask("POST", `/tickets/${ticket.number}/copy`, {}), 403, "needs_supervisor");
    assert.match((await supervisor.ask("POST", `/tickets/${ticket.number}/copy`, {})).text, /À rembourser 1\u00a0360,00/);
    await cashier.pay(ticket);
    for (const width of WIDTHS) {
      await open(`/tickets/${ticket.number}/slip`, width);
      assert.match(await text(), /REÇU DE REMBOURSEMENT.*mises rendues.*Remboursé 1 360,00 HTG/);
      await assertFits(width);
    }
    await page.screenshot({ path: join(SCREENSHOTS, "print-refund-80.png"), fullPage: true });
  });

  test("a payment: what won, what was paid, by whom; the ticket says that it is paid", { timeout: patience(90_000) }, async () => {
    const sure = await cashier.sell(coverage(5000));
    assertProblem(await cashier.ask("GET", `/tickets/${sure.number}/slip`), 409, "no_receipt");
    const round = await people.over(sure.roundId);
    assertProblem(await cashier.ask("GET", `/tickets/${sure.number}/print`), 409, "no_original"); // money is due on it
    assertProblem(await cashier.ask("POST", `/tickets/${sure.number}/copy`, {}), 403, "needs_supervisor");
    assert.match((await supervisor.ask("POST", `/tickets/${sure.number}/copy`, {})).text, /Gagnant · à payer/);
    assertProblem(await supervisor.ask("POST", `/tickets/${sure.number}/pay`, { code: sure.code, tillId: cashier.till.tillId }), 403, "own_copy");
    assertProblem(await cashier.ask("GET", `/tickets/${sure.number}/slip`), 409, "no_receipt");
    const { prize } = await cashier.pay(sure);
    const amount = `${(prize / 100).toFixed(2).replace(".", ",")} HTG`;
    for (const width of WIDTHS) {
      assert.equal((await open(`/tickets/${sure.number}/slip`, width)).status(), 200);
      const words = await text();
      for (const said of ["REÇU DE PAIEMENT", sure.number, `COURSE N° ${sure.roundId}`, round.result.order.join(" - "), `${round.result.winner.number} ${round.result.winner.name}`, `Payé ${amount}`, "Signature du client"])
        assert.ok(words.includes(said), `${said} in ${words}`);
      assert.ok(!words.includes(sure.code.slice(0, 4)), "its code is not on it");
      assert.ok(!(await cashier.ask("GET", `/tickets/${sure.number}/slip?format=json`)).text.includes(sure.code), "nor in its facts");
      await assertFits(width);
      await page.screenshot({ path: join(SCREENSHOTS, `print-slip-${width}.png`), fullPage: true });
    }
    await openCopy(sure, 58);
    assert.match(await text(), new RegExp(`PAYÉ ${amount.replace(".", "\\.")}`));
  });

  test("an annulment", async () => {
    const wrong = await cashier.sell();
    await cashier.void(wrong);
    await open(`/tickets/${wrong.number}/slip`, 58);
    assert.match(await text(), new RegExp(`REÇU D’ANNULATION.*${wrong.number}.*Remis 25,00 HTG`));
    await openCopy(wrong, 58);
    assert.match(await text(), /ANNULÉ Sans valeur/);
  });
});

test("the till's report: X as a page, Z once it is counted, JSON as ever", { timeout: patience(60_000) }, async () => {
  assert.equal((await cashier.do("GET", "/till/report")).report, "X");
  await open("/till/report", 80);
  assert.match(await text(), /RELEVÉ X.*Ventes \(\d+\)/);
  assert.doesNotMatch(await text(), /Attendu|Dépôts/);
  await assertFits(80);
  const counts = { 100: Math.floor((await people.expectedCash(cashier)) / 100) };
  const z = await cashier.do("POST", "/till/close", { counts });
  assert.equal(z.state, "closed", JSON.stringify(z.count));
  await open(`/till/report?sessionId=${z.sessionId}`, 58);
  assert.match(await text(), /CLÔTURE Z.*Compté.*Écart.*Signature du caissier.*Signature du superviseur/);
  await assertFits(58);
  await page.screenshot({ path: join(SCREENSHOTS, "print-report-58.png"), fullPage: true });
});

test("nothing was run, nothing fetched, no policy violated", async () => {
  await open(`/tickets/${ticket.number}/slip`, 58);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
  assert.deepEqual(screen.notes.errors, []);
  assert.deepEqual(screen.notes.requests.filter((url) => !url.startsWith(`${house.origin}/`) && !url.startsWith("data:")), []);
});

for (const fonts of Object.keys(FONTS)) describe(`the golden papers fit their rolls too, in ${fonts}`, () => {
  const folder = join(ROOT, "tests/unit/api/golden");
  let own;
  before(async () => {
    own = await openBrowser(fonts);
    page = await own.newPage();
  }, { timeout: patience(60_000) });
  after(() => own?.close());
  const narrow = ["ticket-won", "ticket-voided", "ticket-en", "ticket-ht", "slip-voided", "report-x", "report-blind"];
  for (const name of ["ticket-twenty", "ticket-hostile", "ticket-duplicate", "slip-refund", "report-z", ...narrow]) {
    for (const width of narrow.includes(name) ? [58] : WIDTHS) {
      test(`${name} on ${width} mm`, { timeout: patience(60_000) }, async () => {
        await page.setViewportSize({ width: Math.ceil(width * MM), height: 600 });
        await page.goto("about:blank"); // the policy of the page before would hold for the content, too
        await page.setContent(readFileSync(join(folder, `${name}-${width}.html`), "utf8"));
        await assertFits(width);
        if (name.startsWith("ticket")) assert.match(await scan(), /^01-0\d+-[\dX] 7K3QW9ZT 10000001$/);
      });
    }
  }

  test("and a paper that does not fit is seen", { timeout: patience(60_000) }, async () => {
    const html = readFileSync(join(folder, "ticket-hostile-58.html"), "utf8");
    const spoilt = [html.replace("overflow-wrap:anywhere", ""), html.replace(/size:58mm \d+mm/, "size:58mm 100mm"), html.replace(/size:58mm \d+mm/, "size:58mm 900mm"),
      html.replace("main{width:58mm", "main{width:60mm")];
    await page.setViewportSize({ width: Math.ceil(58 * MM), height: 600 });
    await page.goto("about:blank");
    for (const each of spoilt) {
      assert.notEqual(each, html);
      await page.setContent(each);
      await assert.rejects(assertFits(58), assert.AssertionError);
    }
  });
});
