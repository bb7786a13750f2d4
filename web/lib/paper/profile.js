// SPDX-License-Identifier: MIT
// How this browser prints, kept in it: the printer hangs on the machine, not on the till or the user.

import { remember, remembered } from "../remember.js";

/**
 * @typedef {object} Profile
 * @property {"browser"|"serial"|"usb"|"bluetooth"} way
 * @property {48|58|80} roll width of the paper in mm
 * @property {32|42|48} columns letters on a row
 * @property {"printer"|"raster"} qr who draws a code: many small printers print its text instead
 * @property {"partial"|"full"|"none"} cut
 * @property {boolean} drawer whether one hangs on the printer
 * @property {number} codePage number of cp850 in the printer's table
 * @property {number} baud of a serial line
 * @property {number} chunk bytes that a Bluetooth printer takes at once
 */

const PROFILE = "hippodrome.printer";

/** Of each the first is taken where nothing is known. @type {Record<string, readonly any[]>} */
export const CHOICES = {
  way: ["browser", "serial", "usb", "bluetooth"],
  roll: [58, 48, 80],
  columns: [32, 42, 48],
  qr: ["raster", "printer"],
  cut: ["partial", "full", "none"],
  drawer: [false, true],
  codePage: [2, 1],
  baud: [9600, 19200, 38400, 57600, 115200],
  chunk: [20, 100, 180],
};

/** Whatever was stored, a profile that prints: what is not among the choices is the first of them. @returns {Profile} */
export function profileOf(stored) {
  const given = stored && typeof stored === "object" ? stored : {};
  const profile = Object.fromEntries(
    Object.entries(CHOICES).map(([name, choices]) => [name, choices.includes(given[name]) ? given[name] : choices[0]]),
  );
  if (!CHOICES.columns.includes(given.columns)) profile.columns = profile.roll === 80 ? 48 : 32;
  return /** @type {Profile} */ (profile);
}

export const loadProfile = () => profileOf(remembered(PROFILE));

/** @param {Profile} profile */
export const saveProfile = (profile) => remember(PROFILE, profileOf(profile));
