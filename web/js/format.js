// SPDX-License-Identifier: MIT
// Numbers, money and times as people here read them. Amounts and odds come as integers in hundredths
// and are handed to Intl as decimal text: no float ever holds money.

const TIME_ZONE = "America/Port-au-Prince";
/** Browsers carry no number rules for Haitian Creole; Haiti's French ones are what people are used to. */
const LOCALES = { fr: "fr-HT", en: "en-US", ht: "fr-HT" };

/** An integer in hundredths as decimal text: 550 becomes 5.50. */
function hundredths(value) {
  const digits = String(Math.abs(value)).padStart(3, "0");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** @param {string} lang fr, en or ht */
export function createFormat(lang) {
  const locale = LOCALES[lang] ?? LOCALES.fr;
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: TIME_ZONE,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

  return {
    /** Odds in hundredths: 550 is "5,50". */
    odds: (value) => two.format(hundredths(value)),
    /** Minor units: 125000 is "1 250,00 HTG". */
    money: (minor, currency = "HTG") => `${two.format(hundredths(minor))}\u00a0${currency}`,
    /** A part of one as "17,3 %". */
    chance: (part) => percent.format(part),
    metres: (mm) => whole.format(mm / 1000),
    metresShort: (mm) => one.format(mm / 1000),
    seconds: (ms) => two.format(ms / 1000),
    /** Wall clock in Haiti at a server time. */
    clock: (ms) => clock.format(ms),
  };
}
