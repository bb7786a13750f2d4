// SPDX-License-Identifier: MIT
// Back to a moment of the past: pgBackRest's backup and the archived WAL give the house as it was, to the last cent, and it goes
// on. What stands in the way of that is told before it is needed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { assertBooks } from "../lib/books.mjs";
import { openTills } from "../lib/cashiers.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { record } from "../lib/record.mjs";
import { IS_ROOT, ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const run = promisify(execFile);
const asPostgres = IS_ROOT ? ["runuser", "-u", "postgres", "--"] : ["env"];

describe("point in time recovery", inOrder, () => {
  const house = useHouse();
  let repository, config, scratch, cashier, then, past;
  before(async () => {
    // Another file system than that of the house.
    repository = mkdtempSync("/dev/shm/hippo-pitr-");
    config = join(house.folder, "backrest/pgbackrest.conf");
    scratch = join(house.folder, "scratch");
    mkdirSync(scratch);
    if (IS_ROOT) await run("chown", ["postgres:", scratch]);
  });
  after(() => rmSync(repository, { recursive: true, force: true }));

  const environment = (env) => ({
    ...process.env, DATABASE_URL: house.db.url("postgres"), VAULT_KEY_FILE: house.vaultKey, PGBACKREST_CONFIG: config, REPOSITORY: repository,
    DRILL_FOLDER: join(scratch, "drill"), FREE_PERCENT: "1", ...env,
  });
  const pitr = async (command, env = {}) => (await run(join(ROOT, "deploy/server/pitr"), command.split(" "), { env: environment(env) })).stdout;
  const backrest = async (...args) => (await run(asPostgres[0], [...asPostgres.slice(1), "pgbackrest", `--config=${config}`, "--stanza=hippodrome", ...args])).stdout;
  const backups = async () => JSON.parse(await backrest("info", "--output=json"))[0].backup.map(({ type }) => type);
  const troubles = (env) => pitr("check", env).then(() => "", ({ stderr }) => stderr);
  const play = async () => {
    await house.phase("betting", { from: (await house.value("select max(round_id) from hippo.round")) + 1 });
    const answer = await cashier.sell(await house.value("select max(round_id) from hippo.round"));
    assert.equal(answer.status, 200, answer.text);
  };
  const switchWal = () => house.value("select pg_walfile_name(pg_switch_wal())");
  const archived = (segment) => waitFor(`${segment} is in the archive`, async () => (await house.value("select last_archived_wal from pg_stat_archiver")) >= segment, 20_000, 50);

  test("a repository on the database's own disk is refused", async () => {
    const own = join(house.folder, "own");
    mkdirSync(own);
    await assert.rejects(pitr("setup", { REPOSITORY: own }), /is on the disk of the database/);
    assert.ok(!existsSync(config), "and nothing was written");
  });

  test("PostgreSQL archives, and what is there is encrypted, the key too", async () => {
    assert.match(await pitr("setup --encrypt"), /Restart PostgreSQL/);
    await house.db.stop();
    await house.db.start();
    await house.ready();
    [cashier] = await openTills({ ...house, get origin() { return house.origin; }, get ca() { return house.ca; }, execute: (sql) => house.query(sql) }, 1);
    await play();
    assert.match(await troubles(), /there is no backup yet/);
    await pitr("backup");
    await play();
    await pitr("backup");
    assert.deepEqual(await backups(), ["full", "incr"]);
    await waitFor("nothing is wrong", async () => (await troubles()) === "");
    const [copy] = readdirSync(join(repository, "keys"));
    assert.equal(copy, `${await house.value("select encode(key_fingerprint, 'hex') from hippo.session")}.key`);
    assert.ok(!readFileSync(join(repository, "keys", copy)).includes(readFileSync(house.vaultKey)), "the key lies there as it is");
    const segment = await switchWal();
    await archived(segment);
    const { stdout } = await run("bash", ["-ec", `find ${repository}/archive -name '${segment}-*' -exec head -c 8 {} +`]);
    assert.equal(stdout, "Salted__", "what OpenSSL begins a cipher text with");
  });

  test("the drill restores it all beside the house, and leaves nothing", { timeout: 120_000 }, async () => {
    await play();
    assert.match(await pitr("drill"), /[1-9]\d* rounds .*every proof holds; they are those of the house/);
    assert.ok(!existsSync(join(scratch, "drill")));
  });

  test("what goes wrong is told", { timeout: 240_000 }, async () => {
    assert.match(await troubles({ FREE_PERCENT: "101" }), /only \d+ % of the disk of .* are free/);
    assert.match(await troubles({ BACKUP_HOURS: "-1" }), /the newest backup is \d+ hours old/);
    const copies = join(repository, "keys");
    renameSync(copies, `${copies}.away`);
    assert.match(await troubles(), /there is no copy of the key [0-9a-f]{16}/);
    renameSync(`${copies}.away`, copies);

    const archive = join(repository, "archive");
    renameSync(archive, `${archive}.away`);
    await switchWal();
    await waitFor("a failing archive is told", async () => /the archive has failed since/.test(await troubles()), 20_000, 200);
    assert.match(await troubles({ ARCHIVE_MINUTES: "0" }), /pieces of WAL \(\d+ MB\) wait for the archive/);
    rmSync(archive, { recursive: true, force: true });
    renameSync(`${archive}.away`, archive);
    await switchWal(); // wakes PostgreSQL's archiver, as the next minute would
    await waitFor("it goes on by itself", async () => (await troubles()) === "", 90_000, 500);

    // As pgBackRest does behind archive-push-queue-max.
    await house.query("alter system set archive_command = 'true'");
    await house.query("select pg_reload_conf()");
    await waitFor("it is in force", async () => (await house.value("show archive_command")) === "true");
    await archived(await switchWal());
    assert.match(await troubles(), /there is a gap until the next backup/);
    await pitr("setup");
    await house.query("select pg_reload_conf()");
    await waitFor("it is in force", async () => (await house.value("show archive_command")) !== "true");
    await pitr("backup");
    assert.equal(await troubles(), "");
  });

  test("a moment is restored to the last cent, its key too, and what came after it is gone", { timeout: 180_000 }, async () => {
    await play();
    await house.query("select hippo.game_pause($1)", ["a moment to come back to"]);
    await house.phase("settled");
    past = await record(house);
    then = await house.value("select clock_timestamp()::text");
    await pass(50);
    await house.query("select hippo.game_resume('on with it')");
    await play();
    const screen = await house.follower();
    // The mistake that somebody wants undone.
    await assert.rejects(house.query("truncate hippo.ticket cascade"), /never/);
    await house.query("begin; set local session_replication_role = replica; truncate hippo.ticket cascade; commit");
    await archived(await switchWal());

    for (const daemon of ["scheduler", "api", "gateway"]) await house.stop(daemon);
    await house.db.stop();
    renameSync(house.db.data, `${house.db.data}.before`);
    mkdirSync(house.db.data, { mode: 0o700 });
    if (IS_ROOT) await run("chown", ["postgres:", house.db.data]);
    await backrest("--type=time", `--target=${then}`, "--target-action=promote", "restore");
    const key = readFileSync(house.vaultKey);
    writeFileSync(house.vaultKey, Buffer.alloc(32, 1));
    await house.db.start();
    await waitFor("it has recovered", async () => (await house.value("select pg_is_in_recovery()")) === false, 30_000, 50);
    assert.deepEqual(await record(house), past);
    assert.match(await pitr("prove"), /the key is [0-9a-f]{16} again\n.*every proof holds; .*begins anew/);
    assert.deepEqual(readFileSync(house.vaultKey), key);

    for (const daemon of ["scheduler", "api", "gateway"]) house.start(daemon);
    await house.ready();
    await house.query("select hippo.game_resume('it is back')");
    await play();
    await waitFor("the screen has come back", () => screen.clients.length >= 2, 15_000, 20);
    assert.ok(screen.losses >= 1, "a client that has seen another future is told so");
    await screen.stop();
    cashier.leave();
    await house.rounds((await house.value("select count(*) from hippo.round where phase = 'settled'")) + 1);
    assert.deepEqual(await house.query("select kind, lost_until > known_until as lost from hippo.set_back"), [{ kind: "set_back", lost: true }], "it has begun anew by itself");
    await assertBooks(house);
    await archived(await switchWal());
    assert.equal(await troubles(), "", "the new history is archived too");
  });

  test("a backup that is damaged fails the drill", { timeout: 60_000 }, async () => {
    // The first bytes of each file of data.
    await run("bash", ["-c", `find ${repository}/backup/hippodrome/*F -type f ! -name 'backup.manifest*' | while read -r file; do printf damaged | dd of="$file" conv=notrunc status=none; done`]);
    await assert.rejects(pitr("drill"), ({ code, stderr, stdout }) => code !== 0 && !/every proof/.test(stderr + stdout));
  });
});
