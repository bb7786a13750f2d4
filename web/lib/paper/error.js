// SPDX-License-Identifier: MIT

/**
 * Why a paper was not sent: `connect` (nobody allowed the printer, or it was unplugged: one key asks again), `held` (the system's
 * own driver has it), `failed`, `stalled` (it takes no more), `paper_out`, `unsupported` (this browser has no such way).
 */
export class PrinterError extends Error {
  /**
   * @param {"connect"|"held"|"failed"|"stalled"|"paper_out"|"unsupported"} code
   * @param {unknown} [cause]
   */
  constructor(code, cause) {
    super(`printer: ${code}`, { cause });
    this.code = code;
    this.written = false; // true: a part may be on paper
  }
}
