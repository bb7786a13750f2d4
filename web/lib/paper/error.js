// SPDX-License-Identifier: MIT

/**
 * Why a paper was not sent: `connect` (nobody allowed the printer, or it was unplugged: one key asks again), `held` (the
 * system's own driver has it), `failed`, `stalled` (it takes no more), `paper_out`, `unsupported` (this browser has no such
 * way). The code has printer_ before it: it stands among the api's codes where pages say what was the matter.
 */
export class PrinterError extends Error {
  /**
   * @param {"connect"|"held"|"failed"|"stalled"|"paper_out"|"unsupported"} why
   * @param {unknown} [cause]
   */
  constructor(why, cause) {
    super(`printer: ${why}`, { cause });
    this.code = `printer_${why}`;
    this.written = false; // true: a part may be on paper
  }
}
