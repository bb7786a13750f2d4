// SPDX-License-Identifier: MIT
// A printer on a serial line: a wired one, a USB printer that its driver shows as one, or Bluetooth of the old kind
// (SPP), which the system pairs.

import { PrinterError } from "./error.js";

const ANSWER_MS = 150;

/** @returns {import("./printer.js").Transport} */
export function createSerial({ serial, baud, remembered }) {
  let port = null;
  const nameOf = (one) => JSON.stringify(one.getInfo());

  async function find() {
    const ports = await serial.getPorts();
    return ports.find((one) => nameOf(one) === remembered.get()) ?? ports[0] ?? null;
  }

  async function open() {
    if (port) return;
    const found = await find();
    if (!found) throw new PrinterError("connect");
    try {
      await found.open({ baudRate: baud });
    } catch (error) {
      throw new PrinterError(error.name === "InvalidStateError" ? "held" : "connect", error);
    }
    port = found;
    port.addEventListener?.("disconnect", () => (port = null), { once: true });
  }

  async function close() {
    const old = port;
    port = null;
    await old?.close().catch(() => {}); // an unplugged one cannot be closed
  }

  async function write(bytes) {
    const writer = port.writable.getWriter();
    try {
      await writer.write(bytes);
    } finally {
      writer.releaseLock();
    }
  }

  /** The first byte that comes; undefined when none does. */
  async function read() {
    if (!port?.readable) return undefined;
    const reader = port.readable.getReader();
    const timer = setTimeout(() => reader.cancel().catch(() => {}), ANSWER_MS);
    try {
      return (await reader.read()).value?.at(-1);
    } finally {
      clearTimeout(timer);
      reader.releaseLock();
    }
  }

  return {
    open,
    close,
    write,
    read,
    async ask() {
      await close();
      remembered.set(nameOf(await serial.requestPort()));
    },
  };
}
