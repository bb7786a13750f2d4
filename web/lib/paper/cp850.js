// SPDX-License-Identifier: MIT
// The character set that printers are told to use: it has every letter of French and Haitian Creole but six. What it does not
// have is written with what it has.

const LETTERS =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
  "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";
const KNOWN = new Set(LETTERS.slice(0, -1).replace("\u00ad", ""));

const INSTEAD = {
  œ: "oe",
  Œ: "OE",
  Ÿ: "Y",
  "€": "EUR",
  "‘": "'",
  "’": "'",
  "‚": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "−": "-",
  "…": "...",
  "•": "·",
  "№": "nº",
  "\u00ad": "",
};
const FIRM_BLANK = /[\u00a0\u2007\u202f]/; // not to be broken at
const BLANK = /[\s\u200b]/;

/** The text in letters of the set alone, each as itself; "?" for what nothing resembles. Firm blanks stay. */
export function toCp850(text) {
  let out = "";
  for (const letter of text.normalize("NFC")) {
    if (FIRM_BLANK.test(letter)) out += "\u00a0";
    else if (BLANK.test(letter)) out += " ";
    else if ((letter >= "!" && letter <= "~") || KNOWN.has(letter)) out += letter;
    else if (letter in INSTEAD) out += INSTEAD[letter];
    else out += letter.normalize("NFKD").replace(/[^!-~]/g, "") || "?";
  }
  return out;
}
