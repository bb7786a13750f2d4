// SPDX-License-Identifier: MIT
// deploy/server/reports: each sealed day's reports as files, whole or not there, asked for over the public origin.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { demonstrate, PASSWORD } from "../lib/demo.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";

const run = promisify(execFile);
describe("the nightly reports", inOrder, () => {
  const house = useHouse({ programs: [] });
  const at = (...names) => join(house.folder, ...names);
  const reports = (env = {}) => run(join(ROOT, "deploy/server/reports"), [at("reports")], { env: { PATH: process.env.PATH, SITE: house.origin, CURL_CA_BUNDLE: at("caddy/pki/authorities/local/root.crt"),
    REPORTS_USER: "olga", REPORTS_PASSWORD_FILE: at("password"), ...env } });
  const days = () => (existsSync(at("reports")) ? readdirSync(at("reports")).filter((name) => name !== ".lock").sort() : []);

  /** A PATH with a curl that does `first` before it is the real one. */
  async function curl(first) {
    mkdirSync(at("bin"), { recursive: true });
    writeFileSync(at("bin/curl"), `#!/bin/bash\n${first}\nexec ${(await run("sh", ["-c", "command -v curl"])).stdout.trim()} "$@"\n`);
    chmodSync(at("bin/curl"), 0o755);
    return `${at("bin")}:${process.env.PATH}`;
  }

  test("need somebody who may read them", async () => {
    await demonstrate(house, { days: 2, rounds: 3 });
    await house.launch(["api", "caddy"]);
    writeFileSync(at("password"), "not hers");
    await assert.rejects(reports(), ({ code, stderr }) => code === 1 && /olga cannot sign in at https:/.test(stderr));
    writeFileSync(at("password"), PASSWORD);
    assert.deepEqual(days(), [], "nothing is left of a try");
  });

  test("that break off in the middle leave nothing of the day", async () => {
    // A network that ends after so many requests.
    const PATH = await curl(`echo . >>${at("count")}\n[ "$(wc -l <${at("count")})" -gt 12 ] && exit 56`);
    await assert.rejects(reports({ PATH }), /no \w+ of \d{4}-/);
    assert.deepEqual(days(), []);
  });

  test("are there for each sealed day: all of them, as CSV and JSON, with their sums; a second time nothing is done", async () => {
    const { stdout } = await reports();
    const sealed = (await house.query("select day::text from hippo.seal order by day")).map(({ day }) => day);
    assert.equal(sealed.length, 2);
    assert.deepEqual(days(), sealed);
    assert.match(stdout, /2 days made/);
    const names = (await house.query("select name from hippo.report_list()")).map(({ name }) => name);
    for (const day of sealed) {
      assert.deepEqual(readdirSync(at("reports", day)).sort(), ["SHA256SUMS", ...names.flatMap((name) => [`${name}.csv`, `${name}.json`])].sort());
      await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: at("reports", day) });
      const tickets = JSON.parse(readFileSync(at("reports", day, "days.json"), "utf8"));
      assert.ok(JSON.stringify(tickets).includes(day));
      const seal = await house.value("select encode(hash, 'hex') from hippo.seal where day = $1", [day]);
      assert.ok(readFileSync(at("reports", day, "seals.csv"), "utf8").includes(seal), "the seal, to which all of it belongs");
    }
    assert.match((await reports()).stdout, /^reports: 0 days made, 2 sealed/);
  });

  test("have no JSON where it would lack rows: the CSV has them all", async () => {
    rmSync(at("reports"), { recursive: true });
    await reports({ PATH: await curl(`set -- "\${@/limit=10000/limit=3}"`) });
    const [day] = days();
    const files = readdirSync(at("reports", day));
    assert.ok(files.includes("ledger.csv") && !files.includes("ledger.json") && files.includes("days.json"), files.join(" "));
    await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: at("reports", day) });
  });
});
