// SPDX-License-Identifier: MIT
// The disk of the outbox: strict, and never in the way when it is broken.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../web/lib/store.js";

const REQUEST = { key: "a-key-of-mine", userId: 2, kind: "sale", path: "/tickets", body: {}, memo: null, at: 1 };
const later = (act) => setImmediate(act);

/** As much of IndexedDB as the store uses. `faults` name what throws. */
function makeDisk({ rows = [], faults = {} } = {}) {
  const disk = { rows: new Map(rows.map((row) => [row.key, row])), written: [], deleted: 0, faults };
  const request = (result, error) => {
    const made = { result, error };
    later(() => (error ? made.onerror?.() : (made.onupgradeneeded?.(), made.onsuccess?.())));
    return made;
  };
  const objectStore = {
    put: (row) => (disk.rows.set(row.key, row), { result: row.key }),
    delete: (key) => (disk.rows.delete(key), { result: undefined }),
    getAll: () => ({ result: [...disk.rows.values()] }),
  };
  const database = {
    createObjectStore() {},
    transaction(_name, mode, { durability }) {
      if (disk.faults.transaction) throw Object.assign(new Error("gone"), { name: "InvalidStateError" });
      const made = { objectStore: () => objectStore, error: Object.assign(new Error("full"), { name: "QuotaExceededError" }) };
      if (mode === "readwrite") disk.written.push(durability);
      if (!disk.faults.hangs) later(() => (disk.faults.full ? made.onabort() : made.oncomplete()));
      return made;
    },
  };
  disk.indexedDB = {
    open() {
      if (disk.faults.throws) throw new Error("forbidden");
      const isDamaged = disk.faults.damaged && disk.deleted === 0;
      return request(database, isDamaged ? new Error("damaged") : null);
    },
    deleteDatabase() {
      disk.deleted += 1;
      disk.rows.clear();
      return request(undefined, null);
    },
  };
  return disk;
}

const open = (disk, more) => {
  const states = [];
  const store = createStore({ indexedDB: disk.indexedDB, onState: ({ isDurable }) => states.push(isDurable), patience: 50, ...more });
  return { store, states };
};

test("a request is flushed to the disk before put comes back; nobody waits for what comes after", async () => {
  const disk = makeDisk();
  const { store, states } = open(disk);
  await store.put(REQUEST);
  assert.deepEqual([disk.rows.get(REQUEST.key), disk.written], [REQUEST, ["strict"]]);
  assert.deepEqual(await open(disk).store.all(), [REQUEST], "for the next page");
  await store.keep({ ...REQUEST, answer: 1 });
  await store.remove(REQUEST.key);
  assert.deepEqual([disk.rows.size, disk.written, states], [0, ["strict", "relaxed", "relaxed"], []]);
});

test("what is no request is not taken for one", async () => {
  const disk = makeDisk({ rows: [REQUEST, { key: "short" }, { ...REQUEST, key: "without-user", userId: "anna" }, { key: "nothing-else" }] });
  assert.deepEqual(await open(disk).store.all(), [REQUEST]);
});

for (const [what, faults] of [["cannot be opened", { throws: true }], ["is full", { full: true }], ["is gone in the middle", { transaction: true }], ["does not answer", { hangs: true }]]) {
  test(`a disk that ${what} keeps nobody from selling, and is told of once`, async () => {
    const { store, states } = open(makeDisk({ faults }));
    await store.put(REQUEST);
    await store.put({ ...REQUEST, key: "another-key" });
    assert.deepEqual([(await store.all()).length, states, store.state().isDurable], [2, [false], false]);
    await store.remove(REQUEST.key);
    assert.equal((await store.all()).length, 1);
  });
}

test("a damaged database is thrown away, and a new one serves", async () => {
  const disk = makeDisk({ rows: [REQUEST], faults: { damaged: true } });
  const { store, states } = open(disk);
  assert.deepEqual(await store.all(), []);
  await store.put(REQUEST);
  assert.deepEqual([disk.deleted, disk.rows.size, states], [1, 1, []]);
});

test("a disk that comes back is used again", async () => {
  const disk = makeDisk({ faults: { full: true } });
  const { store, states } = open(disk);
  await store.put(REQUEST);
  disk.faults.full = false;
  await store.put({ ...REQUEST, key: "another-key" });
  assert.deepEqual(states, [false, true]);
});

test("a browser without any disk sells", async () => {
  const { store, states } = open({ indexedDB: undefined }, { indexedDB: null });
  await store.put(REQUEST);
  assert.deepEqual([await store.all(), states], [[REQUEST], [false]]);
});
