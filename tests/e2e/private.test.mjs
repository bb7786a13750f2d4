// SPDX-License-Identifier: MIT
// Private channels: a till's people and the administration follow theirs, nobody else hears a word, and who is signed
// out hears no more.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Mouth, Stock, VERSIONS } from "../lib/centrifuge.mjs";
import { assertStream } from "../lib/client.mjs";
import { inOrder, openHouse, useHouse } from "../lib/house.mjs";
import { furnish, makeToken, signIn, tell } from "../lib/staff.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const CHECK_SECONDS = 1;
const SETTINGS = { BETTING_MS: 2200, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 400 };
const ENV = { CHANNEL_CHECK_SECONDS: CHECK_SECONDS, ALLOWED_ORIGINS: "*" };
const NEWEST = VERSIONS["5.8.0"];

const withCookie = ({ token }) => ({ cookie: `other=1; hippo_session=${token}` });
const withBearer = ({ token }) => ({ authorization: `Bearer ${token}` });
const query = (...channels) => channels.map((channel) => ["channel", channel]);
const notes = (list) => list.flatMap((json) => json.data?.note ?? []);

describe("private channels", { concurrency: true }, () => {
  describe("of one house", { concurrency: true }, () => {
    const house = useHouse({ settings: SETTINGS, env: ENV });
    let staff;
    before(async () => {
      await waitFor("the house is open", () => house.origin && house.db, 30_000);
      staff = await furnish(house);
    });
    /** A plain client that was told of `channel` what `event` says. */
    async function plain(channel, event, options) {
      const client = await house.client({ query: query(channel), ...options });
      const name = channel.split(",")[0];
      await client.waitFor(`${event} to ${name}`, () => client.of(name)[0]?.event);
      assert.equal(client.of(name)[0].event, event, JSON.stringify(client.of(name)[0]));
      return client;
    }
    const mouth = async (who, ...channels) => {
      const client = await new Mouth(house).connect(who ? { token: who.token } : {});
      channels.forEach((channel, i) => client.say({ id: i + 2, subscribe: { channel } }));
      await client.waitFor("answers", () => client.replies.length === channels.length + 1);
      return client;
    };

    test("a plain client is told the state at an offset, then each event, beside the races", async () => {
      const client = await plain("till:1", "subscribed", { headers: withCookie(staff.anna) });
      const [{ stream, state, serverTime, recovered }] = client.of("till:1");
      assert.equal(state.till.tillId, 1);
      assert.equal(state.session.state, "open");
      assert.equal(recovered, undefined);
      assert.ok(Math.abs(serverTime - Date.now()) < 60_000);
      const offset = await tell(house, "till:1", "told in order");
      await client.waitFor("the event", () => notes(client.of("till:1")).includes("told in order"));
      const told = client.of("till:1").slice(1);
      assert.deepEqual(told.map((json) => json.offset), told.map((_, i) => stream.offset + 1 + i));
      assert.equal(told.find(({ data }) => data.note === "told in order").offset, offset);
      await client.waitFor("races", () => client.stored.length > 3, 15_000);
      await assertStream(client);
      await client.close();
    });

    const entries = {
      "the till's cashier by cookie": () => [{ headers: withCookie(staff.anna) }, "till:1", "subscribed"],
      "the till's cashier by bearer": () => [{ headers: withBearer(staff.anna) }, "till:1", "subscribed"],
      "a cashier of the next till": () => [{ headers: withCookie(staff.bert) }, "till:1", "unsubscribed"],
      "a supervisor of the shop": () => [{ headers: withCookie(staff.sam) }, "till:1", "subscribed"],
      "a supervisor of another shop": () => [{ headers: withCookie(staff.sam) }, "till:3", "unsubscribed"],
      "an admin": () => [{ headers: withCookie(staff.ada) }, "till:3", "subscribed"],
      "an auditor in the administration": () => [{ headers: withCookie(staff.olga) }, "admin", "subscribed"],
      "a supervisor in the administration": () => [{ headers: withCookie(staff.sam) }, "admin", "unsubscribed"],
      "a till that is not there": () => [{ headers: withCookie(staff.ada) }, "till:77", "unsubscribed"],
      "somebody whom nobody knows": () => [{ headers: withBearer(makeToken()) }, "till:1", "unsubscribed"],
      "nobody in particular": () => [{}, "till:1", "unsubscribed"],
      "a page of another origin, whatever cookie comes along": () => [{ headers: withCookie(staff.anna), origin: "https://evil.example" }, "till:1", "unsubscribed"],
      "a token that is none": () => [{ headers: { authorization: "Bearer abc" } }, "till:1", "unsubscribed"],
    };
    for (const [what, of] of Object.entries(entries)) {
      test(`${what}: allowed or not`, async () => {
        const [options, channel, event] = of();
        const client = await plain(channel, event, options);
        if (event === "unsubscribed") {
          assert.equal(client.of(channel)[0].code, 103);
          assert.equal(client.of(channel)[0].state, undefined);
        }
        assert.equal(client.closed, null, "the races go on");
        await client.close();
      });
    }

    test("names that no channel has are refused at the door, the races' own is not", async () => {
      for (const name of ["till:0", "till:", "till:1x", "till:1234567890", "tills", "", "ADMIN", "till:1;"])
        await assert.rejects(house.client({ query: query(name), headers: withCookie(staff.anna) }), /400/, name);
      const many = query(...Array.from({ length: 9 }, (_, i) => `till:${i + 1}`));
      await assert.rejects(house.client({ query: many, headers: withCookie(staff.anna) }), /400/);
      await (await house.client({ query: query("race") })).close();
    });

    test("a plain client that comes back is told what it missed, or that something is lost", async () => {
      const first = await plain("till:2", "subscribed", { headers: withCookie(staff.bert) });
      const [{ stream }] = first.of("till:2");
      await first.close();
      for (const note of ["one", "two"]) await tell(house, "till:2", note);
      const again = await plain(`till:2,${stream.offset},${stream.epoch}`, "subscribed", { headers: withCookie(staff.bert) });
      assert.equal(again.of("till:2")[0].recovered, true);
      await again.waitFor("both", () => notes(again.of("till:2")).includes("two"));
      const missed = again.of("till:2").slice(1);
      assert.deepEqual(missed.map(({ offset }) => offset), missed.map((_, i) => stream.offset + 1 + i));
      assert.ok(notes(missed).includes("one"));
      const lost = await plain(`till:2,${stream.offset},0123456789ab`, "subscribed", { headers: withCookie(staff.bert) });
      assert.equal(lost.of("till:2")[0].recovered, false);
      for (const position of ["x", "-1", "99999999999", "", `1,${"e".repeat(70)}`]) {
        const other = await plain(`till:2,${position}`, "subscribed", { headers: withCookie(staff.bert) });
        assert.equal(other.of("till:2")[0].recovered, false, position);
        await other.close();
      }
    });

    for (const [version, library] of Object.entries(VERSIONS)) {
      test(`centrifuge ${version}: subscribes with the session's token, and recovers after a cut`, async () => {
        const client = new Stock(house, library, { token: staff.anna.token });
        const subscription = client.subscribe("till:1");
        await client.open();
        await client.waitFor("subscribed", () => subscription.subscribed.length === 1);
        const { data, streamPosition } = subscription.subscribed[0];
        assert.equal(data.till.tillId, 1);
        await tell(house, "till:1", `first to ${version}`);
        await client.waitFor("an event", () => notes(subscription.publications).includes(`first to ${version}`));
        client.cut();
        await tell(house, "till:1", `missed by ${version}`);
        await client.waitFor("back", () => subscription.subscribed.length === 2);
        assert.equal(subscription.subscribed[1].recovered, true);
        await client.waitFor("the missed one", () => notes(subscription.publications).includes(`missed by ${version}`));
        const offsets = subscription.publications.map(({ offset }) => offset);
        assert.deepEqual(offsets, offsets.map((_, i) => streamPosition.offset + 1 + i));
        subscription.handle.unsubscribe();
        // It tells nobody when the gateway has heard it; what is asked after it is answered after it.
        await client.handle.history("race", { limit: 0 });
        await tell(house, "till:1", `while ${version} looks away`);
        await pass(100);
        assert.ok(!notes(subscription.publications).includes(`while ${version} looks away`));
        subscription.handle.subscribe();
        await client.waitFor("told afterwards", () => notes(subscription.publications).includes(`while ${version} looks away`));
        client.close();
      });

      test(`centrifuge ${version}: is told 103 for what is not its own, 102 for what there is not`, async () => {
        const client = new Stock(house, library, { token: staff.bert.token });
        const [other, nothing] = ["till:1", "tills"].map((channel) => client.subscribe(channel));
        await client.open();
        await client.waitFor("both ended", () => [other, nothing].every(({ ended }) => ended.some(({ code }) => code >= 100)));
        assert.equal(other.ended.at(-1).code, 103);
        assert.equal(nothing.ended.at(-1).code, 102);
        assert.equal(client.states.at(-1), "connected");
        client.close();
      });
    }

    test("history of a private channel is for its readers", async () => {
      const [reader, stranger] = [await mouth(staff.anna, "till:1"), await mouth(staff.bert, "till:2")];
      const secret = `history ${Math.random()}`;
      await tell(house, "till:1", secret);
      await reader.waitFor("the event", () => reader.pushes.some(({ pub }) => pub?.data.note === secret));
      for (const client of [reader, stranger]) client.say({ id: 9, history: { channel: "till:1", limit: -1 } });
      await reader.waitFor("history", () => reader.replies.some(({ id }) => id === 9));
      await stranger.waitFor("history", () => stranger.replies.some(({ id }) => id === 9));
      assert.ok(notes(reader.replies.at(-1).history.publications).includes(secret));
      assert.equal(stranger.replies.at(-1).error.code, 103);
    });

    test("odd requests are answered: twice, too many, unsubscribed before the answer, without a token", async () => {
      const client = await mouth(staff.ada, "admin", "admin");
      assert.equal(client.replies.find(({ id }) => id === 3).error.code, 105);
      client.say([{ id: 8, subscribe: { channel: "till:2" } }, { id: 9, unsubscribe: { channel: "till:2" } }]);
      await client.waitFor("both", () => [8, 9].every((wanted) => client.replies.some(({ id }) => id === wanted)));
      assert.equal(client.replies.find(({ id }) => id === 8).error.code, 108);
      assert.deepEqual(client.replies.find(({ id }) => id === 9).unsubscribe, {});
      for (let i = 1; i <= 16; i++) client.say({ id: 20 + i, subscribe: { channel: `till:${100 + i}` } });
      await client.waitFor("all", () => client.replies.length === 5 + 16);
      assert.ok(client.replies.slice(5).every(({ error }) => [103, 111].includes(error.code)));
      assert.ok(client.replies.slice(5).some(({ error }) => error.code === 103));
      const nobody = await mouth(null, "till:1", "admin");
      assert.deepEqual(nobody.replies.slice(1).map(({ error }) => error.code), [103, 103]);
    });

    test("no event of a private channel ever reaches anybody else", async () => {
      const secret = `secret ${Math.random()}`;
      const readers = {
        anna: await mouth(staff.anna, "till:1"), sam: await mouth(staff.sam, "till:1", "till:2"), ada: await mouth(staff.ada, "admin", "till:1"),
        plain: await plain("till:1", "subscribed", { headers: withCookie(staff.anna) }),
      };
      const others = {
        bert: await mouth(staff.bert, "till:2", "till:1"), carl: await mouth(staff.carl, "till:3"), olga: await mouth(staff.olga, "admin"),
        nobody: await mouth(null, "till:1"), screen: await house.client(), racing: await new Mouth(house).connect(),
        plain: await plain("till:1", "unsubscribed", { headers: withCookie(staff.bert) }),
        left: await mouth(staff.anna, "till:1"),
      };
      const all = Object.values({ ...others, ...Object.fromEntries(Object.entries(readers).map(([name, client]) => [`reader ${name}`, client])) });
      const heard = new Map(all.map((client) => [client, ""]));
      for (const client of all) client.socket.on("message", (data) => heard.set(client, heard.get(client) + data));
      others.left.say({ id: 9, unsubscribe: { channel: "till:1" } });
      await others.left.waitFor("gone", () => others.left.replies.some(({ id }) => id === 9));
      await tell(house, "till:1", secret);
      for (const [name, client] of Object.entries(readers)) await client.waitFor(`${name} hears`, () => heard.get(client).includes(secret));
      const top = await house.value("select top from hippo.stream where channel = 'race'");
      await waitFor("a later event of the races", () => others.screen.base + others.screen.stored.length > top, 15_000);
      for (const [name, client] of Object.entries(others)) assert.ok(!heard.get(client).includes(secret), `${name} heard it`);
    });

    test("who signs out, is blocked or moved is cut off within the time, and hears no more", async () => {
      for (const [what, how] of Object.entries({
        "signed out": (who) => house.query("delete from hippo.sign_in where token_hash = $1", [who.hash]),
        "out of time": (who) => house.query("update hippo.sign_in set expires_at = hippo.clock() where token_hash = $1", [who.hash]),
        "blocked": () => house.query("update hippo.app_user set blocked_at = hippo.clock() where username = 'carl'"),
      })) {
        const carl = await signIn(house, "carl");
        const client = new Stock(house, NEWEST, { token: carl.token });
        const subscription = client.subscribe("till:3");
        await client.open();
        const screen = await plain("till:3", "subscribed", { headers: withCookie(carl) });
        await client.waitFor("subscribed", () => subscription.subscribed.length === 1);
        await pass(CHECK_SECONDS * 2500); // some checks, all good
        await tell(house, "till:3", `before ${what}`);
        await client.waitFor("an event", () => notes(subscription.publications).includes(`before ${what}`));
        const start = performance.now();
        await how(carl);
        await client.waitFor(`${what}: unsubscribed`, () => subscription.ended.some(({ code }) => code === 2000));
        await screen.waitFor(`${what}: told`, () => screen.of("till:3").at(-1).event === "unsubscribed");
        assert.ok(performance.now() - start < CHECK_SECONDS * 1000 + 1500, `after ${performance.now() - start} ms`);
        assert.equal(screen.of("till:3").at(-1).code, 2000);
        await tell(house, "till:3", `after ${what}`);
        const top = client.stored.length;
        await client.waitFor("the races go on", () => client.stored.length > top, 15_000);
        assert.ok(!notes(subscription.publications).includes(`after ${what}`));
        assert.ok(!notes(screen.of("till:3")).includes(`after ${what}`));
        assert.equal(screen.closed, null);
        await house.query("update hippo.app_user set blocked_at = null where username = 'carl'");
        client.close();
      }
    });

    test("a lost wake-up is healed by the poll", async () => {
      const client = await mouth(staff.anna, "till:1");
      await house.query(`with next as (update hippo.stream set top = top + 1 where channel = 'till:1' returning top)
        insert into hippo.stream_event (channel, "offset", event, data)
        select 'till:1', top, 'test_note', json_build_object('event', 'test_note', 'note', 'nobody was woken') from next`);
      await client.waitFor("it came", () => client.pushes.some(({ pub }) => pub?.data.note === "nobody was woken"), 3000);
    });

    test("no token is in the log", () => {
      for (const { token } of Object.values(staff)) assert.ok(!house.words("gateway").includes(token));
    });
  });

  describe("when something breaks", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, env: ENV });
    let staff, client, subscription, screen;
    before(async () => {
      await waitFor("the house is open", () => house.origin && house.db, 30_000);
      staff = await furnish(house);
      client = new Stock(house, NEWEST, { token: staff.anna.token });
      subscription = client.subscribe("till:1");
      await client.open();
      screen = await house.client({ query: query("till:1"), headers: withCookie(staff.anna) });
      await screen.waitFor("subscribed", () => screen.of("till:1").length > 0 && subscription.subscribed.length === 1);
    });
    const both = (note) => client.waitFor(note, () => notes(subscription.publications).includes(note) && notes(screen.of("till:1")).includes(note), 15_000);

    test("a database that hangs delays nothing of the races; who would subscribe is told to try again, and does", async () => {
      const { pid } = await waitFor("the desk's connection asks something of its own", async () =>
        (await house.query("select pid from pg_stat_activity where usename = 'hippo_gateway' and query ~ 'stream_tops|channel_authorise'"))[0]);
      process.kill(pid, "SIGSTOP");
      let late;
      try {
        late = new Stock(house, NEWEST, { token: staff.bert.token });
        const errors = [];
        const waiting = late.subscribe("till:2");
        waiting.handle.on("error", ({ error }) => errors.push(error));
        await late.open();
        const has = screen.stored.length;
        await screen.waitFor("the races go on", () => screen.stored.length > has + 2, 15_000);
        await late.waitFor("told to try again", () => errors.length > 0, 10_000);
        assert.equal(errors[0].code, 100);
        assert.equal(late.states.at(-1), "connected");
        process.kill(pid, "SIGCONT");
        await late.waitFor("subscribed by itself", () => waiting.subscribed.length === 1, 30_000);
      } finally {
        process.kill(pid, "SIGCONT");
        late?.close();
      }
    });

    test("PostgreSQL goes and comes: readers stay, and get what they missed", async () => {
      await house.db.stop("SIGQUIT");
      await pass(1500);
      await house.db.start();
      await tell(house, "till:1", "after the outage");
      await both("after the outage");
      assert.equal(screen.closed, null);
      assert.equal(subscription.subscribed.length, 1);
    });

    test("a channel made anew: 2500, and the stock client subscribes again; a plain one is told the state", async () => {
      await house.query("update hippo.stream set epoch = 'another12345' where channel = 'till:1'");
      await client.waitFor("subscribed again", () => subscription.subscribed.length === 2, 15_000);
      assert.ok(subscription.ended.some(({ code }) => code === 2500), JSON.stringify(subscription.ended));
      assert.equal(subscription.subscribed[1].recovered, false);
      assert.equal(subscription.subscribed[1].data.till.tillId, 1);
      await screen.waitFor("told anew", () => screen.of("till:1").filter(({ event }) => event === "subscribed").length === 2);
      const again = screen.of("till:1").filter(({ event }) => event === "subscribed")[1];
      assert.equal(again.recovered, false);
      assert.equal(again.stream.epoch, "another12345");
      await tell(house, "till:1", "in the new one");
      await both("in the new one");
    });

    test("a killed gateway costs a reconnect, and no event", async () => {
      await house.kill("gateway");
      await tell(house, "till:1", "while nobody listened");
      house.start("gateway");
      await client.waitFor("back", () => notes(subscription.publications).includes("while nobody listened"), 20_000);
      assert.equal(subscription.subscribed.at(-1).recovered, true);
    });
  });

  test("who signs out during an outage hears nothing after it", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS, env: ENV });
    const staff = await furnish(house);
    const screen = await house.client({ query: query("till:1"), headers: withCookie(staff.anna) });
    await screen.waitFor("subscribed", () => screen.of("till:1").length > 0);
    house.freeze("gateway");
    await house.query("delete from hippo.sign_in where token_hash = $1", [staff.anna.hash]);
    await pass(CHECK_SECONDS * 1500);
    await tell(house, "till:1", "too late");
    house.wake("gateway");
    await screen.waitFor("told", () => screen.of("till:1").at(-1).event === "unsubscribed");
    assert.ok(!notes(screen.of("till:1")).includes("too late"));
  });
});
