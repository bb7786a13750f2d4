// SPDX-License-Identifier: MIT
// node express.mjs SOCKET FILE: the same JSON from Express, as one writes it: the object in memory, its defaults on.
import { readFileSync } from "node:fs";
import express from "express";

const [socket, file] = process.argv.slice(2);
const round = JSON.parse(readFileSync(file, "utf8"));
const app = express();
app.get("/api/v1/rounds/current", (request, response) => {
  response.set("Cache-Control", "no-cache").json(round);
});
app.listen(socket);
