// SPDX-License-Identifier: MIT
// The wall clock of the machine that a house's PostgreSQL runs on, as far as PostgreSQL can see: a test sets it while
// everything runs. The daemons' clocks stay right.
import { execFile } from "node:child_process";
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./setting.mjs";

export class ShiftedClock {
  /** Starts the house's PostgreSQL anew under such a clock, which is right at first. */
  static async under(house) {
    const clock = new ShiftedClock();
    const library = join(house.folder, "shifted_clock.so");
    clock.file = join(house.folder, "shift");
    writeFileSync(clock.file, Buffer.alloc(8));
    await promisify(execFile)("gcc", ["-D_GNU_SOURCE", "-O2", "-shared", "-fPIC", "-o", library, join(ROOT, "tests/lib/shifted_clock.c")]);
    house.db.env = { LD_PRELOAD: library, CLOCK_SHIFT_FILE: clock.file };
    await house.db.stop();
    await house.db.start();
    return clock;
  }

  /** From now on it is wrong by so much; above 0: ahead. */
  set(ms) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(ms));
    const file = openSync(this.file, "r+"); // in place: whoever has it mapped sees the number, old or new
    writeSync(file, bytes, 0, bytes.length, 0);
    closeSync(file);
  }
}
