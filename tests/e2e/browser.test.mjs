// SPDX-License-Identifier: MIT
// What people see: Chromium on / through a whole round, a reload, a database that goes away, a gateway that dies.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, openPage } from "../lib/browser.mjs";
import { useHouse } from "../lib/house.mjs";
import { patience, ROOT } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 4000, LOCK_MS: 1500, FILM_MS: 4000, FINISH_MS: 3000 };
const SCREENSHOTS = join(ROOT, "build/screenshots");
const SIZES = [{ width: 1920, height: 1080 }, { width: 390, height: 844 }];

describe("the live screen in Chromium", () => {
  const house = useHouse({ settings: SETTINGS });
  let browser, screen;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await openBrowser();
    await house.phase("betting");
    screen = await openPage(browser, house);
  }, { timeout: patience(60_000) });
  after(() => browser?.close());

  const shows = (page, selector, timeout = 20_000) => page.waitForSelector(selector, { state: "attached", timeout: patience(timeout) });
  const text = (page, selector) => page.textContent(selector);

  test("it sees a whole round: countdown, race, result, in the right order", { timeout: patience(60_000) }, async () => {
    const { page } = screen;
    await shows(page, 'body[data-screen="game_screen"]');
    assert.match(await text(page, "#countdown"), /^[1-4]$/);
    const id = await page.getAttribute("body", "data-round-id");
    await shows(page, `body[data-screen="movie_screen"][data-round-id="${id}"]`);
    await waitFor("the film moves", async () => Number(await page.getAttribute("#race", "data-film-ms")) > 1000, 10_000);
    await shows(page, `body[data-screen="finish_screen"][data-round-id="${id}"]`);
    const shown = (await page.$$eval("#result > *", (rows) => rows.map((row) => row.textContent))).join("\n");
    const [{ runner_order: order }] = await house.query("select runner_order from hippo.round where round_id = $1", [id]);
    const names = await house.query("select number, name from hippo.round_runner where round_id = $1", [id]);
    const name = (number) => names.find((runner) => runner.number === number).name;
    const positions = order.map((number) => shown.indexOf(name(number)));
    assert.ok(positions.every((at, i) => at >= 0 && (i === 0 || at > positions[i - 1])), `${order.map(name)} in ${shown}`);
    await shows(page, 'body[data-screen="game_screen"]');
    await waitFor("the winner is in the list", async () => (await text(page, "#winners")).includes(name(order[0])));
    const { screens } = await page.evaluate(() => window.seen);
    // The page may have come in the middle of the round before.
    const walk = screens.map(({ value }) => value).filter((value) => value !== "notice_screen");
    const next = { game_screen: "movie_screen", movie_screen: "finish_screen", finish_screen: "game_screen" };
    walk.slice(1).forEach((value, i) => assert.equal(value, next[walk[i]], walk.join(" → ")));
    assert.ok(walk.length >= 4);
  });

  test("no phase of a round comes twice or goes back on a screen", async () => {
    const rank = ["betting", "locked", "racing", "finished", "settled"];
    const { phases } = await screen.page.evaluate(() => window.seen);
    const steps = phases.map(({ value }) => value.split("@")).filter(([phase, id]) => rank.includes(phase) && id);
    steps.forEach(([phase, id], i) => {
      const [before, idBefore] = steps[i - 1] ?? [phase, id];
      assert.ok(Number(id) > Number(idBefore) || (id === idBefore && rank.indexOf(phase) >= rank.indexOf(before)), `${before}@${idBefore} → ${phase}@${id}`);
    });
  });

  test("wsConfig is the page's own origin; the network shows 101 and frames flowing", async () => {
    const { page, notes } = screen;
    const own = `${house.origin.replace("https", "wss")}/connection/websocket`;
    assert.equal(await page.evaluate(() => window.wsConfig.connectionString), own);
    assert.deepEqual(notes.handshakes, [101]);
    assert.equal(notes.sockets.length, 1);
    assert.ok(notes.sockets[0].startsWith(own));
    const wanted = ["connected", "timer_update", "new_round", "betting_closed", "race_start", "race_sync", "race_end", "race_results"];
    // The page may have come after the first round's lock.
    await waitFor("a whole round of frames", () => wanted.every((event) => notes.frames.some((frame) => frame.event === event)), 20_000);
  });

  test("the console says that the socket is connected, and names event and round of each message", () => {
    const { console: lines, frames } = screen.notes;
    assert.ok(lines.some(({ type, text: words }) => type === "info" && /WebSocket connecté/.test(words)), JSON.stringify(lines.slice(0, 5)));
    const debug = lines.filter(({ type }) => type === "debug").map(({ text: words }) => words);
    for (const { event, roundId } of frames) assert.ok(debug.some((words) => words.includes(event) && words.includes(String(roundId ?? "–"))), `${event} ${roundId}`);
  });

  test("nothing but its own origin is asked, no policy violated, no error said", async () => {
    const { page, notes } = screen;
    assert.deepEqual(notes.requests.filter((url) => !url.startsWith(`${house.origin}/`) && !url.startsWith("data:") && !url.startsWith("blob:")), []);
    assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    assert.deepEqual(notes.errors, []);
    assert.deepEqual(notes.console.filter(({ type }) => type === "error" || type === "warning"), []);
  });

  test("two screens whose clocks are 5 minutes apart count down together", { timeout: patience(60_000) }, async () => {
    const screens = await Promise.all([-150_000, 150_000].map((skew) => openPage(browser, house, { skew, viewport: { width: 800, height: 600 } })));
    await Promise.all(screens.map(({ page }) => shows(page, 'body[data-screen="movie_screen"]')));
    await Promise.all(screens.map(({ page }) => shows(page, 'body[data-screen="game_screen"]')));
    await Promise.all(screens.map(({ page }) => shows(page, 'body[data-screen="movie_screen"]')));
    const dates = await Promise.all(screens.map(({ page }) => page.evaluate(() => Date.now())));
    assert.ok(dates[1] - dates[0] > 290_000, "the clocks were skewed");
    const [one, other] = await Promise.all(screens.map(({ page }) => page.evaluate(() => window.seen.countdowns)));
    const both = one.flatMap(({ value, at }) => other.filter((note) => note.value === value).map((note) => ({ value, apart: Math.abs(note.at - at) })));
    // The first number that a screen shows is shown when it was opened.
    const whole = both.filter(({ value }) => value.endsWith(`@${one.at(-1).value.split("@")[1]}`) && !value.startsWith("4@"));
    assert.ok(whole.length >= 3, JSON.stringify(both));
    for (const { value, apart } of whole) assert.ok(apart < slack(100), `${value} came ${apart} ms apart`);
    await Promise.all(screens.map(({ close }) => close()));
  });

  test("a reload goes on where the round is, with the last winners", async () => {
    const { page } = screen;
    await shows(page, 'body[data-screen="movie_screen"]');
    await waitFor("the middle of the race", async () => Number(await page.getAttribute("#race", "data-film-ms")) > 1500, 10_000);
    const id = await page.getAttribute("body", "data-round-id");
    await page.reload();
    await shows(page, `body[data-screen="movie_screen"][data-round-id="${id}"]`);
    await waitFor("the film goes on, not from its start", async () => Number(await page.getAttribute("#race", "data-film-ms")) > 1500, 2000);
    assert.ok((await page.$$eval("#winners > *", (rows) => rows.length)) >= 2);
  });

  test("database away: the screen says so honestly, and recovers by itself", { timeout: patience(60_000) }, async () => {
    const { page, notes } = screen;
    await shows(page, 'body[data-screen="game_screen"]');
    const sockets = notes.sockets.length;
    await house.db.stop();
    await shows(page, 'body[data-connection="degraded"]');
    assert.ok(await page.isVisible("#alert"));
    assert.match(await text(page, "#alert"), /paris suspendus/);
    await house.db.start();
    await shows(page, 'body[data-connection="connected"]');
    await waitFor("the alert is gone", async () => !(await page.isVisible("#alert")));
    await shows(page, 'body[data-screen="movie_screen"]');
    assert.equal(notes.sockets.length, sockets, "on the same connection");
  });

  test("gateway killed: the screen reconnects by itself, without a reload", { timeout: patience(60_000) }, async () => {
    const { page, notes } = screen;
    const sockets = notes.sockets.length;
    await page.evaluate(() => (window.isSamePage = true));
    await house.kill("gateway");
    await shows(page, 'body[data-connection="reconnecting"]');
    house.start("gateway");
    await shows(page, 'body[data-connection="connected"]');
    assert.ok(notes.sockets.length > sockets);
    assert.equal(notes.frames.filter(({ event }) => event === "connected").at(-1).recovered, true);
    assert.equal(await page.evaluate(() => window.isSamePage), true);
    assert.deepEqual(notes.errors, []);
  });

  test("it fits a television and a phone; screenshots of each phase", { timeout: patience(90_000) }, async () => {
    const screens = await Promise.all(SIZES.map((viewport) => openPage(browser, house, { viewport })));
    const moments = { betting: 'body[data-screen="game_screen"][data-phase="betting"]', racing: 'body[data-screen="movie_screen"]', finish: 'body[data-screen="finish_screen"]' };
    await Promise.all(screens.map(({ page }) => shows(page, moments.finish)));
    for (const [moment, selector] of Object.entries(moments)) {
      for (const [i, { page }] of screens.entries()) {
        await shows(page, selector);
        if (moment === "racing") await waitFor("the field has left the gate", async () => Number(await page.getAttribute("#race", "data-film-ms")) > 1500, 10_000);
        const { width, height } = SIZES[i];
        await page.screenshot({ path: join(SCREENSHOTS, `${moment}-${width}x${height}.png`) });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${moment} at ${width}x${height} is ${over} px too wide`);
        if (width === 1920) assert.ok((await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)) <= 0, `${moment}: a television cannot scroll`);
      }
    }
    for (const { notes, close } of screens) {
      assert.deepEqual(notes.errors, []);
      await close();
    }
  });
});
