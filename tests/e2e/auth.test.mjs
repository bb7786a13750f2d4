// SPDX-License-Identifier: MIT
// The api's own half of money: who may ask, what is refused before the database hears of it, and what is handed on to
// which function. The functions are stand-ins here.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";
import { refuse, standIn } from "../lib/standin.mjs";
import { waitFor } from "../lib/wait.mjs";

const BASE = "/api/v1";
const PASSWORD = "a long enough password";
const ROLES = ["cashier", "supervisor", "admin", "auditor"];
const house = useHouse({ programs: ["scheduler", "gateway", "caddy"] });
const tokens = {};

/** The rows of the route table: the one source of who may do what. */
const ROUTES = [...readFileSync(join(ROOT, "api/route.c"), "utf8").matchAll(/\{\s*REQUEST_(\w+),\s*"([^"]+)",\s*ROLE_(\w+),/g)]
  .map(([, method, path, role]) => ({ method, pattern: path, path: path.replace("{id}", "10000001").replace("{number}", "01-000001-7").replace("{name}", "days"), role }));
const OPEN = { ANYONE: [null, ...ROLES], SIGNED_IN: ROLES, CASHIER: ["cashier", "supervisor"], SUPERVISOR: ["supervisor"], ADMIN: ["admin"], AUDITOR: ["auditor", "admin"] };

before(async () => {
  await waitFor("the house is open", () => house.db && house.origin, 20_000);
  await standIn(house);
  const file = join(house.folder, "admin-password");
  writeFileSync(file, `${PASSWORD}\n`);
  house.start("api", { env: { ADMIN_PASSWORD_FILE: file } });
  await house.ready(["api"]);
  for (const role of ROLES) {
    const bytes = randomBytes(32);
    tokens[role] = bytes.toString("base64url");
    await house.query("insert into standin.person values ($1, $2, null, $3)", [`the ${role}`, role, createHash("sha256").update(bytes).digest()]);
  }
});

let keys = 0;
function ask(method, path, { role, body = {}, headers = {} } = {}) {
  const isRead = method === "GET";
  return house.request(BASE + path, {
    method,
    headers: {
      ...(role ? { authorization: `Bearer ${tokens[role]}` } : {}),
      ...(isRead ? {} : { "content-type": "application/json", "idempotency-key": `test-key-${++keys}` }),
      ...headers,
    },
    body: isRead ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });
}

function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers["content-type"], "application/problem+json");
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.code, code);
}

describe("every route is open to its roles and to no other", () => {
  test("the table has been read", () => assert.ok(ROUTES.length > 25 && ROUTES.every(({ role }) => OPEN[role]), JSON.stringify(ROUTES)));

  for (const { method, path, role } of ROUTES) {
    test(`${method} ${path}: ${role}`, async () => {
      for (const who of [null, ...ROLES]) {
        const { status, json } = await ask(method, path.slice(BASE.length), { role: who });
        const isTicket = method === "GET" && path.includes("/tickets/"); // open with a code, else for those signed in
        const isOpen = isTicket ? who !== null : OPEN[role].includes(who);
        if (!isOpen) assert.equal(status, who ? 403 : 401, `${who}: ${JSON.stringify(json)}`);
        else assert.ok(status !== 401 && json?.code !== "forbidden", `${who}: ${status} ${JSON.stringify(json)}`);
      }
    });
  }

  test("every one of them is in openapi.yaml, and nothing else is", async () => {
    const { text } = await ask("GET", "/openapi.yaml");
    const paths = text.slice(text.indexOf("\npaths:"), text.indexOf("\ncomponents:")).split(/\n {2}(?=\/)/).slice(1);
    const told = paths.flatMap((part) => [...part.matchAll(/\n {4}(get|post|put|patch|delete):/g)].map(([, verb]) => `${verb.toUpperCase()} ${part.slice(0, part.indexOf(":"))}`));
    assert.deepEqual(told.sort(), ROUTES.map(({ method, pattern }) => `${method} ${pattern.slice(BASE.length)}`).sort());
  });

  test("a token that nobody has is 401 everywhere but in public", async () => {
    const headers = { authorization: `Bearer ${randomBytes(32).toString("base64url")}` };
    for (const { method, path, role } of ROUTES) {
      if (role !== "ANYONE") assertProblem(await ask(method, path.slice(BASE.length), { headers }), 401, "not_signed_in");
    }
  });
});

