// SPDX-License-Identifier: MIT
// What a printer would make of ESC/POS: rows of text with their form, codes, pictures, cuts and pulses. The system's own table
// of cp850, not the page's. A command that it does not know is an error.
import { execFileSync } from "node:child_process";

const TABLE = [...execFileSync("iconv", ["-f", "CP850", "-t", "UTF-8"], { input: Buffer.from(Array.from({ length: 256 }, (_, i) => i)) }).toString("utf8")];

/** How many bytes of arguments follow a command. */
const LENGTHS = { "\x1b@": 0, "\x1c.": 0, "\x1bM": 1, "\x1bt": 1, "\x1bE": 1, "\x1ba": 1, "\x1d!": 1, "\x1dB": 1, "\x1dV": 1, "\x1bp": 3, "\x1b-": 1, "\x1b3": 1, "\x1b2": 0, "\x10\x04": 1 };

function readCode(state, argument) {
  const [kind, ...data] = argument;
  if (kind !== 49) throw new Error("a code of another kind");
  if (data[0] === 80) state.code = Buffer.from(data.slice(2)).toString("latin1");
  if (data[0] === 81) state.parts.push({ is: "code", text: state.code });
}

/** @returns {{parts: any[], codePage: number}} */
export function decode(bytes) {
  const state = { parts: [], code: "", row: "", bold: false, size: 0, inverted: false, codePage: -1, forms: new Set() };
  const { parts } = state;
  let at = 0;
  const take = (length) => bytes.slice(at, (at += length));
  const acts = {
    "\x1bt": ([page]) => (state.codePage = page),
    "\x1bE": ([on]) => (state.bold = on === 1),
    "\x1d!": ([size]) => (state.size = size),
    "\x1dB": ([on]) => (state.inverted = on === 1),
    "\x1dV": ([kind]) => parts.push({ is: "cut", kind }),
    "\x1bp": (argument) => parts.push({ is: "pulse", argument: [...argument] }),
  };
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === 0x0a) {
      at++;
      parts.push({ is: "row", text: state.row, form: [...state.forms].join(" ") });
      state.row = "";
      state.forms.clear();
    } else if (byte >= 0x20) {
      at++;
      state.row += TABLE[byte];
      const { bold, size, inverted } = state;
      if (byte > 0x20) state.forms.add(`${bold ? "bold " : ""}${(size >> 4) + 1}x${(size & 15) + 1}${inverted ? " inverted" : ""}`);
    } else {
      const command = Buffer.from(take(2)).toString("latin1");
      if (command === "\x1d(") {
        const [name, low, high] = take(3);
        if (name !== 0x6b) throw new Error("GS ( of another kind");
        readCode(state, take(low + 256 * high));
      } else if (command === "\x1dv") {
        const [, , xl, xh, yl, yh] = take(6);
        const [width, height] = [xl + 256 * xh, yl + 256 * yh];
        parts.push({ is: "picture", width: width * 8, height, bits: take(width * height) });
      } else if (command in LENGTHS) acts[command]?.(take(LENGTHS[command])) ?? (acts[command] || take(LENGTHS[command]));
      else throw new Error(`a command that no printer was asked to know: ${JSON.stringify(command)}`);
    }
  }
  return { parts, codePage: state.codePage };
}

/** A picture as a scanner sees it. */
export function pixels({ width, height, bits }) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (bits[y * (width / 8) + (x >> 3)] & (0x80 >> (x & 7))) data.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
  return data;
}
