// SPDX-License-Identifier: MIT
// Passwords that are tried first, and those that are hardly more than the user's name, are set nowhere: not by a user, not by an
// admin, not by the file of the first administrator.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, PASSWORD, People } from "../lib/people.mjs";
import { BUILD, bareEnvironment, ROOT } from "../lib/setting.mjs";

const house = useHouse();
let people;
before(async () => (people = await People.arrive(house)), { timeout: 120_000 });

const BAD = [["password_common", "password1"], ["password_common", "PassWord1"], ["password_common", "11111111"], ["password_common", "iloveyou"], ["bad_parameter", "1234567"]];

test("the table is the one that its maker makes, and has each of the 10 000 most used that is long enough", () => {
  const table = readFileSync(join(ROOT, "api/password_common.inc"), "utf8");
  assert.equal(table, execFileSync(process.execPath, [join(ROOT, "dev/common-passwords.mjs")], { encoding: "utf8", maxBuffer: 1 << 20 }));
  const known = new Set(table.match(/0x[0-9a-f]{8}/g));
  const used = createRequire(import.meta.url)("@zxcvbn-ts/language-common/src/passwords.json").slice(0, 10_000).filter((word) => word.length >= 8);
  assert.ok(used.length > 3000);
  for (const word of used) assert.ok(known.has(`0x${createHash("sha256").update(word.toLowerCase()).digest("hex").slice(0, 8)}`), word);
});

test("an admin gives no such password to anybody", async () => {
  for (const [code, password] of [...BAD, ["password_name", "eve-2026-eve"], ["password_name", "EVE12345"]]) {
    const answer = await people.admin.ask("POST", "/admin/users", { username: "eve", role: "auditor", password });
    assertProblem(answer, 400, code);
    assert.equal(answer.json.parameter, "password");
  }
  const { userId } = await people.admin.do("POST", "/admin/users", { username: "eve", role: "auditor", password: PASSWORD });
  for (const [code, password] of [...BAD, ["password_name", "eve-2026-eve"]]) assertProblem(await people.admin.ask("POST", `/admin/users/${userId}/password`, { password }), 400, code);
  assertProblem(await people.admin.ask("POST", `/admin/users/${userId + 1000}/password`, { password: PASSWORD }), 404, "not_found");
  await people.admin.do("POST", `/admin/users/${userId}/password`, { password: "eve and the apple" });
});

test("nor does anybody choose one", async () => {
  const user = await people.person("auditor");
  for (const [code, newPassword] of [...BAD, ["password_name", `${user.me.username}!`]]) {
    const answer = await user.ask("POST", "/auth/password", { password: PASSWORD, newPassword });
    assertProblem(answer, 400, code);
    assert.equal(answer.json.parameter, "newPassword");
  }
  await user.do("POST", "/auth/password", { password: PASSWORD, newPassword: "a horse in the rain" });
});

test("nor does a file", () => {
  const file = join(house.folder, "common-password");
  for (const [password, reason] of [["password1", /one of the most used/], ["admin2026", /hardly more than admin/], ["short", /8 to 256 bytes/]]) {
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    assert.throws(() => execFileSync(join(BUILD, "bin/hippo-api"), ["--reset-admin"], {
      env: { ...bareEnvironment, DATABASE_URL: house.db.url("hippo_api", "reset"), ADMIN_PASSWORD_FILE: file }, encoding: "utf8", stdio: "pipe" }), ({ stderr }) => reason.test(stderr));
  }
});
