// SPDX-License-Identifier: MIT
// The page that sets up the printer and the scanner of this machine: a profile, a page to try it with, a code to scan.

import { html, nothing } from "lit";
import { CHOICES, profileOf } from "../lib/paper/profile.js";
import { remember } from "../lib/remember.js";
import { SCANNER } from "../lib/scan.js";
import { charOf } from "./keys.js";
import { isTest, judge, listen } from "./setup_scan.js";

/** What else matters, by the way to the printer. */
const FIELDS = {
  browser: ["roll"],
  serial: ["roll", "columns", "baud", "qr", "cut", "codePage"],
  usb: ["roll", "columns", "qr", "cut", "codePage"],
  bluetooth: ["roll", "columns", "chunk", "qr", "cut", "codePage"],
};
const NAVIGATOR = { serial: "serial", usb: "usb", bluetooth: "bluetooth" };

/**
 * @typedef {object} Setup
 * @property {{is: string, code: string | null, paper: string}} printer
 * @property {string | null} said   what became of the last act: sent, opened, connected
 * @property {{code: string, facts: any} | null} problem
 * @property {boolean} isBusy
 * @property {{said: "wait" | "good" | "bare" | "bad", text: string} | null} scan what became of the test scan
 */

/** @type {Setup} */
const initial = {
  printer: { is: "ready", code: null, paper: "unknown" },
  said: null,
  problem: null,
  isBusy: false,
  scan: null,
};

const STEPS = {
  printer: (setup, { printer }) => ({ ...setup, printer }),
  "setup/scan": (setup, { scan }) => ({ ...setup, scan }),
  "setup/busy": (setup) => ({ ...setup, isBusy: true, said: null, problem: null }),
  "setup/done": (setup, { said = null, problem = null }) => ({ ...setup, isBusy: false, said, problem }),
};

/** @param {Setup} setup @param {any} message @returns {Setup} */
const reduce = (setup, message) => (Object.hasOwn(STEPS, message.type) ? STEPS[message.type](setup, message) : setup);

// What is done ---------------------------------------------------------------------------------------------------------

async function step(context, said, act) {
  if (context.state.pages.setup.isBusy) return;
  context.dispatch({ type: "setup/busy" });
  try {
    await act();
    context.dispatch({ type: "setup/done", said });
  } catch (error) {
    context.dispatch({ type: "setup/done", problem: { code: error.code ?? "printer_failed", facts: error.facts ?? {} } });
  }
}

/** What the test page says of the house, without asking it: a printer is tried before the first sale, too. */
function testFacts({ session: { till, shop, config } }) {
  const { name, currency, currencyDigits } = config;
  return { till: till ? { number: till.number, shop } : null, paper: { house: name, header: [], currency, currencyDigits } };
}

const printTest = (context) =>
  step(context, "sent", () => context.printer.print(testFacts(context), { kind: "test", lang: context.state.lang }));
const connect = (context) => step(context, "connected", () => context.printer.connect());
const openDrawer = (context) => step(context, "opened", () => context.printer.openDrawer());

/** The letters on a row go with the roll. */
function choose(context, name, value) {
  const { columns, ...rest } = context.printer.profile();
  const kept = name === "roll" ? rest : { ...rest, columns };
  context.printer.use(profileOf({ ...kept, [name]: value }));
}

const tell = (context, said, text) => context.dispatch({ type: "setup/scan", scan: { said, text } });

/** Learns with which key this scanner begins. */
function tryScanner(context) {
  tell(context, "wait", "");
  listen((strokes) => {
    if (!strokes.length) return void context.dispatch({ type: "setup/scan", scan: null });
    const { said, prefix, text } = judge(strokes);
    if (prefix) remember(SCANNER, prefix);
    tell(context, said, text);
  });
}

/** A ticket's code, or another, was scanned while this page is seen, with the key that is known. */
export function scanned(context, { number = "", code = "", text = number }) {
  const isKnown = isTest({ number, code });
  tell(context, isKnown ? "good" : "bad", isKnown ? "" : text);
}

/** @param {KeyboardEvent} event @param {Setup} _setup @param {any} context */
function keys(event, _setup, context) {
  const char = event.repeat ? null : charOf(event);
  const { way, drawer } = context.printer.profile();
  const isDevice = way !== "browser";
  if (char === "T") printTest(context);
  else if (char === "S") tryScanner(context);
  else if (char === "C" && isDevice) connect(context);
  else if (char === "D" && isDevice && drawer) openDrawer(context);
  else return false;
  return true;
}