describe("signing in", () => {
  const login = (body, headers) => ask("POST", "/auth/login", { body, headers });

  test("the first administrator has the password of the file, as Argon2id, and nothing of it is in the log", async () => {
    assert.match(await house.value("select hash from standin.person where name = 'admin'"), /^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
    assert.ok(!house.words("api").includes(PASSWORD));
  });

  test("a browser gets a cookie that no script and no other site can use", async () => {
    const answer = await login({ username: "admin", password: PASSWORD }, { origin: house.origin });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.json, { username: "admin", role: "admin" });
    const [cookie] = answer.headers["set-cookie"];
    assert.match(cookie, /^hippo_session=[\w-]{43}; Path=\/api; HttpOnly; Secure; SameSite=Strict$/);
    const headers = { cookie: cookie.split(";")[0] };
    assert.equal((await ask("GET", "/auth/me", { headers })).json.username, "admin");
    const out = await ask("POST", "/auth/logout", { headers: { ...headers, origin: house.origin } });
    assert.match(out.headers["set-cookie"][0], /^hippo_session=; .*Max-Age=0$/);
  });

  test("a machine gets the token itself, and no cookie", async () => {
    const { json, headers } = await login({ username: "admin", password: PASSWORD, bearer: true });
    assert.equal(headers["set-cookie"], undefined);
    assert.equal((await ask("GET", "/auth/me", { headers: { authorization: `Bearer ${json.token}` } })).status, 200);
  });

  test("a wrong password and an unknown user get the same answer", async () => {
    const wrong = await login({ username: "admin", password: "something else" });
    const unknown = await login({ username: "nobody", password: PASSWORD });
    assertProblem(wrong, 401, "bad_credentials");
    assert.equal(unknown.text, wrong.text);
  });

  test("a crowd of logins at once: each is answered, and they take turns", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => login({ username: "admin", password: "no" })));
    for (const { status } of answers) assert.ok(status === 401 || status === 503, String(status));
    assert.ok(answers.some(({ status }) => status === 401));
  });

  test("throttled by the database: 429 with Retry-After", async () => {
    await refuse(house, "login_begin", "HP429", { code: "too_many_attempts", retryAfterMs: 30_000 });
    const answer = await login({ username: "admin", password: PASSWORD });
    await refuse(house, "login_begin");
    assertProblem(answer, 429, "too_many_attempts");
    assert.equal(answer.headers["retry-after"], "30");
  });

  test("a blocked user is 401 at the next request, whatever is remembered of the role", async () => {
    assert.equal((await ask("GET", "/till", { role: "cashier" })).status, 200);
    await refuse(house, "till_get", "HP401", { code: "not_signed_in" });
    assertProblem(await ask("GET", "/till", { role: "cashier" }), 401, "not_signed_in");
    await refuse(house, "till_get");
  });

  test("a role that was raised counts at once", async () => {
    assertProblem(await ask("GET", "/reports/proof", { role: "cashier" }), 403, "forbidden");
    await house.query("update standin.person set role = 'auditor' where name = 'the cashier'");
    assert.equal((await ask("GET", "/reports/proof", { role: "cashier" })).status, 200);
    await house.query("update standin.person set role = 'cashier' where name = 'the cashier'");
  });
});

describe("pages of other sites change nothing", () => {
  const post = (headers) => ask("POST", "/tickets", { headers });

  test("with the cookie: only from a page of this house, and it must say so", async () => {
    const cookie = `hippo_session=${tokens.cashier}`;
    assert.equal((await post({ cookie, origin: house.origin })).status, 200);
    for (const origin of [undefined, "null", "https://evil.example", `${house.origin}.evil.example`, "https://localhost:1"])
      assertProblem(await post({ cookie, ...(origin ? { origin } : {}) }), 403, "origin_refused");
  });

  test("not even signing in", async () => {
    const answer = await ask("POST", "/auth/login", { body: { username: "admin", password: PASSWORD }, headers: { origin: "https://evil.example" } });
    assertProblem(answer, 403, "origin_refused");
    assert.equal(answer.headers["set-cookie"], undefined);
  });

  test("a form cannot speak JSON", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
      assertProblem(await ask("POST", "/tickets", { role: "cashier", headers: { "content-type": type } }), 415, "unsupported_media_type");
  });
});

