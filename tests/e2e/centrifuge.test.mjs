// SPDX-License-Identifier: MIT
// Centrifuge's protocol v2 in JSON, spoken by its own client in four versions, and by hand where that client would never
// say such a thing.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import WebSocket from "ws";
import { PATH } from "../lib/client.mjs";
import { Mouth, Stock, VERSIONS } from "../lib/centrifuge.mjs";
import { inOrder, openHouse, useHouse } from "../lib/house.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 2200, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 400 };

/** Every event from `from` + 1 on: once, in order, as the house has it. */
async function assertAll(house, publications, from) {
  const stored = publications.filter(({ offset }) => offset !== undefined);
  assert.deepEqual(stored.map(({ offset }) => offset), stored.map((_, i) => from + 1 + i), "a hole, or something twice");
  const rows = await house.query(`select data from hippo.stream_event where channel = 'race' and "offset" > $1 order by "offset" limit $2`, [from, stored.length]);
  assert.deepEqual(stored.map(({ data }) => data), rows.map(({ data }) => data));
  return stored.length;
}

const stored = (publications) => publications.filter(({ offset }) => offset !== undefined);

describe("centrifuge", { concurrency: true }, () => {
  describe("of one house", { concurrency: true }, () => {
    const house = useHouse({ settings: SETTINGS, env: { PING_SECONDS: 2 } });

    for (const [version, library] of Object.entries(VERSIONS)) {
      describe(version, inOrder, () => {
        test("is subscribed by the server, and told the state with its position", async () => {
          const client = await new Stock(house, library).open();
          assert.equal(client.hello.data.event, "connected");
          assert.equal(client.hello.data.stream.offset, client.subscribed[0].streamPosition.offset);
          assert.equal(client.hello.data.stream.epoch, client.subscribed[0].streamPosition.epoch);
          assert.ok(client.hello.client);
          await client.waitFor("events and ticks", () =>
            client.stored.length >= 6 && client.publications.some(({ data }) => data.event === "timer_update"), 15_000);
          assert.ok(client.publications.every(({ data, offset }) => (offset === undefined) === (data.event === "timer_update")));
          await assertAll(house, client.publications, client.hello.data.stream.offset);
          client.close();
        });

        test("recovers what it missed while it was away, ticks in between", async () => {
          const client = await new Stock(house, library).open();
          await client.waitFor("a tick after an event", () => client.stored.length > 0 && client.publications.at(-1).offset === undefined, 15_000);
          const top = client.stored.at(-1).offset;
          client.cut();
          await client.waitFor("it is back", () => client.subscribed.length === 2, 15_000);
          const [, again] = client.subscribed;
          assert.equal(again.wasRecovering, true);
          assert.equal(again.recovered, true);
          await client.waitFor("new events", () => client.stored.at(-1).offset > top + 2, 15_000);
          await assertAll(house, client.publications, client.hello.data.stream.offset);
          client.close();
        });

        test("subscribes by itself: one subscription, nothing twice, recovered too", async () => {
          const client = new Stock(house, library);
          const subscription = client.subscribe();
          await client.open();
          await client.waitFor("subscribed", () => subscription.subscribed.length === 1);
          assert.equal(client.subscribed.length, 0, "the server subscribed it as well");
          const from = subscription.subscribed[0].streamPosition.offset;
          assert.equal(from, client.hello.data.stream.offset);
          await client.waitFor("events", () => subscription.stored.length >= 3, 15_000);
          client.cut();
          await client.waitFor("it is back", () => subscription.subscribed.length === 2, 15_000);
          assert.equal(subscription.subscribed[1].recovered, true);
          const has = subscription.stored.length;
          await client.waitFor("more", () => subscription.stored.length >= has + 3, 15_000);
          await assertAll(house, subscription.publications, from);
          assert.equal(client.publications.length, 0);
          client.close();
        });

        test("takes the server's subscription over, leaves it, and comes back with recovery", async () => {
          const client = await new Stock(house, library).open();
          // Behind which nothing comes for a while: what came between leaving and coming back would be told twice by the library.
          await client.waitFor("a new round", () => client.stored.at(-1)?.data.event === "new_round", 15_000);
          const subscription = client.subscribe();
          await client.waitFor("subscribed", () => subscription.subscribed.length === 1);
          const from = subscription.subscribed[0].streamPosition.offset;
          // From its making on, the subscription takes the channel's events, also those before the reply; and by now one
          // behind it may have come.
          assert.ok([...client.stored, ...subscription.stored].some(({ offset }) => offset === from));
          assert.ok(client.stored.every(({ offset }) => offset <= from));
          subscription.handle.unsubscribe();
          subscription.handle.subscribe();
          await client.waitFor("subscribed again", () => subscription.subscribed.length === 2);
          assert.equal(subscription.subscribed[1].recovered, true);
          await client.waitFor("events", () => subscription.stored.length >= 3, 15_000);
          client.cut();
          await client.waitFor("it is back", () => subscription.subscribed.length === 3, 15_000);
          const has = subscription.stored.length;
          await client.waitFor("more", () => subscription.stored.length >= has + 2, 15_000);
          await assertAll(house, [...client.stored, ...subscription.stored], client.hello.data.stream.offset);
          client.close();
        });

        test("reads history, and is told what is not offered", async () => {
          const client = new Stock(house, library);
          const { handle } = client.subscribe();
          await client.open();
          await handle.ready();
          const all = await handle.history({ limit: -1 });
          assert.equal(all.publications.at(-1).offset, all.offset);
          const two = await handle.history({ limit: 2, since: { offset: 1, epoch: all.epoch } });
          assert.deepEqual(two.publications.map(({ offset }) => offset), [2, 3]);
          const back = await handle.history({ limit: 2, reverse: true });
          assert.deepEqual(back.publications.map(({ offset }) => offset), [back.offset, back.offset - 1]);
          assert.deepEqual((await handle.history({ limit: 0 })).publications, []);
          await assert.rejects(handle.history({ limit: 1, since: { offset: 1, epoch: "other" } }), { code: 112 });
          await assert.rejects(handle.publish({}), { code: 103 });
          await assert.rejects(handle.presence(), { code: 108 });
          await assert.rejects(client.handle.rpc("x", {}), { code: 104 });
          await assert.rejects(client.handle.history("nothing", { limit: 1 }), { code: 102 });
          client.close();
        });

        test("answers pings, and stays", async () => {
          const client = await new Stock(house, library).open();
          await pass(5000);
          assert.equal(client.states.filter((state) => state === "connecting").length, 1);
          client.close();
        });
      });
    }

    test("a position of another stream is not recovered, and the state is the top's", async () => {
      const { hello } = await new Mouth(house).connect({ subs: { race: { recover: true, offset: 3, epoch: "0123456789ab" } } });
      const { race } = hello.connect.subs;
      assert.equal(race.was_recovering, true);
      assert.equal(race.recovered, false);
      assert.equal(race.offset, hello.connect.data.stream.offset);
      assert.equal(race.publications, undefined);
      assert.equal(hello.connect.data.recovered, false);
    });

    test("a recovered position comes with exactly what came after it", async () => {
      await waitFor("events", async () => (await house.value("select top from hippo.stream where channel = 'race'")) > 4, 15_000);
      const mouth = await new Mouth(house).connect();
      const { epoch } = mouth.hello.connect.subs.race;
      const { connect } = (await new Mouth(house).connect({ subs: { race: { recover: true, offset: 2, epoch } } })).hello;
      assert.equal(connect.subs.race.offset, 2);
      assert.equal(connect.subs.race.recovered, true);
      await assertAll(house, connect.subs.race.publications, 2);
      const top = connect.subs.race.publications.at(-1).offset;
      const none = (await new Mouth(house).connect({ subs: { race: { recover: true, offset: top, epoch } } })).hello.connect.subs.race;
      assert.equal(none.recovered, true);
    });

    test("several commands in one frame are answered in order, whatever the order of their keys", async () => {
      const mouth = await new Mouth(house).open();
      mouth.say([{ connect: { name: "js" }, id: 1 }, { subscribe: { channel: "race", flag: 1 }, id: 2 }, { id: 3, ping: {} },
        { history: { channel: "race" }, id: 4 }, { send: { data: 1 } }, {}, { subscribe: { channel: "race" }, id: 5 },
        { unsubscribe: { channel: "race" }, id: 6 }, { novelty: {}, id: 7 }, { refresh: {}, id: 8 }, { subscribe: { channel: "till:1" }, id: 9 },
        { subscribe: { channel: "race", recover: true, offset: 1e15, flag: 2 }, id: 10 }], "\n");
      await mouth.waitFor("ten replies", () => mouth.replies.length === 10);
      const [connect, subscribe, ping, history, twice, unsubscribe, novelty, refresh, till, gone] = mouth.replies;
      assert.deepEqual(mouth.replies.map(({ id }) => id), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      assert.equal(connect.connect.subs, undefined);
      assert.equal(subscribe.subscribe.recoverable, true);
      assert.deepEqual(ping, { id: 3, ping: {} });
      assert.deepEqual(history.history.publications, []);
      assert.deepEqual(unsubscribe, { id: 6, unsubscribe: {} });
      assert.deepEqual([twice, novelty, refresh, till, gone].map(({ error }) => error.code), [105, 104, 108, 103, 112]);
    });

    test("without a subscription nothing comes", async () => {
      const mouth = await new Mouth(house).connect({ data: { autosub: false } });
      assert.equal(mouth.hello.connect.subs, undefined);
      const { offset } = mouth.hello.connect.data.stream;
      await waitFor("events", async () => (await house.value("select top from hippo.stream where channel = 'race'")) > offset + 3, 15_000);
      assert.equal(mouth.pushes.length, 0);
      mouth.say({ subscribe: { channel: "race" }, id: 2 });
      await mouth.waitFor("events", () => mouth.pushes.filter(({ pub }) => pub.offset).length > 3);
      assert.equal(mouth.replies[1].subscribe.offset, offset);
      await assertAll(house, mouth.pushes.map(({ pub }) => pub), offset);
    });

    const bad = {
      "something before connect": [{ id: 1, ping: {} }],
      "connect twice": [{ id: 1, connect: {} }, { id: 2, connect: {} }],
      "a command without a number": [{ connect: {} }],
      "no JSON": ["{"],
      "an empty frame": [""],
      "JSON deeper than 8": [{ id: 1, connect: { data: JSON.parse("[".repeat(9) + "]".repeat(9)) } }],
    };
    for (const [what, words] of Object.entries(bad)) {
      test(`${what} ends the connection for good: 3501`, async () => {
        const mouth = await new Mouth(house).open();
        for (const word of words) mouth.say(word);
        assert.deepEqual(await mouth.ended(), { code: 3501, reason: "bad request" });
      });
    }

    test("who talks too much is told to come back later: 3013", async () => {
      const mouth = await new Mouth(house).connect();
      for (let id = 2; id < 2000 && !mouth.closed; id++) {
        mouth.say({ id, ping: {} });
        await pass(1);
      }
      await mouth.waitFor("the end", () => mouth.closed);
      assert.equal(mouth.closed.code, 3013);
    });

    test("who says 600 things without drawing breath is told the same, and does not just lose the line", async () => {
      for (let i = 0; i < 10; i++) {
        const mouth = await new Mouth(house).connect();
        for (let id = 2; id < 602; id++) mouth.say({ id, ping: {} });
        await mouth.waitFor("the end", () => mouth.closed);
        assert.deepEqual(mouth.closed, { code: 3013, reason: "too many messages" });
        const bad = await new Mouth(house).connect();
        for (let id = 2; id < 40; id++) bad.say(id === 4 ? "nonsense" : { id, ping: {} });
        assert.deepEqual(await bad.ended(), { code: 3501, reason: "bad request" });
      }
    });

    test("many commands in one frame count as many", async () => {
      const mouth = await new Mouth(house).connect();
      for (let times = 0; times < 5; times++) mouth.say(Array.from({ length: 500 }, (_, i) => ({ id: i + 2, ping: {} })));
      await mouth.waitFor("the end", () => mouth.closed);
      assert.equal(mouth.closed.code, 3013);
    });

    test("a message over 16 KiB is too big: 1009", async () => {
      const mouth = await new Mouth(house).connect();
      mouth.say({ id: 2, ping: { x: "x".repeat(16_384) } });
      assert.equal((await mouth.ended()).code, 1009);
    });

    test("who does not answer pings is let go: 3012", async () => {
      const mouth = await new Mouth(house, { isMute: true }).connect();
      assert.equal((await mouth.ended(25_000)).code, 3012);
      assert.ok(mouth.pings > 0);
    });

    test("who never says connect is let go: 3502", async () => {
      const mouth = await new Mouth(house).open();
      assert.deepEqual(await mouth.ended(25_000), { code: 3502, reason: "stale" });
    });

    test("the subprotocol says it as well as the query; others are refused", async () => {
      const url = house.origin.replace("http", "ws") + PATH;
      const open = (query, protocols) => new Promise((resolve) => {
        const socket = new WebSocket(url + query, protocols, { ca: house.ca, origin: house.origin });
        socket.on("open", () => { resolve(socket.protocol); socket.terminate(); });
        socket.on("unexpected-response", (_, answer) => { resolve(answer.statusCode); socket.terminate(); });
        socket.on("error", () => {});
      });
      assert.equal(await open("", ["centrifuge-json"]), "centrifuge-json");
      assert.equal(await open("", ["centrifuge-protobuf", "centrifuge-json"]), "centrifuge-json");
      assert.equal(await open("?cf_protocol_version=v2", []), "");
      assert.equal(await open("", ["graphql-ws"]), 400);
      assert.equal(await open("?cf_protocol_version=v1", []), 400);
      assert.equal(await open("?cf_protocol_version=v2&cf_protocol=protobuf", []), 400);
    });
  });

  describe("of a house that goes wrong", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    const append = (count, bytes) => house.query("select hippo.stream_append('race', 'test_note', null, json_build_object('note', repeat('x', $2::integer))) from generate_series(1, $1::integer)", [count, bytes]);

    test("who does not read is let go with 3008, and has lost nothing when it comes back", async () => {
      const mouth = await new Mouth(house, { path: join(house.folder, "run/gateway.sock") }).connect();
      const other = await new Mouth(house).connect();
      mouth.socket.pause();
      await append(300, 4000);
      await other.waitFor("the other one reads on", () => other.pushes.filter(({ pub }) => pub.data.event === "test_note").length === 300, 15_000);
      // 10 s without progress, of which the gateway hears up to 1 s late. 5 s more it is waited for, to be told why.
      await waitFor("it is let go", () => /event=client_close .*code=3008/.test(house.words("gateway")), 20_000, 100);
      mouth.socket.resume();
      assert.deepEqual(await mouth.ended(), { code: 3008, reason: "slow" });
      const has = mouth.pushes.filter(({ pub }) => pub.offset !== undefined).map(({ pub }) => pub);
      const from = mouth.hello.connect.subs.race.offset;
      await assertAll(house, has, from);
      const { offset = from } = has.at(-1) ?? {};
      const again = await new Mouth(house).connect({ subs: { race: { recover: true, offset, epoch: mouth.hello.connect.subs.race.epoch } } });
      assert.equal(again.hello.connect.subs.race.recovered, true);
      const { publications } = again.hello.connect.subs.race;
      const missed = () => [...publications, ...again.pushes.map(({ pub }) => pub).filter((pub) => pub.offset !== undefined)];
      assert.ok(publications.length > 5 && publications.length < 50, `${publications.length} of 4 kB in the reply, which is kept for one client alone`);
      await again.waitFor("the rest behind the reply", () => missed().length > 60);
      await assertAll(house, missed(), offset);
    });

    test("who falls behind everything that is kept is let go with 3008, too", async () => {
      const mouth = await new Mouth(house, { path: join(house.folder, "run/gateway.sock") }).connect();
      const other = await new Mouth(house).connect();
      mouth.socket.pause();
      for (let i = 0; i < 8; i++) await append(500, 300);
      await other.waitFor("the other one reads on", () => other.pushes.filter(({ pub }) => pub.data.event === "test_note").length === 4000, 9000);
      mouth.socket.resume();
      assert.deepEqual(await mouth.ended(), { code: 3008, reason: "slow" });
    });

    test("a stream made anew: 3010 to whom the server subscribed, 2500 to who did it itself; both go on with the state", async () => {
      const theirs = await new Stock(house, VERSIONS["5.8.0"]).open();
      const own = new Stock(house, VERSIONS["5.8.0"]);
      const codes = [];
      theirs.handle.on("connecting", ({ code }) => codes.push(code));
      const subscription = own.subscribe();
      await own.open();
      await own.waitFor("subscribed", () => subscription.subscribed.length === 1);
      await house.query("update hippo.stream set epoch = 'another12345' where channel = 'race'");
      await theirs.waitFor("back", () => theirs.subscribed.length === 2, 15_000);
      await own.waitFor("subscribed again", () => subscription.subscribed.length === 2, 15_000);
      assert.deepEqual(codes, [3010]);
      assert.equal(theirs.subscribed[1].recovered, false);
      assert.deepEqual(subscription.ended.map(({ code }) => code).filter((code) => code > 99), [2500]);
      assert.deepEqual(own.states.filter((state) => state === "connecting").length, 1, "it kept its connection");
      const [, again] = subscription.subscribed;
      assert.equal(again.recovered, false);
      assert.equal(again.data.event, "connected");
      assert.equal(again.data.stream.offset, again.streamPosition.offset);
      assert.equal(again.data.stream.epoch, "another12345");
      const has = subscription.publications.length;
      await own.waitFor("events", () => stored(subscription.publications.slice(has)).length > 3, 15_000);
      await assertAll(house, stored(subscription.publications.slice(has)), stored(subscription.publications.slice(has))[0].offset - 1);
      theirs.close();
      own.close();
    });
  });

  test("a gateway that is killed costs its clients nothing but a reconnect, one that ends says so", async (t) => {
    const house = await openHouse(t, { settings: SETTINGS });
    const client = await new Stock(house, VERSIONS["5.8.0"]).open();
    const own = new Stock(house, VERSIONS["5.8.0"]);
    const subscription = own.subscribe();
    await own.open();
    const codes = [];
    client.handle.on("connecting", ({ code }) => codes.push(code));
    for (const end of ["kill", "stop"]) {
      const has = client.stored.length;
      await client.waitFor("events", () => client.stored.length > has + 2 && subscription.stored.length > 2, 15_000);
      const turn = client.subscribed.length;
      await house[end]("gateway");
      const top = await house.value("select top from hippo.stream where channel = 'race'");
      await waitFor("events while it is away", async () => (await house.value("select top from hippo.stream where channel = 'race'")) > top + 3, 15_000);
      house.start("gateway");
      await client.waitFor("both are back", () => client.subscribed.length === turn + 1 && subscription.subscribed.length === turn + 1, 40_000);
      assert.equal(client.subscribed.at(-1).recovered, true);
      assert.equal(subscription.subscribed.at(-1).recovered, true);
    }
    const has = client.stored.length;
    await client.waitFor("events", () => client.stored.length > has + 2, 15_000);
    await assertAll(house, client.publications, client.hello.data.stream.offset);
    await assertAll(house, subscription.publications, subscription.subscribed[0].streamPosition.offset);
    assert.ok(codes.includes(3001), `told ${codes}`);
    client.close();
    own.close();
  });
});
