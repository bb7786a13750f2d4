// SPDX-License-Identifier: MIT
// Signing in and out, and what a page of another site can do: nothing. Against the real rules in SQL.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { ask, assertProblem, BASE, PASSWORD, People, signIn } from "../lib/people.mjs";

const house = useHouse();
let people, cashier;

before(async () => {
  people = await People.arrive(house);
  cashier = await people.cashier();
});

const login = (body, headers) => ask(house, null, "POST", "/auth/login", body, { headers });
const as = (token) => ({ authorization: `Bearer ${token}` });

describe("signing in", () => {
  test("the first administrator has the password of the file, as Argon2id", async () => {
    assert.match(await house.value("select password_hash from hippo.app_user where username = 'admin'"), /^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
  });

  test("a browser gets a cookie that no script and no other site can use", async () => {
    const answer = await login({ username: cashier.me.username, password: PASSWORD }, { origin: house.origin });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.username, cashier.me.username);
    assert.equal(answer.json.token, undefined);
    const [cookie, before] = answer.headers["set-cookie"];
    assert.match(cookie, /^__Host-hippo_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    assert.match(before, /^hippo_session=; .*; Max-Age=0$/); // over TLS that name has had its day
    const headers = { cookie: cookie.split(";")[0] };
    const me = await ask(house, null, "GET", "/auth/me", undefined, { headers });
    assert.equal(me.json.till.tillId, cashier.till.tillId);
    const out = await ask(house, null, "POST", "/auth/logout", undefined, { headers: { ...headers, origin: house.origin } });
    assert.equal(out.status, 200, out.text);
    assert.deepEqual(out.headers["set-cookie"].map((line) => /^([\w-]+)=; .*; Max-Age=0$/.exec(line)?.[1]), ["__Host-hippo_session", "hippo_session"]);
    assertProblem(await ask(house, null, "GET", "/auth/me", undefined, { headers }), 401, "not_signed_in");
  });

  test("a machine gets the token itself, and no cookie", async () => {
    const { json, headers } = await login({ username: cashier.me.username, password: PASSWORD, bearer: true });
    assert.equal(headers["set-cookie"], undefined);
    assert.equal((await ask(house, json.token, "GET", "/auth/me")).json.userId, cashier.me.userId);
  });

  test("only the hash of a token is in the database", async () => {
    const hash = createHash("sha256").update(Buffer.from(cashier.token, "base64url")).digest();
    assert.equal(await house.value("select count(*) from hippo.sign_in where token_hash = $1", [hash]), 1);
  });

  test("a wrong password, an unknown user and a blocked one get the same answer", async () => {
    const user = await people.person("auditor");
    const wrong = await login({ username: user.me.username, password: "something else" });
    const unknown = await login({ username: "nobody", password: PASSWORD });
    await people.admin.do("PATCH", `/admin/users/${user.me.userId}`, { blocked: true, reason: "left" });
    const blocked = await login({ username: user.me.username, password: PASSWORD });
    assertProblem(wrong, 401, "bad_credentials");
    assert.equal(unknown.text, wrong.text);
    assert.equal(blocked.text, wrong.text);
  });

  test("who guesses waits: 429 with Retry-After, for this name and address only", async () => {
    const user = await people.person("auditor");
    const guess = () => login({ username: user.me.username, password: "a guess" });
    for (let i = 0; i < 6; i++) assertProblem(await guess(), 401, "bad_credentials"); // five free, the sixth is the last
    const answer = await guess();
    assertProblem(answer, 429, "too_many_attempts");
    assert.ok(Number(answer.headers["retry-after"]) >= 1);
    assert.equal(answer.json.retryAfterMs <= Number(answer.headers["retry-after"]) * 1000, true);
    await signIn(house, cashier.me.username);
    await house.query("delete from hippo.throttle");
  });

  test("a crowd of logins at once: each is answered, and they take turns", async () => {
    const { me } = await people.person("auditor");
    const answers = await Promise.all(Array.from({ length: 12 }, () => login({ username: me.username, password: "no" })));
    for (const { status } of answers) assert.ok([401, 429].includes(status), String(status));
    assert.ok(answers.some(({ status }) => status === 401));
    await house.query("delete from hippo.throttle");
  });

  test("a user who is blocked is out at the next request, whatever is remembered of the role", async () => {
    const user = await people.cashier();
    assert.equal((await user.ask("GET", "/till")).status, 200);
    await people.admin.do("PATCH", `/admin/users/${user.me.userId}`, { blocked: true, reason: "left" });
    assertProblem(await user.ask("GET", "/till"), 401, "not_signed_in");
    assertProblem(await user.ask("POST", "/tickets", {}), 401, "not_signed_in");
  });

  test("a token of nobody, half a token and an old one are all the same", async () => {
    const user = await people.person("auditor");
    await house.query("update hippo.sign_in set expires_at = now() where user_id = $1", [user.me.userId]);
    for (const token of [randomBytes(32).toString("base64url"), "x", user.token])
      assertProblem(await ask(house, token, "GET", "/auth/me"), 401, "not_signed_in");
  });
});

describe("another password", () => {
  const change = (person, password, newPassword, options) => person.ask("POST", "/auth/password", { password, newPassword }, options);

  test("the old one must be right; the other sessions end; the same request again is the same answer", async () => {
    const user = await people.person("auditor");
    const other = await signIn(house, user.me.username);
    assertProblem(await change(user, "wrong", "another good one"), 403, "wrong_password");
    assertProblem(await change(user, PASSWORD, "short"), 400, "bad_parameter");
    const key = "change-of-password";
    const first = await change(user, PASSWORD, "another good one", { key });
    assert.deepEqual(first.json, { changed: true });
    assert.deepEqual((await change(user, PASSWORD, "another good one", { key })).json, first.json);
    assertProblem(await ask(house, other.token, "GET", "/auth/me"), 401, "not_signed_in");
    await signIn(house, user.me.username, "another good one");
  });

  test("guesses are counted", async () => {
    const user = await people.person("auditor");
    for (let i = 0; i < 6; i++) assertProblem(await change(user, "wrong", "another good one"), 403, "wrong_password");
    assertProblem(await change(user, PASSWORD, "another good one"), 429, "too_many_attempts");
  });

  test("an admin gives a new one to whoever forgot it", async () => {
    const user = await people.person("auditor");
    await people.admin.do("POST", `/admin/users/${user.me.userId}/password`, { password: "the new one" });
    assertProblem(await user.ask("GET", "/auth/me"), 401, "not_signed_in");
    await signIn(house, user.me.username, "the new one");
  });
});

describe("pages of other sites change nothing", () => {
  const post = (headers) => house.request(`${BASE}/tickets`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" });

  test("with the cookie: only from a page of this house, and it must say so", async () => {
    const cookie = `hippo_session=${cashier.token}`;
    assertProblem(await post({ cookie, origin: house.origin }), 400, "idempotency_key_missing"); // let in
    for (const origin of [undefined, "null", "https://evil.example", `${house.origin}.evil.example`, "https://localhost:1"])
      assertProblem(await post({ cookie, ...(origin ? { origin } : {}) }), 403, "origin_refused");
  });

  test("not even signing in", async () => {
    const answer = await login({ username: cashier.me.username, password: PASSWORD }, { origin: "https://evil.example" });
    assertProblem(answer, 403, "origin_refused");
    assert.equal(answer.headers["set-cookie"], undefined);
  });

  test("a form cannot speak JSON", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
      assertProblem(await post({ ...as(cashier.token), "content-type": type }), 415, "unsupported_media_type");
  });
});

test("no password and no token is ever in a log", () => {
  const words = house.logNames().map((name) => house.words(name)).join("");
  for (const secret of [PASSWORD, house.adminPassword, "another good one", "the new one", cashier.token, people.admin.token])
    assert.ok(!words.includes(secret), secret);
});