// Views ------------------------------------------------------------------------------------------------------------------

function fieldView(name, profile, context) {
  const { t } = context;
  const choices = [...CHOICES[name]].sort((one, other) => (typeof one === "number" ? one - other : 0));
  const has = (value) => name !== "way" || !Object.hasOwn(NAVIGATOR, value) || NAVIGATOR[value] in navigator;
  const change = ({ target }) => choose(context, name, choices[target.selectedIndex]);
  const word = (value) =>
    typeof value === "number" && name !== "codePage" ? t(`setup.${name}.value`, { value }) : t(`setup.${name}.${value}`);
  return html`<label class="field">
    <span>${t(`setup.${name}`)}</span>
    <select name=${name} @change=${change}>
      ${choices.map(
        (value) => html`<option ?selected=${profile[name] === value} ?disabled=${!has(value)}>
        ${word(value)}${has(value) ? nothing : t("setup.not_here")}
      </option>`,
      )}
    </select>
  </label>`;
}

/** No button is disabled while something goes on: it would lose the focus. */
const button = (setup, context, { key, words, act, isMain = false }) => html`<button
  class=${isMain ? "main" : ""}
  aria-disabled=${String(setup.isBusy)}
  aria-keyshortcuts=${key}
  @click=${() => act(context)}
>
  ${context.t(words)}<kbd>${key}</kbd>
</button>`;

const drawerView = (drawer, context) => html`<label class="check">
  <input type="checkbox" name="drawer" .checked=${drawer} @change=${({ target }) => choose(context, "drawer", target.checked)} />
  ${context.t("setup.drawer")}
</label>`;

/** @param {Setup} setup @param {any} context */
function printerView(setup, context) {
  const { t } = context;
  const profile = context.printer.profile();
  const { way, drawer } = profile;
  const isDevice = way !== "browser";
  return html`<section class="card wide" aria-labelledby="setup-printer">
    <h1 id="setup-printer">${t("setup.printer")}</h1>
    <div class="fields">${["way", ...FIELDS[way]].map((name) => fieldView(name, profile, context))}</div>
    ${isDevice ? drawerView(drawer, context) : nothing}
    <p class="muted">${t(`setup.hint.${way}`)}</p>
    <div class="row">
      ${isDevice ? button(setup, context, { key: "C", words: "setup.connect", act: connect }) : nothing}
      ${button(setup, context, { key: "T", words: "setup.test", act: printTest, isMain: true })}
      ${isDevice && drawer ? button(setup, context, { key: "D", words: "setup.open_drawer", act: openDrawer }) : nothing}
    </div>
    ${stateView(setup, context)}
  </section>`;
}

/** "Sent" is not "printed": the page asks who stands there to look. @param {Setup} setup @param {any} context */
function stateView({ said, problem, printer }, context) {
  const { t } = context;
  const isDevice = context.printer.profile().way !== "browser";
  return html`<div class="setup-state" role="status">
    ${problem ? html`<p class="problem">${context.problemText(problem)}</p>` : nothing}
    ${said ? html`<p class="done">${t(`setup.${said}`)}</p>` : nothing}
    ${isDevice && !problem ? html`<p>${t(`setup.paper.${printer.paper}`)}</p>` : nothing}
  </div>`;
}

/** @param {Setup} setup */
function scannerView({ scan }, context) {
  const { t } = context;
  const kind = scan?.said === "good" ? "done" : scan?.said === "wait" ? "muted" : "problem";
  return html`<section class="card wide" aria-labelledby="setup-scanner">
    <h1 id="setup-scanner">${t("setup.scanner")}</h1>
    <p class="muted">${t("setup.scan_hint")}</p>
    <div class="row">
      <button aria-keyshortcuts="S" @click=${() => tryScanner(context)}>${t("setup.scan")}<kbd>S</kbd></button>
    </div>
    <div class="setup-state" role="status">
      ${scan ? html`<p class=${kind} data-scan=${scan.said}>${t(`setup.scan_${scan.said}`, { text: scan.text })}</p>` : nothing}
    </div>
  </section>`;
}

/** @param {Setup} setup */
function view(setup, context) {
  return html`<div class="setup">${printerView(setup, context)} ${scannerView(setup, context)}</div>`;
}

export const setup = {
  name: "setup",
  shortcut: "F10",
  initial,
  reduce,
  view,
  keys,
};
