// SPDX-License-Identifier: MIT
// The one place that hands an address of a script to the browser (Trusted Types: the header names this policy). A browser may
// make a policy once a page.

const WORKERS = ["/cashier/sw.js"];

const known = (url) => {
  if (!WORKERS.includes(url)) throw new TypeError("no script of ours");
  return url;
};
const policy = globalThis.trustedTypes?.createPolicy("hippodrome", { createScriptURL: known });

/** @param {string} url one of this site's workers @returns {any} as the browser wants it */
export const workerUrl = (url) => (policy ? policy.createScriptURL(url) : known(url));
