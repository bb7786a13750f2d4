// SPDX-License-Identifier: MIT
// What a ticket's QR code holds: 0-9 and A-Z alone, because a scanner types it, and hyphens and blanks come out as other
// characters on another layout of keys. Shop (3 digits), till (2), serial (4 to 9), the number's check character, the
// validation code (8), a check character over all of that: a scanner whose letters are exchanged (A and Q, on a French
// keyboard) still has the right digits, so the number's own check character would not notice.

const NUMBER = /^(\d{2,3})-(\d{2})(\d{4,9})-([\dX])$/;
const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const CONTENT = /^(\d{3})(\d{2})(\d{4,9})([\dX])([0-9A-HJKMNP-TV-Z]{8})([0-9A-Z])$/;
const IN_ADDRESS = /^HTTPS?:.*#TICKET=/;
const OLD_CONTENT = /^(\S+) ([0-9A-HJKMNP-TV-Z]{8})(?: \d+)?$/; // number, code, round: on the papers printed until 2026

/** On the test page of a printer: no shop has this number, and the letters are those that layouts of keys exchange. */
export const TEST_TICKET = { number: "00-000000-1", code: "7K3QW9ZT" };

/** ISO 7064 MOD 11-2 over digits, X for 10: as hippo.ticket_number computes it. */
function numberCheck(digits) {
  let sum = 0;
  for (const digit of digits) sum = ((sum + Number(digit)) * 2) % 11;
  return "10X98765432"[sum];
}

/** ISO 7064 MOD 37,36 over digits and capitals. */
function contentCheck(text) {
  let product = 36;
  for (const character of text) {
    const sum = (product + parseInt(character, 36)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ((37 - product) % 36).toString(36).toUpperCase();
}

/** The parts of a number as it is printed; null when a digit is wrong, or a zero is there that no number has. */
function numberParts(number) {
  const [, shop, till, serial, check] = NUMBER.exec(number) ?? [];
  if (!shop || (shop.length > 2 && shop[0] === "0") || (serial.length > 4 && serial[0] === "0")) return null;
  return check === numberCheck(shop + till + serial) ? { shop, till, serial, check } : null;
}

/**
 * What to print in the QR code of a ticket.
 * @param {string} number as it is printed: "07-010042-4"
 * @param {string} code its validation code
 * @returns {string}
 */
export function print(number, code) {
  const parts = numberParts(number);
  if (!parts || !CODE.test(code)) throw new RangeError("no number or code of a ticket");
  const content = parts.shop.padStart(3, "0") + parts.till + parts.serial + parts.check + code;
  return content + contentCheck(content);
}

/** What a phone reads from a screen: the page that verifies this ticket. Behind the # it is told to no server. */
export const verifierAddress = (origin, content) => `${origin}/verify/#ticket=${content}`;

/**
 * The ticket that a scanned code names, from today's papers, from those with hyphens and blanks, and from a screen.
 * @param {string} content as it was read; small letters are read as capitals
 * @returns {{number: string, code: string} | null} null: it is no ticket's, or was misread
 */
export function parse(content) {
  const text = content.trim().toUpperCase().replace(IN_ADDRESS, "");
  const old = OLD_CONTENT.exec(text);
  if (old) return numberParts(old[1]) ? { number: old[1], code: old[2] } : null;
  const [, shop, till, serial, check, code] = CONTENT.exec(text) ?? [];
  if (!shop || text.slice(-1) !== contentCheck(text.slice(0, -1))) return null;
  const number = `${shop[0] === "0" ? shop.slice(1) : shop}-${till}${serial}-${check}`;
  return numberParts(number) ? { number, code } : null;
}
