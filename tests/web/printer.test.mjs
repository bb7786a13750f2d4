// SPDX-License-Identifier: MIT
// The ways to a printer, with devices that behave as the real ones do: what fails is told, and the next paper prints.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { createBluetooth } from "../../web/lib/paper/bluetooth.js";
import { createPrinter } from "../../web/lib/paper/printer.js";
import { profileOf } from "../../web/lib/paper/profile.js";
import { createSerial } from "../../web/lib/paper/serial.js";
import { createUsb } from "../../web/lib/paper/usb.js";
import { decode } from "./paper/decode.mjs";

const TICKET = JSON.parse(readFileSync(new URL("./paper/ticket.json", import.meta.url), "utf8"));
const HOW = { kind: "ticket", lang: "fr" };
const PAPER_OK = 0x12;
const PAPER_OUT = 0x72;

const fakeWindow = { navigator: {}, location: { host: "paris.example" } };
const memory = () => {
  let kept = null;
  return { get: () => kept, set: (value) => (kept = value) };
};
const named = (name) => Object.assign(new Error(name), { name });
const forever = () => new Promise(() => {});
const failsWith = (why) => (error) => error.code === `printer_${why}`;

/** A printer whose bytes are collected; `answers` to DLE EOT, one after the other. */
function fakeTransport(changes = {}) {
  const seen = { bytes: [], closed: 0, asked: 0, questions: 0 };
  const transport = {
    open: async () => {},
    close: async () => void seen.closed++,
    ask: async () => void seen.asked++,
    read: async () => undefined,
    async write(bytes) {
      if (bytes[0] === 0x10) seen.questions++;
      else seen.bytes.push(...bytes);
    },
    ...changes,
  };
  return { seen, transport };
}

const printerOf = (transport, how = {}, world = {}) => createPrinter(profileOf({ way: "serial", qr: "printer", ...how }), { window: fakeWindow, transport, stalledMs: 200, ...world });
const papersIn = (bytes) => decode(Uint8Array.from(bytes)).parts.filter(({ is }) => is === "cut").length;

describe("the queue", () => {
  test("papers follow each other, whole", async () => {
    let writing = 0;
    const { seen, transport } = fakeTransport();
    const write = transport.write;
    transport.write = async (bytes) => {
      assert.equal(++writing, 1, "one at a time");
      await new Promise(setImmediate);
      writing--;
      return write(bytes);
    };
    const printer = printerOf(transport);
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => printer.print(TICKET, HOW))), [1, 2, 3].map(() => ({ state: "sent" })));
    assert.equal(papersIn(seen.bytes), 3);
    assert.equal(printer.state().is, "ready");
  });

  test("a paper that fails is not printed again, and the next one prints", async () => {
    let times = 0;
    const { seen, transport } = fakeTransport();
    const write = transport.write;
    transport.write = (bytes) => (++times === 1 ? Promise.reject(named("NetworkError")) : write(bytes));
    const printer = printerOf(transport);
    const [first, second] = await Promise.allSettled([printer.print(TICKET, HOW), printer.print({ ...TICKET, copy: 1 }, HOW)]);
    assert.deepEqual([first.reason.code, first.reason.written], ["printer_failed", true]);
    assert.equal(second.status, "fulfilled");
    assert.equal(papersIn(seen.bytes), 1);
    assert.equal(seen.closed, 1, "it is opened anew");
  });

  test("a printer that takes nothing more is given up in time", async () => {
    const states = [];
    const { transport } = fakeTransport({ write: forever });
    const printer = printerOf(transport, {}, { stalledMs: 30, onChange: ({ is, code }) => states.push([is, code]) });
    const { setTimeout: real } = globalThis;
    globalThis.setTimeout = (act, ms, ...rest) => real(act, Math.min(ms, 30), ...rest); // a paper's own length takes longer
    try {
      await assert.rejects(printer.print(TICKET, HOW), failsWith("stalled"));
    } finally {
      globalThis.setTimeout = real;
    }
    assert.deepEqual(states, [["failed", "printer_stalled"]]);
  });

  test("facts that are no paper's never reach the printer", async () => {
    const { seen, transport } = fakeTransport();
    const printer = printerOf(transport);
    await assert.rejects(printer.print({}, HOW));
    await printer.print(TICKET, HOW);
    assert.equal(papersIn(seen.bytes), 1);
  });
});

