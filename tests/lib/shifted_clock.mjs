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
    const clock = ShiftedClock.at(join(house.folder, "shift"));
    const library = join(house.folder, "shifted_clock.so");
    await ShiftedClock.build(library);
    house.db.env = { LD_PRELOAD: library, CLOCK_SHIFT_FILE: clock.file };
    await house.db.stop();
    await house.db.start();
    return clock;
  }

  /** For a program with LD_PRELOAD, the library that is built, and CLOCK_SHIFT_FILE, this file. */
  static at(file) {
    const clock = new ShiftedClock();
    clock.file = file;
    writeFileSync(file, Buffer.alloc(8));
    return clock;
  }

  static async build(library) {
    await promisify(execFile)("gcc", ["-D_GNU_SOURCE", "-O2", "-shared", "-fPIC", "-o", library, join(ROOT, "tests/lib/shifted_clock.c")]);
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
