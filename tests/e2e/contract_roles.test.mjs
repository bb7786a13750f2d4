// SPDX-License-Identifier: MIT
// Who may do what: every row of the route table, asked by everybody there is. 401 and 403 stand exactly where they belong.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { before, describe, test } from "node:test";
import { operations, routes } from "../lib/contract.mjs";
import { useHouse } from "../lib/house.mjs";
import { assertProblem } from "../lib/people.mjs";
import { Stage } from "../lib/stage.mjs";

const house = useHouse();
const ROLES = ["cashier", "supervisor", "admin", "auditor"];
/** To whom a row of the table is open. */
const OPEN = { anyone: ROLES, signed_in: ROLES, cashier: ["cashier", "supervisor"], supervisor: ["supervisor"], admin: ["admin"], auditor: ["auditor", "admin"], staff: ["cashier", "supervisor", "admin"], overseer: ["supervisor", "admin"], reader: ["supervisor", "auditor", "admin"] };
const people = {};
let stage;

before(async () => {
  stage = await Stage.open(house);
  for (const role of ROLES) people[role] = stage.person(role);
  const blocked = await stage.user("cashier");
  people.blocked = await stage.session(blocked);
  await stage.admin.do("PATCH", `/admin/users/${blocked.me.userId}`, { blocked: true, reason: "left" });
  people.unblocked = people.blocked; // his old sessions do not come back to life
  people.expired = await stage.session(stage.cashier, "-1 second");
  people.invented = { token: randomBytes(32).toString("base64url") };
}, { timeout: 120_000 });

/** Nobody's request changes anything: a change is asked for with an empty body, of something that may not be there. */
async function ask(route, person) {
  const one = operations.find(({ method, path }) => method === route.method && path === route.path);
  const at = { id: stage.roundId, number: stage.winners[0].number, name: one.id === "getReport" ? "tills" : "void_limit" };
  const path = route.path.replace(/\{(\w+)\}/, (_, name) => at[name]);
  // Whoever signs out does it with a session of its own.
  const who = one.id === "logout" && ROLES.includes(person) ? await stage.session(people[person]) : people[person];
  return stage.send(one, { who, path, body: {} });
}

describe("every route is open to its roles and to no other", () => {
  for (const route of routes()) {
    test(`${route.method} ${route.path}: ${route.role}`, async () => {
      assert.ok(OPEN[route.role], "a role that the table knows");
      const isTicket = route.path === "/tickets/{number}"; // for anyone with its code; else for those signed in
      for (const nobody of [undefined, "blocked", "expired", "invented"]) {
        const answer = await ask(route, nobody);
        if (route.role !== "anyone" || isTicket) assertProblem(answer, 401, "not_signed_in");
        else assert.ok(![401, 403].includes(answer.status) || route.path === "/auth/login", `${nobody}: ${answer.text}`);
      }
      for (const role of ROLES) {
        const answer = await ask(route, role);
        if (OPEN[route.role].includes(role)) assert.ok(answer.status !== 401 && answer.json?.code !== "forbidden" && answer.status < 500, `${role}: ${answer.status} ${answer.text}`);
        else assertProblem(answer, 403, "forbidden");
      }
    });
  }
});

test("a user who was let in again has to sign in again", async () => {
  await stage.admin.do("PATCH", `/admin/users/${people.blocked.me.userId}`, { blocked: false });
  assertProblem(await ask({ method: "GET", path: "/auth/me" }, "unblocked"), 401, "not_signed_in");
});

test("another role counts at the next request", async () => {
  const user = await stage.user("auditor");
  assert.equal((await user.ask("GET", "/admin/settings")).status, 200);
  await stage.admin.do("PATCH", `/admin/users/${user.me.userId}`, { role: "cashier", shopId: stage.shop.shopId });
  assertProblem(await user.ask("GET", "/admin/settings"), 401, "not_signed_in");
  const again = await stage.session(user);
  people.moved = again;
  assertProblem(await ask({ method: "GET", path: "/admin/settings" }, "moved"), 403, "forbidden");
});

test("no address outside the table leads anywhere", async () => {
  for (const path of ["/admin", "/admin/", "/admin/user", "/admin/users/1/2", "/admin/users/", "/auth", "/tickets/", "/reports/", "/till/", "//admin/users", "/admin//users", "/admin/users%2f1", "/Admin/users"]) {
    const answer = await stage.admin.ask("GET", path);
    assertProblem(answer, 404, "not_found");
  }
});
