// SPDX-License-Identifier: MIT
// Who is let in: so many from one address, so many a second. The others are told to come back, before the upgrade.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import WebSocket from "ws";
import { PATH } from "../lib/client.mjs";
import { useHouse } from "../lib/house.mjs";
import { waitFor } from "../lib/wait.mjs";

/** An open socket, or the answer that refused it. */
const knock = (house, query = "") => new Promise((resolve) => {
  const socket = new WebSocket(house.origin.replace("http", "ws") + PATH + query, { ca: house.ca, origin: house.origin });
  socket.on("open", () => resolve(socket));
  socket.on("unexpected-response", (_, { statusCode, headers }) => { resolve({ statusCode, wait: headers["retry-after"] }); socket.terminate(); });
  socket.on("error", () => {});
});

describe("admission", () => {
  const house = useHouse({ env: { CONNECTIONS_PER_ADDRESS: 2, HANDSHAKES_PER_SECOND: 0 } });

  test("an address has so many places, and gets one back when a client goes", async () => {
    const [first, second] = [await knock(house), await knock(house, "?cf_protocol_version=v2")];
    assert.deepEqual(await knock(house), { statusCode: 503, wait: "5" });
    second.terminate();
    const third = await waitFor("a place is free", async () => {
      const socket = await knock(house);
      return socket instanceof WebSocket && socket;
    });
    for (const socket of [first, third]) socket.terminate();
  });

  test("handshakes beyond the rate are told to wait a second", async () => {
    await house.stop("gateway");
    house.start("gateway", { env: { CONNECTIONS_PER_ADDRESS: 0, HANDSHAKES_PER_SECOND: 3 } });
    await house.ready(["gateway"]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => knock(house)));
    const refused = answers.filter((answer) => !(answer instanceof WebSocket));
    assert.ok(refused.length >= 6, `only ${refused.length} of 12 were refused`);
    assert.deepEqual(refused[0], { statusCode: 503, wait: "1" });
    assert.ok(answers.length > refused.length);
    for (const answer of answers) if (answer instanceof WebSocket) answer.terminate();
  });
});
