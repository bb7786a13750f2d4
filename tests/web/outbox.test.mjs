// SPDX-License-Identifier: MIT
// The outbox against a house that answers late, twice or never: nothing is done twice, and nothing is called not done that may
// still come.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { createOutbox, OutboxError } from "../../web/lib/outbox.js";

const ANNA = { userId: 2 };
const BERT = { userId: 3 };
const SALE = { kind: "sale", path: "/tickets", body: { roundId: 1, lines: [{ market: "win", selection: "6", stake: 2500 }] }, memo: "6*25" };

/** As the api client throws it. */
const refusal = (status, code) => Object.assign(new Error(code), { status, code });
const lost = () => Object.assign(new Error("Failed to fetch"), { offline: true });

/** A house that keeps what was done by user and key; `way` says what becomes of each call: it may throw before or after. */
function makeHouse() {
  const done = new Map();
  const house = {
    done,
    tickets: () => [...done.values()].filter((entry) => entry.state === "answered").length,
    calls: [],
    late: [],
    /** Taken off one by one: what happens to each call. */
    script: [],
    as: (user) => ({
      async post(path, body, { key } = {}) {
        const act = house.script.shift() ?? "answer";
        house.calls.push(`${path} ${act.code ?? act}`);
        if (act === "lost before") throw lost();
        if (act === "late") {
          house.late.push(() => house.take(user, path, body, key));
          throw lost();
        }
        if (act instanceof Error && !(act.code === "cap_till" && path.endsWith("/burn"))) throw act;
        const answer = house.take(user, path, body, key);
        if (act === "lost after") throw lost();
        if (act === "never") return new Promise(() => {});
        return answer;
      },
      async get(path) {
        const seen = done.get(`${user.userId} ${path.split("/").pop()}`);
        if (!seen) throw refusal(404, "not_found");
        return seen;
      },
    }),
    take(user, path, body, key) {
      const burnt = /^\/requests\/(.*)\/burn$/.exec(path)?.[1];
      const place = `${body.userId ?? user.userId} ${burnt ?? key}`;
      if (burnt) {
        if (!done.has(place)) done.set(place, { state: "burnt", answer: null });
        const { state, answer } = done.get(place);
        return { state, answer };
      }
      if (done.get(place)?.state === "burnt") throw refusal(422, "key_burnt");
      if (!done.has(place)) done.set(place, { state: "answered", answer: { number: `01-01${1000 + done.size}` } });
      return done.get(place).answer;
    },
  };
  return house;
}

/** What is on the disk outlives the pages. */
function makeStore() {
  const disk = new Map();
  return {
    disk,
    async put(request) {
      disk.set(request.key, request);
    },
    async keep(request) {
      disk.set(request.key, request);
    },
    async remove(key) {
      disk.delete(key);
    },
    all: async () => [...disk.values()],
    /** Those without an answer. */
    left: () => [...disk.values()].filter(({ answer }) => answer === undefined).length,
  };
}

/** Timers that fire as soon as nothing else is to be done, in the order of their times; they move the clock. */
function makeTime() {
  let at = 1_000;
  const waiting = new Set();
  const time = {
    now: () => at,
    setTimeout(act, ms) {
      const timer = { act, due: at + ms };
      waiting.add(timer);
      return timer;
    },
    clearTimeout: (timer) => waiting.delete(timer),
    /** Lets everything happen that needs no time, then the next timer. */
    async pass(ms) {
      const end = at + ms;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = [...waiting].sort((a, b) => a.due - b.due)[0];
        if (!next || next.due > end) break;
        waiting.delete(next);
        at = Math.max(at, next.due);
        next.act();
      }
      at = end;
    },
  };
  return time;
}

function makePage({ house = makeHouse(), store = makeStore(), user = ANNA, time = makeTime(), ...more } = {}) {
  const outbox = createOutbox({ api: house.as(user), store, user, now: time.now, timers: time, ...more });
  return { house, store, time, outbox };
}

/** The promise's end, however it ends. */
const ending = (promise) => promise.then((answer) => ({ answer }), (error) => ({ error }));

