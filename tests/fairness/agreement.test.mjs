// SPDX-License-Identifier: MIT
// C, SQL and JavaScript give the same bits on 2 000 random cards, and refuse the same malformed ones.
// Wants TEST_DATABASE_URL (a login that may call hippo.hr1_*) and the program build/tests/fairness/hr1_cards, which
// make builds (BUILD names another build directory).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import "../lib/webcrypto.mjs";
import * as hr1 from "../../web/lib/hr1.js";

const CARDS = 2000;
const SUM_MAX = 2n ** 63n - 1n;
const root = fileURLToPath(new URL("../../", import.meta.url));
const program = resolve(root, process.env.BUILD ?? "build", "tests/fairness/hr1_cards");

// Random input, the same at every run -----------------------------------------------------------------------------

let drawn = 0;
const random32 = () => createHash("sha256").update(`hippodrome agreement ${drawn++}`).digest();
const randomWord = () => random32().readBigUInt64BE();
const randomBelow = (bound) => randomWord() % BigInt(bound);
const pick = (list) => list[Number(randomBelow(list.length))];

function randomNumbers(count) {
  const numbers = new Set();
  const highest = pick([count, 99, 9999, 2 ** 31 - 1]);
  while (numbers.size < count) numbers.add(Number(randomBelow(highest)) + 1);
  return [...numbers].sort((a, b) => a - b);
}

/** `sum` cut into `count` parts of at least 1. */
function cut(sum, count) {
  const cuts = new Set();
  while (cuts.size < count - 1) cuts.add(randomBelow(sum - 1n) + 1n);
  const edges = [0n, ...[...cuts].sort((a, b) => (a < b ? -1 : 1)), sum];
  return edges.slice(1).map((edge, i) => edge - edges[i]);
}

const magnitudes = {
  equal: (count) => Array(count).fill(1n + randomBelow(1000)),
  tiny: (count) => Array.from({ length: count }, () => 1n + randomBelow(9)),
  ordinary: (count) => Array.from({ length: count }, () => 1n + randomBelow(2_000_000)),
  // Any magnitude beside any other; 2^58 each still leaves 24 of them below the limit.
  mixed: (count) => Array.from({ length: count }, () => 1n + randomBelow(1n << randomBelow(58))),
  // Up to a quarter of all words is refused here.
  huge: (count) => cut((1n << 61n) + randomBelow(3n << 61n), count),
  limit: (count) => cut(SUM_MAX, count),
  lopsided: (count) => Object.assign(cut(BigInt(count), count), { [Number(randomBelow(count))]: SUM_MAX - BigInt(count) + 1n }),
};

function randomCard(i) {
  const count = 2 + (i % 23);
  const numbers = randomNumbers(count);
  const weights = pick(Object.values(magnitudes))(count);
  return { ...randomInputs(), runners: numbers.map((number, k) => ({ number, weight: weights[k] })) };
}

function randomInputs() {
  const [secret, cardHash] = [random32(), random32()];
  const beacon = pick([random32(), Buffer.alloc(32)]);
  const round = pick([randomWord() >> 1n, 10_000_001n + randomBelow(1_000_000), 0n, SUM_MAX]);
  return { secret, cardHash, beacon, round };
}

/** A valid card with one thing wrong, of those that a text can carry into all three languages. */
function malformedCard(i) {
  const card = randomCard(i);
  const { runners } = card;
  const k = Number(randomBelow(runners.length - 1)) + 1;
  const spoil = pick([
    () => runners.splice(1),
    () => runners.push(...Array.from({ length: 24 }, (_, n) => ({ number: 2 ** 31 - 25 + n, weight: 1n }))),
    () => (runners[0].number = 0),
    () => (runners[k].number = runners[k - 1].number),
    () => ([runners[k].number, runners[k - 1].number] = [runners[k - 1].number, runners[k].number]),
    () => (runners[k].weight = 0n),
    () => (runners[k].weight += SUM_MAX + 1n - runners.reduce((sum, { weight }) => sum + weight, 0n)),
  ]);
  spoil();
  return card;
}

// The three answers, as one line of text a card -------------------------------------------------------------------

const runnersText = (card) => card.runners.map(({ number, weight }) => `${number}:${weight}`).join(",");
const hex = (buffer) => buffer.toString("hex");

