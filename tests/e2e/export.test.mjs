// SPDX-License-Identifier: MIT
// Signed exports of a real house: asked for, made and signed by the scheduler, streamed by the api, and checked offline by
// hippo-verify; and the proofs of a session's rounds, which anybody can get and check.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { makeExport, verify as check } from "../lib/exports.mjs";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, coverage, People } from "../lib/people.mjs";
import { SANITIZE } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const MARKETS = ["place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"];
const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
let people, auditor, cashier, rounds, file, made;

before(async () => {
  people = await People.arrive(house);
  auditor = await people.person("auditor");
  cashier = await people.cashier();
  for (const market of MARKETS) await people.admin.do("PATCH", `/admin/settings/market_${market}`, { value: 1, reason: "all markets" });
  const tickets = [await cashier.sell(coverage()), await sellAllMarkets(), await cashier.sell()];
  await cashier.void(await cashier.sell(), "a 'mistake' \\ of Zoé");
  await people.over(tickets.at(-1).roundId);
  await cashier.pay(tickets[0]);
  await people.admin.do("POST", "/safe/movements", { shopId: cashier.shop.shopId, kind: "to_bank", amount: 500, reference: "l'été" });
  const { roundId } = await cashier.sell();
  await people.admin.do("POST", `/admin/rounds/${roundId}/void`, { reason: "a test" });
  await people.over(roundId);
  rounds = Array.from({ length: roundId - 10_000_000 }, (_, i) => 10_000_001 + i);
  made = await make();
  file = await auditor.ask("GET", `/admin/exports/${made.exportId}/file`);
}, { timeout: 120_000 });

/** Two lines on each market, on a round that sells all of them. */
function sellAllMarkets() {
  return waitFor("a round sells all markets", async () => {
    const { roundId, cardHash } = await people.betting(600);
    const { markets } = await auditor.do("GET", `/rounds/${roundId}/prices`);
    const lines = markets.flatMap(({ market, selections }) => [selections[0], selections.at(-1)].map(({ selection }) => ({ market, selection, stake: 2500 })));
    const answer = await cashier.ask("POST", "/tickets", { roundId, cardHash, lines });
    return markets.length > MARKETS.length && answer.status === 200 && answer.json;
  }, 20_000, 100);
}

const today = () => house.value("select hippo.house_day(hippo.clock())::text");

const make = (timeout) => makeExport(auditor, timeout);
const verify = (text, options) => check(house, text, options);
const objects = (text) => text.trimEnd().split("\n").map((line) => JSON.parse(line));