describe("the drawer", () => {
  const pulses = async (facts, kind) => {
    const { seen, transport } = fakeTransport();
    await printerOf(transport, { drawer: true }).print(facts, { ...HOW, kind });
    return decode(Uint8Array.from(seen.bytes)).parts.filter(({ is }) => is === "pulse").length;
  };
  const paid = JSON.parse(readFileSync(new URL("./paper/paid.json", import.meta.url), "utf8"));
  const report = JSON.parse(readFileSync(new URL("./paper/report.json", import.meta.url), "utf8"));

  test("opens where cash changes hands, and not for a duplicate or a report", async () => {
    assert.equal(await pulses(TICKET, "ticket"), 1);
    assert.equal(await pulses(paid, "slip"), 1);
    assert.equal(await pulses({ ...TICKET, copy: 1 }, "ticket"), 0);
    assert.equal(await pulses(report, "report"), 0);
  });
});

describe("the end of the paper", () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

  test("is read where the printer tells it, and nothing is sent into it", async () => {
    const answers = [PAPER_OUT, PAPER_OUT, PAPER_OK, PAPER_OK];
    const { seen, transport } = fakeTransport({ read: async () => answers.shift() });
    const printer = printerOf(transport);
    await printer.print(TICKET, HOW);
    await settled();
    assert.equal(printer.state().paper, "out");
    await assert.rejects(printer.print(TICKET, HOW), (error) => error.code === "printer_paper_out" && !error.written);
    assert.equal(papersIn(seen.bytes), 1);
    await printer.print(TICKET, HOW); // a new roll
    assert.equal(papersIn(seen.bytes), 2);
  });

  test("silence is unknown, and is not waited for again", async () => {
    const { seen, transport } = fakeTransport();
    const printer = printerOf(transport);
    for (let i = 0; i < 3; i++) {
      await printer.print(TICKET, HOW);
      await settled();
    }
    assert.equal(printer.state().paper, "unknown");
    assert.equal(seen.questions, 1);
  });
});

describe("serial", () => {
  function fakePort({ write = async () => {}, open = async () => {}, answer } = {}) {
    const port = {
      opened: 0,
      getInfo: () => ({ usbVendorId: 1 }),
      async open(options) {
        await open(options);
        port.opened++;
        port.options = options;
        port.writable = new WritableStream({ write });
        port.readable = new ReadableStream({ pull: (controller) => (answer === undefined ? forever() : controller.enqueue(Uint8Array.of(answer))) });
      },
      close: async () => {},
      addEventListener() {},
    };
    return port;
  }

  test("a write that rejects: the error is told, the next paper prints", async () => {
    let times = 0;
    const got = [];
    const port = fakePort({ write: async (bytes) => (++times === 1 ? Promise.reject(named("BufferOverrunError")) : void got.push(...bytes)) });
    const printer = printerOf(createSerial({ serial: { getPorts: async () => [port] }, baud: 19200, remembered: memory() }));
    await assert.rejects(printer.print(TICKET, HOW), failsWith("failed"));
    await printer.print(TICKET, HOW);
    assert.equal(port.opened, 2);
    assert.deepEqual(port.options, { baudRate: 19200 });
    assert.equal(papersIn(got), 1);
  });

  test("it answers, or does not", async () => {
    for (const [answer, expected] of [[PAPER_OK, PAPER_OK], [undefined, undefined]]) {
      const serial = createSerial({ serial: { getPorts: async () => [fakePort({ answer })] }, baud: 9600, remembered: memory() });
      await serial.open();
      assert.equal(await serial.read(), expected);
    }
  });

  test("unplugged and plugged in again: it is found when it is allowed, else one key asks", async () => {
    const port = fakePort();
    let granted = [];
    const serial = { getPorts: async () => granted, requestPort: async () => ((granted = [port]), port) };
    const printer = printerOf(createSerial({ serial, baud: 9600, remembered: memory() }));
    await assert.rejects(printer.print(TICKET, HOW), (error) => error.code === "printer_connect" && !error.written);
    assert.equal(printer.state().is, "connect");
    await printer.connect();
    assert.equal(printer.state().is, "ready");
    await printer.print(TICKET, HOW);
  });

  test("the one that was chosen is opened, not the scanner beside it", async () => {
    const [scanner, chosen] = [fakePort(), fakePort()];
    scanner.getInfo = () => ({ usbVendorId: 99 });
    const serial = { getPorts: async () => [scanner, chosen], requestPort: async () => chosen };
    const printer = printerOf(createSerial({ serial, baud: 9600, remembered: memory() }));
    await printer.connect();
    assert.deepEqual([scanner.opened, chosen.opened], [0, 1]);
  });
});

