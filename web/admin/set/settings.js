// SPDX-License-Identifier: MIT
// The settings as people read them: in which group each stands, and as what kind of field. One that this release's pages do not
// know yet stands in the last group, in the house's own words.

/** @type {readonly {group: string, names: readonly string[]}[]} */
const GROUPS = [
  { group: "rounds", names: ["betting_ms", "lock_ms", "film_ms", "finish_ms"] },
  {
    group: "markets",
    names: ["win", "place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"].map(
      (market) => `market_${market}`,
    ),
  },
  {
    group: "stakes",
    names: [
      "stake_min",
      "stake_max",
      "stake_step",
      "lines_max",
      "ticket_stake_max",
      "ticket_prize_max",
      "ticket_days",
      "warn_days",
    ],
  },
  { group: "exposure", names: ["round_exposure_max", "till_exposure_max", "exposure_step"] },
  {
    group: "limits",
    names: ["turnover_day_max", "till_credit_max", "payout_max", "payout_day_max", "cash_out_max", "cash_out_day_max"],
  },
  {
    group: "cash",
    names: [
      "pay_anywhere",
      "pay_supervisor_from",
      "cash_out_supervisor_from",
      "void_limit",
      "till_tolerance",
      "till_cash_max",
      "cash_unit",
      "denominations",
    ],
  },
  { group: "paper", names: ["house_name", "ticket_notice", "rules_url"] },
  { group: "books", names: ["currency", "currency_digits", "time_zone", "day_ends_hour", "proof_hour"] },
  { group: "safety", names: ["two_person_hours", "session_hours", "clock_skew_max_ms", "stream_keep"] },
];

const AMOUNTS =
  /^(stake_|ticket_stake|ticket_prize|round_exposure|till_exposure|exposure_|turnover|till_credit|payout|cash_out|pay_super|cash_unit|till_tol|till_cash)/;
const FLAGS = /^(market_|pay_anywhere$)/;
/** Their largest value is no limit at all. */
const UNLIMITED = /^(turnover_day|till_credit|payout|payout_day|cash_out|cash_out_day)_max$/;
const UNITS = { _days: "days", _hours: "hours" };

/** @param {readonly any[]} settings as the house lists them @returns {{group: string, items: any[]}[]} none is left out */
export function groupSettings(settings) {
  const rest = new Map(settings.map((setting) => [setting.name, setting]));
  const take = (name) => {
    const setting = rest.get(name);
    rest.delete(name);
    return setting ? [setting] : [];
  };
  const groups = GROUPS.map(({ group, names }) => ({ group, items: names.flatMap(take) }));
  return [...groups, { group: "other", items: [...rest.values()] }].filter(({ items }) => items.length > 0);
}

/** The name that people read. @param {any} setting @param {any} context */
export function labelOf({ name, description }, { t }) {
  if (name.startsWith("market_")) return t("setting.market", { market: t(`market.${name.slice(7)}`) });
  const label = t(`setting.${name}`);
  return label === `setting.${name}` ? description : label;
}

/** @param {any} setting @param {any} context @returns {import('./fields.js').Field} */
export function settingField(setting, context) {
  const { name, kind, minimum, maximum } = setting;
  const { t } = context;
  const label = labelOf(setting, context);
  const field = { name: "value", label, isRequired: true, when: setting.applies };
  if (kind === "text") return { ...field, kind: "text", longest: 200 };
  if (FLAGS.test(name))
    return { ...field, kind: "choice", choices: [1, 0].map((value) => ({ value, label: t(value ? "set.yes" : "set.no") })) };
  if (UNLIMITED.test(name))
    return {
      ...field,
      kind: "amount",
      isRequired: false,
      min: minimum,
      max: maximum - 1,
      longest: 20,
      none: t("set.limit_no"),
    };
  if (name.endsWith("_ms")) return { ...field, kind: "seconds", min: minimum, max: maximum, longest: 12 };
  const unit = Object.entries(UNITS).find(([end]) => name.endsWith(end))?.[1];
  return {
    ...field,
    kind: AMOUNTS.test(name) ? "amount" : "count",
    min: minimum,
    max: maximum,
    longest: 20,
    ...(unit ? { unit } : {}),
  };
}

/** What holds, as the field has it: no limit is an empty field. */
export const currentOf = ({ name, value, maximum }) => ({ value: UNLIMITED.test(name) && value === maximum ? null : value });

/** What is sent for a field's value. */
export const sentOf = ({ maximum }, value) => (value === null ? maximum : value);
