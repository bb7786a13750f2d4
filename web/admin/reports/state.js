// SPDX-License-Identifier: MIT
// Reports as they are asked for and kept: which there are, the days, what a chart shows of one, what kind of value stands in a
// column. The house works out every figure; nothing here adds up what it has not added up, but a chart's days.

/**
 * @typedef {{name: string, type: string, adds: boolean}} Column
 * @typedef {{report: string, ofShop: boolean, columns: readonly Column[]}} Kind
 * @typedef {object} Slice
 * @property {readonly Kind[]|null} kinds which reports there are
 * @property {readonly any[]|null} answers what the house said to what is asked for now
 * @property {string|null} asked for: an address
 * @property {{code: string, facts?: any}|null} problem
 * @property {string|null} column that the chart shows, once somebody has chosen one
 */

/** @type {Slice} */
export const INITIAL = { kinds: null, answers: null, asked: null, problem: null, column: null };

/** @param {Slice} slice @param {any} message @returns {Slice} */
export function reduce(slice, message) {
  switch (message.type) {
    case "reports.kinds":
      return { ...slice, kinds: message.kinds };
    case "reports.ask":
      return { ...slice, asked: message.asked, answers: null, problem: null, column: null };
    case "reports.answers":
      return message.asked === slice.asked ? { ...slice, answers: message.answers } : slice;
    case "reports.failed":
      return message.asked === slice.asked ? { ...slice, problem: message.problem } : slice;
    case "reports.column":
      return { ...slice, column: message.column };
    default:
      return slice;
  }
}

/** Several reports on one paper: the day, to be signed and kept. */
export const TOGETHER = { daily: ["days", "shop_days", "daily_by_till", "cashier_days", "till_sessions"] };

/** In the order in which people look for them; what is in none of them is in the last one. */
const GROUPS = {
  day: ["daily", "daily_by_till", "deficit_profit", "shop_days", "cashier_days", "till_sessions"],
  money: [
    "tills",
    "cashiers",
    "commissions",
    "safes",
    "taxes",
    "movements",
    "payouts",
    "payouts_large",
    "unclaimed",
    "liability",
  ],
  game: ["days", "shops", "rounds", "markets", "round_markets", "fairness", "runners"],
  trace: [],
};

/** Those that this role may read, by group. @param {readonly Kind[]} kinds @returns {[string, string[]][]} */
export function groupsOf(kinds) {
  const open = kinds.map(({ report }) => report);
  const named = Object.values(GROUPS).flat();
  const names = (group, list) => (group === "trace" ? open.filter((name) => !named.includes(name)) : list);
  return Object.entries(GROUPS).map(([group, list]) => [
    group,
    names(group, list).filter((name) => open.includes(name) || name in TOGETHER),
  ]);
}

/** The reports behind a name, as far as this role may read them. @param {readonly Kind[]} kinds @param {string} name */
export const reportsOf = (kinds, name) =>
  (TOGETHER[name] ?? [name]).filter((each) => kinds.some(({ report }) => report === each));

/** @param {string} name @param {Record<string, string>} query @param {Record<string, string|number>} [more] */
export function pathOf(name, { from = "", to = "", shop = "" }, more = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ from, to, shop, ...more })) if (value !== "") query.set(key, String(value));
  return `/reports/${encodeURIComponent(name)}?${query}`;
}

/** Days around one, as addresses have them. @param {string} today YYYY-MM-DD */
export function periodsOf(today) {
  const [year, month, day] = today.split("-").map(Number);
  const at = (y, m, d) => new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7; // from Monday on
  return {
    today: { from: today, to: today },
    yesterday: { from: at(year, month, day - 1), to: at(year, month, day - 1) },
    week: { from: at(year, month, day - weekday), to: today },
    month: { from: at(year, month, 1), to: today },
    last_month: { from: at(year, month - 1, 1), to: at(year, month, 0) },
  };
}

/** Sums of money, though they do not add up in every report. */
const AMOUNTS =
  /^(amount|balance|cash|change|commission|corrected|counted|expected|float|gross|net|prizes?|prizes_expected|sales|stakes?|voids)$/;
const PARTS = /^return_/;
/** Sums of whole numbers, which SQL makes decimals. */
const COUNTS = /^tickets$|_ms$/;

/** How a column is written. @param {Column} column @returns {'amount'|'part'|'decimal'|'count'|'plain'|'day'|'time'|'flag'|'text'} */
export function writingOf({ name, type, adds }) {
  if (COUNTS.test(name)) return "count";
  if (type === "decimal") return adds || AMOUNTS.test(name) ? "amount" : PARTS.test(name) ? "part" : "decimal";
  if (type === "integer") return adds ? "count" : "plain";
  return /** @type {any} */ (type);
}

/** What the chart may show: what adds up. @param {Kind} kind */
export const chartColumns = ({ columns }) =>
  columns.some(({ name }) => name === "day") ? columns.filter(({ adds }) => adds).map(({ name }) => name) : [];

/** A report's column by day, the oldest first: days as seconds, and sums. @param {any} report @param {string} column */
export function chartOf({ columns, rows }, column) {
  const [day, value] = [columns.indexOf("day"), columns.indexOf(column)];
  const sums = new Map();
  // In hundredths, so that a sum of amounts is exact.
  for (const row of rows) sums.set(row[day], (sums.get(row[day]) ?? 0) + Math.round((row[value] ?? 0) * 100));
  const days = [...sums.keys()].sort();
  return [days.map((each) => Date.parse(each) / 1000), days.map((each) => sums.get(each) / 100)];
}

/** Report fairness of several days: what they came to together, a row for each card, market and shop, as the view's own comment
 * has it: z is the difference of the prizes over the root of the variance. None of one day, nor of days that are not all there.
 * @param {{columns: string[], rows: any[][], truncated: boolean}} report */
export function fairnessTogether({ columns, rows, truncated }) {
  const at = (name) => columns.indexOf(name);
  if (truncated || new Set(rows.map((row) => row[at("day")])).size < 2) return [];
  const sums = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row[at("kind")], row[at("name")]]);
    const sum = sums.get(key) ?? row.map((value, i) => (["kind", "name"].includes(columns[i]) ? value : null));
    for (const name of ["rounds", "stakes", "prizes", "prizes_expected", "variance", "chi_square", "degrees"])
      if (row[at(name)] !== null) sum[at(name)] = (sum[at(name)] ?? 0) + row[at(name)];
    sums.set(key, sum);
  }
  for (const sum of sums.values()) {
    const [stakes, prizes, expected, variance] = ["stakes", "prizes", "prizes_expected", "variance"].map(
      (name) => sum[at(name)],
    );
    sum[at("return_observed")] = prizes / stakes;
    sum[at("return_expected")] = expected / stakes;
    sum[at("z")] = variance > 0 ? (prizes - expected) / Math.sqrt(variance) : null;
  }
  return [...sums.keys()].sort().map((key) => sums.get(key));
}
