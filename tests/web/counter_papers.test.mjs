// SPDX-License-Identifier: MIT
// Papers that nobody confirmed, the printer's one key, and what a test scan says of a scanner.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { ask, initial, keys, papers, reduce, seen, sent } from "../../web/cashier/papers.js";
import { createPrinting } from "../../web/cashier/printing.js";
import { isTest, judge, listen } from "../../web/cashier/setup_scan.js";
import { print, TEST_TICKET } from "../../web/lib/ticket_code.js";
import { stopTimers } from "../lib/still.mjs";

const TICKET = { number: "01-010001-4", kind: "ticket" };
const SLIP = { number: "07-010042-X", kind: "slip" };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A counter with this part alone; `answers` by path, functions or values; an Error is thrown. */
function counter({ answers = {}, till = { tillId: 1 }, printer = {} } = {}) {
  const calls = [];
  const answer = async (method, path, body) => {
    calls.push([method, path, ...(body ? [body] : [])]);
    if (answers[path] instanceof Error) throw answers[path];
    return answers[path] ?? {};
  };
  const context = {
    calls,
    state: { lang: "ht", pages: { papers: initial } },
    session: { till },
    api: { get: (path) => answer("GET", path), post: (path, body) => answer("POST", path, body) },
    outbox: { submit: ({ kind, path, body }) => answer(kind, path, body) },
    dispatch: (message) => (context.state = { ...context.state, pages: { papers: reduce(context.state.pages.papers, message) } }),
    printer: { print: async (facts, how) => calls.push(["print", facts, how]), connect: async () => calls.push(["connect"]), ...printer },
    get papers() {
      return context.state.pages.papers;
    },
  };
  return context;
}
const press = (context, event = {}) => keys({ key: "F8", repeat: false, ...event }, context.papers, context);

describe("what was sent", () => {
  test("is seen when the next paper is sent, and the house is told", async (t) => {
    const tick = stopTimers(t);
    const context = counter();
    sent(context, TICKET);
    await settled();
    assert.deepEqual(context.calls, []);
    sent(context, SLIP);
    await settled();
    assert.deepEqual(context.calls, [["POST", "/till/papers/confirm", { papers: [TICKET] }]]);
    assert.deepEqual([context.papers.sent, context.papers.last], [[SLIP], SLIP]);
    tick(60_000);
    await settled();
    assert.deepEqual(context.calls[1], ["POST", "/till/papers/confirm", { papers: [SLIP] }], "nobody missed it for a minute");
    assert.deepEqual(context.papers.sent, []);
  });

  test("stays unseen over a cut, and is told with the next", async (t) => {
    stopTimers(t);
    const context = counter({ answers: { "/till/papers/confirm": new Error("offline") } });
    sent(context, TICKET);
    sent(context, SLIP);
    await settled();
    assert.deepEqual(context.papers.sent, [TICKET, SLIP]);
    sent(context, { ...SLIP, number: "01-010002-2" });
    await settled();
    assert.deepEqual(context.calls.at(-1)[2].papers, [TICKET, SLIP]);
  });

  test("is noted by whoever prints; a report, a movement and a failure are not", async (t) => {
    stopTimers(t);
    const context = counter();
    let fails = false;
    const printing = createPrinting(context, (_profile, { onChange }) => ({
      print: async () => {
        if (!fails) return { state: "sent" };
        onChange({ is: "failed", code: "printer_failed", paper: "unknown" });
        throw new Error("no");
      },
    }));
    assert.deepEqual(await printing.print({ number: TICKET.number }, { kind: "copy", lang: "fr" }), { state: "sent" });
    await printing.print({ movement: 7 }, { kind: "movement", lang: "fr" });
    await printing.print({ sessionId: 7 }, { kind: "report", lang: "fr" });
    fails = true;
    await assert.rejects(printing.print({ number: SLIP.number }, { kind: "slip", lang: "fr" }));
    assert.deepEqual(context.papers.sent, [TICKET]);
    assert.equal(context.papers.printer.code, "printer_failed");
  });
});

