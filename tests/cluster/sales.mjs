// SPDX-License-Identifier: MIT
// A busy house while something happens to it. Cashiers do what the counter's outbox does: a sale whose answer does not come
// is asked for again with its key, at either front, until it is sold or refused. Screens watch at both fronts.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { assertBooks } from "../lib/books.mjs";
import { openTills } from "../lib/cashiers.mjs";
import { Crowd } from "../lib/crowd.mjs";
import { request } from "../lib/http.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const [PAUSE_MS, AGAIN_MS, CALM_MS, LOOK_MS] = [500, 250, 3000, 100];
/** Less than a proxy's: a cashier who waits for an answer is one who does not sell. */
const ANSWER_MS = 8000;
const REFUSED = new Set(["betting_closed", "no_round", "round_changed", "clock_wrong"]);

class Seller {
  constructor(cashier, origins, first) {
    Object.assign(this, { cashier, origins, at: first, keys: 0, sold: [], repeats: 0, failures: [] });
  }

  /** Until there is an answer that is one: 200, or a refusal. */
  async #ask(method, path, body) {
    const key = `${this.cashier.token.slice(0, 8)}.${++this.keys}`;
    for (;;) {
      const answer = await request(this.origins[this.at % this.origins.length], `/api/v1${path}`, {
        method, ca: this.cashier.house.ca, timeout: ANSWER_MS, body: body && JSON.stringify(body),
        headers: { authorization: `Bearer ${this.cashier.token}`, "idempotency-key": key, ...(body && { "content-type": "application/json" }) },
      }).catch((error) => ({ status: 0, text: error.message }));
      if (answer.status !== 0 && answer.status < 500) return answer;
      this.repeats++;
      this.at++;
      await delay(AGAIN_MS);
    }
  }

  async sellUntil(isOver) {
    for (let roundId = null; !isOver(); await delay(PAUSE_MS)) {
      const begin = performance.now();
      const answer = roundId
        ? await this.#ask("POST", "/tickets", { roundId, lines: [{ market: "win", selection: "6", stake: 2500 }] })
        : await this.#ask("GET", "/rounds/current");
      if (answer.status === 409 && REFUSED.has(answer.json?.code)) roundId = null;
      else if (answer.status !== 200) this.failures.push(`${answer.status} ${answer.text}`);
      else if (!roundId) roundId = answer.json?.round?.roundId ?? answer.json?.roundId ?? null;
      else this.sold.push({ begin, at: performance.now(), number: answer.json.number });
    }
  }
}

export class Business {
  constructor(lab, { cashiers, screens }) {
    Object.assign(this, { lab, wanted: { cashiers, screens } });
  }

  async open() {
    const { lab, wanted } = this;
    this.sellers = (await openTills(lab, wanted.cashiers)).map((cashier, i) => new Seller(cashier, lab.origins, i));
    this.crowds = lab.origins.map((origin) => new Crowd({ origin, ca: lab.ca, query: lab.query }));
    for (const crowd of this.crowds) await crowd.open(wanted.screens / this.crowds.length);
    return this;
  }

  /**
   * `accident()` while everybody sells; then all is as before: sold once what was said to be sold, drawn once what was drawn.
   * Gives {gap_s: the longest time without a sale since then, slowest_s: from a cashier's key to her ticket, at the worst, repeats, sold}; `heal` comes after the gap, and is not measured.
   */
  async during(accident, heal = () => {}) {
    let isOver = false;
    const selling = Promise.all(this.sellers.map((seller) => seller.sellUntil(() => isOver)));
    const watching = Promise.all(this.lab.houses.map((house) => this.#away(house, () => isOver)));
    try {
      await pass(CALM_MS);
      const [before, repeats] = [this.#sold(), this.#repeats()];
      const begin = performance.now();
      await accident();
      const caused = performance.now();
      const sells = ({ sold }) => sold.at(-1)?.at > caused;
      await waitFor(() => `everybody sells again\n${this.lab.tail()}`, () => this.sellers.every(sells), 90_000, 50);
      await heal();
      await this.lab.whole();
      await pass(CALM_MS);
      isOver = true;
      await selling;
      return {
        gap_s: this.#gap(begin), slowest_s: this.#slowest(begin), sold: this.#sold() - before, repeats: this.#repeats() - repeats,
        without_database_s: Object.fromEntries(await watching), ...(await this.settle()),
      };
    } finally {
      isOver = true;
    }
  }

  #sold() {
    return this.sellers.reduce((sum, { sold }) => sum + sold.length, 0);
  }

  #repeats() {
    return this.sellers.reduce((sum, { repeats }) => sum + repeats, 0);
  }

  /** For how long this host's gateway had no database. */
  async #away(house, isOver) {
    let sum = 0;
    for (let last = performance.now(); !isOver(); await delay(LOOK_MS)) {
      const { status } = await request(`http://${house.address}:8081`, "/readyz", { timeout: 1000 }).catch(() => ({ status: 0 }));
      const now = performance.now();
      if (status !== 200) sum += now - last;
      last = now;
    }
    return [house.name, Math.round(sum / 100) / 10];
  }

  #slowest(since) {
    const times = this.sellers.flatMap(({ sold }) => sold.filter(({ at }) => at > since).map(({ begin, at }) => at - begin));
    return Math.round(Math.max(...times) / 100) / 10;
  }

  #gap(since) {
    const times = this.sellers.flatMap(({ sold }) => sold.map(({ at }) => at)).sort((a, b) => a - b);
    let longest = 0;
    for (let i = 1; i < times.length; i++) if (times[i] > since) longest = Math.max(longest, times[i] - times[i - 1]);
    return Math.round(longest / 100) / 10;
  }

  /** What was answered and what is in the books are the same; nothing that sums up is wrong; the screens know the same. */
  async settle() {
    const { lab } = this;
    assert.deepEqual(this.sellers.flatMap(({ failures }) => failures), [], "sales that failed");
    const given = this.sellers.flatMap(({ sold }) => sold.map(({ number }) => number));
    const rows = await lab.query("select n.number from hippo.ticket t, lateral hippo.ticket_number(t.ticket_id) n (number)");
    const booked = new Set(rows.map(({ number }) => number));
    const lost = given.filter((number) => !booked.has(number)).length;
    const doubled = given.length - new Set(given).size + rows.length - given.length + lost;
    assert.equal(lost, 0, "sales that were answered and are not in the books");
    assert.equal(doubled, 0, "tickets in the books that nobody was given, or that two were");
    assert.equal(await lab.value("select count(*) from hippo.set_back"), 0, "the house began anew");
    await waitFor("the books are right", () => assertBooks(lab).then(() => true), 30_000, 500);
    for (const crowd of this.crowds.filter(({ told }) => told.size > 0)) {
      await crowd.together();
      await crowd.assertTold();
    }
    const unrecovered = this.crowds.reduce((sum, crowd) => sum + crowd.unrecovered, 0);
    return { lost, doubled, screens_sent_away: this.crowds.reduce((sum, crowd) => sum + crowd.returns, 0), unrecovered };
  }

  close() {
    for (const crowd of this.crowds ?? []) crowd.hangUp();
    for (const { cashier } of this.sellers ?? []) cashier.leave();
  }
}
