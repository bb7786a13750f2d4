// SPDX-License-Identifier: MIT
// A house without daemons whose clock the test holds: PostgreSQL, and the doors of its rules as SQL functions. And dice that
// fall the same way for the same seed.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { House } from "../lib/house.mjs";
import { sha256 } from "./hr1_model.mjs";

/** Hash of PASSWORD in tests/lib/people.mjs: who has it can sign in over HTTP, too. */
export const HASH = "$argon2id$v=19$m=65536,t=2,p=1$w89v7J8kssXfhqUxK4IhfQ$Tcf0qKEzOQxLm0gTg8OLmvOQnt5Wg1TID+uj8K3BWAQ";
const PRINT = sha256("a request");
const houseSql = fileURLToPath(new URL("../sql/lib/house.sql", import.meta.url));

/** {random, below, chance, pick}: mulberry32. */
export function dice(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(random() * n);
  return { random, below, chance: (p) => random() < p, pick: (list) => list[below(list.length)] };
}

export class ClockedHouse {
  #keys = 0;

  constructor() {
    this.house = new House({ programs: [] });
  }

  /** Rounds of 5 s betting (1 s of it locked), 3 s film, 1 s finish. */
  async open() {
    await this.house.open();
    await this.connect();
    await this.db.query("select pg_temp.start()");
    await this.lead();
  }

  async connect() {
    this.db = await this.house.db.connect();
    await this.db.query("set search_path = public; set client_min_messages = warning; set timezone = 'UTC'");
    await this.db.query(readFileSync(houseSql, "utf8"));
  }

  /** The test is the scheduler: it takes the lead and confirms the house. Gives why the house began anew, or null. */
  async lead() {
    await this.db.query("select scheduler.lead_take()");
    await this.db.query("set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0");
    const anew = [await this.confirm(), await this.confirm()];
    return anew[0] ?? anew[1];
  }

  /** What a scheduler does after each move: hands over the record that it keeps beside its key, and keeps what it is given. */
  async confirm() {
    const { record, setBack } = await this.value("select scheduler.house_confirm($1)",
      [this.record && JSON.stringify(this.record)]);
    this.record = record;
    return setBack;
  }

  /** Puts a copy of the house aside, as it is now: the files of a stopped server, or a copy within it. Gives what lead() gives. */
  async keep(way) {
    if (way === "files") await this.#whileStopped((data) => execFileSync("cp", ["-a", data, `${data}.kept`]));
    else await this.#whileAway("create database kept template hippodrome");
    return this.lead();
  }

  /** Brings back what was kept: whatever happened since has not happened. Gives what lead() gives. */
  async bringBack(way) {
    if (way === "files") {
      await this.#whileStopped((data) => {
        rmSync(data, { recursive: true });
        execFileSync("mv", [`${data}.kept`, data]);
      });
    } else await this.#whileAway("drop database hippodrome with (force)", "alter database kept rename to hippodrome");
    return this.lead();
  }

  async #whileAway(...statements) {
    await this.db.end();
    const admin = new pg.Client({ host: this.house.db.socket, user: "postgres", database: "postgres" });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
    await this.connect();
  }

  async #whileStopped(work) {
    await this.db.end();
    await this.house.db.stop();
    work(this.house.db.data);
    await this.house.db.start();
    await this.connect();
  }

  async close() {
    await this.db?.end();
    await this.house.close();
  }

  async value(text, values = []) {
    return Object.values((await this.db.query({ text, values })).rows[0] ?? {})[0];
  }

  /** Rows as arrays. */
  async rows(text, values = []) {
    return (await this.db.query({ text, values, rowMode: "array" })).rows;
  }

  /** moment: milliseconds since 1970. */
  setClock(moment) {
    return this.value("select set_config('hippo.clock', $1, false)", [new Date(moment).toISOString()]);
  }

  /** Signs in: the new token's hash. */
  async signIn(name, address, moment) {
    const token = sha256(`${name} at ${moment}, ${++this.#keys}`);
    await this.value("select api.login_finish(user_id, username, $2, true, $3, 'test') from hippo.app_user where username = $1",
      [name, address, token]);
    return token;
  }

  /** The door `name`, as who has `token`, with a key of its own. */
  act(name, token, ...values) {
    const all = [token, `fairness-${++this.#keys}`, PRINT, ...values];
    return this.value(`select api.${name}(${all.map((_, i) => `$${i + 1}`).join(", ")})`, all);
  }
}
