// SPDX-License-Identifier: MIT
// A scanner that types, on keyboards that are set to something else.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { createScanner, decode, DEFAULT_PREFIX, learnPrefix } from "../../web/lib/scan.js";
import { print } from "../../web/lib/ticket_code.js";

const TICKET = { number: "01-010002-2", code: "T96QYKP2" };
const OTHER = { number: "01-010003-0", code: "A0BGZWMQ" };
const CONTENT = print(TICKET.number, TICKET.code);
/** As papers had it: with hyphens, blanks and the round. */
const OLD_CONTENT = `${TICKET.number} ${TICKET.code} 10000002`;

/** Which key of an American keyboard an American scanner presses. */
const usKey = (character) =>
  /[A-Z]/.test(character) ? { code: `Key${character}`, shift: true }
  : /\d/.test(character) ? { code: `Digit${character}`, shift: false }
  : { code: { "-": "Minus", " ": "Space" }[character], shift: false };
const FRENCH = { A: "KeyQ", Q: "KeyA", Z: "KeyW", W: "KeyZ", M: "Semicolon" };
/** And a French one: digits with Shift. */
const frenchKey = (character) =>
  /[A-Z]/.test(character) ? { code: FRENCH[character] ?? `Key${character}`, shift: true }
  : /\d/.test(character) ? { code: `Digit${character}`, shift: true }
  : { code: { "-": "Digit6", " ": "Space" }[character], shift: false };

/** What a system makes of a key. */
const us = ({ code, shift, caps }) => {
  const letter = /^Key(.)$/.exec(code)?.[1];
  if (letter) return shift !== Boolean(caps) ? letter : letter.toLowerCase();
  const digit = /^Digit(.)$/.exec(code)?.[1];
  if (digit) return shift ? ")!@#$%^&*("[digit] : digit;
  return { Minus: "-", Space: " ", Semicolon: ":" }[code] ?? code;
};
const azerty = ({ code, shift, caps }) => {
  const upper = shift !== Boolean(caps); // on Windows, CapsLock is Shift for the digits too
  const digit = /^Digit(.)$/.exec(code)?.[1];
  if (digit) return upper ? digit : "à&é\"'(-è_ç"[digit];
  const letter = { KeyQ: "A", KeyA: "Q", KeyW: "Z", KeyZ: "W", Semicolon: "M", KeyM: "?" }[code] ?? /^Key(.)$/.exec(code)?.[1];
  if (letter) return upper ? letter : letter.toLowerCase();
  return { Minus: ")", Space: " " }[code] ?? code;
};

const typed = (content, scanner, system, more = {}) =>
  [...content].map((character) => {
    const { code, shift } = scanner(character);
    return { code, shift, ctrl: false, alt: false, key: system({ code, shift, ...more }) };
  });

describe("a code is read", () => {
  for (const [what, scanner, system] of [
    ["on the layout that the scanner is set to", usKey, us],
    ["from an American scanner on a French keyboard", usKey, azerty],
    ["from a French scanner on a French keyboard", frenchKey, azerty],
    ["from a French scanner on an American keyboard", frenchKey, us],
  ]) {
    for (const caps of [false, true]) {
      test(`${what}${caps ? ", with CapsLock" : ""}`, () => {
        assert.deepEqual(decode(typed(CONTENT, scanner, system, { caps })), TICKET);
        assert.deepEqual(decode(typed(OLD_CONTENT, scanner, system, { caps })), TICKET, "from an old paper");
      });
    }
  }

  test("from digits of the numeric pad, whatever NumLock says", () => {
    const strokes = typed(CONTENT, usKey, azerty).map((stroke) => ({ ...stroke, code: stroke.code.replace("Digit", "Numpad"), key: /Digit/.test(stroke.code) ? "Home" : stroke.key }));
    assert.deepEqual(decode(strokes), TICKET);
  });

  test("not with a letter exchanged, lost or doubled", () => {
    const strokes = typed(CONTENT, usKey, us);
    const swapped = typed(CONTENT.replace("Q", "A"), usKey, us);
    for (const bad of [swapped, strokes.slice(1), strokes.slice(0, -1), [strokes[0], ...strokes], []]) assert.equal(decode(bad), null);
  });

  test("not from keys without a name", () => {
    assert.equal(decode(Array.from({ length: 20 }, () => ({ key: "Unidentified", code: "", shift: false, ctrl: false, alt: false }))), null);
  });
});

