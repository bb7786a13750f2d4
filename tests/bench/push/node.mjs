// SPDX-License-Identifier: MIT
// node node.mjs port conninfo: the job as most would write it in Node: ws, pg, a send for each client and event.
import pg from "pg";
import { WebSocketServer } from "ws";

const [port, connectionString] = process.argv.slice(2);
const { pathname, searchParams } = new URL(connectionString);
const client = new pg.Client({ host: searchParams.get("host"), user: searchParams.get("user"), database: pathname.slice(1) });
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port) });
server.on("connection", (socket) => socket.on("error", () => {}));
await client.connect();
client.on("notification", ({ payload }) => {
  for (const socket of server.clients) socket.send(payload);
});
await client.query("listen bench");
console.error("listening");
