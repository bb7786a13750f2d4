// SPDX-License-Identifier: MIT
// Requests that are not what they seem: a member twice, half a character, text that nobody sees, a body without a length, one
// key in two spellings, and a request that the proxy sends a second time.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import http2 from "node:http2";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, BASE, People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const house = useHouse({ settings: { BETTING_MS: 4000, LOCK_MS: 500, FILM_MS: 1000, FINISH_MS: 300 } });
let people, cashier;

before(async () => {
  people = await People.arrive(house);
  cashier = await people.cashier();
}, { timeout: 120_000 });

const tickets = () => house.value("select count(*) from hippo.ticket");

/** A good sale on the round that takes bets, and enough time for it. */
async function sale() {
  const { roundId, card } = await people.betting(2500);
  return { roundId, lines: [{ market: "win", selection: String(card.runners[0].number), stake: 2500 }] };
}

describe("a member twice is refused, and nothing is done", () => {
  const twice = (body, from, to) => {
    const text = JSON.stringify(body);
    assert.ok(text.includes(from));
    return text.replace(from, to);
  };

  test("a stake, the round, an amount, a role, however it is escaped", async () => {
    const body = await sale();
    const sold = await tickets();
    for (const [path, text, name, who = cashier] of [
      ["/tickets", twice(body, '"stake":2500', '"stake":2500,"stake":500000'), "stake"],
      ["/tickets", twice(body, '"stake":2500', '"stake":2500,"st\\u0061ke":2500'), "stake"],
      ["/tickets", twice(body, '"roundId":', `"roundId":${body.roundId},"roundId":`), "roundId"],
      ["/till/movements", '{"kind":"deposit","amount":100,"amount":100000}', "amount"],
      ["/till/close", '{"counts":{"10000":1,"10000":2}}', "10000"],
      ["/admin/users", '{"username":"eve","role":"auditor","role":"admin","password":"a long enough password"}', "role", people.admin],
      ["/auth/login", '{"username":"admin","username":"eve","password":"a long enough password"}', "username"],
    ]) {
      const answer = await who.ask("POST", path, text);
      assertProblem(answer, 400, "duplicate_member");
      assert.equal(answer.json.parameter, name, text);
    }
    assert.equal(await tickets(), sold);
    assert.equal((await cashier.do("GET", "/till")).session.state, "open");
  });
});

describe("text that nobody sees", () => {
  test("half a character, and what turns a name around", async () => {
    const make = (name) => people.admin.ask("POST", "/admin/shops", `{"number":77,"name":"${name}"}`);
    for (const name of ["Delmas \\ud83c", "\\udfc7", "Delmas \u202e33", "Del\u200bmas", "Delmas\\u2066"]) {
      const answer = await make(name);
      assertProblem(answer, 400, "bad_characters");
      assert.equal(answer.json.parameter, "name", answer.text);
    }
    const good = await make("Delmas \\ud83c\\udfc7 33");
    assert.equal(good.status, 200, good.text);
    assert.equal(good.json.name, "Delmas 🏇 33");
  });

  test("the house and Unicode agree about every character", async () => {
    // Noncharacters are in no class of their own; a blank cell and the two replacements are symbols.
    const isHidden = (c) => /^[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]$/u.test(c)
      || (c.codePointAt(0) & 0xfffe) === 0xfffe || (c >= "\ufdd0" && c <= "\ufdef");
    // The first two planes whole; the others are ideographs, tags, private use, or empty: the ends of each.
    const all = Array.from({ length: 0x110000 }, (_, i) => i)
      .filter((i) => i > 0 && (i < 0xd800 || i > 0xdfff) && (i < 0x20000 || (i & 0xffff) < 0x1100 || (i & 0xffff) > 0xff00));
    const expected = all.filter((i) => isHidden(String.fromCodePoint(i)) && (i < 0x40000 || i >= 0xe0000));
    const rows = await house.query("select i from unnest($1::integer[]) i where not hippo.is_showable('x' || chr(i))", [all.filter((i) => i < 0x40000 || i >= 0xe0000)]);
    const told = new Set(rows.map(({ i }) => i));
    assert.deepEqual(expected.filter((i) => !told.has(i)).map((i) => i.toString(16)), []);
    const more = [...told].filter((i) => !expected.includes(i));
    assert.ok(more.every((i) => !/\p{Assigned}/u.test(String.fromCodePoint(i))), more.map((i) => i.toString(16)).join(" "));
  });
});

test("a key with quotation marks and without is one key", async () => {
  const body = await sale();
  const key = randomUUID();
  const [first, again] = [await cashier.ask("POST", "/tickets", body, { key: `"${key}"` }), await cashier.ask("POST", "/tickets", body, { key })];
  assert.equal(first.status, 200, first.text);
  assert.deepEqual(again.json, first.json);
});

