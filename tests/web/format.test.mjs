// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { createFormat } from "../../web/lib/format.js";

/** French groups with a narrow no-break space; which one is the browser's business. */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

test("odds are read from hundredths, in the language's own writing", () => {
  assert.equal(createFormat("fr").odds(550), "5,50");
  assert.equal(createFormat("ht").odds(810), "8,10");
  assert.equal(createFormat("en").odds(550), "5.50");
  assert.equal(createFormat("fr").odds(5), "0,05");
  assert.equal(createFormat("fr").odds(100), "1,00");
});

test("money is exact to the centime, also where a float would not be", () => {
  const fr = createFormat("fr");
  assert.equal(plain(fr.money(125_000)), "1 250,00 HTG");
  assert.equal(plain(fr.money(0)), "0,00 HTG");
  assert.equal(plain(fr.money(-5)), "-0,05 HTG");
  assert.equal(plain(fr.money(9_007_199_254_740_991)), "90 071 992 547 409,91 HTG");
  assert.equal(createFormat("en").money(125_000, "USD"), "1,250.00\u00a0USD");
  assert.ok(!fr.money(125_000).includes(" "), "an amount never breaks over two lines");
});

test("the wall clock is Haiti's, wherever the screen stands", () => {
  const summer = Date.UTC(2026, 6, 1, 16, 5);
  const winter = Date.UTC(2026, 11, 1, 16, 5);
  assert.equal(createFormat("fr").clock(summer), "12:05");
  assert.equal(createFormat("fr").clock(winter), "11:05");
  assert.equal(createFormat("en").clock(Date.UTC(2026, 6, 1, 4, 0)), "00:00");
});

test("chances, distances and times", () => {
  const fr = createFormat("fr");
  assert.equal(plain(fr.chance(883_224 / 5_108_225)), "17,3 %");
  assert.equal(fr.metres(300_000), "300");
  assert.equal(fr.metresShort(2_449), "2,4");
  assert.equal(fr.seconds(27_400), "27,40");
});

test("an unknown language reads like French", () => {
  assert.equal(createFormat("xx").odds(550), "5,50");
});

test("amounts of a currency with other digits, and moments as tickets print them", () => {
  assert.equal(createFormat("en").money(1250, "JPY", 0), "1,250\u00a0JPY");
  assert.equal(createFormat("fr").money(456895, "HTG", 4), "45,6895\u00a0HTG");
  assert.equal(createFormat("en").money(5, "BHD", 3), "0.005\u00a0BHD");
  assert.equal(createFormat("en").shortMoney(125_000), "1,250\u00a0HTG");
  assert.equal(createFormat("fr").shortMoney(-125_050), "-1\u202f250,50\u00a0HTG");
  assert.equal(createFormat("en").shortMoney(1250, "JPY", 0), "1,250\u00a0JPY");
  for (const lang of ["fr", "en", "ht"])
    assert.equal(createFormat(lang).moment(Date.parse("2026-11-23T05:07:40Z")), "2026-11-23\u00a000:07");
  assert.equal(createFormat("fr").moment(Date.parse("2026-11-23T23:30:00Z"), "Europe/Paris"), "2026-11-24\u00a000:30");
  assert.equal(createFormat("fr").spanSeconds(60_000), "60");
  assert.equal(createFormat("fr").spanSeconds(2500), "2,5");
});
