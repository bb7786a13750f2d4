// SPDX-License-Identifier: MIT
// A printer on USB that no driver of the system holds: on Linux the udev rule of the deployment lets go of it, on Windows a
// serial line or the browser's own printing is the way.

import { PrinterError } from "./error.js";

const PRINTER_CLASS = 7;
const CHUNK = 4096;
const ANSWER_MS = 150;

/** Where a device takes and gives bytes as a printer; null when it is none. */
function printerOf(device) {
  for (const { interfaceNumber, alternates } of device.configuration?.interfaces ?? [])
    for (const { interfaceClass, alternateSetting, endpoints } of alternates) {
      const out = endpoints.find(({ direction, type }) => direction === "out" && type === "bulk");
      if (interfaceClass === PRINTER_CLASS && out)
        return {
          interfaceNumber,
          alternateSetting,
          out: out.endpointNumber,
          in: endpoints.find(({ direction }) => direction === "in")?.endpointNumber,
        };
    }
  return null;
}

/** @returns {import("./printer.js").Transport} */
export function createUsb({ usb, remembered }) {
  let device = null;
  let way = null;
  const nameOf = ({ vendorId, productId, serialNumber }) => JSON.stringify([vendorId, productId, serialNumber]);

  async function find() {
    const devices = await usb.getDevices();
    return devices.find((one) => nameOf(one) === remembered.get()) ?? devices[0] ?? null;
  }

  async function open() {
    if (device?.opened) return;
    const found = await find();
    if (!found) throw new PrinterError("connect");
    try {
      await found.open();
      if (!found.configuration) await found.selectConfiguration(1);
      way = printerOf(found);
      if (!way) throw new PrinterError("unsupported");
      await found.claimInterface(way.interfaceNumber);
      if (way.alternateSetting) await found.selectAlternateInterface(way.interfaceNumber, way.alternateSetting);
    } catch (error) {
      await found.close().catch(() => {});
      if (error instanceof PrinterError) throw error;
      throw new PrinterError(error.name === "NotFoundError" ? "connect" : "held", error);
    }
    device = found;
  }

  async function close() {
    const old = device;
    device = null;
    await old?.close().catch(() => {}); // an unplugged one cannot be closed
  }

  async function write(bytes) {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const part = bytes.subarray(at, at + CHUNK);
      const { status, bytesWritten } = await device.transferOut(way.out, part);
      if (status === "stall") await device.clearHalt("out", way.out);
      if (status !== "ok" || bytesWritten !== part.length) throw new PrinterError("stalled");
    }
  }

  /** The first byte that comes; undefined when none does. The transfer waits on for what comes later. */
  async function read() {
    if (way?.in === undefined) return undefined;
    const answer = device.transferIn(way.in, 64).catch(() => ({ data: undefined }));
    const none = new Promise((resolve) => setTimeout(resolve, ANSWER_MS, { data: undefined }));
    const { data } = await Promise.race([answer, none]);
    return data?.byteLength ? data.getUint8(data.byteLength - 1) : undefined;
  }

  return {
    open,
    close,
    write,
    read,
    async ask() {
      await close();
      remembered.set(nameOf(await usb.requestDevice({ filters: [{ classCode: PRINTER_CLASS }] })));
    },
  };
}
