// SPDX-License-Identifier: MIT
// The running api against its contract: the same operations with the same roles, every answer as the contract has it, and
// for each parameter and each member whatever the contract refuses is refused with 400, never with 500.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { bounds, isValid, operation, operations, refusals, routes } from "../lib/contract.mjs";
import { useHouse } from "../lib/house.mjs";
import { ROOT } from "../lib/setting.mjs";
import { Stage } from "../lib/stage.mjs";

const house = useHouse();
let stage;
before(async () => (stage = await Stage.open(house)), { timeout: 120_000 });

/** Asked last: what they do is in everybody else's way. */
const LATE = ["approveCard", "resumeGame", "pauseGame", "voidRound", "abandonSession"];
const early = operations.filter(({ id }) => !LATE.includes(id));
/** At which bounds these are asked (else: all): at others the house would be another one afterwards, or it takes two to go together. */
const BOUNDS = { payTaxes: ["reference", "description"], updateSetting: [], updateUser: ["displayName", "blocked = false", "reason"], updateShop: ["name", "header", "open = true"], getReport: ["limit", "format"], createUser: ["displayName", "role = \"a"] };

describe("the contract and the route table", () => {
  test("name the same operations, open to the same people", () => {
    const told = operations.map(({ method, path, role }) => `${method} ${path} ${role}`).sort();
    const built = routes().map(({ method, path, role }) => `${method} ${path} ${role}`).sort();
    assert.deepEqual(told, built);
    assert.ok(told.length > 45);
  });

  test("every operation has a name of its own", () => assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length));

  test("its examples are as its schemas have it", () => {
    let count = 0;
    for (const one of operations) {
      for (const [what, schema, value] of one.examples()) {
        assert.equal(isValid(schema, value), true, `${one.name} ${what}`);
        count++;
      }
    }
    assert.ok(count > 80, `${count} examples`);
  });

  test("every refusal of the rules in SQL has its code in the contract", () => {
    const words = readdirSync(join(ROOT, "sql/functions"), { recursive: true }).filter((name) => /^(api|hippo)\/.*\.sql$/.test(name)).map((name) => readFileSync(join(ROOT, "sql/functions", name), "utf8")).join("\n");
    const raised = new Set([...words.matchAll(/(?:refuse\(\s*\d+,|cap_refuse\()\s*'([a-z_]+)'/g)].map(([, code]) => code));
    raised.delete("idempotency_key"); // the api itself looks at the key first
    const told = new Set(operations.flatMap((one) => [400, 401, 403, 404, 409, 413, 422, 429, 503].flatMap((status) => one.codes(status))));
    assert.ok(raised.size > 30, [...raised].join(" "));
    assert.deepEqual([...raised].filter((code) => !told.has(code)), []);
  });

  test("whatever changes something needs a key and says so, but for passwords that are checked, signing out, giving a key up, a paper that was seen, a ticket that is only looked at, and for displays", () => {
    const keyless = ["login", "logout", "approve", "burnRequest", "confirmTillPapers", "createDisplay", "claimDisplay", "showOnDisplays", "quoteTicket"];
    for (const one of operations) assert.equal(one.needsKey, one.isChange && !keyless.includes(one.id), one.name);
  });
});

async function answersWell(one) {
  const answer = await stage.send(one, await stage.request(one.id));
  assert.equal(answer.status, 200, answer.text);
  one.check(answer);
}

async function refusesWell(one, t) {
  const request = await stage.request(one.id);
  let count = 0;
  for (const [what, bad] of refusals(one, request)) {
    const answer = await stage.send(one, bad);
    one.check(answer, `${one.name} ${what}`);
    assert.equal(answer.status, 400, `${one.name} ${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
    count++;
  }
  t.diagnostic(`${count} requests`);
  if (!one.isChange) return;
  // None of them did anything: the request itself still works.
  const answer = await stage.send(one, request);
  assert.equal(answer.status, 200, answer.text);
  one.check(answer);
}

async function takesBounds(one, t) {
  let count = 0;
  for (const [what, change] of bounds(one)) {
    if (BOUNDS[one.id] && !BOUNDS[one.id].some((name) => what.includes(name))) continue;
    const answer = await stage.send(one, change(await stage.request(one.id)));
    one.check(answer, `${one.name} ${what}`);
    assert.ok(answer.status < 500 && answer.status !== 400, `${one.name} ${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
    count++;
  }
  t.diagnostic(`${count} requests`);
}

describe("a good request is answered as the contract has it", () => {
  for (const one of early) test(one.name, () => answersWell(one));
});

describe("what the contract refuses is refused with 400", () => {
  for (const one of early) test(one.name, (t) => refusesWell(one, t));
});

describe("what the contract allows is not malformed", () => {
  for (const one of early.filter((each) => !bounds(each).next().done)) test(one.name, (t) => takesBounds(one, t));
});

describe("and the same for what changes the whole house", () => {
  for (const one of LATE.map(operation)) test(one.name, (t) => refusesWell(one, t));
});

test("nothing of all that was the server's mistake, nor was anything left for the database to find malformed", () => {
  assert.deepEqual(house.words("api").split("\n").filter((line) => /event=(request_failed|parameter_unchecked)/.test(line)), []);
});
