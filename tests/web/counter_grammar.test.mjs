// SPDX-License-Identifier: MIT
// The line that a cashier types: what it means, where it is wrong, and which key is which character on which keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";

import { lettersOf, readLine, touchable, writeLine } from "../../web/cashier/grammar.js";
import { charOf } from "../../web/cashier/keys.js";

const ALL = ["win", "place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"];
const CARD = { runners: [6, 7, 8, 9, 10, 54], markets: ALL, quick: [2500, 5000, 10000], unit: 100 };
const read = (text, card = CARD) => readLine(text, card);
const said = (text, card) => {
  const { lines, fault } = read(text, card);
  assert.equal(fault, null, `${text}: ${JSON.stringify(fault)}`);
  return lines.map(({ market, selection, stake }) => `${market} ${selection} ${stake / 100}`);
};
const fault = (text, card) => {
  const found = read(text, card).fault;
  assert.ok(found, `${text} has no fault`);
  return [found.code, found.at, found.length];
};

test("a runner and a stake, the stake first or last, typed or quick", () => {
  for (const text of ["6*100", "6 100", "100 6", "*100 6", "6/3", "/3 6", " 6  100 ", "6G*100", "g6*100", "6*100G"])
    assert.deepEqual(said(text), ["win 6 100"], text);
  assert.deepEqual(said("54 25"), ["win 54 25"]);
});

test("of two numbers that both could be runners the last is the stake", () => {
  assert.deepEqual(said("6 10"), ["win 6 10"]);
  assert.deepEqual(said("10 54"), ["win 10 54"]);
});

test("each market has its letter, and several letters are a line each", () => {
  assert.deepEqual(said("6P*25"), ["place 6 25"]);
  assert.deepEqual(said("6S*25"), ["top3 6 25"]);
  assert.deepEqual(said("6GP*25"), ["win 6 25", "place 6 25"]);
  assert.deepEqual(said("7-6O*25"), ["exacta 7-6 25"]);
  assert.deepEqual(said("7-6C*25"), ["quinella 6-7 25"]);
  assert.deepEqual(said("7-6L*25"), ["couple_place 6-7 25"]);
  assert.deepEqual(said("7-6D*25"), ["duel 7-6 25"]);
  assert.deepEqual(said("8-6-7Q*25"), ["trifecta 8-6-7 25"]);
  assert.deepEqual(said("10-6-7T*25"), ["trio 6-7-10 25"]);
  assert.deepEqual(said("I*25"), ["odd_even odd 25"]);
  assert.deepEqual(said("E 25"), ["odd_even even 25"]);
  assert.deepEqual(said("25 I"), ["odd_even odd 25"]);
  assert.deepEqual(lettersOf(["win", "odd_even"]).map(({ letter }) => letter).join(""), "GIE");
});

test("without a letter the number of runners says which market, of those that are sold", () => {
  assert.deepEqual(said("6-7*25"), ["quinella 6-7 25"]);
  assert.deepEqual(said("6-7*25", { ...CARD, markets: ["win", "exacta"] }), ["exacta 6-7 25"]);
  assert.deepEqual(said("6-7-8*25"), ["trio 6-7-8 25"]);
  assert.deepEqual(fault("6-7*25", { ...CARD, markets: ["win"] }), ["market", 0, 3]);
});

test("a choice of runners is a line each, a box of couples or a box of trios", () => {
  assert.deepEqual(said("6.7G*25"), ["win 6 25", "win 7 25"]);
  assert.deepEqual(said("6.7.8C*25"), ["quinella 6-7 25", "quinella 6-8 25", "quinella 7-8 25"]);
  assert.deepEqual(said("6-7-8C*25"), said("6.7.8C*25"));
  assert.equal(said("6.7.8O*25").length, 6);
  assert.deepEqual(said("6-7OB*25"), ["exacta 6-7 25", "exacta 7-6 25"]);
  assert.equal(said("6.7.8.9T*25").length, 4);
  assert.equal(said("6.7.8Q*25").length, 6);
  assert.equal(said("6-7-8-9Q*25").length, 24);
  assert.equal(said("6.7.8.9.10C*25").length, 10);
});

test("a wheel is one runner with the field, in its place", () => {
  assert.deepEqual(said("6-XC*25"), ["quinella 6-7 25", "quinella 6-8 25", "quinella 6-9 25", "quinella 6-10 25", "quinella 6-54 25"]);
  assert.deepEqual(said("X-6O*25").map((line) => line.split(" ")[1]), ["7-6", "8-6", "9-6", "10-6", "54-6"]);
  assert.equal(said("6-XT*25").length, 10);
  assert.equal(said("6-XQ*25").length, 20);
  assert.equal(said("6-7-XQ*25").length, 4);
  assert.equal(said("6-7.8-XQ*25").length, 8);
  assert.deepEqual(said("6.7-8.9O*25").map((line) => line.split(" ")[1]), ["6-8", "6-9", "7-8", "7-9"]);
  assert.deepEqual(said("6.7-7.8C*25").map((line) => line.split(" ")[1]), ["6-7", "6-8", "7-8"]);
});

