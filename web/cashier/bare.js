// SPDX-License-Identifier: MIT

/** An amount where something beside it names the currency. @param {any} context @param {number} minor */
export function bare({ format, session }, minor) {
  const { currencyDigits = 2 } = session.config ?? {};
  const unit = 10 ** currencyDigits;
  return (minor % unit ? format.money(minor, "", currencyDigits) : format.money(minor / unit, "", 0)).trim();
}
