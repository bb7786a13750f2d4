// SPDX-License-Identifier: MIT
// A printer on Bluetooth of the new kind (BLE). The browser forgets it with the page: one key asks for it after each load.

import { PrinterError } from "./error.js";

const SERVICE = 0x18f0;
const CHARACTERISTIC = 0x2af1;

/** @returns {import("./printer.js").Transport} */
export function createBluetooth({ bluetooth, chunk }) {
  let device = null;
  let characteristic = null;

  async function open() {
    if (!device) throw new PrinterError("connect");
    if (device.gatt.connected && characteristic) return;
    try {
      const server = await device.gatt.connect();
      characteristic = await (await server.getPrimaryService(SERVICE)).getCharacteristic(CHARACTERISTIC);
    } catch (error) {
      throw new PrinterError("connect", error);
    }
  }

  return {
    open,
    async close() {
      characteristic = null;
      device?.gatt.disconnect();
    },
    /** No piece is larger than the printer takes, and each is answered before the next: a full buffer swallows what comes. */
    async write(bytes) {
      const { write } = characteristic.properties;
      for (let at = 0; at < bytes.length; at += chunk) {
        const part = bytes.slice(at, at + chunk);
        await (write ? characteristic.writeValueWithResponse(part) : characteristic.writeValueWithoutResponse(part));
      }
    },
    async ask() {
      characteristic = null;
      device = await bluetooth.requestDevice({ filters: [{ services: [SERVICE] }] });
    },
  };
}
