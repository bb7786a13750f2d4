// SPDX-License-Identifier: MIT
// What the house refused, in the reader's words: by the code of the api's problem. One table for all pages of people at work.

/** Parameters of the api that are amounts. What the api says of any that it refuses has the parameter's name in it. */
const AMOUNTS = ["amount", "float"];

/**
 * @param {{t: (key: string, values?: object) => string, has: (key: string) => boolean, money: (minor: number) => string}} words
 * @returns {(problem: {code: string, facts?: any}) => string}
 */
export function createProblemText({ t, has, money }) {
  const amounts = ["min", "max", "step", "limit", "left", "amount", "from"];
  return ({ code, facts = {} }) => {
    const values = { ...facts, code, seconds: Math.ceil((facts.retryAfterMs ?? 1000) / 1000) };
    for (const name of amounts) if (Number.isSafeInteger(facts[name])) values[name] = money(facts[name]);
    // How many lines, not an amount.
    if (code === "lines") values.max = facts.max;
    const key = code === "bad_parameter" && AMOUNTS.includes(facts.parameter) ? "problem.amount_range" : `problem.${code}`;
    const text = has(key) ? t(key, values) : (facts.detail ?? t("problem.other", values));
    const line = facts.line ? `${t("problem.line", { line: facts.line })} ${text}` : text;
    const isCap = facts.line && /^cap_|^limit_turnover$/.test(code) && facts.max !== undefined;
    return isCap ? `${line} ${t(facts.max > 0 ? "problem.most" : "problem.none", values)}` : line;
  };
}
