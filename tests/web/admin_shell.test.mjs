// SPDX-License-Identifier: MIT
// The back office's frame without a browser: addresses, keys, which page a role may open, and the state.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isSameAddress, readAddress, withQuery, writeAddress } from "../../web/admin/address.js";
import { readKey } from "../../web/admin/keys.js";
import { findIn, GROUPS, pageAt, PAGES, pagesOf } from "../../web/admin/pages.js";
import { initialState, reduceState } from "../../web/admin/state.js";

const ROLES = ["admin", "auditor", "supervisor", "cashier"];

describe("an address", () => {
  test("is the page, the one thing that is open, and the filters", () => {
    assert.deepEqual(readAddress("#/tickets/K7-31?state=won&from=2026-11-30"), { page: "tickets", id: "K7-31", query: { state: "won", from: "2026-11-30" } });
    assert.deepEqual(readAddress("#/tickets"), { page: "tickets", id: null, query: {} });
    for (const none of ["", "#", "#/"]) assert.deepEqual(readAddress(none), { page: "", id: null, query: {} }, none);
  });

  test("comes back as it was written, whatever is in it", () => {
    for (const address of [
      { page: "rounds", id: null, query: {} },
      { page: "rounds", id: "10000001", query: { tab: "film" } },
      { page: "audit", id: "a/b?c#d%", query: { q: "é & = + # %", who: "Jean Robert", sign: "?" } },
    ])
      assert.deepEqual(readAddress(writeAddress(address)), address);
  });

  test("has nothing empty in it", () => {
    const address = withQuery(readAddress("#/tickets?state=won&till=3"), { state: null, till: "", day: undefined, min: 0 });
    assert.deepEqual(address.query, { min: "0" });
    assert.deepEqual(readAddress("#/tickets?state=").query, {});
    assert.equal(writeAddress({ page: "day" }), "#/day");
  });

  test("with half a sign in it is taken as it is", () => assert.equal(readAddress("#/users/%E0%").id, "%E0%"));

  test("is the same in whatever way it was typed", () => {
    assert.ok(isSameAddress(readAddress("#/users?role="), readAddress("users")));
    assert.ok(!isSameAddress(readAddress("#/users/1"), readAddress("#/users/2")));
  });
});

describe("keys", () => {
  const press = (...keys) => keys.reduce(({ waiting }, [key, at]) => readKey(waiting, { key, at }), { waiting: null });

  test("g and a letter open a page, if the letter comes soon", () => {
    assert.deepEqual(press(["g", 0], ["d", 900]), { waiting: null, act: { type: "go", key: "d" } });
    assert.deepEqual(press(["G", 0], ["D", 900]).act, { type: "go", key: "d" }, "with the capitals' lock on");
    assert.equal(press(["g", 0], ["d", 2_500]).act, null);
    assert.equal(press(["d", 0]).act, null);
    assert.deepEqual(press(["g", 0], ["g", 10]).act, { type: "go", key: "g" });
    assert.equal(press(["g", 0], ["Escape", 10], ["d", 20]).act, null);
  });

  test("/ is the search, ? the help, also after a g that led nowhere", () => {
    assert.equal(press(["/", 0]).act.type, "search");
    assert.equal(press(["g", 0], ["?", 5]).act.type, "help");
  });
});

describe("the table of pages", () => {
  test("has every name, path and key once, and groups and roles that exist", () => {
    for (const field of ["name", "path", "key"]) assert.equal(new Set(PAGES.map((page) => page[field])).size, PAGES.length, field);
    for (const { name, key, group, roles } of PAGES) {
      assert.match(key, /^[a-fh-z]$/, name);
      assert.ok(GROUPS.includes(group), name);
      assert.ok(roles.length > 0 && roles.every((role) => ROLES.includes(role) && role !== "cashier"), name);
    }
  });

  test("every page is what the frame wants of it", async () => {
    for (const entry of PAGES) {
      const page = await entry.load();
      assert.equal(page.name, entry.name);
      assert.equal(typeof page.reduce, "function", entry.name);
      assert.equal(typeof page.view, "function", entry.name);
      assert.equal(page.reduce(page.initial, { type: "something else" }, initialState(readAddress(""), "fr")), page.initial, entry.name);
    }
  });

  const some = [
    { name: "a", path: "a", roles: ["admin"] },
    { name: "b", path: "b", roles: ["admin", "auditor"], find: (text) => (/^\d+$/.test(text) ? { page: "b", id: text, query: {} } : null) },
  ];

  test("opens what the role may see, and of no address its first", () => {
    assert.equal(pageAt(readAddress("#/a"), "admin", some).name, "a");
    assert.equal(pageAt(readAddress("#/a"), "auditor", some), undefined);
    assert.equal(pageAt(readAddress(""), "auditor", some).name, "b");
    assert.equal(pageAt(readAddress("#/nowhere"), "admin", some), undefined);
    assert.deepEqual(pagesOf("cashier", some), []);
    assert.deepEqual(pagesOf(undefined, some), []);
  });

  test("finds by what is typed, on the pages of the role", () => {
    assert.deepEqual(findIn(" 17 ", "auditor", some), { page: "b", id: "17", query: {} });
    assert.equal(findIn("x", "admin", some), null);
    assert.equal(findIn("17", "supervisor", some), null);
  });
});

describe("the state", () => {
  const page = { name: "some", initial: { heard: 0 }, reduce: (slice, { type }) => (type === "channel" ? { heard: slice.heard + 1 } : slice) };
  const me = (role) => ({ type: "me", me: { userId: 1, username: "u", displayName: "U", role, shop: null, password: "x" } });
  const run = (...messages) => messages.reduce((state, message) => reduceState(state, message, [page]), initialState(readAddress("#/some"), "fr"));

  test("lets in whoever works here, and tells the others", () => {
    for (const role of ["admin", "auditor", "supervisor"]) assert.equal(run(me(role)).session.step, "working", role);
    assert.equal(run(me("cashier")).session.step, "refused");
    assert.deepEqual(Object.keys(run(me("admin")).session.user), ["userId", "username", "displayName", "role"]);
  });

  test("of who has left is gone", () => {
    const state = run(me("admin"), { type: "channel" }, { type: "help", isOpen: true }, { type: "signed_out", problem: { code: "not_signed_in" } });
    assert.equal(state.pages.some, page.initial);
    assert.equal(state.session.user, null);
    assert.equal(state.session.problem.code, "not_signed_in");
    assert.equal(state.isHelpOpen, false);
  });

  test("is the same object where a message changes nothing", () => {
    const state = run(me("admin"), { type: "loaded" });
    assert.equal(reduceState(state, { type: "loaded" }, [page]), state);
  });

  test("of a page that could not be loaded is forgotten with the next address", () => {
    const state = run({ type: "broken", name: "some" });
    assert.equal(state.broken, "some");
    assert.equal(reduceState(state, { type: "address", address: readAddress("#/other") }, [page]).broken, null);
  });
});