describe("a request", () => {
  test("is on the disk before it is sent, and off it when it is answered", async () => {
    const order = [];
    const { house, store, outbox } = makePage();
    const put = store.put;
    store.put = async (request) => {
      await new Promise((resolve) => setImmediate(resolve));
      await put(request);
      order.push("disk", house.calls.length);
    };
    const answer = await outbox.submit(SALE);
    assert.deepEqual(order, ["disk", 0]);
    assert.match(answer.number, /^01-/);
    assert.deepEqual([store.left(), outbox.open(), house.tickets()], [0, [], 1]);
  });

  test("is remembered for a minute with its answer, but not with the ticket's code", async () => {
    const { store, time, outbox, house } = makePage();
    house.take = () => ({ number: "01-011000-1", code: "T96QYKP2", roundId: 1, stake: 2500 });
    await outbox.submit(SALE);
    const [kept] = [...store.disk.values()];
    assert.deepEqual(kept.answer, { number: "01-011000-1", roundId: 1, stake: 2500 });
    const next = makePage({ house, store, time });
    const heard = [];
    await next.outbox.load();
    assert.deepEqual([await next.outbox.recover((settled) => heard.push(settled)), next.outbox.open()], [[], []]);
    assert.deepEqual(heard.map(({ outcome, isKnown, answer }) => [outcome, isKnown, answer.number]), [["done", true, "01-011000-1"]]);
    const other = makePage({ house, store, time, user: BERT });
    await other.outbox.load();
    await other.outbox.recover((settled) => heard.push(settled));
    assert.equal(heard.length, 1, "nobody else hears of it");
    await time.pass(61_000);
    await next.outbox.submit(SALE);
    assert.deepEqual([...store.disk.keys()].includes(kept.key), false);
  });

  test("has a key of its own", async () => {
    const { store, house, outbox } = makePage();
    house.script = ["never", "never"];
    outbox.submit(SALE);
    outbox.submit(SALE);
    await new Promise((resolve) => setImmediate(resolve));
    const [one, other] = [...store.disk.values()];
    assert.notEqual(one.key, other.key);
    assert.deepEqual({ ...one, key: null, at: null }, { ...SALE, userId: ANNA.userId, key: null, at: null });
  });

  test("is asked again with its key until it is answered, and done once", async () => {
    const { house, time, outbox } = makePage();
    house.script = ["lost after", "lost before", refusal(503, "database_unavailable"), "answer"];
    const answer = outbox.submit(SALE);
    await time.pass(5_000);
    assert.equal((await answer).number, [...house.done.values()][0].answer.number);
    assert.deepEqual([house.tickets(), house.calls.length], [1, 4]);
  });

  test("that is refused at once is not done", async () => {
    const { house, store, outbox } = makePage();
    house.script = [refusal(409, "betting_closed")];
    const { error } = await ending(outbox.submit(SALE));
    assert.deepEqual([error.code, store.disk.size, house.calls.length], ["betting_closed", 0, 1]);
  });

  test("that is refused after a lost attempt is only called refused when its key is burnt", async () => {
    const { house, time, outbox } = makePage();
    house.script = ["late", refusal(409, "cap_till"), "answer"];
    const end = ending(outbox.submit(SALE));
    await time.pass(5_000);
    assert.equal((await end).error.code, "cap_till");
    assert.throws(house.late[0], { code: "key_burnt" });
    assert.equal(house.tickets(), 0);
  });

  test("whose lost attempt was taken is done, whatever the second try was told", async () => {
    const { house, time, outbox } = makePage();
    house.script = ["late", refusal(401, "not_signed_in")];
    const end = ending(outbox.submit(SALE));
    await time.pass(50);
    house.late[0]();
    await time.pass(5_000);
    assert.match((await end).answer.number, /^01-/);
    assert.equal(house.tickets(), 1);
  });

  test("that nobody answers is given up after half a minute, and only then not done", async () => {
    const { house, time, outbox } = makePage();
    house.script = Array(300).fill("lost before");
    const end = ending(outbox.submit(SALE));
    await time.pass(20_000);
    assert.deepEqual(outbox.open().map(({ state }) => state), ["waiting"]);
    await time.pass(20_000);
    assert.deepEqual(outbox.open().map(({ state }) => state), ["burning"]);
    house.script = [];
    await time.pass(5_000);
    const { error } = await end;
    assert.ok(error instanceof OutboxError);
    assert.deepEqual([error.code, house.tickets()], ["given_up", 0]);
  });

  test("that is given up by hand is burnt at once, though an attempt still hangs", async () => {
    let arrive;
    const { house, time, outbox } = makePage();
    const { post } = house.as(ANNA);
    const api = { post: (path, ...more) => (path === "/tickets" ? new Promise((resolve) => (arrive = () => resolve(post(path, ...more)))) : post(path, ...more)) };
    const hung = makePage({ house: { as: () => api }, time });
    const end = ending(hung.outbox.submit(SALE));
    await time.pass(10);
    const given = hung.outbox.burn(hung.outbox.open()[0].request.key);
    await time.pass(10);
    assert.equal((await given).outcome, "not_done");
    assert.equal((await end).error.code, "given_up");
    arrive();
    await time.pass(10);
    assert.deepEqual([house.tickets(), outbox.open()], [0, []]);
  });

  test("that is given up too late was done", async () => {
    const { house, time, outbox } = makePage();
    house.script = ["never", "answer"];
    const end = ending(outbox.submit(SALE));
    await time.pass(10);
    const given = outbox.burn(outbox.open()[0].request.key);
    await time.pass(1_000);
    assert.equal((await given).outcome, "done");
    assert.match((await end).answer.number, /^01-/);
    assert.equal(house.tickets(), 1);
  });

  test("is not sent, nor kept, while the browser is offline", async () => {
    let isOnline = false;
    const { house, store, outbox } = makePage({ isOnline: () => isOnline });
    assert.equal((await ending(outbox.submit(SALE))).error.code, "offline");
    isOnline = true;
    const put = store.put;
    store.put = async (request) => {
      await put(request);
      isOnline = false;
    };
    assert.equal((await ending(outbox.submit(SALE))).error.code, "offline");
    assert.deepEqual([house.calls, store.disk.size, outbox.open()], [[], 0, []]);
  });

  test("is tried at once when the house may be within reach again", async () => {
    const { house, time, outbox } = makePage();
    house.script = [...Array(5).fill("lost before")];
    const answer = outbox.submit(SALE);
    await time.pass(3_100);
    assert.equal(house.calls.length, 5);
    outbox.wake();
    await time.pass(0);
    assert.equal(house.calls.length, 6);
    await answer;
  });

  test("is not refused by a page of somebody on the way: a hotspot that wants to be paid, a proxy", async () => {
    const { house, time, outbox } = makePage();
    house.script = [refusal(403, "unavailable"), "answer"];
    const end = ending(outbox.submit(SALE));
    await time.pass(1_000);
    assert.match((await end).answer?.number, /^01-/);
  });

  test("that was on its way when another tab took over stays on the disk, for that one to find out", async () => {
    let answer;
    const { store, time, outbox } = makePage({ house: { as: () => ({ post: () => new Promise((resolve) => (answer = resolve)) }) } });
    const end = ending(outbox.submit(SALE));
    await time.pass(10);
    outbox.stop();
    answer({ number: "01-011000-1" });
    assert.equal((await end).error.code, "stopped");
    assert.equal(store.disk.size, 1);
  });

  test("is not sold by a page that sells no more", async () => {
    const { house, store, outbox } = makePage({ isMine: () => false });
    assert.equal((await ending(outbox.submit(SALE))).error.code, "other_tab");
    assert.deepEqual([house.calls, store.disk.size], [[], 0]);
  });
});

