// SPDX-License-Identifier: MIT
// node nchan.mjs socket conninfo: feeds nginx with nchan: each event is a POST, all on one connection, one behind the other.
import { connect } from "node:net";
import pg from "pg";

const [path, connectionString] = process.argv.slice(2);
const { pathname, searchParams } = new URL(connectionString);
const client = new pg.Client({ host: searchParams.get("host"), user: searchParams.get("user"), database: pathname.slice(1) });
const publisher = connect(path);
publisher.on("data", () => {});
publisher.on("close", () => process.exit(1));
await client.connect();
client.on("notification", ({ payload }) => {
  publisher.write(`POST /publish HTTP/1.1\r\nHost: nchan\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`);
});
await client.query("listen bench");
console.error("listening");
