// SPDX-License-Identifier: MIT
// Every key of the counter and what it does, by page: the help shows it, and a test holds that no key does two things. The pages
// obey their keys themselves.

/**
 * @typedef {{key: string, words: string, label?: string}} Key key: as KeyboardEvent names it, letters as capitals; label: what is
 *   written on it, or the words for that, where it is not the same
 */

const ENTER = { key: "Enter", label: "help.enter" };
const ESCAPE = { key: "Escape", label: "help.escape" };
const KINDS = ["supply", "drop", "cash_in", "cash_out", "deposit", "withdrawal"];

/** On all pages, besides those that open a page. @type {readonly Key[]} */
export const EVERYWHERE = [
  { key: "?", words: "help.heading" },
  { key: "F8", words: "help.printer_does" },
  { key: "F9", words: "help.scanner_does" },
  { key: "End", label: "messages.key", words: "messages.read_does" },
];

/** @type {Readonly<Record<string, readonly Key[]>>} */
export const PAGE_KEYS = {
  sell: [
    { ...ENTER, words: "help.enter_does" },
    { key: "+", words: "help.plus_does" },
    { key: "Backspace", label: "help.backspace", words: "help.backspace_does" },
    { ...ESCAPE, words: "help.escape_does" },
    { key: "ArrowUp", label: "\u2191", words: "help.up_does" },
    { key: "M", words: "help.most_does" },
    { key: "F6", words: "help.repeat_does" },
    { key: "F7", words: "help.next_does" },
  ],
  tickets: [
    { ...ENTER, words: "help.pay_does" },
    { key: "Delete", label: "tickets.key.delete", words: "help.void_does" },
    { key: "C", words: "tickets.copy" },
    { key: "R", words: "tickets.slip" },
    { ...ESCAPE, words: "tickets.close" },
    { key: "ArrowUp", label: "\u2191", words: "help.before_does" },
    { key: "ArrowDown", label: "\u2193", words: "help.after_does" },
  ],
  till: [
    ...KINDS.map((kind, i) => ({ key: String(i + 1), words: `till.kind.${kind}` })),
    { key: "X", words: "till.x" },
    { key: "C", words: "till.count" },
    { key: "M", words: "till.view.now" },
    { key: "H", words: "till.view.history" },
    { key: "S", words: "till.view.sessions" },
    { key: "A", words: "till.view.shop" },
  ],
  setup: [
    { key: "T", words: "setup.test" },
    { key: "S", words: "setup.scan" },
    { key: "C", words: "setup.connect" },
    { key: "D", words: "setup.open_drawer" },
  ],
};