describe("what an earlier page left behind", () => {
  /** A page that died: with its request on the disk, and what became of the first attempt. */
  async function die(act, more) {
    const page = makePage(more);
    page.house.script = [act];
    ending(page.outbox.submit(SALE));
    await page.time.pass(50);
    page.outbox.stop();
    await page.time.pass(1_000);
    assert.equal(page.store.disk.size, 1);
    page.house.script = [];
    return page;
  }

  test("and was never sent is not sold, and its draft is given back", async () => {
    const page = await die("lost before");
    const next = makePage(page);
    await next.outbox.load();
    const [settled] = await next.outbox.recover();
    assert.deepEqual([settled.outcome, settled.request.memo, settled.request.body], ["not_done", SALE.memo, SALE.body]);
    assert.deepEqual([page.house.tickets(), page.store.left(), next.outbox.open()], [0, 0, []]);
  });

  test("and is still on its way is sold once or never", async () => {
    const page = await die("late");
    const next = makePage(page);
    await next.outbox.load();
    assert.equal((await next.outbox.recover())[0].outcome, "not_done");
    assert.throws(page.house.late[0], { code: "key_burnt" });

    const other = await die("late");
    other.house.late[0]();
    const third = makePage(other);
    await third.outbox.load();
    const [settled] = await third.outbox.recover();
    assert.deepEqual([settled.outcome, other.house.tickets()], ["done", 1]);
    assert.match(settled.answer.number, /^01-/);
  });

  test("by another user is asked about, and never sent", async () => {
    const page = await die("lost after");
    const next = makePage({ ...page, user: BERT });
    page.house.calls.length = 0;
    await next.outbox.load();
    const [settled] = await next.outbox.recover();
    assert.deepEqual([settled.outcome, settled.isOwn, page.house.tickets()], ["done", false, 1]);
    assert.ok(page.house.calls.every((call) => call.startsWith("/requests/")), page.house.calls.join());
  });

  test("stays open as long as the house does not tell", async () => {
    const page = await die("lost before");
    const next = makePage({ ...page, user: BERT });
    page.house.script = [refusal(404, "not_found")];
    await next.outbox.load();
    assert.equal((await next.outbox.recover())[0].outcome, "unknown");
    assert.deepEqual([next.outbox.open()[0].state, page.store.disk.size], ["left", 1]);
    assert.equal((await next.outbox.recover())[0].outcome, "not_done");
  });

  test("waits for the house", async () => {
    const page = await die("lost after");
    const next = makePage(page);
    page.house.script = Array(20).fill("lost before");
    await next.outbox.load();
    const recovered = next.outbox.recover();
    await page.time.pass(10_000);
    assert.equal(next.outbox.open()[0].state, "burning");
    page.house.script = [];
    await page.time.pass(5_000);
    assert.equal((await recovered)[0].outcome, "done");
  });
});