test("a fault stands at its place", () => {
  assert.deepEqual(fault("11*25"), ["runner", 0, 2]);
  assert.deepEqual(fault("6-11*25"), ["runner", 2, 2]);
  assert.deepEqual(fault("6-6*25"), ["same", 2, 1]);
  assert.deepEqual(fault("6.7.6C*25"), ["same", 4, 1]);
  assert.deepEqual(fault("6Z*25"), ["unexpected", 1, 1]);
  assert.deepEqual(fault("6*25*30"), ["unexpected", 4, 3]);
  assert.deepEqual(fault("6 7 25"), ["unexpected", 2, 1]);
  assert.deepEqual(fault("6/9"), ["quick", 1, 2]);
  assert.deepEqual(fault("6C*25"), ["few", 0, 1]);
  assert.deepEqual(fault("6-7T*25"), ["few", 0, 3]);
  assert.deepEqual(fault("6.7.8D*25"), ["box", 0, 5]);
  assert.deepEqual(fault("6.7-8.9-6CB*25")[0], "box");
  assert.deepEqual(fault("6I*25"), ["unexpected", 0, 1]);
  assert.deepEqual(fault("IG*25"), ["unexpected", 1, 1]);
  assert.deepEqual(fault("6P*25", { ...CARD, markets: ["win"] }), ["market", 1, 1]);
  assert.deepEqual(fault("6GG*25"), ["unexpected", 2, 1]);
  assert.deepEqual(fault("6*1234567890"), ["many", 1, 11]);
});

test("a line that is not finished is no fault yet", () => {
  assert.deepEqual(fault("6"), ["stake_missing", 1, 1]);
  assert.deepEqual(fault("6*"), ["stake_missing", 2, 1]);
  assert.deepEqual(fault("5"), ["incomplete", 0, 1]);
  assert.deepEqual(fault("6-"), ["incomplete", 2, 1]);
  assert.deepEqual(fault("P"), ["incomplete", 0, 1]);
  assert.deepEqual(fault("*25"), ["incomplete", 3, 1]);
  assert.deepEqual(read(""), { lines: [], stake: null, fault: null });
});

test("whatever is typed, a line is read or refused, and never throws", () => {
  const letters = "0123456789GPSOCLTQDIEXBZ*/-. +é";
  let seed = 7;
  const next = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let i = 0; i < 20000; i += 1) {
    const text = Array.from({ length: next(9) }, () => letters[next(letters.length)]).join("");
    const { lines, fault: found } = read(text);
    if (found) assert.ok(found.at >= 0 && found.at <= text.length && found.length >= 1, `${text}: ${JSON.stringify(found)}`);
    for (const { stake, selection } of lines) assert.ok(stake === null || Number.isSafeInteger(stake), `${text} ${selection}`);
  }
});

test("touch writes the same line that a keyboard would, and leaves alone what it cannot say", () => {
  assert.equal(writeLine({ runners: [6] }), "6");
  assert.equal(writeLine({ runners: [6, 7], letters: "C" }), "6-7C");
  assert.equal(writeLine({ runners: [6, 7, 8], letters: "C", stake: "/3" }), "6.7.8C/3");
  assert.equal(writeLine({ runners: [6, 7], letters: "GP", stake: "*100" }), "6.7GP*100");
  assert.deepEqual(touchable("6-7C/3"), { runners: [6, 7], letters: "C", stake: "/3" });
  assert.deepEqual(touchable(""), { runners: [], letters: "", stake: null });
  for (const text of ["6-XC", "100 6", "6.7-8O", "6B"]) {
    const parts = touchable(text);
    assert.ok(parts === null || writeLine(parts) !== "", text);
  }
});

test("keys are read by where they are, on a French keyboard as on an American one", () => {
  const azerty = [["&", "Digit1"], ["é", "Digit2"], ["\"", "Digit3"], ["'", "Digit4"], ["(", "Digit5"], ["-", "Digit6"], ["è", "Digit7"], ["_", "Digit8"], ["ç", "Digit9"], ["à", "Digit0"]];
  assert.equal(azerty.map(([key, code]) => charOf({ key, code })).join(""), "1234567890");
  assert.equal(charOf({ key: "6", code: "Digit6", shiftKey: true }), "6");
  assert.equal(charOf({ key: "6", code: "Digit6" }), "6");
  assert.equal(charOf({ key: "*", code: "Digit8", shiftKey: true }), "*");
  assert.equal(charOf({ key: "/", code: "Digit7", shiftKey: true }), "/");
  assert.equal(charOf({ key: ")", code: "Minus" }), "-");
  assert.equal(charOf({ key: "=", code: "Equal" }), "+");
  assert.equal(charOf({ key: "a", code: "KeyQ" }), "A");
  assert.equal(charOf({ key: ";", code: "Comma" }), ".");
  assert.equal(charOf({ key: ":", code: "Period" }), "-");
});

test("the numeric pad is digits with and without NumLock", () => {
  assert.equal(charOf({ key: "End", code: "Numpad1" }), "1");
  assert.equal(charOf({ key: "7", code: "Numpad7" }), "7");
  assert.equal(charOf({ key: "Enter", code: "NumpadEnter" }), "Enter");
  assert.equal(charOf({ key: "Delete", code: "NumpadDecimal" }), ".");
  assert.equal(["Add", "Subtract", "Multiply", "Divide"].map((name) => charOf({ key: "?", code: `Numpad${name}` })).join(""), "+-*/");
});

test("keys of soft keyboards that say nothing do nothing", () => {
  assert.equal(charOf({ key: "Unidentified", code: "", keyCode: 229 }), null);
  assert.equal(charOf({ key: "6", code: "", keyCode: 229 }), null);
  assert.equal(charOf({ key: "Process", code: "KeyA" }), null);
  assert.equal(charOf({ key: "a", code: "KeyA", isComposing: true }), null);
  assert.equal(charOf({ key: "6", code: "" }), "6");
  assert.equal(charOf({ key: "Shift", code: "ShiftLeft" }), null);
  assert.equal(charOf({}), null);
});
