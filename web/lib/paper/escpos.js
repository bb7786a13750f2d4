// SPDX-License-Identifier: MIT
// A paper for a printer that takes ESC/POS: rows of letters of one width. Loaded when such a printer is set up: the encoder is
// larger than the rest of the counter's printing.

import ReceiptPrinterEncoder from "@point-of-sale/receipt-printer-encoder";

import { toCp850 } from "./cp850.js";
import { bytesOf } from "./picture.js";
import { qrModules } from "./qr.js";

const MODULE_DOTS = 6; // of a code that is drawn here: three quarters of a millimetre
const FEED_BEFORE_CUT = 4; // rows between head and cutter
const SIGNATURE_ROWS = 3;

/** How each ink is printed: bold, how many times as wide and as high. */
const INKS = {
  text: [false, 1, 1],
  small: [false, 1, 1],
  strong: [true, 1, 1],
  large: [true, 1, 2],
  title: [true, 1, 2],
  house: [true, 2, 2],
  number: [true, 2, 2],
  hash: [false, 1, 1],
};
const CAPITALS = new Set(["title", "house"]);

/**
 * @typedef {{is: "row", text: string, bold: boolean, width: number, height: number, inverted: number}
 *   | {is: "qr", text: string} | {is: "feed", rows: number} | {is: "picture", width: number, height: number, bits: string}} Line `inverted`: how many letters at the start are white on black
 */

/** Words on rows of so many letters; a word that is longer than a row is broken. */
export function wrap(text, columns) {
  const rows = [];
  let row = "";
  for (const word of text.split(" ").filter(Boolean)) {
    if (row && row.length + 1 + word.length > columns) {
      rows.push(row);
      row = "";
    }
    row = row ? `${row} ${word}` : word;
    while (row.length > columns) {
      rows.push(row.slice(0, columns));
      row = row.slice(columns);
    }
  }
  return row || !rows.length ? [...rows, row] : rows;
}

/** An address on rows that end at its slashes where they can. */
function breakAtSlashes(text, columns) {
  const rows = [""];
  for (const part of text.match(/[^/]*\/|[^/]+/g) ?? []) {
    if (rows[rows.length - 1].length + part.length > columns) rows.push("");
    rows[rows.length - 1] += part;
  }
  return rows.filter(Boolean);
}

const centre = (text, columns) => " ".repeat(Math.floor((columns - text.length) / 2)) + text;

function createLayout(columns) {
  const line = (text, [bold, width, height] = INKS.text, inverted = 0) => ({
    is: "row",
    text: text.replace(/\u00a0/g, " "),
    bold,
    width,
    height,
    inverted,
  });
  const row = ({ ink, centred, text }) => {
    const letters = toCp850(CAPITALS.has(ink) ? text.toUpperCase() : text);
    const [bold, wide, height] = INKS[ink];
    const width = letters.length * wide > columns ? 1 : wide; // narrow, before it wraps
    const room = Math.floor(columns / width);
    return wrap(letters, room).map((part) => line(centred ? centre(part, room) : part, [bold, width, height]));
  };
  const small = (text) => row({ ink: "small", centred: false, text });
  return {
    row,
    address: ({ text }) => breakAtSlashes(toCp850(text), columns).flatMap(small),
    pair: ({ ink, label, value }) => {
      const [left, right] = [toCp850(label), toCp850(value)];
      if (left.length + right.length < columns) return [line(left + right.padStart(columns - left.length), INKS[ink])];
      const rights = wrap(right, columns).map((part) => part.padStart(columns));
      return [...wrap(left, columns), ...rights].map((part) => line(part, INKS[ink]));
    },
    runner: ({ number, name }) => {
      const frame = ` ${toCp850(number)} `;
      return wrap(toCp850(name), columns - frame.length - 1).map((part, index) =>
        index ? line(" ".repeat(frame.length + 1) + part, INKS.strong) : line(`${frame} ${part}`, INKS.strong, frame.length),
      );
    },
    box: ({ title, rows }) => {
      const edge = line("=".repeat(columns), INKS.strong);
      return [
        edge,
        ...row({ ink: "title", centred: true, text: title }),
        ...rows.flatMap((text) => row({ ink: "strong", centred: true, text })),
        edge,
      ];
    },
    hash: ({ label, rows }) => [...small(label), ...wrap(rows.join(" "), columns).map((part) => line(part))],
    signature: ({ label }) => [...small(label), { is: "feed", rows: SIGNATURE_ROWS }, line("_".repeat(columns))],
    rule: ({ dashed }) => [line((dashed ? "- ".repeat(columns / 2) : "-".repeat(columns)).trimEnd())],
    qr: ({ text }) => [{ is: "qr", text }],
    picture: (block) => [block],
  };
}

