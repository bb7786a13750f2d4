// SPDX-License-Identifier: MIT
// Signed exports as an auditor gets and checks them.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUILD } from "./setting.mjs";
import { waitFor } from "./wait.mjs";

/** A signed export of the house's present day, once it is ready. */
export async function makeExport(auditor, timeout = 20_000) {
  const { house } = auditor.people;
  const day = await house.value("select hippo.house_day(hippo.clock())::text");
  const { exportId } = await auditor.do("POST", "/admin/exports", { from: day, to: day });
  return waitFor(() => `export ${exportId} is ready\n${house.tail()}`, async () => {
    const one = await auditor.do("GET", `/admin/exports/${exportId}`);
    return one.state === "ready" && one;
  }, timeout, 50);
}

/** {status, out, err} of hippo-verify over these bytes, which it reads from a file, or from its standard input. */
export function verify(house, text, { args = [], isPiped = false } = {}) {
  const path = join(house.folder, "verified.jsonl");
  writeFileSync(path, text);
  return new Promise((resolve) => {
    const child = execFile(join(BUILD, "bin/hippo-verify"), [...args, isPiped ? "-" : path], { maxBuffer: 2 ** 26 }, (error, out, err) => resolve({ status: error?.code ?? 0, out, err }));
    child.stdin.on("error", () => {});
    child.stdin.end(isPiped ? text : "");
  });
}