describe("one key", () => {
  test("prints what was sold last as a duplicate, which is on record", async () => {
    const context = counter({ answers: { "/tickets/01-010001-4/copy": { number: TICKET.number, copy: 1 } } });
    assert.equal(press(context), true);
    assert.deepEqual(context.calls, [], "nothing was printed yet");
    context.dispatch({ type: "papers/sent", paper: TICKET });
    press(context);
    press(context, { repeat: true }); // held
    press(context); // twice
    await settled();
    assert.deepEqual(context.calls, [["copy", "/tickets/01-010001-4/copy", {}], ["print", { number: TICKET.number, copy: 1 }, { kind: "copy", lang: "ht" }]]);
  });

  test("prints what never reached the printer as it is, and as a duplicate once the house has no original", async () => {
    for (const written of [false, true]) {
      const context = counter({ answers: { "/tickets/01-010001-4/print": { number: TICKET.number, copy: 0 }, "/tickets/01-010001-4/copy": { number: TICKET.number, copy: 1 } } });
      const failure = Object.assign(new Error("no"), { code: "printer_failed", written });
      const printing = createPrinting(context, () => ({ print: () => Promise.reject(failure) }));
      await assert.rejects(printing.print({ number: TICKET.number, copy: 0 }, { kind: "ticket", lang: "fr" }), failure);
      press(context);
      await settled();
      assert.deepEqual(context.calls.at(-1)[2].kind, written ? "copy" : "ticket");
    }
    const late = Object.assign(new Error("no"), { code: "no_original" });
    const context = counter({ answers: { "/tickets/01-010001-4/print": late, "/tickets/01-010001-4/copy": { number: TICKET.number, copy: 1 } } });
    context.dispatch({ type: "papers/unsent", paper: TICKET, isUnsent: true });
    press(context);
    await settled();
    assert.deepEqual(context.calls.map(([what]) => what), ["GET", "copy", "print"]);
  });

  test("prints a slip as it is", async () => {
    const context = counter({ answers: { "/tickets/07-010042-X/slip": { number: SLIP.number } } });
    context.dispatch({ type: "papers/sent", paper: SLIP });
    press(context);
    await settled();
    assert.deepEqual(context.calls, [["GET", "/tickets/07-010042-X/slip"], ["print", { number: SLIP.number }, { kind: "slip", lang: "ht" }]]);
  });

  test("asks for a printer that was unplugged, and prints nothing by it", async () => {
    const context = counter();
    context.dispatch({ type: "papers/sent", paper: TICKET });
    context.dispatch({ type: "printer", printer: { is: "connect", code: "printer_connect", paper: "unknown" } });
    press(context);
    await settled();
    assert.deepEqual(context.calls, [["connect"]]);
  });

  test("says a refusal, and can be pressed again", async () => {
    const refusal = Object.assign(new Error("no"), { code: "needs_supervisor", facts: { from: 1 } });
    const context = counter({ answers: { "/tickets/01-010001-4/copy": refusal, "/tickets/01-010001-4": { stake: 2500, prize: null } } });
    context.asked = [];
    context.approve = async (what) => (context.asked.push(what), null);
    context.dispatch({ type: "papers/sent", paper: TICKET });
    press(context);
    await settled();
    assert.deepEqual(context.asked, [{ action: "copy", subject: TICKET.number, amount: 2500 }], "a supervisor may approve it");
    assert.deepEqual([context.papers.problem, context.papers.isBusy], [{ code: "needs_supervisor", facts: { from: 1 } }, false]);
  });

  test("other keys are not the printer's", () => assert.equal(press(counter(), { key: "F2" }), false));
});

describe("at the start", () => {
  const items = [{ ...SLIP, action: "pay", amount: 1, at: "2026-11-23T16:26:44.962Z" }, { ...TICKET, action: "sale", amount: 2, at: "2026-11-23T16:26:44.962Z" }];

  test("the house is asked, and nothing is printed by itself", async () => {
    const context = counter({ answers: { "/till/papers": { items } } });
    await ask(context);
    assert.deepEqual(context.papers.offered, items);
    assert.deepEqual(context.calls, [["GET", "/till/papers"]]);
    await seen(context, context.papers.offered);
    assert.deepEqual(context.calls[1], ["POST", "/till/papers/confirm", { papers: [SLIP, TICKET] }]);
    assert.deepEqual(context.papers.offered, []);
  });

  test("what this page sent itself is not offered; a cut or no till offers nothing", async () => {
    const context = counter({ answers: { "/till/papers": { items } } });
    context.dispatch({ type: "papers/sent", paper: TICKET });
    await ask(context);
    assert.deepEqual(context.papers.offered, [items[0]]);
    const cut = counter({ answers: { "/till/papers": new Error("offline") } });
    await ask(cut);
    assert.deepEqual(cut.papers, initial);
    const none = counter({ till: null });
    await ask(none);
    assert.deepEqual(none.calls, []);
  });

  test("later is later", () => {
    const context = counter();
    context.dispatch({ type: "papers/offer", items });
    context.dispatch({ type: "papers/later" });
    assert.deepEqual(context.papers.offered, []);
    assert.equal(papers.name, "papers");
  });
});

describe("a test scan", () => {
  const CODE = print(TEST_TICKET.number, TEST_TICKET.code);
  const FRENCH = { A: "KeyQ", Q: "KeyA", Z: "KeyW", W: "KeyZ" };
  const stroke = (key, code, shift = false) => ({ key, code, shift, ctrl: false, alt: false });
  const us = [...CODE].map((character) => stroke(character, /\d/.test(character) ? `Digit${character}` : `Key${character}`));
  /** A scanner that is set to American, on a French system with CapsLock. */
  const azerty = [...CODE].map((character) => stroke(FRENCH[character]?.slice(3) ?? character, /\d/.test(character) ? `Digit${character}` : `Key${character}`));

  test("tells the key with which the scanner begins, in whatever layout", () => {
    for (const typed of [us, azerty]) {
      assert.deepEqual(judge([stroke("F9", "F9"), ...typed, stroke("Enter", "Enter")]).prefix, { key: "F9", code: "F9", ctrl: false });
      assert.equal(judge(typed).said, "bare");
    }
  });

  test("of something else is no test", () => {
    assert.deepEqual(judge([...us.slice(1)].map((one) => one)).said, "bad");
    assert.equal(judge([stroke("5", "Digit5"), stroke("9", "Digit9")]).text, "59");
    assert.equal(isTest({ number: TEST_TICKET.number, code: "00000000" }), false);
  });

  test("takes the keys from the page until it is over, or until Escape", (t) => {
    const tick = stopTimers(t);
    const target = new EventTarget();
    const key = (name) => Object.assign(new Event("keydown", { cancelable: true }), { key: name, code: name, shiftKey: false, ctrlKey: false, altKey: false });
    let got = null;
    listen((strokes) => (got = strokes), { target });
    const first = key("F4");
    target.dispatchEvent(first);
    assert.equal(first.defaultPrevented, true);
    tick(400);
    assert.equal(got.length, 1);
    const after = key("F4");
    target.dispatchEvent(after);
    assert.equal(after.defaultPrevented, false);
    listen((strokes) => (got = strokes), { target });
    for (const name of ["5", "Escape"]) target.dispatchEvent(key(name));
    assert.deepEqual(got, []);
  });
});
