// SPDX-License-Identifier: MIT
// The first administrator: made once, told once, and never lost between the two. And the way back for operators.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { openHouse } from "../lib/house.mjs";
import { ask, assertProblem, signIn } from "../lib/people.mjs";
import { bareEnvironment, BUILD, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const SAID = /Administrator: user name admin, password ([a-z0-9]{20}) /g;
const API = join(BUILD, "bin/hippo-api");
const FAST = { programs: ["gateway", "caddy"] };

/** Every password that the api has said so far. */
const said = (house) => [...house.words("api").matchAll(SAID)].map(([, password]) => password);

async function startApi(house, env = { ADMIN_PASSWORD_FILE: "" }) {
  house.start("api", { env });
  await house.ready(["api"]);
}
const isMade = (house) => waitFor("there is an admin", () => house.value("select exists (select from hippo.app_user)"), 20_000);

describe("the first administrator", () => {
  test("without a file: a random password, said once on stdout, and never again", async (t) => {
    const house = await openHouse(t, FAST);
    await startApi(house);
    await isMade(house);
    assert.equal(said(house).length, 1);
    const { token } = await signIn(house, "admin", said(house)[0]);
    assert.equal((await ask(house, token, "GET", "/auth/me")).json.role, "admin");
    await house.stop("api");
    await startApi(house);
    await signIn(house, "admin", said(house)[0]);
    await waitFor("the second start has looked", () => house.words("api").split("event=database_ready").length > 2);
    assert.equal(said(house).length, 1);
  });

  test("two apis that start at once make one, and only that one's password is said last", async (t) => {
    const house = await openHouse(t, FAST);
    house.start("api", { as: "api-2", env: { ADMIN_PASSWORD_FILE: "" } });
    await startApi(house);
    await isMade(house);
    const all = ["api", "api-2"].flatMap((name) => [...house.words(name).matchAll(SAID)].map(([, password]) => password));
    assert.equal(all.length, 1);
    await signIn(house, "admin", all[0]);
  });

  test("killed after it was said and before it was committed: the one said last is the right one", async (t) => {
    const house = await openHouse(t, FAST);
    // The commit takes a while …
    await house.query(`create function public.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$`);
    await house.query(`create constraint trigger slow after insert on hippo.app_user deferrable initially deferred for each row execute function public.slow()`);
    house.start("api", { env: { ADMIN_PASSWORD_FILE: "" } });
    await waitFor("it is said", () => said(house).length === 1, 10_000);
    assert.equal(await house.value("select count(*) from hippo.app_user"), 0, "said before it is kept");
    await house.kill("api");
    await startApi(house);
    await isMade(house);
    await signIn(house, "admin", said(house).at(-1));
  });

  test("when the commit fails, another one is said", async (t) => {
    const house = await openHouse(t, FAST);
    await house.query("create sequence public.tries");
    await house.query(`create function public.fail() returns trigger language plpgsql security definer as $$
      begin if nextval('public.tries') = 1 then raise 'the disk is full'; end if; return null; end $$`);
    await house.query(`create constraint trigger fail after insert on hippo.app_user deferrable initially deferred for each row execute function public.fail()`);
    await startApi(house);
    await isMade(house);
    assert.equal(said(house).length, 2);
    assertProblem(await ask(house, null, "POST", "/auth/login", { username: "admin", password: said(house)[0] }), 401, "bad_credentials");
    await signIn(house, "admin", said(house)[1]);
  });

  test("with nobody there to be told, nobody is made", async (t) => {
    const house = await openHouse(t, FAST);
    const deaf = spawnSync("sh", ["-c", `exec "$0" >/dev/full`, API], {
      env: { ...bareEnvironment, DATABASE_URL: house.db.url("hippo_api", "deaf"), API_LISTEN: `unix:${join(house.folder, "run/deaf.sock")}`, OPENAPI_FILE: join(ROOT, "api/openapi.yaml") },
      encoding: "utf8",
      timeout: 20_000,
    });
    assert.equal(deaf.status, 2, deaf.stderr);
    assert.match(deaf.stderr, /cannot be said on stdout/);
    assert.equal(await house.value("select count(*) from hippo.app_user"), 0);
  });
});

test("hippo-api --reset-admin: a new password for admin, and every old session is over", async (t) => {
  const house = await openHouse(t);
  await isMade(house);
  const { token } = await signIn(house, "admin", house.adminPassword);
  const output = execFileSync(API, ["--reset-admin"], { env: { ...bareEnvironment, DATABASE_URL: house.db.url("hippo_api", "reset") }, encoding: "utf8" });
  const [, password] = output.match(new RegExp(SAID.source));
  assertProblem(await ask(house, token, "GET", "/auth/me"), 401, "not_signed_in");
  assertProblem(await ask(house, null, "POST", "/auth/login", { username: "admin", password: house.adminPassword }), 401, "bad_credentials");
  const admin = await signIn(house, "admin", password);
  const { json } = await ask(house, admin.token, "GET", "/admin/audit?action=admin_reset");
  assert.deepEqual(json.items.map(({ reason }) => reason), ["by the operator"]);
  const away = spawnSync(API, ["--reset-admin"], { env: { ...bareEnvironment, DATABASE_URL: "postgresql:///x?host=/nowhere" }, encoding: "utf8" });
  assert.equal(away.status, 1);
  assert.equal(away.stdout, "");
});