/** The rows of a paper. @returns {Line[]} */
export function layOut(paper, columns) {
  const layout = createLayout(columns);
  return paper.blocks.flatMap((block) => layout[block.is](block));
}

/** GS v 0: a picture, so many bytes wide. */
const raster = (width, height, bits) =>
  Uint8Array.of(0x1d, 0x76, 0x30, 0, width & 255, width >> 8, height & 255, height >> 8, ...bits);

/** A picture of the code, for printers that print the code's text instead of the code. */
function rasterCode(text) {
  const modules = qrModules(text);
  const side = modules.length * MODULE_DOTS;
  const width = Math.ceil(side / 8);
  const bits = new Uint8Array(width * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (modules[Math.floor(y / MODULE_DOTS)][Math.floor(x / MODULE_DOTS)]) bits[y * width + (x >> 3)] |= 0x80 >> (x & 7);
  return raster(width, side, bits);
}

function putLine(encoder, line, qr) {
  if (line.is === "feed") encoder.newline(line.rows);
  else if (line.is === "picture")
    encoder
      .align("center")
      .raw(raster(line.width / 8, line.height, bytesOf(line)))
      .align("left")
      .newline();
  else if (line.is === "qr" && qr === "printer")
    encoder.align("center").qrcode(line.text, { model: 2, size: 8, errorlevel: "m" }).align("left").newline();
  else if (line.is === "qr") encoder.align("center").raw(rasterCode(line.text)).align("left").newline();
  else {
    encoder.bold(line.bold).size(line.width, line.height);
    if (line.inverted) encoder.invert(true).text(line.text.slice(0, line.inverted)).invert(false);
    encoder.line(line.text.slice(line.inverted));
  }
}

/**
 * @param {import("./papers.js").Paper} paper
 * @param {import("./profile.js").Profile} profile
 * @returns {Uint8Array}
 */
export function encodePaper(paper, profile) {
  const encoder = new ReceiptPrinterEncoder({
    language: "esc-pos",
    columns: profile.columns,
    codepageMapping: { cp850: profile.codePage },
    errors: "strict",
    newline: "\n",
    feedBeforeCut: profile.cut === "none" ? 0 : FEED_BEFORE_CUT,
  });
  encoder.initialize().codepage("cp850");
  for (const line of layOut(paper, profile.columns)) putLine(encoder, line, profile.qr);
  encoder.bold(false).size(1, 1);
  if (profile.cut === "none") encoder.newline(FEED_BEFORE_CUT);
  else encoder.cut(profile.cut);
  return encoder.encode();
}

/** Opens the drawer that hangs on the printer. */
export const encodeDrawer = () => Uint8Array.of(0x1b, 0x70, 0, 50, 250); // ESC p: contact 2, 100 ms on, 500 ms off

/** DLE EOT 4: asks for the paper's sensor. */
export const ASK_PAPER = Uint8Array.of(0x10, 0x04, 0x04);

/**
 * What the printer's answer says of the paper.
 * @param {number | undefined} byte undefined: it did not answer
 * @returns {"ok" | "low" | "out" | "unknown"} a printer that is silent is not one that has paper
 */
export function readPaper(byte) {
  if (byte === undefined || (byte & 0x93) !== 0x12) return "unknown";
  return byte & 0x60 ? "out" : byte & 0x0c ? "low" : "ok";
}
