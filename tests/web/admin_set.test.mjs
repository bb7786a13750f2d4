// SPDX-License-Identifier: MIT
// What the back office sets: what stands in a field and what it means, what has changed and the body that says so, at which field a
// refusal is said, the state of a page's forms, and with which key a request goes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createActs } from "../../web/admin/set/acts.js";
import { bodyOf, changedMembers, fieldOf, readForm, textOf } from "../../web/admin/set/fields.js";
import { receiver } from "../../web/admin/set/messages.js";
import { nextRunner, rowsOf, runnersOf } from "../../web/admin/set/proposal.js";
import { moved } from "../../web/admin/set/schedule.js";
import { currentOf, groupSettings, sentOf, settingField } from "../../web/admin/set/settings.js";
import { createSlice, keyFor } from "../../web/admin/set/slice.js";
import { userBody } from "../../web/admin/staff.js";

const t = (key) => key;

describe("a field", () => {
  const both = (field, value, digits) => {
    const text = textOf(field, value, digits);
    return [text, readForm([{ name: "it", ...field }], { it: text }, { it: value }, digits)];
  };

  test("writes a value so that it is read as the same, and nothing has changed", () => {
    for (const [field, value, text, digits] of [
      [{ kind: "amount" }, 125_000, "1250", 2], [{ kind: "amount" }, 125_050, "1250,50", 2], [{ kind: "amount" }, 5, "0,05", 2],
      [{ kind: "amount" }, 700, "700", 0], [{ kind: "amount" }, null, "", 2], [{ kind: "seconds" }, 8_000, "8"], [{ kind: "seconds" }, 600, "0,6"],
      [{ kind: "percent" }, 885_000, "88,5"], [{ kind: "percent" }, 900_000, "90"], [{ kind: "lines" }, ["Rue 1", "Delmas"], "Rue 1\nDelmas"], [{ kind: "lines" }, [], ""],
      [{ kind: "count" }, 0, "0"], [{ kind: "flag" }, true, true], [{ kind: "choice", choices: [{ value: 1 }, { value: null }] }, 1, "1"],
      [{ kind: "text" }, "a", "a"], [{ kind: "hours" }, [{ weekday: 1, opens: "08:00", closes: "20:00" }], [{ weekday: 1, opens: "08:00", closes: "20:00" }]],
    ]) {
      const [written, { changes, faults }] = both(field, value, digits);
      assert.deepEqual(written, text, JSON.stringify({ field, value }));
      assert.deepEqual({ changes, faults }, { changes: [], faults: {} }, JSON.stringify({ field, value }));
    }
  });

  test("says what is wrong with what was typed", () => {
    for (const [field, text, fault] of [
      [{ kind: "amount" }, "12,345", "bad_amount"], [{ kind: "amount" }, "-5", "bad_amount"], [{ kind: "amount", min: 1 }, "0", "out_of_bounds"],
      [{ kind: "count", max: 99 }, "100", "out_of_bounds"], [{ kind: "count" }, "1.5", "bad_number"], [{ kind: "percent", max: 990_000 }, "99,1", "out_of_bounds"],
      [{ kind: "text", isRequired: true }, "  ", "wanted"], [{ kind: "choice", isRequired: true, choices: [] }, "", "wanted"], [{ kind: "password", isRequired: true }, "", "wanted"],
      [{ kind: "lines", lines: 2 }, "a\nb\nc", "lines_many"], [{ kind: "seconds" }, "0,0005", "bad_number"],
    ])
      assert.deepEqual(readForm([{ name: "it", ...field }], { it: text }, null).faults, { it: fault }, JSON.stringify({ field, text }));
  });
});

