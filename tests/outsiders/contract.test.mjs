// SPDX-License-Identifier: MIT
// Schemathesis reads the contract, and finds nothing in the running house that is not as it says: neither for an admin,
// nor for a cashier. What it is told not to look for, and why: schemathesis.toml.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { inOrder, useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";
import { Stage } from "../lib/stage.mjs";

const HERE = join(ROOT, "tests/outsiders");
const PROGRAM = join(ROOT, "build/outsiders/python/bin/schemathesis");
const WHO = ["admin", "cashier"];

describe("schemathesis", inOrder, () => {
  const house = useHouse({ plain: true });
  let stage;
  before(async () => (stage = await Stage.open(house)), { timeout: 120_000 });

  const run = ({ token, me }) => new Promise((resolve, reject) => {
    const options = { cwd: house.folder, env: { ...process.env, TOKEN: token, OWN_ID: String(me.userId), SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: HERE, NO_COLOR: "1" }, maxBuffer: 1e9 };
    execFile(PROGRAM, ["--config-file", join(HERE, "schemathesis.toml"), "run", join(ROOT, "api/openapi.yaml"), "--url", `${house.plainOrigin}/api/v1`,
      "--continue-on-failure", "--request-timeout", "15", "--workers", "1", "--max-examples", "20"], options,
    (error, stdout, stderr) => (error ? reject(new Error(`${error.code}\n${stdout}\n${stderr}`)) : resolve(stdout)));
  });

  for (const who of WHO) {
    test(`finds nothing as ${who}`, { timeout: 600_000 }, async (t) => {
      const said = await run(await stage.session(stage[who]));
      t.diagnostic(/Test cases:\n +(.*)/.exec(said)?.[1]);
    });
  }
});
