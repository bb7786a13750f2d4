// SPDX-License-Identifier: MIT
// Numbers, money and times as people here read them. Amounts and odds come as integers in hundredths. No float ever
// holds a part of an amount: its units, a whole number, and its hundredths are written apart.

const TIME_ZONE = "America/Port-au-Prince";
/** Browsers carry no number rules for Haitian Creole; Haiti's French ones are what people are used to. */
const LOCALES = { fr: "fr-HT", en: "en-US", ht: "fr-HT" };

/** @type {Intl.DateTimeFormatOptions} */
const MOMENT = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** An integer as decimal text: 550 with two places becomes 5.50. */
function decimal(value, places) {
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  const whole = digits.length - places;
  return `${value < 0 ? "-" : ""}${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

/** @param {string} lang fr, en or ht */
export function createFormat(lang) {
  const locale = LOCALES[lang] ?? LOCALES.fr;
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: TIME_ZONE,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const point = one.formatToParts(0.1).find(({ type }) => type === "decimal").value;
  const exactly = (value, places) => {
    const [sign, units, rest] = decimal(value, places)
      .match(/^(-?)(\d+)\.(\d*)$/)
      .slice(1);
    return sign + whole.format(Number(units)) + (places ? point + rest : "");
  };

  return {
    /** Odds in hundredths: 550 is "5,50". */
    odds: (value) => exactly(value, 2),
    /** Minor units: 125000 is "1 250,00 HTG". `places`: how many of its digits are behind the comma. */
    money: (minor, currency = "HTG", places = 2) => `${exactly(minor, places)}\u00a0${currency}`,
    /** The same as a house writes it that has few hundredths: "1 250 HTG" where there are none, else all of them. */
    shortMoney(minor, currency = "HTG", places = 2) {
      const unit = 10 ** places;
      return minor % unit ? this.money(minor, currency, places) : this.money(minor / unit, currency, 0);
    },
    /** A part of one as "17,3 %". */
    chance: (part) => percent.format(part),
    /** A number where there is little room: 12500 is "12,5 k" or what the language has for it. */
    short: (value) => compact.format(value),
    /** The same to its hundredths, "95,10 %". */
    share: (part) => share.format(part),
    /** A whole number: 12500 is "12 500". */
    count: (value) => whole.format(value),
    metres: (mm) => whole.format(mm / 1000),
    metresShort: (mm) => one.format(mm / 1000),
    seconds: (ms) => two.format(ms / 1000),
    /** 60000 is "60", 2500 is "2,5". */
    spanSeconds: (ms) => short.format(ms / 1000),
    /** Wall clock in Haiti at a server time. */
    clock: (ms) => clock.format(ms),
    /** Day and time as tickets print them, the same in every language: 2026-11-23 13:21. */
    moment(ms, timeZone = TIME_ZONE) {
      const parts = new Intl.DateTimeFormat("en-CA", { ...MOMENT, timeZone }).formatToParts(ms);
      const part = (type) => parts.find((each) => each.type === type).value;
      return `${part("year")}-${part("month")}-${part("day")}\u00a0${part("hour")}:${part("minute")}`;
    },
  };
}