describe("an export", () => {
  test("holds, round by round and chain by chain, signed by the key that was published", async () => {
    assert.equal(file.status, 200);
    assert.equal(file.headers["content-type"], "application/jsonl");
    assert.match(file.headers["content-disposition"], /^attachment; filename="hippodrome-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.jsonl"$/);
    assert.equal(Number(file.headers["content-length"]), Buffer.byteLength(file.text));
    const { signingKeys } = await auditor.do("GET", "/config");
    assert.deepEqual(signingKeys.map(({ publicKey }) => publicKey), [made.publicKey]);
    const { status, out } = await verify(file.text, { args: ["--key", made.publicKey] });
    assert.equal(status, 0, out);
    for (const round of rounds) assert.match(out, new RegExp(`^round ${round} holds`, "m"));
    assert.match(out, /^journal of the house holds: entries 1 to \d+$/m);
    assert.match(out, /^journal of till 1 holds: entries 1 to \d+$/m);
    assert.match(out, new RegExp(`HOLDS: rounds ${made.rounds}, tickets ${made.tickets} \\(voided 1\\), entries ${made.entries}, key ${made.publicKey}\n$`));
    assert.equal(await (await verify(file.text, { isPiped: true })).status, 0);
  });

  test("has every round and every ticket of its day, and all that the journal says", async () => {
    const lines = objects(file.text);
    const tickets = lines.filter(({ ticket }) => ticket);
    assert.deepEqual(lines.filter(({ type }) => type === "round").map(({ proof }) => proof.roundId).slice(0, rounds.length), rounds);
    assert.equal(tickets.length, await house.value("select count(*)::integer from hippo.ticket"));
    assert.equal(lines.at(-1).lines, lines.length - 1);
    const asked = await house.value("select seq::integer from hippo.journal where action = 'export'");
    const house_ = lines.filter(({ type, scope }) => type === "entry" && scope === 0);
    assert.ok(house_.some(({ action, entry }) => action === "export" && entry === asked), "who asked for it stands in it, too");
  });

  test("says no secret: no code, no password, no open round's secret", async () => {
    assert.ok(!/argon2|code_hash|"code"/.test(file.text));
    for (const { proof } of objects(file.text).filter(({ type }) => type === "round"))
      assert.equal(Boolean(proof.secret), ["settled", "void"].includes(proof.phase), `${proof.roundId}`);
  });

  test("does not hold when it is cut, changed, or signed by another key", async () => {
    const end = file.text.trimEnd().lastIndexOf("\n") + 1;
    for (const [what, text] of [
      ["without its last line", file.text.slice(0, end)],
      ["without its last byte", file.text.slice(0, -1)],
      ["cut in the middle", file.text.slice(0, file.text.length / 2)],
      ["a round less", file.text.replace(/^\{"type":"round".*\n/m, "")],
      ["another stake", file.text.replace('"stake":2500', '"stake":2600')],
      ["something behind it", `${file.text}{}\n`],
    ]) {
      const { status, out } = await verify(text);
      assert.equal(status, 1, what);
      assert.match(out, /^DOES NOT HOLD/m, what);
    }
    const other = await verify(file.text, { args: ["--key", "ab".repeat(32)] });
    assert.deepEqual([other.status, /its key is another/.test(other.out)], [1, true]);
    assert.equal((await verify("not at all\n")).status, 2);
    assert.equal((await verify(file.text, { args: ["--key", "ab"] })).status, 2);
  });

  test("a download that breaks off is no file", async () => {
    const { exportId } = await make();
    await house.query("delete from hippo.export_part where export_id = $1 and part = (select max(part) from hippo.export_part where export_id = $1)", [exportId]);
    await assert.rejects(auditor.ask("GET", `/admin/exports/${exportId}/file`), /aborted|hang up|ECONNRESET/);
  });
});

describe("the way to one", () => {
  test("one at a time; its file is refused before it is ready; the list has all, newest first", async () => {
    const day = await today();
    house.freeze("scheduler");
    const { exportId, state, hash } = await auditor.do("POST", "/admin/exports", { from: day, to: day });
    assert.deepEqual([state, hash], ["working", null]);
    assertProblem(await auditor.ask("GET", `/admin/exports/${exportId}/file`), 409, "conflict");
    assertProblem(await people.admin.ask("POST", "/admin/exports", { from: day, to: day }), 409, "conflict");
    house.wake("scheduler");
    await waitFor("it is ready", async () => (await auditor.do("GET", `/admin/exports/${exportId}`)).state === "ready", 20_000, 50);
    const { items } = await auditor.do("GET", "/admin/exports?limit=2");
    assert.deepEqual(items.map((one) => one.exportId), [exportId, exportId - 1]);
    assert.match(house.words("scheduler"), new RegExp(`event=export export=${exportId} `));
  });

  test("days that are none, to come, or too many are refused", async () => {
    for (const [from, to] of [["2026-02-30", "2026-03-01"], ["2999-01-01", "2999-01-01"], ["2020-01-02", "2020-01-01"], ["2020-01-01", "2020-02-01"], [undefined, "2020-01-01"]])
      assertProblem(await auditor.ask("POST", "/admin/exports", { from, to }), 400, "bad_parameter");
    assertProblem(await auditor.ask("GET", "/admin/exports/999"), 404, "not_found");
    assertProblem(await auditor.ask("GET", "/admin/exports/999/file"), 404, "not_found");
  });

  test("an old file is forgotten; what its last line said is not", async () => {
    await house.query("update hippo.export set signed_at = now() - interval '8 days' where export_id = $1", [made.exportId]);
    const old = await waitFor("it is forgotten", async () => {
      const one = await auditor.do("GET", `/admin/exports/${made.exportId}`);
      return one.state === "forgotten" && one;
    }, 10_000, 50);
    assert.deepEqual([old.hash, old.signature], [made.hash, made.signature]);
    assertProblem(await auditor.ask("GET", `/admin/exports/${made.exportId}/file`), 409, "conflict");
    assert.equal(await house.value("select count(*)::integer from hippo.export_part where export_id = $1", [made.exportId]), 0);
  });
});

const MANY = process.env.LONG ? 200_000 : 10_000;
test(`${MANY} entries take no more memory than few, in the scheduler and in the api`, { skip: SANITIZE && "a sanitizer's own memory would be measured" }, async (t) => {
  await house.query(`insert into hippo.journal (scope, seq, at, action, reason, hash)
    select 0, 1000000 + n, hippo.clock(), 'a_test', repeat('x', 1000), sha256(int8send(n)) from generate_series(1, $1::integer) n`, [MANY]);
  const resident = () => ["scheduler", "api"].map((name) => house.program(name).residentKb());
  const before = resident();
  const { exportId, bytes } = await make(120_000);
  const answer = await auditor.ask("GET", `/admin/exports/${exportId}/file`, undefined, { timeout: 60_000 });
  const [scheduler, api] = resident().map((kb, i) => kb - before[i]);
  assert.equal(Buffer.byteLength(answer.text), bytes);
  assert.ok(bytes > MANY * 1000);
  t.diagnostic(`${bytes} bytes: scheduler ${scheduler} kB more, api ${api} kB`);
  assert.ok(scheduler < 4096 && api < 4096, `${scheduler} kB, ${api} kB`);
});

test("anybody can check a session's rounds with nothing but their proofs", async () => {
  const proofs = [];
  for (const round of rounds) proofs.push((await house.get(`/api/v1/rounds/${round}/proof`)).text);
  const { status, out } = await verify(`${proofs.join("\n")}\n`, { isPiped: true });
  assert.equal(status, 0, out);
  assert.equal(out.match(/^round \d+ holds/gm).length, rounds.length);
  const [first, second] = JSON.parse(proofs[0]).order;
  const wrong = await verify(`${[proofs[0].replace(/"order" ?: ?\[\d+,\d+/, `"order":[${second},${first}`), ...proofs.slice(1)].join("\n")}\n`);
  assert.equal(wrong.status, 1);
  assert.match(wrong.out, /^round 10000001 DOES NOT HOLD: the secret draws another order$/m);
  assert.match(wrong.out, /^round 10000002 holds/m);
});