async function answersInJavaScript(cards) {
  const answers = [];
  for (const card of cards) {
    const [secret, cardHash, beacon] = [card.secret, card.cardHash, card.beacon].map((bytes) => new Uint8Array(bytes));
    const seed = await hr1.outcomeSeed(secret, card.round, cardHash, beacon);
    try {
      const { order, words, rejects } = await hr1.draw(seed, card.runners);
      const bytes = [await hr1.chainStep(secret), seed, await hr1.filmSeed(seed)].map(hr1.toHex);
      answers.push([...bytes, words, rejects, order.join("-")].join(" "));
    } catch (error) {
      if (error.code !== "card_runners") throw error;
      answers.push("refused");
    }
  }
  return answers;
}

function run(command, args, input) {
  const options = { input, encoding: "utf8", maxBuffer: 1 << 26, timeout: 60_000 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  assert.ifError(error);
  assert.equal(status, 0, `${command} failed: ${stderr}`);
  return stdout.trimEnd().split("\n");
}

function answersInC(cards) {
  const lines = cards.map((card) =>
    [hex(card.secret), card.round, hex(card.cardHash), hex(card.beacon), runnersText(card)].join(" "));
  return run(program, [], `${lines.join("\n")}\n`);
}

function answersInSql(cards) {
  const rows = cards.map((card, i) =>
    [
      i, `\\\\x${hex(card.secret)}`, card.round, `\\\\x${hex(card.cardHash)}`, `\\\\x${hex(card.beacon)}`,
      `{${card.runners.map(({ number }) => number)}}`, `{${card.runners.map(({ weight }) => weight)}}`,
    ].join("\t"));
  const script = `
    create temp table card (
        i int, secret bytea, round bigint, card_hash bytea, beacon bytea, numbers int[], weights bigint[]);
    copy card from stdin;
${rows.join("\n")}
\\.
    create function pg_temp.answer(p_card card) returns text language plpgsql as $$
    declare
        v_seed bytea := hippo.hr1_outcome_seed(p_card.secret, p_card.round, p_card.card_hash, p_card.beacon);
        v_draw record;
    begin
        v_draw := hippo.hr1_draw(v_seed, p_card.numbers, p_card.weights);
        return concat_ws(' ', encode(hippo.hr1_chain_step(p_card.secret), 'hex'), encode(v_seed, 'hex'),
            encode(hippo.hr1_film_seed(v_seed), 'hex'), v_draw.words, v_draw.rejects,
            array_to_string(v_draw.runner_order, '-'));
    exception when sqlstate 'HP400' then
        return 'refused';
    end
    $$;
    select pg_temp.answer(card) from card order by i;`;
  return run("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", process.env.TEST_DATABASE_URL], script);
}

// The comparison --------------------------------------------------------------------------------------------------

/** Names the first card on which they differ; a diff of 2 000 lines would not help anybody. */
function assertSame(cards, name, answers, expected) {
  assert.equal(answers.length, cards.length, `${name} answered another number of cards`);
  const i = answers.findIndex((answer, k) => answer !== expected[k]);
  assert.equal(answers[i], expected[i], `${name} differs on card ${i}: ${i >= 0 && runnersText(cards[i])}`);
}

before(() => {
  assert.ok(process.env.TEST_DATABASE_URL, "TEST_DATABASE_URL is required: this test is never skipped");
});

test("three languages, one result", async () => {
  const cards = Array.from({ length: CARDS }, (_, i) => randomCard(i));
  const expected = await answersInJavaScript(cards);
  assertSame(cards, "C", answersInC(cards), expected);
  assertSame(cards, "SQL", answersInSql(cards), expected);

  // The cards must be worth comparing: all sizes, many refused words, sums at the limit.
  assert.ok(!expected.includes("refused"));
  assert.equal(new Set(cards.map(({ runners }) => runners.length)).size, 23);
  const rejects = expected.reduce((sum, line) => sum + Number(line.split(" ")[4]), 0);
  assert.ok(rejects > 500, `only ${rejects} refused words`);
  const atLimit = cards.filter(({ runners }) => runners.reduce((sum, { weight }) => sum + weight, 0n) === SUM_MAX);
  assert.ok(atLimit.length > 200, `only ${atLimit.length} sums at the limit`);
});

test("three languages refuse the same cards", async () => {
  const cards = Array.from({ length: 300 }, (_, i) => malformedCard(i));
  const expected = Array(cards.length).fill("refused");
  assertSame(cards, "JavaScript", await answersInJavaScript(cards), expected);
  assertSame(cards, "C", answersInC(cards), expected);
  assertSame(cards, "SQL", answersInSql(cards), expected);
});
