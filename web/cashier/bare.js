// SPDX-License-Identifier: MIT

/** An amount where something beside it names the currency. @param {any} context @param {number} minor */
export function bare({ format, session }, minor) {
  return format.shortMoney(minor, "", session.config?.currencyDigits).trim();
}
