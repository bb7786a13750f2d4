// SPDX-License-Identifier: MIT
// Chromium as a shop's screen: pages that note everything they say, ask for and show.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { patience, ROOT } from "./setting.mjs";

export const PROGRAM = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
/** The local CA is not in the browser's store; that https is right is tested elsewhere, with verification. */
export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--ignore-certificate-errors"];

/** What people have differs in width by a seventh: Liberation is as wide as Arial, DejaVu as Verdana. */
export const FONTS = { Liberation: "fonts-liberation", DejaVu: "fonts-dejavu-core" };

/**
 * @param {keyof FONTS} [fonts] the only ones that this browser has; whatever else the machine has is out of its sight
 * @param {string[]} [flags] further ones
 */
export function openBrowser(fonts = "DejaVu", flags = []) {
  return chromium.launch({ executablePath: PROGRAM, headless: true, args: [...FLAGS, ...flags], env: { ...process.env, FONTCONFIG_FILE: fontsAlone(fonts) } });
}

function fontsAlone(fonts) {
  const folder = join(ROOT, "build/test-fonts");
  const file = join(folder, `${fonts}.conf`);
  const dir = `/usr/share/fonts/truetype/${fonts.toLowerCase()}`;
  if (!existsSync(dir)) throw new Error(`no ${dir}: apt-get install ${FONTS[fonts]}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/conf.d</include><dir>${dir}</dir><cachedir>${join(folder, fonts)}</cachedir></fontconfig>\n`);
  return file;
}

/**
 * A page in a browser profile of its own.
 * @param {{viewport?: {width: number, height: number}, skew?: number, locale?: string, script?: () => void, path?: string, hasTouch?: boolean}} options
 *   skew: ms that its machine's clocks are wrong; script: run in it before its own
 */
export async function openPage(browser, house, { viewport = { width: 1920, height: 1080 }, skew = 0, locale = "fr-HT", script, path = "/", hasTouch = false } = {}) {
  const context = await browser.newContext({ viewport, locale, hasTouch, deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(patience(20_000));
  const notes = { console: [], errors: [], requests: [], sockets: [], frames: [], handshakes: [] };
  // Chromium on Linux has no Bluetooth to deny, and says so.
  page.on("console", (message) => message.text().includes("Unrecognized feature: 'bluetooth'") || notes.console.push({ type: message.type(), text: message.text() }));
  page.on("pageerror", (error) => notes.errors.push(String(error)));
  page.on("request", (request) => notes.requests.push(request.url()));
  page.on("websocket", (socket) => {
    notes.sockets.push(socket.url());
    socket.on("framereceived", ({ payload }) => notes.frames.push(...eventsOf(payload)));
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  devtools.on("Network.webSocketHandshakeResponseReceived", ({ response }) => notes.handshakes.push(response.status));
  await page.addInitScript(observe, skew);
  if (script) await page.addInitScript(script);
  await visit(page, house.origin + path);
  return { page, notes, close: () => context.close() };
}

/** The house's events in a frame of Centrifuge's protocol: its lines are answers, one of them the greeting, and publications. */
function eventsOf(payload) {
  const lines = payload.toString().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return lines.flatMap(({ connect, push }) => [connect?.data, ...(connect?.subs?.race?.publications ?? []).map(({ data }) => data), push?.pub?.data].filter(Boolean));
}

/** Chromium gives up a load when any network interface of the machine comes or goes, as container bridges do. */
export async function visit(page, url) {
  for (let left = 3; ; left -= 1) {
    try {
      return await page.goto(url);
    } catch (error) {
      // The second way to say it: the page of that error, or its own next try, comes while the next load is already under way.
      if (left === 0 || !/ERR_NETWORK_CHANGED|interrupted by another navigation/.test(String(error))) throw error;
    }
  }
}

/** Runs in the page, before its own scripts. */
function observe(skew) {
  const trueNow = performance.now.bind(performance);
  const now = () => performance.timeOrigin + trueNow();
  window.seen = { phases: [], screens: [], countdowns: [], violations: [], connections: [] };
  document.addEventListener("securitypolicyviolation", (event) => window.seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  if (skew) {
    const TrueDate = Date;
    const wrong = () => TrueDate.now() + skew;
    window.Date = class extends TrueDate {
      constructor(...args) {
        if (args.length) super(...args);
        else super(wrong());
      }
      static now() {
        return wrong();
      }
    };
    performance.now = () => trueNow() + Math.abs(skew) * 7;
  }
  const note = (list, value) => {
    if (value !== undefined && list.at(-1)?.value !== value) list.push({ value, at: now() });
  };
  document.addEventListener("DOMContentLoaded", () => {
    const look = () => {
      const { phase, screen, connection, roundId } = document.body.dataset;
      note(window.seen.phases, `${phase}@${roundId}`);
      note(window.seen.screens, screen);
      note(window.seen.connections, connection);
      if (screen === "game_screen") note(window.seen.countdowns, `${document.getElementById("countdown").textContent}@${roundId}`);
    };
    look();
    new MutationObserver(look).observe(document.body, { attributes: true, subtree: true, childList: true, characterData: true });
  });
}
