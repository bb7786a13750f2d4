// SPDX-License-Identifier: MIT
// A viewer's minute in bytes: all that the gateway sends in a whole round of the default times, frames and all, to a client of
// each protocol, with and without permessage-deflate.
import { join } from "node:path";
import WebSocket from "ws";
import { House } from "../../lib/house.mjs";
import { waitFor } from "../../lib/wait.mjs";

const TIMES = { BETTING_MS: 60_000, LOCK_MS: 5000, FILM_MS: 30_000, FINISH_MS: 5000 };
const ROUND_MS = 240_000; // the one that runs when the viewers come, and the next

const VIEWERS = {
  plain: { query: "" },
  Centrifuge: { query: "?cf_protocol_version=v2", hello: '{"id":1,"connect":{}}', pong: "{}" },
};

/** {"plain": bytes, "plain, deflated": bytes, …} for a minute. */
export async function minuteInBytes() {
  const house = new House({ settings: TIMES, programs: ["scheduler", "gateway"] });
  await house.open();
  try {
    await house.phase(["betting"]);
    const viewers = Object.entries(VIEWERS).flatMap(([protocol, way]) => [false, true].map((isDeflated) => watch(house, `${protocol}${isDeflated ? ", deflated" : ""}`, way, isDeflated)));
    await waitFor("a whole round", () => viewers.every(({ rounds }) => rounds.length >= 2), ROUND_MS, 100);
    return Object.fromEntries(viewers.map(({ name, rounds: [from, to] }) => [name, Math.round(((to.bytes - from.bytes) / (to.at - from.at)) * 60_000)]));
  } finally {
    await house.close();
  }
}

/** Notes at each new round how many bytes have come. */
function watch(house, name, { query, hello, pong }, isDeflated) {
  const viewer = { name, rounds: [] };
  const url = `ws+unix:${join(house.folder, "run/gateway.sock")}:/connection/websocket${query}`;
  const socket = new WebSocket(url, { perMessageDeflate: isDeflated });
  house.adopt({ hangUp: () => socket.terminate() });
  let connection;
  socket.on("upgrade", (response) => {
    connection = response.socket;
  });
  socket.on("open", () => hello && socket.send(hello));
  socket.on("message", (data) => {
    const text = data.toString("utf8");
    if (text === "{}") socket.send(pong);
    if (text.includes('"event":"new_round"')) viewer.rounds.push({ at: performance.now(), bytes: connection.bytesRead });
  });
  return viewer;
}
