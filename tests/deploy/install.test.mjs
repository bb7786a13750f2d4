// SPDX-License-Identifier: MIT
// `make install` on a plain server: what lies where, units that systemd finds safe, and the scripts that come along.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { IS_ROOT, PG_BIN, ROOT } from "../lib/setting.mjs";

const MOST_EXPOSED = 20; // tenths: what systemd-analyze calls 2.0

describe("make install", () => {
  let folder, units;
  const at = (path) => join(folder, path);
  before(() => {
    folder = makeFolder();
    // As somebody types it whose files nobody else may read.
    execFileSync("bash", ["-c", `umask 077 && make -s install "DESTDIR=${folder}" prefix=/usr`], { cwd: ROOT });
    units = readdirSync(at("usr/lib/systemd/system")).filter((name) => name.endsWith(".service"));
  });
  after(() => removeFolder(folder));

  test("programs, schema, pages and units are where they belong", () => {
    for (const daemon of ["scheduler", "gateway", "api"])
      assert.match(execFileSync(at(`usr/bin/hippo-${daemon}`), ["--help"], { encoding: "utf8" }), /DATABASE_URL/);
    assert.match(execFileSync(at("usr/bin/hippo-verify"), ["--help"], { encoding: "utf8" }), /exit status: 0 it holds/);
    for (const path of ["share/hippodrome/sql/migrate", "share/hippodrome/web/index.html", "share/hippodrome/Caddyfile", "share/hippodrome/openapi.yaml",
      "share/hippodrome/deploy/backup", "share/hippodrome/deploy/drill", "share/hippodrome/deploy/reports", "share/doc/hippodrome/README.md", "share/man/man1/hippo-verify.1", "lib/sysusers.d/hippodrome.conf", "lib/tmpfiles.d/hippodrome.conf"])
      assert.ok(existsSync(at(join("usr", path))), path);
    assert.deepEqual(units.sort(), ["alert@", "api", "backup", "backup-check", "drill", "gateway", "migrate", "reports", "scheduler"].map((name) => `hippodrome-${name}.service`).sort());
    // What it starts is the operator's program, of which nothing is known.
    units = units.filter((name) => name !== "hippodrome-alert@.service");
  });

  test("everybody may read what is installed", () => {
    assert.equal(execFileSync("find", [at("usr"), "!", "-perm", "-a=r", "-o", "-type", "d", "!", "-perm", "-a=x"], { encoding: "utf8" }), "");
  });

  test("what the units start is there, and nothing is left to fill in", () => {
    for (const unit of units) {
      const text = readFileSync(at(`usr/lib/systemd/system/${unit}`), "utf8");
      assert.doesNotMatch(text, /@prefix@/, unit);
      const program = /^ExecStart=(\S+)/m.exec(text)[1];
      assert.ok(statSync(at(program)).mode & 0o111, program);
    }
  });

  test("systemd finds them well formed and little exposed", () => {
    for (const unit of units) {
      const path = at(`usr/lib/systemd/system/${unit}`);
      execFileSync("systemd-analyze", ["security", "--offline=yes", `--threshold=${MOST_EXPOSED}`, "--no-pager", path], { stdio: "pipe" });
    }
    // The programs are looked for where they will be: so once more, without a DESTDIR.
    execFileSync("make", ["-s", "install", `prefix=${at("own")}`, `systemd=${at("own/systemd")}`], { cwd: ROOT });
    const paths = units.map((unit) => at(`own/systemd/systemd/system/${unit}`));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], { encoding: "utf8" });
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });

  test("its users can be made", { skip: !IS_ROOT }, () => {
    mkdirSync(at("etc"), { recursive: true });
    execFileSync("systemd-sysusers", [`--root=${folder}`, "hippodrome.conf"], { stdio: "pipe" });
    const users = readFileSync(at("etc/passwd"), "utf8");
    for (const user of ["hippo_scheduler", "hippo_gateway", "hippo_api"]) assert.match(users, new RegExp(`^${user}:`, "m"));
    assert.match(readFileSync(at("etc/group"), "utf8"), /^hippo-web:/m);
  });
});

describe("backup and drill", () => {
  const house = useHouse();
  const run = (script, file) =>
    execFileSync(join(ROOT, "deploy/server", script), [file], {
      encoding: "utf8", stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: `${PG_BIN}:${process.env.PATH}`, DATABASE_URL: house.db.url("postgres"), VAULT_KEY_FILE: house.vaultKey },
    });
  const databases = async () => (await house.query("select datname from pg_database where datname like 'hippodrome%'")).length;

  test("a backup of a house that runs can be restored, and is that house", async () => {
    await house.rounds(2);
    const file = join(house.folder, "backup");
    assert.match(run("backup", file), /^backup: /);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.throws(() => run("backup", file), /is there already/);
    await house.rounds(3);
    assert.match(run("drill", file), /every proof holds; they are those of the house/);
    assert.equal(await databases(), 1, "the drill leaves nothing behind");
  });

  test("a damaged backup, and one of another house, are found out", async () => {
    const file = join(house.folder, "damaged");
    run("backup", file);
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)] ^= 0xff;
    writeFileSync(file, bytes);
    assert.throws(() => run("drill", file), /checksum|did NOT match|FAILED/i);
    const other = join(house.folder, "other");
    run("backup", other);
    await house.query("alter table hippo.round disable trigger user");
    await house.query("update hippo.round set secret = sha256('another') where round_id = 10000001");
    assert.throws(() => run("drill", other), /are not those of the house/);
    assert.equal(await databases(), 1);
  });
});
