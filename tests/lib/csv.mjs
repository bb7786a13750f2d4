// SPDX-License-Identifier: MIT
// A report's file, as a spreadsheet reads it.
import assert from "node:assert/strict";

/** RFC 4180 with a byte-order mark: the rows as lists of cells. */
export function readCsv(text) {
  assert.equal(text[0], "\ufeff", "a spreadsheet has to know that it is UTF-8");
  const table = [[""]];
  let isQuoted = false;
  for (let i = 1; i < text.length; i++) {
    const c = text[i];
    const row = table.at(-1);
    if (isQuoted && c === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
    else if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && c === ",") row.push("");
    else if (!isQuoted && c === "\r" && text[i + 1] === "\n") table.push([""]), i++;
    else row[row.length - 1] += c;
  }
  assert.deepEqual(table.at(-1), [""], "the last line is whole");
  return table.slice(0, -1);
}

/**
 * The file of report `name` taken apart: {columns, rows, totals: null when there was no activity, end: its last line}. That the
 * file is whole, and says so, is asserted.
 */
export function readReport(text, name) {
  const [columns, ...rows] = readCsv(text);
  for (const row of rows) assert.equal(row.length, columns.length, `${name}: a row of another width: ${row}`);
  const [end] = rows.pop();
  const totals = rows.pop();
  assert.match(totals[0], rows.length > 0 ? /^total$/ : /^aucune activité/);
  assert.match(end, new RegExp(`^end of report: ${name}, .* ${rows.length} rows, generated at `));
  return { columns, rows, totals: rows.length > 0 ? totals : null, end };
}
