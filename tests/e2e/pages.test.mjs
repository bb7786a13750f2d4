// SPDX-License-Identifier: MIT
// What all pages stand on, in Chromium through Caddy: the line to the house over sleep, a busy page and forbidden WebSockets;
// how files are cached; text that does not wrap in whatever font the machine has.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { FONTS, openBrowser, openPage } from "../lib/browser.mjs";
import { useHouse } from "../lib/house.mjs";
import { patience } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 6000, LOCK_MS: 1500, FILM_MS: 2500, FINISH_MS: 2000 };

/** In the page: sleep(ms) is a machine's sleep, in which nothing runs and the monotonic clock stands still; block(ms) a busy page. */
function sleeper() {
  const trueNow = performance.now.bind(performance);
  let slept = 0;
  performance.now = () => trueNow() - slept;
  window.block = (ms) => {
    const end = trueNow() + ms;
    while (trueNow() < end);
  };
  window.sleep = (ms) => {
    window.block(ms);
    slept += ms;
    // How long the page is kept from running by others of this machine, from now on.
    let before = trueNow();
    window.starved = 0;
    setInterval(() => {
      window.starved = Math.max(window.starved, trueNow() - before - 20);
      before = trueNow();
    }, 20);
  };
}

describe("the pages", { concurrency: 3 }, () => {
  const house = useHouse({ settings: SETTINGS });
  const browsers = {};
  before(async () => {
    for (const fonts of Object.keys(FONTS)) browsers[fonts] = await openBrowser(fonts);
    await house.phase("betting");
  }, { timeout: patience(60_000) });
  after(() => Promise.all(Object.values(browsers).map((browser) => browser.close())));

  const open = async (t, options, fonts = "DejaVu") => {
    const screen = await openPage(browsers[fonts], house, options);
    t.after(screen.close);
    return screen;
  };
  const state = (page, name, timeout = 30_000) => page.waitForSelector(`body[data-connection="${name}"]`, { state: "attached", timeout: patience(timeout) });
  const small = { viewport: { width: 640, height: 480 } };

  test("after a sleep: no stale countdown, and the right one within 2 s, over a new connection", { timeout: patience(90_000) }, async (t) => {
    const { page, notes } = await open(t, { ...small, script: sleeper });
    const { start } = await waitFor("a countdown that lasts", async () => {
      const [round] = await house.query(`select round_id as id, (extract(epoch from race_starts_at) * 1000)::float8 as start from hippo.round
        where phase = 'betting' and race_starts_at > clock_timestamp() + interval '4.5 seconds'`);
      return round && (await page.getAttribute("body", "data-round-id")) === String(round.id) && round;
    }, 30_000, 20);
    const sockets = notes.sockets.length;
    const woke = await page.evaluate(() => {
      window.sleep(2500);
      return Date.now();
    });
    await waitFor("a new connection", () => notes.sockets.length > sockets, 2000 + slack(0), 10);
    const numbers = () => page.evaluate((since) => window.seen.countdowns.filter(({ at }) => at >= since), woke);
    await waitFor("it counts down", async () => (await numbers()).length > 0, 2000 + slack(0) - (Date.now() - woke), 10);
    const starved = await page.evaluate(() => window.starved);
    for (const { value, at } of await numbers()) {
      const right = (start - at) / 1000;
      assert.ok(Math.abs(Number(value.split("@")[0]) - right - 0.5) < 0.5 + (slack(100) + 2 * starved) / 1000, `${value} with ${right} s left`);
    }
  });

  test("a page that was busy for 20 s keeps its healthy connection", { timeout: patience(90_000) }, async (t) => {
    const { page, notes } = await open(t, { ...small, script: sleeper });
    await state(page, "connected");
    await page.evaluate(() => window.block(20_000));
    await pass(2500);
    assert.equal(notes.sockets.length, 1);
    assert.deepEqual((await page.evaluate(() => window.seen.connections)).map(({ value }) => value), ["connecting", "connected"]);
    assert.deepEqual(notes.errors, []);
  });

  test("shown again after it was hidden, it keeps a healthy connection", { timeout: patience(90_000) }, async (t) => {
    const { page, notes } = await open(t, small);
    await state(page, "connected");
    await page.evaluate(() => {
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await pass(2000);
    assert.equal(notes.sockets.length, 1);
  });

  test("a network that comes back is used within 2 s", { timeout: patience(90_000) }, async (t) => {
    const { page } = await open(t, small);
    await state(page, "connected");
    await page.context().setOffline(true);
    await state(page, "offline");
    await page.context().setOffline(false);
    await state(page, "connected", 2000 + slack(0));
  });

  const noWebSocket = () => {
    window.WebSocket = class extends EventTarget {
      constructor() {
        super();
        this.readyState = 0;
        setTimeout(() => {
          this.readyState = 3;
          this.onerror?.(new Event("error"));
          this.onclose?.({ code: 1006, reason: "" });
        }, 5);
      }
      send() {}
      close() {}
    };
  };
  const ways = { http_stream: noWebSocket, sse: `(${noWebSocket})(); delete window.ReadableStream;` };
  for (const [way, script] of Object.entries(ways))
    test(`where WebSockets are forbidden it goes by ${way}`, { timeout: patience(90_000) }, async (t) => {
      const { page, notes } = await open(t, { ...small, script });
      await state(page, "connected");
      assert.ok(notes.requests.some((url) => url.includes(`/connection/${way}`)), notes.requests.join("\n"));
      const phases = async () => (await page.evaluate(() => window.seen.phases)).length;
      const before = await phases();
      await waitFor("events come", async () => (await phases()) > before, 15_000);
      assert.deepEqual(notes.errors, []);
      assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
    });

  test("a network that lets no WebSocket through, after one that did: another way is found", { timeout: patience(90_000) }, async (t) => {
    const { page, notes } = await open(t, { ...small, script: `const Allowed = window.WebSocket; (${noWebSocket})(); const Forbidden = window.WebSocket;
      window.WebSocket = function (...args) { return window.isForbidden ? new Forbidden() : new Allowed(...args); };` });
    await state(page, "connected");
    assert.equal(notes.sockets.length, 1);
    await page.evaluate(() => (window.isForbidden = true));
    await page.context().setOffline(true);
    await state(page, "offline");
    await page.context().setOffline(false);
    await state(page, "connected");
    assert.ok(notes.requests.some((url) => url.includes("/connection/http_stream")));
  });

  test("hashed files may be kept for ever, pages are asked for each time, and a missing script is no page", async () => {
    const page = await house.get("/");
    assert.equal(page.headers["cache-control"], "no-cache");
    for (const path of page.text.match(/\/assets\/[^"]+/g)) {
      const file = await house.get(path, { headers: { "accept-encoding": "br, gzip" } });
      assert.equal(file.status, 200, path);
      assert.match(file.headers["cache-control"], /max-age=31536000, immutable/, path);
      // What is smaller goes as it is.
      if (file.text.length < 256) continue;
      assert.equal(file.headers["content-encoding"], "br", path);
      assert.equal((await house.get(path, { headers: { "accept-encoding": "gzip" } })).headers["content-encoding"], "gzip", path);
    }
    const missing = await house.get("/assets/screen-AAAAAAAA.js");
    assert.equal(missing.status, 404);
    assert.equal(missing.text, "");
    assert.equal(missing.headers["cache-control"], "no-store");
    assert.equal((await house.get("/nowhere")).status, 404);
    assert.match((await house.get("/nowhere")).text, /404/);
  });

  test("only the counter may have a camera and a printer, the verifier a camera; scripts are trusted by two names", async () => {
    for (const path of ["/", "/rules/", "/cashiers", "/api/v1/config"]) assert.match((await house.get(path)).headers["permissions-policy"], /camera=\(\).* usb=\(\), serial=\(\), bluetooth=\(\)/, path);
    for (const path of ["/cashier", "/cashier/"]) assert.match((await house.get(path)).headers["permissions-policy"], /camera=\(self\).* usb=\(self\), serial=\(self\), bluetooth=\(self\)/, path);
    for (const path of ["/verify", "/verify/"]) assert.match((await house.get(path)).headers["permissions-policy"], /camera=\(self\).* usb=\(\), serial=\(\), bluetooth=\(\)/, path);
    const { "content-security-policy": policy } = (await house.get("/")).headers;
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types lit-html hippodrome$/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  test("a folder's address keeps what stands behind the ?", async () => {
    const moved = await house.get("/rules?lang=en&x=%20");
    assert.equal(moved.status, 308);
    assert.equal(moved.headers.location, "/rules/?lang=en&x=%20");
    assert.equal((await house.get("/rules")).headers.location, "/rules/");
    // Two slashes would be another host.
    for (const path of ["//rules?x=1", "//rules", "/%2Frules?x=1"]) assert.doesNotMatch((await house.get(path)).headers.location ?? "", /^\/\/|:/, path);
  });

  test("whose work is inside stands at /licences", async () => {
    const page = await house.get("/licences/");
    assert.equal(page.status, 200);
    assert.match(page.text, /centrifuge 5\.8\.0 \(MIT\)/);
  });

  /** Texts that may take several lines; of every other one it is found when it does, or when its end is cut off. */
  const faults = () => {
    const found = [];
    for (const node of document.querySelectorAll("body *")) {
      const isText = node.textContent.trim() && ![...node.childNodes].some((child) => child.nodeType === 1);
      if (!isText || node.matches(".proof-text, .notice-text, .hidden") || node.closest("[hidden], noscript, svg, figure") || !node.offsetParent) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(`.${node.className} wraps: ${node.textContent}`);
      if (getComputedStyle(node).display !== "inline" && node.scrollWidth > node.clientWidth + 1) found.push(`.${node.className} is cut: ${node.textContent}`);
    }
    return found;
  };

  for (const fonts of Object.keys(FONTS))
    test(`nothing wraps on a television with ${fonts}, in any language, in any phase`, { timeout: patience(90_000) }, async (t) => {
      const screens = await Promise.all(["fr", "en", "ht"].map(async (lang) => ({ lang, ...(await open(t, { path: `/?lang=${lang}` }, fonts)) })));
      const seen = new Set();
      for (const moment of ["game_screen", "movie_screen", "finish_screen"])
        await Promise.all(screens.map(async ({ page, lang }) => {
          await page.waitForSelector(`body[data-screen="${moment}"]`, { state: "attached", timeout: patience(20_000) });
          for (let look = 0; look < 4; look++) {
            const isIt = (await page.getAttribute("body", "data-screen")) === moment;
            if (isIt) for (const fault of await page.evaluate(faults)) seen.add(`${lang} ${moment} ${fault}`);
            await pass(250);
          }
        }));
      assert.deepEqual([...seen], []);
    });
});