describe("usb", () => {
  const PRINTER = { interfaceNumber: 1, alternates: [{ alternateSetting: 0, interfaceClass: 7, endpoints: [{ direction: "out", type: "bulk", endpointNumber: 2 }, { direction: "in", type: "bulk", endpointNumber: 3 }] }] };
  const HID = { interfaceNumber: 0, alternates: [{ alternateSetting: 0, interfaceClass: 3, endpoints: [{ direction: "in", type: "interrupt", endpointNumber: 1 }] }] };

  function fakeDevice(changes = {}) {
    const device = {
      vendorId: 1, productId: 2, serialNumber: "", opened: false, configuration: { interfaces: [HID, PRINTER] }, sent: [], cleared: [], claimed: [],
      open: async () => void (device.opened = true),
      close: async () => void (device.opened = false),
      claimInterface: async (number) => void device.claimed.push(number),
      clearHalt: async (...what) => void device.cleared.push(what),
      async transferOut(endpoint, bytes) {
        assert.equal(endpoint, 2);
        device.sent.push(...bytes);
        return { status: "ok", bytesWritten: bytes.length };
      },
      transferIn: async () => ({ data: new DataView(Uint8Array.of(PAPER_OK).buffer) }),
      ...changes,
    };
    return device;
  }
  const usbOf = (devices, requestDevice) => createUsb({ usb: { getDevices: async () => devices(), requestDevice }, remembered: memory() });

  test("a transfer that stalls: the error is told, the halt cleared, the queue alive", async () => {
    const device = fakeDevice();
    const ok = device.transferOut;
    let times = 0;
    device.transferOut = async (...request) => (++times === 1 ? { status: "stall", bytesWritten: 0 } : ok(...request));
    const printer = printerOf(usbOf(() => [device]));
    await assert.rejects(printer.print(TICKET, HOW), (error) => error.code === "printer_stalled" && error.written);
    assert.deepEqual(device.cleared, [["out", 2]]);
    await printer.print(TICKET, HOW);
    assert.equal(papersIn(device.sent), 1);
    assert.deepEqual(device.claimed, [1, 1], "the printer's interface");
  });

  test("held by the system's driver: said so", async () => {
    const printer = printerOf(usbOf(() => [fakeDevice({ claimInterface: async () => Promise.reject(named("NetworkError")) })]));
    await assert.rejects(printer.print(TICKET, HOW), failsWith("held"));
  });

  test("unplugged and plugged in again without a grant: one key", async () => {
    let plugged = [fakeDevice()];
    const printer = printerOf(usbOf(() => plugged, async ({ filters }) => {
      assert.deepEqual(filters, [{ classCode: 7 }]);
      plugged = [fakeDevice()];
      return plugged[0];
    }));
    await printer.print(TICKET, HOW);
    const [old] = plugged;
    Object.assign(old, { opened: false, transferOut: async () => Promise.reject(named("NotFoundError")), open: async () => Promise.reject(named("NotFoundError")) });
    plugged = [];
    await assert.rejects(printer.print(TICKET, HOW), failsWith("connect"));
    await printer.connect();
    await printer.print(TICKET, HOW);
    assert.equal(printer.state().is, "ready");
  });

  test("what is no printer is not written to", async () => {
    const printer = printerOf(usbOf(() => [fakeDevice({ configuration: { interfaces: [HID] } })]));
    await assert.rejects(printer.print(TICKET, HOW), failsWith("unsupported"));
  });
});

describe("bluetooth", () => {
  function fakeBluetooth({ write = true } = {}) {
    const seen = { pieces: [], waiting: 0, disconnected: 0 };
    const put = async (bytes) => {
      assert.equal(++seen.waiting, 1, "each is awaited");
      await new Promise(setImmediate);
      seen.waiting--;
      seen.pieces.push([...bytes]);
    };
    const characteristic = { properties: { write }, writeValueWithResponse: put, writeValueWithoutResponse: put };
    const gatt = { connected: false, disconnect: () => void seen.disconnected++ };
    gatt.connect = async () => {
      gatt.connected = true;
      return { getPrimaryService: async () => ({ getCharacteristic: async () => characteristic }) };
    };
    return { seen, bluetooth: { requestDevice: async () => ({ gatt }) } };
  }

  for (const chunk of [20, 180]) test(`no piece is larger than ${chunk} bytes, and each is awaited`, async () => {
    const { seen, bluetooth } = fakeBluetooth({ write: chunk === 20 });
    const printer = printerOf(createBluetooth({ bluetooth, chunk }));
    await assert.rejects(printer.print(TICKET, HOW), failsWith("connect"), "the browser forgot it");
    await printer.connect();
    seen.pieces.length = 0;
    await printer.print(TICKET, HOW);
    assert.ok(seen.pieces.every(({ length }) => length > 0 && length <= chunk));
    assert.equal(papersIn(seen.pieces.flat()), 1);
  });
});

test("a browser without such a way says so", async () => {
  for (const way of ["serial", "usb", "bluetooth"]) {
    const printer = createPrinter(profileOf({ way }), { window: fakeWindow });
    await assert.rejects(printer.print(TICKET, HOW), failsWith("unsupported"));
    await assert.rejects(printer.connect(), failsWith("unsupported"));
  }
});