test("three hundred bad days: as many tickets as the pages were told of", async () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  const acts = ["answer", "answer", "lost before", "lost after", "late", refusal(409, "cap_till"), refusal(503, "busy"), "never"];
  for (let day = 0; day < 300; day++) {
    let page = makePage();
    let told = 0;
    const hear = (outcome) => (told += outcome ? 1 : 0);
    for (let sale = 0; sale < 5; sale++) {
      page.house.script = Array.from({ length: 6 }, () => acts[random(acts.length)]);
      const { outbox } = page;
      ending(outbox.submit(SALE)).then(({ answer }) => hear(answer));
      await page.time.pass(random(40_000));
      for (const late of page.house.late.splice(0)) if (random(2)) ignore(late);
      if (random(3) === 0) {
        // The power goes; another page begins, and finds out.
        outbox.stop();
        await page.time.pass(10);
        page = makePage(page);
        page.house.script = [];
        await page.outbox.load();
        const recovered = page.outbox.recover();
        await page.time.pass(60_000);
        for (const { outcome } of await recovered) hear(outcome === "done");
      }
    }
    page.house.script = [];
    await page.time.pass(120_000);
    for (const late of page.house.late.splice(0)) ignore(late);
    assert.deepEqual([page.outbox.open(), told], [[], page.house.tickets()], `day ${day}`);
  }
});

function ignore(act) {
  try {
    act();
  } catch {
    // burnt
  }
}