/** A window that scanners and hands type into. */
function makeWindow(options) {
  const heard = [];
  let listener;
  const timers = new Set();
  const scanner = createScanner({
    onTicket: ({ number }) => heard.push(number),
    onOther: (text) => heard.push(`other ${text}`),
    target: { addEventListener: (_name, act, { capture }) => capture && (listener = act), removeEventListener: () => (listener = () => {}) },
    timers: { setTimeout: (act) => (timers.add(act), act), clearTimeout: (act) => timers.delete(act) },
    ...options,
  });
  scanner.start();
  /** Gives the keys that came through to the page. */
  const type = (strokes) => {
    const through = [];
    for (const stroke of strokes) {
      let isOurs = true;
      listener({ key: stroke.key, code: stroke.code ?? "", shiftKey: Boolean(stroke.shift), ctrlKey: Boolean(stroke.ctrl), altKey: false, repeat: Boolean(stroke.repeat),
        preventDefault: () => (isOurs = false), stopImmediatePropagation: () => {} });
      if (isOurs) through.push(stroke.key);
    }
    return through;
  };
  const silence = () => {
    for (const act of [...timers]) {
      timers.delete(act);
      act();
    }
  };
  return { heard, type, silence, scanner };
}
const PREFIX = [{ key: "F9", code: "F9" }];
const ENTER = { key: "Enter", code: "Enter" };
const scan = ({ number, code } = TICKET) => [...PREFIX, ...typed(print(number, code), usKey, us)];

describe("a scanner", () => {
  for (const [what, suffix] of [["Enter", [ENTER]], ["the pad's Enter", [{ key: "Enter", code: "NumpadEnter" }]], ["CR and LF", [ENTER]], ["Tab", [{ key: "Tab", code: "Tab" }]], ["nothing", []]]) {
    test(`may end with ${what}; no key of it comes through`, () => {
      const { heard, type, silence } = makeWindow();
      assert.deepEqual(type([...scan(), ...suffix]), []);
      silence();
      assert.deepEqual(heard, [TICKET.number]);
    });
  }

  test("that sends a second end of line sends an empty line with it: what follows is the hands' again", () => {
    const { heard, type } = makeWindow();
    assert.deepEqual(type([...scan(), ENTER, { key: "j", code: "KeyJ", ctrl: true }]), ["j"], "LF comes as Ctrl+J");
    assert.deepEqual(heard, [TICKET.number]);
    assert.deepEqual(type([{ key: "1", code: "Digit1" }]), ["1"]);
  });

  test("is heard twice within 50 ms, in order, with or without a suffix", () => {
    for (const suffix of [[ENTER], []]) {
      const { heard, type, silence } = makeWindow();
      type([...scan(), ...suffix, ...scan(OTHER), ...suffix]);
      silence();
      assert.deepEqual(heard, [TICKET.number, OTHER.number]);
    }
  });

  test("without its prefix types, however fast", () => {
    const { heard, type, silence } = makeWindow();
    assert.equal(type([...typed(CONTENT, usKey, us), ENTER]).length, CONTENT.length + 1);
    silence();
    assert.deepEqual(heard, []);
  });

  test("that reads something else says what", () => {
    const { heard, type } = makeWindow();
    type([...PREFIX, ...typed("5901234123457", usKey, us), ENTER]);
    assert.deepEqual(heard, ["other 5901234123457"]);
  });

  test("whose prefix a hand presses, or holds, hears nothing and lets go", () => {
    const { heard, type, silence } = makeWindow();
    assert.deepEqual(type([...PREFIX, { ...PREFIX[0], repeat: true }]), []);
    silence();
    assert.deepEqual(type([{ key: "6", code: "Digit6" }, ENTER]), ["6", "Enter"]);
    assert.deepEqual(heard, []);
  });

  test("that never ends is ended", () => {
    const { heard, type } = makeWindow();
    type([...PREFIX, ...Array.from({ length: 64 }, () => ({ key: "7", code: "Digit7" }))]);
    assert.deepEqual([heard.length, type([{ key: "1", code: "Digit1" }])], [1, ["1"]]);
  });

  test("may begin with another key, which a test scan tells", () => {
    const start = { key: "b", code: "KeyB", shift: false, ctrl: true };
    const learnt = learnPrefix([{ key: "Control", code: "ControlLeft", ctrl: true }, start, ...typed(CONTENT, usKey, azerty), ENTER], CONTENT);
    assert.deepEqual(learnt, { key: "b", code: "KeyB", ctrl: true });
    const { heard, type } = makeWindow({ prefix: () => learnt });
    assert.deepEqual(type([start, ...typed(CONTENT, usKey, azerty), ENTER]), []);
    assert.deepEqual(heard, [TICKET.number]);
    assert.deepEqual(type([{ key: "b", code: "KeyB" }]), ["b"]);
    assert.equal(learnPrefix(typed(CONTENT, usKey, us), CONTENT), null, "no prefix at all");
    assert.deepEqual(learnPrefix([...PREFIX, ...typed(CONTENT, usKey, us)].map((stroke) => ({ ctrl: false, ...stroke })), CONTENT), DEFAULT_PREFIX);
  });

  test("is not heard after it was stopped", () => {
    const { heard, type, scanner } = makeWindow();
    type(PREFIX);
    scanner.stop();
    type([...typed(CONTENT, usKey, us), ENTER]);
    assert.deepEqual(heard, []);
  });
});
