// SPDX-License-Identifier: MIT
// What a player brings: a ticket's code or number, and proofs that were saved before, as one JSON value or as lines of JSON.

import { parse as parseCode } from "../lib/ticket_code.js";
import { readCode, readNumber } from "../lib/ticket_text.js";

/** A file of a day has some thousand lines; nothing in it lies deeper. */
const DEPTH_MAX = 4;
const PAPER_MIN = 8;

/**
 * The ticket that is typed, pasted or scanned in one field or two: what its QR code holds, or number and code.
 * @param {string} number
 * @param {string} [code]
 * @returns {{number: string, code: string}|null}
 */
export function readTicket(number, code = "") {
  if (!code.trim()) {
    const scanned = parseCode(number);
    if (scanned) return scanned;
    const [, first, second] = /^\s*(\S+)[\s,;]+(\S.*?)\s*$/.exec(number) ?? [];
    return first ? readTicket(first, second) : null;
  }
  const read = { number: readNumber(number), code: readCode(code) };
  return read.number && read.code ? /** @type {{number: string, code: string}} */ (read) : null;
}

/** @param {string} text @returns {number|null} */
export const readRound = (text) => (/^\s*[1-9]\d{0,14}\s*$/.test(text) ? Number(text) : null);

/** The beginning of a commitment as it is printed, in groups; null: too little of it, or no such signs. @param {string} text */
export function readPaper(text) {
  const hex = text.toLowerCase().replace(/[\s\u2026.-]/g, "");
  return /^[0-9a-f]+$/.test(hex) && hex.length >= PAPER_MIN && hex.length <= 64 ? hex : null;
}

/**
 * Who opens the page with a ticket: "?ticket=" holds what its QR code holds, or its number, with "&code="; behind "#" the same
 * stays on the device. "?round=" names a race.
 * @param {{search: string, hash: string}} address
 */
export function readAddress({ search, hash }) {
  const asked = new URLSearchParams(search);
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) asked.set(name, value);
  return {
    ticket: readTicket(asked.get("ticket") ?? "", asked.get("code") ?? ""),
    hasTicket: asked.has("ticket"),
    round: readRound(asked.get("round") ?? ""),
  };
}

const isProof = (value) => typeof value.card === "string" && "commitment" in value;
const isLine = (line) => typeof line?.market === "string" && typeof line.selection === "string";
const isTicket = (value) => typeof value.number === "string" && Array.isArray(value.lines) && value.lines.every(isLine);

/**
 * All proofs and tickets in some text; what is neither is passed over, as an export has other lines, too.
 * @param {string} text
 * @returns {{proofs: any[], tickets: any[]}|null} null: it is no JSON
 */
export function readSaved(text) {
  const values =
    jsonOf(text) ??
    text
      .split("\n")
      .filter((line) => line.trim())
      .map(jsonOf);
  if (Array.isArray(values) && values.includes(undefined)) return null;
  const found = { proofs: [], tickets: [] };
  collect(values, found, 0);
  return found;
}

function collect(value, found, depth) {
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return;
  if (isProof(value)) found.proofs.push(value);
  else if (isTicket(value)) found.tickets.push(value);
  else for (const part of Object.values(value)) collect(part, found, depth + 1);
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
