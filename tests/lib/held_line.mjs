// SPDX-License-Identifier: MIT
// A line between a browser and the house that a test can hold up, cut and take away: an HTTP proxy on a port of its own. What is
// held is on its way, whatever becomes of who sent it.
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { freePort } from "./house.mjs";

export class HeldLine {
  /** @type {{match: (method: string, url: string) => boolean, how: 'hold'|'cut', left: number}[]} */
  #rules = [];
  #held = [];
  /** All that was asked: "POST /api/v1/tickets". @type {string[]} */
  asked = [];
  /** What the house answered to changes that went through, and whether that arrived: {path, status, text}. */
  answered = [];
  /** @type {{path: RegExp, change: (text: string) => string|null}[]} */
  #changes = [];
  #sockets = new Set();
  #isAway = false;

  /** Before a house that speaks plain HTTP. */
  static async open(house) {
    const line = new HeldLine();
    line.house = new URL(house.plainOrigin);
    line.port = await freePort();
    line.origin = `http://localhost:${line.port}`;
    line.server = createServer((asked, answer) => line.#handle(asked, answer));
    line.server.on("connection", (socket) => line.#keep(socket));
    line.server.on("upgrade", (asked, socket, head) => line.#upgrade(asked, socket, head));
    await new Promise((resolve) => line.server.listen(line.port, "localhost", resolve));
    return line;
  }

  #keep(socket) {
    if (this.#isAway) return void socket.destroy();
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }

  /** The next `count` requests like this stay on the way, until they are let go. */
  hold(method, path, count = 1) {
    this.#rules.push({ method, path, how: "hold", left: count });
  }

  /** The next `count` reach the house, but no answer comes back. */
  cut(method, path, count = 1) {
    this.#rules.push({ method, path, how: "cut", left: count });
  }

  /** What comes from there arrives changed; null: it is not there at all. */
  change(path, change) {
    this.#changes.push({ path, change });
  }

  /** How many are on the way. */
  get held() {
    return this.#held.length;
  }

  /** Lets what is held go on, and holds nothing any more; gives the house's answers: {status, text}. */
  letGo() {
    this.#rules = [];
    return Promise.all(this.#held.splice(0).map((send) => send()));
  }

  /** From now on nobody is there; back() ends that. */
  away() {
    this.#isAway = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  back() {
    this.#isAway = false;
  }

  async #handle(asked, answer) {
    const chunks = [];
    try {
      for await (const chunk of asked) chunks.push(chunk);
    } catch {
      return; // who asked is gone in the middle
    }
    const { method, headers } = asked;
    this.asked.push(`${method} ${asked.url}`);
    const rule = this.#rules.find((each) => each.left > 0 && each.method === method && each.path.test(asked.url));
    if (rule) rule.left -= 1;
    // What is changed on the way must not come compressed, nor be known already.
    if (this.#changes.some((each) => each.path.test(asked.url))) for (const name of ["accept-encoding", "if-none-match", "if-modified-since"]) delete headers[name];
    const send = () => this.#send({ method, path: asked.url, headers }, Buffer.concat(chunks), rule?.how === "cut" ? null : answer);
    if (rule?.how === "hold") return void this.#held.push(send);
    await send();
    if (rule?.how !== "cut") return;
    // Half an answer: at none at all the browser would ask again by itself.
    answer.writeHead(200, { "content-length": 4096 });
    answer.write("{", () => asked.socket.destroy());
  }

  #send(options, body, answer) {
    return new Promise((resolve) => {
      const asking = request({ host: this.house.hostname, port: this.house.port, ...options }, async (answered) => {
        answered.on("error", () => resolve(null));
        const changed = this.#changes.find(({ path }) => path.test(options.path));
        if (answer && changed) return void this.#answerChanged(answered, answer, changed.change, resolve);
        const chunks = [];
        const { statusCode: status } = answered;
        // A stream of messages never ends; who has gone is not answered, but the house is.
        answer?.writeHead(status, answered.rawHeaders);
        answer?.on("close", () => !answer.writableEnded && options.method === "GET" && answered.destroy());
        try {
          for await (const chunk of answered) {
            chunks.push(chunk);
            answer?.write(chunk);
          }
        } catch {
          answer?.destroy(); // the house, or whoever asked, is gone in the middle
          return void resolve(null);
        }
        const isThere = Boolean(answer) && !answer.destroyed;
        answer?.end();
        if (options.method === "POST" && isThere) this.answered.push({ path: options.path, status, text: Buffer.concat(chunks).toString() });
        resolve({ status, text: Buffer.concat(chunks).toString() });
      });
      asking.on("error", () => {
        answer?.destroy();
        resolve(null);
      });
      asking.end(body);
    });
  }

  async #answerChanged(answered, answer, change, resolve) {
    const chunks = [];
    for await (const chunk of answered) chunks.push(chunk);
    const text = change(Buffer.concat(chunks).toString());
    const { "content-length": _length, etag: _etag, ...headers } = answered.headers;
    if (text === null) answer.writeHead(500, {});
    else answer.writeHead(answered.statusCode, headers);
    answer.end(text ?? "");
    answer.on("close", () => resolve(null));
  }

  #upgrade(asked, socket, head) {
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
    for (let i = 0; i < asked.rawHeaders.length; i += 2) lines.push(`${asked.rawHeaders[i]}: ${asked.rawHeaders[i + 1]}`);
    const there = connect(Number(this.house.port), this.house.hostname, () => {
      there.write(`${lines.join("\r\n")}\r\n\r\n`);
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    for (const [one, other] of [[there, socket], [socket, there]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  }

  close() {
    this.away();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
