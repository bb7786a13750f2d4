// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, print } from "../../web/lib/ticket_code.js";

// Numbers as hippo.ticket_number prints them: the smallest, a shop of three digits, serials that outgrew four.
const NUMBERS = ["01-010001-4", "07-010042-X", "07-010099-9", "99-999999-9", "100-010001-5", "12-3456789-X", "123-456789-X", "999-99999999999-6"];
const CODE = "7K3QW9ZT";
const ALL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

test("what is printed is read again, for every number and code", () => {
  for (const number of NUMBERS) {
    const content = print(number, CODE);
    assert.match(content, /^[0-9A-Z]+$/, "a scanner types nothing else");
    assert.deepEqual(parse(content), { number, code: CODE }, content);
    assert.deepEqual(parse(` ${content.toLowerCase()}\r\n`), { number, code: CODE });
  }
  assert.equal(new Set(NUMBERS.map((number) => print(number, CODE))).size, NUMBERS.length);
});

test("papers with hyphens and blanks are read, with and without their round", () => {
  assert.deepEqual(parse("07-010042-X 7K3QW9ZT 10000001"), { number: "07-010042-X", code: CODE });
  assert.deepEqual(parse("123-456789-X 7K3QW9ZT"), { number: "123-456789-X", code: CODE });
  assert.equal(parse("07-010043-X 7K3QW9ZT 10000001"), null, "a wrong digit");
  assert.equal(parse("07-010042-X 7K3QW9ZU 10000001"), null, "no letter of a code");
});

test("each wrong character and each exchange of neighbours is found", () => {
  for (const number of NUMBERS) {
    const content = print(number, CODE);
    for (let at = 0; at < content.length; at++) {
      for (const other of ALL)
        if (other !== content[at]) assert.equal(parse(content.slice(0, at) + other + content.slice(at + 1)), null, `${content}: ${other} at ${at}`);
      const [one, two] = content.slice(at, at + 2);
      if (two && one !== two) assert.equal(parse(content.slice(0, at) + two + one + content.slice(at + 2)), null, `${content}: exchanged at ${at}`);
    }
  }
});

test("a scanner with the right digits and exchanged letters is not believed", () => {
  const swap = { A: "Q", Q: "A", Z: "W", W: "Z" };
  const content = print("07-010042-X", CODE);
  const misread = content.replace(/[AQZW]/g, (letter) => swap[letter]);
  assert.notEqual(misread, content);
  assert.equal(parse(misread), null);
});

test("anything else is no ticket", () => {
  for (const other of ["", "07-010042-X", "5901234123457", "https://example.org/rules", CODE, `${print("07-010042-X", CODE)}0`, "00701004200X7K3QW9ZTA", "0070100042X7K3QW9ZT"])
    assert.equal(parse(other), null, other);
});

test("only a ticket is printed", () => {
  for (const [number, code] of [["07-010042-8", CODE], ["7-010042-9", CODE], ["007-010042-X", CODE], ["07-0100042-9", CODE], ["07-010042-X", "7K3QW9Z"], ["07-010042-X", "7K3QW9ZI"], ["07-010042-X", ""]])
    assert.throws(() => print(number, code), RangeError, `${number} ${code}`);
});
