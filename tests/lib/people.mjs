// SPDX-License-Identifier: MIT
// The people of a house under test, each acting through the public port as a client would: an admin who sets up shops,
// tills and users; cashiers who open tills, sell, void, pay and count.
//
//   const people = await People.arrive(house);
//   const cashier = await people.cashier();                     // with a shop of its own, and an open till
//   const ticket = await cashier.sell([{ market: "win", selection: "6", stake: 2500 }]);
//   await people.over(ticket.roundId);
//   const answer = await cashier.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code });
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { waitFor } from "./wait.mjs";

export const BASE = "/api/v1";
export const PASSWORD = "a long enough password";
const TRY_LATER = ["betting_closed", "no_round", "round_changed", "card_changed", "house_unconfirmed"];

/** A request as somebody (token: null for nobody): {status, headers, text, json}. Whatever changes something gets a key. */
export function ask(house, token, method, path, body, { key = randomUUID(), headers = {}, ...options } = {}) {
  const isRead = method === "GET" || method === "HEAD";
  return house.request(BASE + path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(isRead ? {} : { "content-type": "application/json", "idempotency-key": key }),
      ...headers,
    },
    body: isRead || body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    ...options,
  });
}

/** Passwords are hashed in a queue, at low priority: on a busy machine it may be full for a while. */
async function whenNotBusy(request) {
  let answer;
  await waitFor("the house is not too busy", async () => (answer = await request()).json?.code !== "busy", 60_000, 200);
  return answer;
}

/** Signs in: {token, userId, username, role, …}. */
export async function signIn(house, username, password = PASSWORD) {
  const answer = await whenNotBusy(() => ask(house, null, "POST", "/auth/login", { username, password, bearer: true }));
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

export class People {
  #next = { shop: 1, user: 1 };
  #tills = new Map(); // shop → tills made

  /** The admin of a house that useHouse or openHouse opened signs in. `options` go with every request (agent: …). */
  static async arrive(house, options = {}) {
    const people = new People();
    people.house = house;
    people.options = options;
    await waitFor("the first admin is made", async () => !(await house.value("select api.admin_missing()")), 60_000);
    people.admin = new Person(people, await signIn(house, "admin", house.adminPassword));
    return people;
  }

  /** A person with this role; cashiers and supervisors work in `shop`. */
  async person(role, shop) {
    const username = `${role}-${this.#next.user++}`;
    const shopId = ["cashier", "supervisor"].includes(role) ? (shop ?? (await this.shop())).shopId : undefined;
    await this.admin.do("POST", "/admin/users", { username, password: PASSWORD, role, shopId });
    if (role === "admin") await this.settleIn(username);
    return new Person(this, await signIn(this.house, username));
  }

  /** As if the user had been there for ever, with a password of its own: it counts where something takes two persons. */
  settleIn(username) {
    return this.house.query("update hippo.app_user set rights_at = '-infinity', rights_by = null, own_password_at = '-infinity' where username = $1", [username]);
  }

  /** A cashier at an open till of its own, in `shop` or a new one. */
  async cashier({ shop, float = 10_000_000, role = "cashier" } = {}) {
    const where = shop ?? (await this.shop());
    const cashier = await this.person(role, where);
    cashier.shop = where;
    cashier.till = await this.till(where);
    cashier.session = await cashier.do("POST", "/till/open", { tillId: cashier.till.tillId, float });
    return cashier;
  }

  supervisor(shop) {
    return this.person("supervisor", shop);
  }

  shop() {
    const number = this.#next.shop++;
    return this.admin.do("POST", "/admin/shops", { number, name: `Shop ${number}`, header: ["Rue 1", "Port-au-Prince"] });
  }

  till(shop) {
    const number = (this.#tills.get(shop.shopId) ?? 0) + 1;
    this.#tills.set(shop.shopId, number);
    return this.admin.do("POST", "/admin/tills", { shopId: shop.shopId, number, name: `Till ${number}` });
  }

  /** What should be in the person's till: a cashier is not told before the count. */
  async expectedCash({ till }) {
    return (await this.admin.do("GET", `/till?tillId=${till.tillId}`)).session.totals.expectedCash;
  }

  /** The round that takes bets, with at least `left` ms of it to come. */
  betting(left = 150, timeout = 30_000) {
    return waitFor("a round takes bets", async () => {
      const { json: round } = await ask(this.house, null, "GET", "/rounds/current", undefined, this.options);
      return round?.phase === "betting" && round.lockTime - Date.now() >= left && round;
    }, timeout, 20);
  }

  /** The round, once it is settled or void. */
  over(roundId, timeout = 60_000) {
    return waitFor(`round ${roundId} is over`, async () => {
      const { json: round } = await ask(this.house, null, "GET", `/rounds/${roundId}`, undefined, this.options);
      return ["settled", "void"].includes(round?.phase) && round;
    }, timeout, 20);
  }
}

class Person {
  constructor(people, me) {
    this.people = people;
    this.me = me;
    this.token = me.token;
  }

  /** {status, headers, text, json}, whatever it is. options: key, headers, … */
  ask(method, path, body, options = {}) {
    return ask(this.people.house, this.token, method, path, body, { ...this.people.options, ...options });
  }

  /** The answer's JSON; anything but 200 fails the test. */
  async do(method, path, body, { key = randomUUID(), ...options } = {}) {
    const answer = await whenNotBusy(() => this.ask(method, path, body, { key, ...options }));
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  /**
   * Sells a ticket on the round that takes bets, or on the next one when it is too late: {number, code, roundId, …}.
   * lines: an array, or what makes one of a round (see coverage).
   */
  async sell(lines = [{ market: "win", selection: "6", stake: 2500 }], timeout = 60_000) {
    const deadline = Date.now() + timeout;
    for (;;) {
      const round = await this.people.betting();
      const body = { roundId: round.roundId, cardHash: round.cardHash, lines: typeof lines === "function" ? lines(round) : lines };
      const answer = await this.ask("POST", "/tickets", body);
      if (answer.status === 200) return answer.json;
      if (!TRY_LATER.includes(answer.json?.code) || Date.now() > deadline) assert.fail(`sale: ${answer.status} ${answer.text}`);
    }
  }

  void(ticket, reason = "a mistake") {
    return this.do("POST", `/tickets/${ticket.number}/void`, { code: ticket.code, reason });
  }

  pay(ticket, note) {
    return this.do("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code, note });
  }
}

/** For Person.sell: a line on every runner to win, so that exactly one of them does. */
export const coverage = (stake = 2500) => (round) =>
  round.card.runners.map(({ number }) => ({ market: "win", selection: String(number), stake }));

/** A problem+json of this status and code. */
export function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers["content-type"], "application/problem+json");
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.code, code, answer.text);
}
