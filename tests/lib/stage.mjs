// SPDX-License-Identifier: MIT
// A house in which every operation of the contract can succeed: for each one a request that the rules of the house take,
// made anew each time it is asked for. Its round takes bets for an hour.
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { operation } from "./contract.mjs";
import { ask, coverage, PASSWORD, People } from "./people.mjs";
import { waitFor } from "./wait.mjs";

const RUNNERS = [6, 7, 8, 9, 10, 54].map((number, i) => ({ number, name: `Runner ${number}`, color: "#00000" + i, weight: 1000 - i * 10 }));
const WIN = { market: "win", selection: "6", stake: 2500 };

export class Stage {
  #count = 0;

  static async open(house) {
    const stage = new Stage();
    const people = await People.arrive(house);
    Object.assign(stage, { house, people });
    const cashier = await people.cashier();
    stage.paid = cashier; // its tickets of the first round won
    const winners = [];
    for (let i = 0; i < 12; i++) winners.push(await cashier.sell(coverage()));
    const roundId = Math.max(...winners.map((ticket) => ticket.roundId));
    for (const [name, value] of [["betting_ms", 3_600_000]])
      await people.admin.do("PATCH", `/admin/settings/${name}`, { value, reason: "a long round" });
    await people.over(roundId);
    stage.winners = winners;
    stage.roundId = roundId;
    stage.admin = people.admin;
    stage.second = await people.person("admin");
    stage.auditor = await people.person("auditor");
    stage.cashier = cashier;
    stage.shop = cashier.shop;
    stage.supervisor = await people.supervisor(stage.shop);
    return stage;
  }

  /** Who sends what an operation wants: a person, or null for nobody. */
  person(role) {
    return { anyone: null, signed_in: this.cashier, cashier: this.cashier, supervisor: this.supervisor, admin: this.admin, auditor: this.auditor, staff: this.cashier, overseer: this.supervisor, reader: this.auditor }[role];
  }

  /** {who, path, query, body}: a request that would be answered 200. */
  async request(id) {
    const one = operation(id);
    assert.ok(this[id] || !one.isChange, `no scene for ${id}`);
    const made = { who: this.person(one.role), path: one.path, query: "", ...(await this[id]?.()) };
    for (const [name, value] of Object.entries({ id: this.roundId, name: "days", number: this.winners[0].number, ...made.at })) made.path = made.path.replace(`{${name}}`, value);
    return made;
  }

  /** Sends it; a body that is text goes as it is. options: key, headers. */
  send(one, { who, path, query, body, key, headers = {} }, options = {}) {
    const more = { ...(key === undefined ? {} : { headers: { ...headers, "idempotency-key": Buffer.from(key, "utf8").toString("latin1") } }), ...options };
    return ask(this.house, who?.token ?? null, one.method, query ? `${path}?${query}` : path, one.isChange ? (body ?? {}) : undefined, { ...this.people.options, ...more });
  }

  /** A session without the time that a password takes; `person` is anybody with a `me`. */
  async session({ me }, life = "1 hour") {
    const bytes = randomBytes(32);
    await this.house.query(`insert into hippo.sign_in (token_hash, user_id, address, agent, created_at, expires_at)
      values ($1, $2, '127.0.0.1', 'test', now(), now() + $3::interval)`, [createHash("sha256").update(bytes).digest(), me.userId, life]);
    return { me, token: bytes.toString("base64url") };
  }

  next() {
    return ++this.#count;
  }

  async bet(lines = [WIN]) {
    const { roundId, cardHash } = await this.people.betting();
    return { roundId, cardHash, lines };
  }

  async sold() {
    return this.cashier.do("POST", "/tickets", await this.bet());
  }

  async user(role = "auditor") {
    return this.people.person(role, this.shop);
  }

  /** A cashier's till with too little in it, counted: {sessionId}. */
  async counted() {
    const { tillId } = await this.people.till(this.shop);
    const cashier = (this.counter ??= await this.people.person("cashier", this.shop));
    await cashier.do("POST", "/till/open", { tillId, float: 100_000 });
    return cashier.do("POST", "/till/close", { counts: {} });
  }