describe("a body without a length", () => {
  test("in chunks: held until it is whole, and sold once", async () => {
    const body = await sale();
    const sold = await tickets();
    const key = randomUUID();
    const whole = await cashier.ask("POST", "/tickets", body, { key, headers: { "transfer-encoding": "chunked" } });
    assert.equal(whole.status, 200, whole.text);
    assert.deepEqual((await cashier.ask("POST", "/tickets", body, { key })).json, whole.json);
    assert.equal(await tickets(), sold + 1);
  });

  test("over HTTP/2 likewise, with a length, or without a body", async () => {
    const client = http2.connect(house.origin, { ca: house.ca });
    const post = (path, headers, text) => new Promise((resolve, reject) => {
      const stream = client.request({ ":method": "POST", ":path": BASE + path, authorization: `Bearer ${cashier.token}`, "content-type": "application/json", "idempotency-key": randomUUID(), ...headers }, { endStream: text === undefined });
      let status, read = "";
      stream.setEncoding("utf8");
      stream.on("response", (answer) => (status = answer[":status"]));
      stream.on("data", (part) => (read += part));
      stream.on("end", () => resolve({ status, text: read }));
      stream.on("error", reject);
      if (text !== undefined) stream.end(text);
    });
    const text = JSON.stringify(await sale());
    for (const headers of [{}, { "content-length": text.length }]) {
      const whole = await post("/tickets", headers, text);
      assert.equal(whole.status, 200, whole.text);
    }
    const other = await people.person("auditor");
    assert.equal((await post("/auth/logout", { authorization: `Bearer ${other.token}` })).status, 200);
    client.close();
  });
});

describe("an api that dies between the sale and its answer", () => {
  /** The answer of a sale whose api was killed as soon as the database had sold it, or had answered. */
  async function sellToTheDying(headers) {
    const body = await sale();
    const key = randomUUID();
    const sold = await tickets();
    const session = await house.db.connect();
    await session.query("begin; lock table hippo.ticket in share mode");
    const asked = cashier.ask("POST", "/tickets", body, { key, headers, timeout: 20_000 });
    let isOver = false;
    asked.finally(() => (isOver = true)).catch(() => {});
    await waitFor("the sale waits, or is refused", async () => isOver || await house.value(
      "select count(*) > 0 from pg_locks where relation = 'hippo.ticket'::regclass and not granted and pid in (select pid from pg_stat_activity where usename = 'hippo_api')"), 1500, 5);
    house.freeze("api");
    await session.query("rollback");
    await session.end();
    if (!isOver) await waitFor("it is sold", async () => (await tickets()) > sold, 5000, 10);
    await house.kill("api");
    house.start("api");
    const answer = await asked;
    return { answer, body, key, count: (await tickets()) - sold };
  }

  for (const [how, headers] of Object.entries({ "with a length": {}, "in chunks": { "transfer-encoding": "chunked" } }))
    test(`${how}: try again, and the same key gets the ticket that was sold`, async () => {
      const { answer, body, key, count } = await sellToTheDying(headers);
      const sold = await tickets();
      assert.equal(count, 1);
      if (answer.status !== 200) { // it had answered before it was frozen
        assert.ok(answer.status >= 500, answer.text);
        assert.equal(answer.headers["retry-after"], "1");
      }
      const again = await cashier.ask("POST", "/tickets", body, { key });
      assert.equal(again.status, 200, again.text);
      assert.equal(await tickets(), sold);
    });
});

describe("a refusal says what is wrong, and how it would be right", () => {
  const refused = async (language, body) => {
    const answer = await cashier.ask("POST", "/tickets", body, { headers: language ? { "accept-language": language } : {} });
    assert.equal(answer.status, 400, answer.text);
    return answer;
  };

  test("in the language asked for, with amounts in units of the currency; its code and its facts stay", async () => {
    const body = await sale();
    body.lines[0].stake = 2000;
    for (const [language, detail, told] of [
      ["fr-HT,fr;q=0.9,en;q=0.8", "Ligne 1\u00a0: la mise minimale est de 25,00\u00a0HTG.", "fr"],
      ["ht", "Liy 1: pi piti miz la se 25,00\u00a0HTG.", "ht"],
      ["en-US,en", "line 1: the smallest stake is 25.00\u00a0HTG", "en"],
      ["de", "line 1: the smallest stake is 25.00\u00a0HTG", "en"],
      [undefined, "line 1: the smallest stake is 25.00\u00a0HTG", "en"],
    ]) {
      const { json, headers } = await refused(language, body);
      assert.deepEqual([json.code, json.min, json.line, json.detail], ["stake_min", 2500, 1, detail]);
      assert.deepEqual([headers["content-language"], headers.vary], [told, "Accept-Language, Origin"]);
    }
  });

  test("what is malformed, too; and an answer that is no refusal is in no language", async () => {
    const { json } = await refused("fr", { roundId: "x", lines: [] });
    assert.deepEqual([json.code, json.parameter, json.detail], ["bad_parameter", "roundId", "roundId doit être un nombre entier à partir de 1."]);
    const good = await cashier.ask("GET", "/till", undefined, { headers: { "accept-language": "fr" } });
    assert.deepEqual([good.status, good.headers["content-language"], good.headers.vary], [200, undefined, "Origin"]);
  });
});

test("the books hold, and none of it was the server's mistake", async () => {
  assert.deepEqual(await house.query("select * from report.proof()"), []);
  assert.doesNotMatch(house.words("api"), /event=parameter_unchecked/);
});
