// SPDX-License-Identifier: MIT
// bun bun.mjs port conninfo: the job in Bun, whose WebSocket server is uWebSockets: a topic, and one publish an event.
import pg from "pg";

const [port, connectionString] = process.argv.slice(2);
const { pathname, searchParams } = new URL(connectionString);
const client = new pg.Client({ host: searchParams.get("host"), user: searchParams.get("user"), database: pathname.slice(1) });
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(port),
  reusePort: true,
  fetch: (request, self) => (self.upgrade(request) ? undefined : new Response("Upgrade required", { status: 426 })),
  websocket: {
    open: (socket) => socket.subscribe("race"),
    message: () => {},
  },
});
await client.connect();
client.on("notification", ({ payload }) => server.publish("race", payload));
await client.query("listen bench");
console.error("listening");
