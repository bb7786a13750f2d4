// SPDX-License-Identifier: MIT
// A peer whose reading is under control: it takes 2 kB at a time, at once or when it is told to go on.
import { connect } from "node:net";

export class Reader {
  constructor(where, first) {
    this.heard = "";
    this.isFast = true;
    this.isEnded = false;
    this.error = null;
    const callback = (length, bytes) => {
      this.heard += bytes.toString("latin1", 0, length);
      return this.isFast;
    };
    this.socket = connect({ ...where, allowHalfOpen: true, onread: { buffer: Buffer.alloc(2048), callback } });
    this.socket.on("error", (error) => (this.error = error.code)).on("end", () => (this.isEnded = true));
    this.socket.write(first);
  }

  hurry() {
    this.isFast = true;
    this.socket.resume();
  }

  /** The code of the close frame, which is the last that comes; null: none has come. */
  get close() {
    const goodbye = /\x88[\x02-\x7d]([^]{2})[ -~]*$/.exec(this.heard)?.[1];
    return goodbye ? goodbye.charCodeAt(0) * 256 + goodbye.charCodeAt(1) : null;
  }
}