describe("a form", () => {
  const fields = [{ name: "name", kind: "text", isRequired: true }, { name: "limits.stake", kind: "amount" }, { name: "limits.payout", kind: "amount" }, { name: "open", kind: "flag" }];
  const shop = { name: "Delmas", limits: { stake: 200_000, payout: null }, open: true, other: 1 };

  test("sends what has changed, and nothing else; an empty limit takes it away", () => {
    const { changes } = readForm(fields, { name: "Delmas ", "limits.stake": "", "limits.payout": "50", open: false }, shop);
    assert.deepEqual(bodyOf(changes), { limits: { stake: null, payout: 5_000 }, open: false });
    assert.deepEqual(changes.map(({ field, from, to }) => [field.name, from, to]), [["limits.stake", 200_000, null], ["limits.payout", null, 5_000], ["open", true, false]]);
  });

  test("is not changed by a remark, which goes along", () => {
    const { changes, values } = readForm([...fields, { name: "reason", kind: "text", isRemark: true }], { reason: "a test" }, shop);
    assert.deepEqual([changes, values.reason], [[], "a test"]);
  });

  test("of something new is all that is filled in", () => {
    assert.deepEqual(bodyOf(readForm(fields, { name: "Delmas", "limits.stake": "2 000" }, null).changes), { name: "Delmas", limits: { stake: 200_000 } });
  });

  test("says a refusal at its field, where it is about one", () => {
    const has = [...fields, { name: "hours", kind: "hours" }, { name: "password", kind: "password" }];
    for (const [problem, field] of [
      [{ code: "bad_parameter", facts: { name: "name" } }, "name"], [{ code: "limit_wider", facts: { kind: "stake" } }, "limits.stake"],
      [{ code: "bad_parameter", facts: { name: "limits.payout" } }, "limits.payout"], [{ code: "bad_parameter", facts: { name: "hours.opens" } }, "hours"],
      [{ code: "password_common" }, "password"], [{ code: "till_open" }, null], [{ code: "username_taken" }, null], [{ code: "offline" }, null],
    ])
      assert.equal(fieldOf(problem, has), field, JSON.stringify(problem));
  });

  test("tells of an act what it changed", () => {
    assert.deepEqual(changedMembers({ name: "a", limits: { stake: 1, payout: null }, hours: [] }, { name: "a", limits: { stake: 2, payout: null }, hours: [1] }), ["limits.stake", "hours"]);
    assert.deepEqual(changedMembers({ shop: { shopId: 1 } }, { shop: null }), ["shop"]);
    assert.deepEqual(changedMembers(null, { name: "a" }), []);
  });

  test("moves a user with role and shop together, and without a shop where the role has none", () => {
    const user = [{ name: "displayName", kind: "text" }, { name: "role", kind: "text" }, { name: "shopId", kind: "count" }];
    const body = (typed) => {
      const { changes, values } = readForm(user, typed, { displayName: "Rose", role: "cashier", shopId: 7 });
      return userBody(changes, values);
    };
    assert.deepEqual(body({ displayName: "Rosa" }), { displayName: "Rosa" });
    assert.deepEqual(body({ shopId: "8" }), { role: "cashier", shopId: 8 });
    assert.deepEqual(body({ role: "auditor" }), { role: "auditor" });
  });
});

describe("a page's slice", () => {
  const { initial, reduce } = createSlice("staff", { hearsRounds: true });
  const step = (slice, is, more = {}) => reduce(slice, { type: "set", page: "staff", step: { is, ...more } });

  test("keeps what is typed until the house has taken it", () => {
    let slice = step(initial, "typed", { id: "new", change: { name: "a" } });
    slice = step(slice, "sending", { id: "new", key: "k", sent: "s" });
    assert.equal(slice.forms.new.isBusy, true);
    slice = step(slice, "refused", { id: "new", problem: { code: "name_taken" } });
    assert.deepEqual([slice.forms.new.typed, slice.forms.new.isBusy, slice.forms.new.key], [{ name: "a" }, false, null]);
    slice = step(slice, "done", { id: "new", at: 1, by: "Ada" });
    assert.deepEqual([slice.forms.new.typed, slice.forms.new.done], [{}, { at: 1, by: "Ada" }]);
    assert.equal(step(slice, "typed", { id: "new", change: { name: "b" } }).forms.new.done, null);
  });

  test("keeps the key of a request that nobody answered, for the same request alone", () => {
    const slice = step(step(initial, "sending", { id: "f", key: "one", sent: "same" }), "refused", { id: "f", problem: { code: "offline", offline: true } });
    assert.equal(keyFor(slice.forms.f, "same", () => "two"), "one");
    assert.equal(keyFor(slice.forms.f, "other", () => "two"), "two");
    assert.equal(keyFor(undefined, "same", () => "two"), "two");
  });

  test("hears acts of others and the rounds, and nothing else", () => {
    const hears = (message, reducer = reduce) => reducer(initial, message).isStale;
    assert.equal(hears({ type: "channel", channel: "admin", event: "admin_act" }), true);
    assert.equal(hears({ type: "channel", channel: "admin", event: "house_update" }), false);
    assert.equal(hears({ type: "race", message: { event: "round_void" } }), true);
    assert.equal(hears({ type: "race", message: { event: "race_sync" } }), false);
    assert.equal(hears({ type: "race", message: { event: "round_void" } }, createSlice("staff").reduce), false);
    assert.equal(reduce(initial, { type: "set", page: "cards", step: { is: "stale" } }), initial);
  });
});

