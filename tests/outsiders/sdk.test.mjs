// SPDX-License-Identifier: MIT
// Centrifuge's libraries for Go and Python, as they are published, at both addresses: they connect, subscribe, are sent
// every event once, come back by themselves with what they missed, and are told why Protobuf is not spoken. (The same
// libraries' kinds of words, in every run: tests/e2e/stock.test.mjs.)
import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { Program } from "../lib/program.mjs";
import { ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const BUILT = join(ROOT, "build/outsiders");
const LIBRARIES = {
  Go: [join(BUILT, "go/follow")],
  Python: [join(BUILT, "python/bin/python"), join(ROOT, "tests/outsiders/follow.py")],
};
const PLACES = { "the plain address": "", "?cf_protocol_version=v2": "?cf_protocol_version=v2" };

/** A road to Caddy that can be cut. */
class Road {
  #sockets = new Set();

  async open(house) {
    const { port } = new URL(house.plainOrigin);
    this.server = createServer((socket) => {
      const other = connect(port, "127.0.0.1");
      for (const one of [socket, other]) this.#sockets.add(one.on("error", () => {}));
      socket.pipe(other).pipe(socket);
    });
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `ws://localhost:${this.server.address().port}/connection/websocket`;
    house.adopt(this);
    return this;
  }

  cut() {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  hangUp() {
    this.cut();
    this.server.close();
  }
}

/** The library in a process of its own, and what it was told. */
class Outsider {
  constructor(house, name, road, query, mode) {
    this.program = new Program({ name: "outsider", command: [...LIBRARIES[name], `${road.url}${query}`, mode], log: join(house.folder, `${name}-${query ? "v2" : "plain"}-${mode}.log`) });
    house.adopt(this);
  }

  get told() {
    return this.program.words().split("\n").slice(0, -1).map((line) => JSON.parse(line));
  }

  of(event) {
    return this.told.filter((one) => one.event === event);
  }

  get stored() {
    return this.of("publication").filter(({ offset }) => offset);
  }

  waitFor(what, condition) {
    return waitFor(() => `${what}; it was told ${this.program.words().slice(-500)}`, condition, 20_000);
  }

  hangUp() {
    this.program.signal("SIGKILL");
  }
}

describe("libraries of others", { concurrency: true }, () => {
  const house = useHouse({ settings: { BETTING_MS: 2200, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 400 }, plain: true, env: { ALLOWED_ORIGINS: "*" } });

  for (const name of Object.keys(LIBRARIES)) {
    for (const [place, query] of Object.entries(PLACES)) {
      for (const mode of ["server", "own"]) {
        test(`${name} at ${place}, subscribed by ${mode === "own" ? "itself" : "the server"}`, async () => {
          const road = await new Road().open(house);
          const outsider = new Outsider(house, name, road, query, mode);
          await outsider.waitFor("connected", () => outsider.of("subscribed").length === 1);
          assert.equal(outsider.of("connected")[0].data.event, "connected");
          const [{ offset: from, epoch }] = outsider.of("subscribed");
          assert.match(epoch, /^[0-9a-f]{12}$/);
          await outsider.waitFor("events", () => outsider.stored.length >= 3);
          road.cut();
          await outsider.waitFor("it is back", () => outsider.of("subscribed").length === 2);
          assert.deepEqual(outsider.of("subscribed").map(({ recovered }) => recovered), [false, true]);
          const has = outsider.stored.length;
          await outsider.waitFor("more", () => outsider.stored.length >= has + 3);
          const { stored } = outsider;
          assert.deepEqual(stored.map(({ offset }) => offset), stored.map((_, i) => from + 1 + i), "a hole, or something twice");
          const rows = await house.query(`select data from hippo.stream_event where channel = 'race' and "offset" > $1 order by "offset" limit $2`, [from, stored.length]);
          assert.deepEqual(stored.map(({ data }) => data), rows.map(({ data }) => data));
          assert.deepEqual(outsider.of("disconnected"), []);
        });
      }

      test(`${name} at ${place} is told why it cannot speak Protobuf, and does not come back`, async () => {
        const outsider = new Outsider(house, name, await new Road().open(house), query, "protobuf");
        await outsider.waitFor("told", () => outsider.of("disconnected").length === 1);
        const [{ code, reason }] = outsider.of("disconnected");
        assert.deepEqual([code, reason], [3506, "Protobuf is not spoken here, only JSON"]);
      });
    }
  }
});
