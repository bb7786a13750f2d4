// SPDX-License-Identifier: MIT
// People who sell: a shop, tills and cashiers, made and signed in by SQL so that a test need not hash a hundred passwords;
// then each of them sells over HTTP without a pause, and knows what became of every sale.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Agent as SecureAgent } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { assertProof } from "./books.mjs";
import { request } from "./http.mjs";

const FLOAT = 10_000_000;
const STAKE = 2500;
const RUNNERS = ["6", "7", "8", "9", "10", "54"];
/** What a rule of the house refuses is no failure: the sale came too late for its round, or met a limit. */
const REFUSALS = new Set(["betting_closed", "no_round", "round_changed", "cap_round", "cap_till"]);

/** SQL that makes `cashiers` (their ids and tokens' hashes) with an open till each, whatever is there already. */
function furnish(hashes) {
  return `do $people$
  declare
    v_hash constant text := '$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ';
    v_admin constant bytea := sha256(convert_to(clock_timestamp()::text, 'UTF8'));
    v_print constant bytea := sha256('test');
    v_tokens constant text[] := array[${hashes.map((hash) => `'\\x${hash}'`).join(",")}];
    v_till bigint;
    v_user bigint;
  begin
    perform api.admin_bootstrap(v_hash);
    perform api.login_finish(user_id, username::text, '127.0.0.1', true, v_admin, 'test') from hippo.app_user where username = 'admin';
    if not exists (select from hippo.shop where shop_id = 1) then
      perform api.shop_create(v_admin, 'test-shop-1', v_print, 1, 'Delmas', null);
    end if;
    for i in 1 .. cardinality(v_tokens) loop
      v_till := (api.till_create(v_admin, 'test-till-' || i, v_print, 1, i, 'Caisse ' || i) ->> 'tillId')::bigint;
      v_user := (api.user_create(v_admin, 'test-user-' || i, v_print, 'cashier' || i, 'Cashier ' || i, 'cashier', 1, v_hash) ->> 'userId')::bigint;
      perform api.login_finish(v_user, 'cashier' || i, '127.0.0.1', true, v_tokens[i]::bytea, 'test');
      perform api.till_open(v_tokens[i]::bytea, 'test-open-' || i, v_print, v_till, ${FLOAT});
    end loop;
  end $people$`;
}

const SLOW = new Set(["busy", "too_slow", "database_busy", "database_unavailable", "house_unconfirmed"]);
const [TRIES, AGAIN_MS] = [20, 250];

export class Cashier {
  constructor(house, token) {
    this.house = house;
    this.token = token;
    this.agent = new SecureAgent({ keepAlive: true, maxSockets: 1 });
    this.keys = 0;
    /** @type {object[]} tickets */
    this.sold = [];
    this.failures = [];
    this.slowestMs = 0;
    this.waits = 0;
  }

  async ask(method, path, body, headers = {}) {
    const key = `${this.token.slice(0, 8)}-${++this.keys}`;
    for (let tries = 1; ; tries++) {
      const answer = await this.#send(method, path, body, { ...(body && { "idempotency-key": key }), ...headers });
      // A machine with too much to do: the house says so itself, and the same key makes it happen once. No closed door says that.
      if (answer.status !== 503 || !SLOW.has(answer.json?.code) || tries === TRIES) return answer;
      this.waits++;
      await delay(AGAIN_MS);
    }
  }

  #send(method, path, body, headers) {
    return request(this.house.origin, `/api/v1${path}`, {
      method, ca: this.house.ca, agent: this.agent,
      headers: { authorization: `Bearer ${this.token}`, ...(body && { "content-type": "application/json" }), ...headers },
      body: body && JSON.stringify(body),
    });
  }

  sell(roundId, selection = "6", stake = STAKE) {
    return this.ask("POST", "/tickets", { roundId, lines: [{ market: "win", selection, stake }] });
  }

  /** One sale after another until `isOver()`, on whatever round sells; a pause after each. */
  async sellUntil(isOver, pauseMs) {
    for (let roundId = null; !isOver(); await delay(pauseMs)) {
      const begin = performance.now();
      const answer = await (roundId ? this.sell(roundId) : this.ask("GET", "/rounds/current")).catch((error) => ({ status: 0, text: error.message }));
      this.slowestMs = Math.max(this.slowestMs, performance.now() - begin);
      if (answer.status === 409 && REFUSALS.has(answer.json?.code)) roundId = null;
      else if (answer.status !== 200) this.failures.push(`${answer.status} ${answer.text}`);
      else if (!roundId) roundId = answer.json?.round?.roundId ?? answer.json?.roundId ?? null;
      else if (answer.json?.number) this.sold.push(answer.json);
      else this.failures.push(`a sale was answered with ${answer.text}`);
    }
  }

  leave() {
    this.agent.destroy();
  }
}

/** @param {{origin: string, ca: string, execute: (sql: string) => Promise}} house */
export async function openTills(house, count) {
  const tokens = Array.from({ length: count }, () => randomBytes(32));
  await house.execute(furnish(tokens.map((token) => createHash("sha256").update(token).digest("hex"))));
  return tokens.map((token) => new Cashier(house, token.toString("base64url")));
}

/** Sells a ticket on every runner, and pays the one that wins once the screens have told which it is. */
export async function playRound(house, cashier) {
  const client = await house.client();
  const { json: opened } = await client.frame("new_round", () => true, 30_000);
  const tickets = {};
  for (const runner of RUNNERS) {
    const answer = await cashier.sell(opened.roundId, runner);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.roundId, opened.roundId);
    tickets[runner] = answer.json;
    cashier.sold.push(answer.json);
  }
  const { json: results } = await client.frame("race_results", ({ roundId }) => roundId === opened.roundId, 30_000);
  await client.close();
  const winner = tickets[results.winner.number];
  const paid = await cashier.ask("POST", `/tickets/${winner.number}/pay`, { code: winner.code });
  assert.equal(paid.status, 200, paid.text);
  assert.equal(paid.json.state, "paid");
  assert.equal(paid.json.paid.amount, winner.lines[0].prize);
  const again = await cashier.ask("POST", `/tickets/${winner.number}/pay`, { code: winner.code });
  assert.equal(again.json.code, "already_paid");
  const loser = tickets[results.order.at(-1)];
  assert.equal((await cashier.ask("GET", `/tickets/${loser.number}`)).json.state, "lost");
  await assertProof((await house.get(`/api/v1/rounds/${opened.roundId}/proof`)).json);
}

/** Every ticket that a cashier was given is in the books, and no other is; nothing that sums up is wrong. */
export async function assertSold(house, cashiers) {
  const given = cashiers.flatMap(({ sold }) => sold.map(({ number }) => number)).sort();
  assert.equal(new Set(given).size, given.length, "a ticket was given twice");
  const [{ count }] = await house.query("select count(*) from hippo.ticket");
  assert.equal(count, given.length, "tickets in the books, and those that cashiers were given");
  assert.deepEqual(await house.query("select * from report.proof()"), []);
}