  /** A signed export. */
  async exported() {
    const { body } = await this.createExport();
    const { exportId } = await this.auditor.do("POST", "/admin/exports", body);
    return waitFor("an export is ready", async () => {
      const one = await this.auditor.do("GET", `/admin/exports/${exportId}`);
      return one.state === "ready" && one;
    }, 20_000, 50);
  }

  /** A cashier with a till that has no display yet: a till has eight at most. */
  async shower() {
    return this.people.cashier({ shop: this.shop, float: 100_000 });
  }

  async proposed() {
    const body = { name: `card ${this.next()}`, targetPpm: 900_000, runners: RUNNERS };
    return this.second.do("POST", "/admin/cards", body);
  }

  // One scene for each operation ---------------------------------------------------------------------------------------

  login = async () => ({ body: { username: this.auditor.me.username, password: PASSWORD, bearer: true } });
  approve = async () => ({ body: { username: this.supervisor.me.username, password: PASSWORD, action: "movement", subject: "drop", amount: 1_500_000 } });
  logout = async () => ({ who: await this.session(this.auditor), body: {} });
  changePassword = async () => ({ who: await this.user(), body: { password: PASSWORD, newPassword: "another good one" } });
  sellTicket = async () => ({ body: await this.bet([{ ...WIN, stake: 2500 + 500 * (this.next() % 900) }]) });
  quoteTicket = async () => ({ body: await this.bet([{ ...WIN, stake: 2500 + 500 * (this.next() % 900) }]) });
  voidTicket = async () => {
    const ticket = await this.sold();
    return { at: { number: ticket.number }, body: { code: ticket.code, reason: "a mistake" } };
  };
  payTicket = async () => {
    const ticket = this.winners.pop();
    return { at: { number: ticket.number }, body: { code: ticket.code } };
  };
  printTicket = async () => ({ at: { number: (await this.sold()).number } });
  printSlip = async () => {
    const ticket = await this.sold();
    await this.cashier.void(ticket);
    return { at: { number: ticket.number } };
  };
  confirmTillPapers = async () => ({ body: { papers: [{ number: (await this.sold()).number, kind: "ticket" }] } });
  copyTicket = async () => ({ at: { number: (await this.sold()).number } });
  getRequest = async () => {
    const key = randomUUID();
    await this.send(operation("sellTicket"), { ...(await this.request("sellTicket")), key });
    return { at: { key } };
  };
  burnRequest = async () => ({ at: { key: randomUUID() }, body: {} });
  openTill = async () => ({ who: await this.user("cashier"), body: { tillId: (await this.people.till(this.shop)).tillId, float: 100_000 } });
  moveCash = async () => ({ body: { kind: "deposit", amount: 1000 + this.next(), description: "a test" } });
  closeTill = async () => ({ who: await this.people.cashier({ shop: this.shop, float: 100_000 }), body: { counts: { 100_000: 1 }, reason: `end of shift ${this.next()}` } });
  verifyTill = async () => ({ who: this.supervisor, body: { sessionId: (await this.counted()).sessionId, reason: "seen" } });
  recountTill = async () => ({ who: this.supervisor, body: { sessionId: (await this.counted()).sessionId, counts: { 1000: this.next() }, reason: "typed wrong" } });
  reverseMovement = async () => {
    const { movement, till } = await this.cashier.do("POST", "/till/movements", { kind: "deposit", amount: 1000 + this.next() });
    return { who: this.admin, at: { id: movement }, body: { tillId: till.tillId, amount: 10_000, reason: "typed wrong" } };
  };
  createDisplay = async () => ({ who: await this.shower(), body: {} });
  claimDisplay = async () => {
    const { code } = await (await this.shower()).do("POST", "/till/displays", { withCode: true });
    return { who: null, body: { code } };
  };
  showOnDisplays = async () => ({ body: { picture: { kind: "draft", total: 2500 + this.next() } } });
  revokeDisplay = async () => {
    const who = await this.shower();
    return { who, at: { id: (await who.do("POST", "/till/displays", {})).displayId }, body: {} };
  };
  readMessage = async () => ({ at: { id: (await this.admin.do("POST", "/admin/messages", { text: `read me ${this.next()}` })).messageId }, body: {} });
  createMessage = async () => ({ body: { text: `hear me ${this.next()}` } });
  createUser = async () => ({ body: { username: `user-${this.next()}`, role: "auditor", password: PASSWORD } });
  updateUser = async () => ({ at: { id: (this.other ??= await this.user()).me.userId }, body: { displayName: `Name ${this.next()}` } });
  setUserPassword = async () => ({ at: { id: (this.other ??= await this.user()).me.userId }, body: { password: `a new one ${this.next()}` } });
  createShop = async () => ({ body: { number: 999 - this.next(), name: "A shop", header: ["Rue 1"] } });
  updateShop = async () => ({ at: { id: this.shop.shopId }, body: { name: `Shop ${this.next()}` } });
  pauseShop = async () => ({ at: { id: (await this.people.shop()).shopId }, body: { reason: `a test ${this.next()}` } });
  resumeShop = async () => ({ at: { id: (await this.people.shop()).shopId }, body: { reason: `a test ${this.next()}` } });
  createTill = async () => ({ body: { shopId: (await this.people.shop()).shopId, number: 99, name: "A till" } });
  updateTill = async () => ({ at: { id: (await this.people.till(this.shop)).tillId }, body: { name: `Till ${this.next()}` } });
  proposeCard = async () => ({ body: { name: `card ${this.next()}`, targetPpm: 900_000, runners: RUNNERS } });
  setCardSchedule = async () => ({ body: { entries: [{ cardId: 1, rounds: 1 + (this.next() % 9) }], reason: "a turn" } });
  getCard = async () => ({ at: { id: (this.card ??= await this.proposed()).cardId } });
  approveCard = async () => ({ at: { id: (await this.proposed()).cardId }, body: { reason: "good odds" } });
  rejectCard = async () => ({ at: { id: (await this.proposed()).cardId }, body: { reason: "bad odds" } });
  updateSetting = async () => ({ at: { name: "void_limit" }, body: { value: 1000 + this.next(), reason: "a test" } });
  setLogo = async () => ({ body: { logo: { width: 8, height: 8, bits: Buffer.alloc(8, this.next()).toString("base64") }, reason: "a test" } });
  pauseGame = async () => ({ body: { reason: `a test ${this.next()}` } });
  resumeGame = async () => ({ body: { reason: `a test ${this.next()}` } });
  confirmClock = async () => ({ body: { reason: `a test ${this.next()}` } });
  voidRound = async () => ({ at: { id: (await this.people.betting()).roundId }, body: { reason: `a test ${this.next()}` } });
  abandonSession = async () => ({ body: { session: await this.house.value("select name from hippo.session order by session_id desc limit 1"), reason: `a test ${this.next()}` } });
  setCommission = async () => {
    const from = await this.house.value("select (hippo.house_day(hippo.clock()) + 1)::text");
    return { body: { kind: "agent", rate: this.next() % 10_000, basis: "sales", from } };
  };
  moveSafe = async () => ({ body: { kind: "to_bank", amount: 1000 + this.next(), reference: "B-1" } });
  setTaxRate = async () => {
    const from = await this.house.value("select (hippo.house_day(hippo.clock()) + 1)::text");
    return { body: { rate: this.next() % 10_000, above: 1000, from } };
  };
  /** Of a prize that was paid by a rate from before the house's first day. */
  payTaxes = async () => {
    const { shopId } = this.shop;
    if ((await this.house.value("select hippo.tax_owed($1)::text", [shopId])) === "0") {
      await this.house.query("insert into hippo.tax_rate (from_day, rate, above, set_by, set_at) values ('2020-01-01', 5000, 0, 1, now())");
      const { at, body } = await this.payTicket();
      await this.cashier.do("POST", `/tickets/${at.number}/pay`, body);
    }
    return { body: { shopId, amount: 1, reference: "R-1" } };
  };
  createExport = async () => {
    const [{ from, to }] = await this.house.query(`select (day - $1::int)::text as "from", day::text as "to" from hippo.house_day(hippo.clock()) day`, [this.next() % 30]);
    await waitFor("no export is being made", async () => (await this.auditor.do("GET", "/admin/exports")).items.every(({ state }) => state !== "working"), 20_000, 50);
    return { body: { from, to } };
  };
  getExport = async () => ({ at: { id: (this.export ??= await this.exported()).exportId } });
  getExportFile = async () => ({ at: { id: (this.export ??= await this.exported()).exportId } });
  getTicket = async () => ({ who: this.cashier });
}
