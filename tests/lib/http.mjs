// SPDX-License-Identifier: MIT
// One HTTP/1.1 request, exactly as written: nothing added, nothing followed, nothing decoded but the body's text. Like every
// browser it asks again, on a new connection, when a kept one turns out closed before a byte of the answer came: a proxy may
// close an idle connection at any time, and so in the same instant in which it is used again.
import http from "node:http";
import https from "node:https";
import { patience } from "./setting.mjs";

/**
 * @param {string} origin "https://localhost:1234"
 * @param {{method?: string, headers?: object, body?: string|Buffer, ca?: string, agent?: object, timeout?: number}} options
 * @returns {Promise<{status: number, headers: object, text: string, json: any}>} json: undefined when it is none
 */
export function request(origin, path, { method = "GET", headers = {}, body, ca, agent = false, timeout = 10_000 } = {}) {
  const { protocol, hostname, port } = new URL(origin);
  const library = protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const call = library.request({ hostname, port, path, method, headers, ca, agent, timeout: patience(timeout) });
    call.on("timeout", () => call.destroy(new Error(`no answer to ${method} ${path}`)));
    call.on("error", (error) => {
      if (!call.reusedSocket || error.code !== "ECONNRESET" || call.res) reject(error);
      else resolve(request(origin, path, { method, headers, body, ca, timeout }));
    });
    call.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve(read(answer, ""));
    });
    call.on("response", async (answer) => {
      try {
        const parts = [];
        for await (const part of answer) parts.push(part);
        resolve(read(answer, Buffer.concat(parts).toString("utf8")));
      } catch (error) {
        reject(error);
      }
    });
    call.end(body);
  });
}

function read(answer, text) {
  let json;
  if (/[/+]json(;|$)/.test(answer.headers["content-type"] ?? "") && text) json = JSON.parse(text);
  return { status: answer.statusCode, headers: answer.headers, text, json };
}