describe("what is handed to the database", () => {
  const hex = (token) => `\\x${createHash("sha256").update(Buffer.from(token, "base64url")).digest("hex")}`;

  test("a sale: who, key, fingerprint of method, path and body, and the lines as they are", async () => {
    const body = { roundId: 10000001, cardHash: "ab".repeat(32), lines: [{ market: "win", selection: "6", stake: 2500, odds: 999 }] };
    const { status, json } = await ask("POST", "/tickets", { role: "cashier", body, headers: { "idempotency-key": "sale-0001" } });
    assert.equal(status, 200);
    const fingerprint = createHash("sha256").update(`POST ${BASE}/tickets\n${JSON.stringify(body)}`).digest("hex");
    assert.deepEqual(json, { called: "ticket_sell", with: [hex(tokens.cashier), "sale-0001", `\\x${fingerprint}`, 10000001, `\\x${"ab".repeat(32)}`, body.lines] });
  });

  const calls = [
    ["GET", "/tickets?roundId=10000001&state=won&tillId=3&before=01-000009-9&limit=5", undefined, "ticket_list", [10000001, "won", 3, "01-000009-9", 5]],
    ["GET", "/tickets", undefined, "ticket_list", [null, null, null, null, 20]],
    ["GET", "/tickets/01-000001-7", undefined, "ticket_get", ["01-000001-7"]],
    ["POST", "/tickets/01-000001-7/void", { code: "ABCD1234", reason: "client" }, "ticket_void", ["01-000001-7", "ABCD1234", "client"]],
    ["POST", "/tickets/01-000001-7/pay", { code: "ABCD1234" }, "ticket_pay", ["01-000001-7", "ABCD1234", null]],
    ["GET", "/till?tillId=3", undefined, "till_get", [3]],
    ["POST", "/till/open", { tillId: 3, float: 500000 }, "till_open", [3, 500000]],
    ["POST", "/till/movements", { kind: "drop", amount: 100, reference: "r", description: "d" }, "till_movement", ["drop", 100, "r", "d"]],
    ["GET", "/till/movements?tillId=3&before=9&limit=1", undefined, "till_movements", [3, 9, 1]],
    ["GET", "/till/report?sessionId=4", undefined, "till_report", [null, 4]],
    ["POST", "/till/close", { counts: { 500: 3 }, reason: "soir" }, "till_close", [null, { 500: 3 }, "soir"]],
    ["POST", "/till/verify", { sessionId: 4, reason: "ok" }, "till_verify", [4, "ok"]],
  ];
  for (const [method, path, body, name, rest] of calls) {
    test(`${method} ${path} → ${name}`, async () => {
      const { status, text, json } = await ask(method, path, { role: "supervisor", body });
      assert.equal(status, 200, text);
      assert.equal(json.called, name);
      assert.equal(json.with[0], hex(tokens.supervisor));
      assert.deepEqual(json.with.slice(method === "GET" ? 1 : 3), rest);
    });
  }

  test("nothing changes without an Idempotency-Key", async () => {
    for (const path of ["/tickets", "/tickets/1/void", "/tickets/1/pay", "/till/open", "/till/movements", "/till/close", "/till/verify", "/auth/password"]) {
      assertProblem(await ask("POST", path, { role: "supervisor", headers: { "idempotency-key": "" } }), 400, "idempotency_key_missing");
      assertProblem(await ask("POST", path, { role: "supervisor", headers: { "idempotency-key": "short" } }), 400, "idempotency_key_bad");
    }
  });

  test("a refusal keeps its code and all that the database knows of it", async () => {
    await refuse(house, "ticket_sell", "HP409", { code: "cap_round", line: 2, max: 12500 }, "Line 2 is too much.");
    const answer = await ask("POST", "/tickets", { role: "cashier" });
    assertProblem(answer, 409, "cap_round");
    assert.deepEqual([answer.json.line, answer.json.max, answer.json.detail], [2, 12500, "Line 2 is too much."]);
    await refuse(house, "ticket_sell", "HP422", { code: "key_reused" });
    assertProblem(await ask("POST", "/tickets", { role: "cashier" }), 422, "key_reused");
    await refuse(house, "ticket_sell");
  });

  test("a number and a code that do not belong together are reported, and whoever guesses waits", async () => {
    await refuse(house, "ticket_pay", "HP404", { code: "unknown_ticket" });
    await house.query(`insert into standin.answer values ('scan_failed', '{"retryAfterMs": 4000}')`);
    const answer = await ask("POST", "/tickets/1/pay", { role: "cashier", body: { code: "WRONG" } });
    assertProblem(answer, 404, "unknown_ticket");
    assert.equal(answer.headers["retry-after"], "4");
    await refuse(house, "ticket_pay");
  });

  test("anyone may look at a ticket with its code, and guess ten times", async () => {
    const found = await ask("GET", "/tickets/01-000001-7?code=ABCD1234");
    assert.deepEqual(found.json, { called: "ticket_peek", with: ["01-000001-7", "ABCD1234"] });
    await house.query("insert into standin.answer values ('ticket_peek', null)");
    for (let i = 0; i < 10; i++) assertProblem(await ask("GET", `/tickets/01-000001-7?code=${i}`), 404, "not_found");
    const answer = await ask("GET", "/tickets/01-000001-7?code=ABCD1234");
    assertProblem(answer, 429, "too_many_attempts");
    assert.match(answer.headers["retry-after"], /^[1-9]\d*$/);
  });

  test("a report as JSON and as CSV", async () => {
    assert.deepEqual((await ask("GET", "/reports/days?from=2026-11-01&to=2026-11-30", { role: "auditor" })).json.with.slice(1), ["days", "2026-11-01", "2026-11-30"]);
    assertProblem(await ask("GET", "/reports/days?from=yesterday", { role: "auditor" }), 400, "bad_parameter");
    assertProblem(await ask("GET", "/reports/days?format=xls", { role: "auditor" }), 400, "bad_parameter");
    await house.query(`insert into standin.answer values ('report', '{"columns":["day","note"],"rows":[["2026-11-23","a,b"],["2026-11-24","=1"]]}')`);
    const csv = await ask("GET", "/reports/days?format=csv", { role: "auditor" });
    assert.match(csv.headers["content-type"], /^text\/csv/);
    assert.equal(csv.text, 'day,note\r\n2026-11-23,"a,b"\r\n2026-11-24,\'=1\r\n');
  });

  test("another password: the old one must be right; wrong ones are counted", async () => {
    const hash = await house.value("select hash from standin.person where name = 'admin'");
    await house.query("insert into standin.answer values ('password_begin', $1)", [JSON.stringify({ hash })]);
    const change = (password, newPassword = "another good one") => ask("POST", "/auth/password", { role: "cashier", body: { password, newPassword } });
    const { json } = await change(PASSWORD);
    assert.equal(json.called, "password_finish");
    assert.match(json.with[3], /^\$argon2id\$/);
    assertProblem(await change(PASSWORD, "short"), 400, "bad_parameter");
    for (let i = 0; i < 5; i++) assertProblem(await change("wrong"), 403, "wrong_password");
    assertProblem(await change(PASSWORD), 429, "too_many_attempts");
    await house.query(`update standin.answer set body = '{"replay": {"changed": true}}' where name = 'password_begin'`);
    assert.deepEqual((await change(PASSWORD)).json, { changed: true });
  });

  test("no password and no token is ever in a log", () => {
    const words = house.logNames().map((name) => house.words(name)).join("");
    for (const secret of [PASSWORD, "another good one", ...Object.values(tokens)]) assert.ok(!words.includes(secret));
  });
});