test("what came while a load was on its way is asked for once more", async () => {
  const asked = [];
  const gates = [];
  const api = { get: async () => ({ items: [], next: null }) };
  const { initial, reduce } = createSlice("it");
  const context = {
    api, state: { pages: { it: initial } }, address: { id: null, query: {} }, follow() {}, clock: { now: () => 5 }, session: { user: { displayName: "Ada" } },
    dispatch(message) {
      const before = context.state;
      context.state = { pages: { it: reduce(before.pages.it, message) } };
      if (context.state.pages.it !== before.pages.it) acts.after(context, before);
    },
  };
  const acts = createActs("it", () => { asked.push(asked.length); return new Promise((resolve) => gates.push(resolve)); }, ["a"]);
  const first = acts.enter(context);
  context.dispatch({ type: "channel", channel: "admin", event: "admin_act" });
  assert.equal(asked.length, 1);
  gates[0]("old");
  await first;
  assert.equal(asked.length, 2, "what was on its way may be older than the act");
  gates[1]("new");
  for (let i = 0; i < 9; i++) await null;
  assert.deepEqual([context.state.pages.it.data, context.state.pages.it.isStale], ["new", false]);
  // Another filter of the same page asks nothing; the page itself, opened once more, does.
  context.address = { id: null, query: { q: "a" } };
  acts.enter(context);
  assert.equal(asked.length, 2);
  acts.enter(context);
  assert.equal(asked.length, 3);
});

describe("settings", () => {
  const setting = (name, more = {}) => ({ name, kind: "integer", value: 5, minimum: 1, maximum: 10, applies: "now", description: "in words", ...more });

  test("all stand in a group; one that nobody knows in the last", () => {
    const groups = groupSettings([setting("lock_ms"), setting("brand_new"), setting("market_win")]);
    assert.deepEqual(groups.map(({ group, items }) => [group, items.map(({ name }) => name)]), [["rounds", ["lock_ms"]], ["markets", ["market_win"]], ["other", ["brand_new"]]]);
    assert.equal(settingField(setting("brand_new"), { t }).label, "in words");
  });

  test("have the field that fits them", () => {
    const kind = (name, more) => settingField(setting(name, more), { t }).kind;
    assert.deepEqual(["stake_min", "lock_ms", "market_trio", "pay_anywhere", "lines_max", "ticket_days", "till_credit_max"].map((name) => kind(name)), ["amount", "seconds", "choice", "choice", "count", "count", "amount"]);
    assert.equal(kind("house_name", { kind: "text" }), "text");
  });

  test("no limit is an empty field, and is sent as the largest value", () => {
    const limit = setting("payout_max", { value: 10 });
    assert.deepEqual(currentOf(limit), { value: null });
    assert.equal(sentOf(limit, null), 10);
    assert.deepEqual(currentOf(setting("stake_max", { value: 10 })), { value: 10 });
  });
});

describe("cards", () => {
  test("a new runner has a number and a colour of its own", () => {
    const rows = [nextRunner([])];
    rows.push(nextRunner(rows));
    assert.deepEqual(rows.map(({ number }) => number), ["1", "2"]);
    assert.notEqual(rows[0].color, rows[1].color);
  });

  test("rows are the runners that the house takes, with weights or odds, or nothing yet", () => {
    const card = { runners: [{ number: 6, name: "Soley", color: "#c81e3a", weight: 3, odds: 550 }, { number: 7, name: "Lanbi", color: "#1c4fc4", weight: 1, odds: 1205 }] };
    assert.deepEqual(runnersOf(rowsOf(card, "weight"), "weight"), card.runners.map(({ odds: _, ...rest }) => rest));
    assert.deepEqual(runnersOf(rowsOf(card, "odds"), "odds"), card.runners.map(({ weight: _, ...rest }) => rest));
    assert.equal(runnersOf(rowsOf(card, "weight").slice(0, 1), "weight"), null);
    assert.equal(runnersOf([...rowsOf(card, "weight"), nextRunner([])], "weight"), null);
  });

  test("places of the list change places, and not beyond its ends", () => {
    assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
    assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
    assert.deepEqual(moved(["a", "b"], 1, 1), ["a", "b"]);
  });
});

test("a message goes to all, to a shop or to a till", () => {
  assert.deepEqual([receiver("all"), receiver("shop-7"), receiver("till-12")], [{}, { shopId: 7 }, { tillId: 12 }]);
});
