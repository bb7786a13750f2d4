// SPDX-License-Identifier: MIT
// What must survive a power cut: requests that move money, on the browser's disk (IndexedDB) before they are sent. A write is
// over when it has been flushed ("strict"). The disk may be full, damaged or gone at any time: then the requests are kept in
// memory, and `state` says so; it is the house that knows what was done.

const NAME = "hippodrome-outbox";
const REQUESTS = "request";
/** A disk that has not answered by then is treated as broken: a queue of customers does not wait for it. */
const PATIENCE_MS = 1_500;

/**
 * @typedef {object} StoredRequest
 * @property {string} key its Idempotency-Key
 * @property {number} userId
 * @property {string} kind "sale", "void", "pay", …
 * @property {string} path
 * @property {object} body
 * @property {any} memo what the page wants back with the answer
 * @property {number} at ms since 1970
 * @property {any} [answer] the house's, once it is there; such a request is kept for a while
 */

/** @param {any} value @returns {value is StoredRequest} a damaged store may hold anything */
export function isRequest(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    /^[A-Za-z0-9_.:-]{8,64}$/.test(value.key) &&
    Number.isSafeInteger(value.userId) &&
    Number.isFinite(value.at) &&
    typeof value.kind === "string" &&
    typeof value.path === "string" &&
    typeof value.body === "object"
  );
}

/**
 * @param {object} [options]
 * @param {IDBFactory} [options.indexedDB]
 * @param {(state: {isDurable: boolean, fault: string|null}) => void} [options.onState]
 * @param {number} [options.patience]
 */
export function createStore({
  indexedDB = safely(() => globalThis.indexedDB),
  onState = () => {},
  patience = PATIENCE_MS,
} = {}) {
  /** @type {Map<string, StoredRequest>} */
  const memory = new Map();
  const state = { isDurable: true, fault: null };
  /** @type {Promise<IDBDatabase>|null} */
  let opened = null;

  function fail(error) {
    opened = null;
    state.fault = String(error?.name ?? error);
    if (!state.isDurable) return;
    state.isDurable = false;
    onState({ ...state });
  }

  async function open() {
    if (!indexedDB) throw new Error("no IndexedDB");
    try {
      return await openDatabase(indexedDB);
    } catch {
      // What cannot be opened is thrown away: the house is asked what was done.
      await settled(indexedDB.deleteDatabase(NAME));
      return openDatabase(indexedDB);
    }
  }

  /** Runs a transaction; null when the disk fails, which is remembered, and tried again the next time. */
  async function run(mode, act, durability = "strict") {
    try {
      opened ??= within(patience, open());
      const database = await opened;
      const result = await within(patience, transact(database, mode, act, durability));
      if (!state.isDurable) {
        Object.assign(state, { isDurable: true, fault: null });
        onState({ ...state });
      }
      return result;
    } catch (error) {
      fail(error);
      return null;
    }
  }

  return {
    /** Comes back when the request is on the disk, or when it is known that it cannot be. @param {StoredRequest} request */
    async put(request) {
      memory.set(request.key, request);
      await run("readwrite", (requests) => requests.put(request));
    },

    /** An answered one: nobody waits for the disk. @param {StoredRequest} request */
    async keep(request) {
      memory.set(request.key, request);
      await run("readwrite", (requests) => requests.put(request), "relaxed");
    },

    /** @param {string} key */
    async remove(key) {
      memory.delete(key);
      await run("readwrite", (requests) => requests.delete(key), "relaxed");
    },

    /** All that were put and not removed, from before this page's time too. @returns {Promise<StoredRequest[]>} */
    async all() {
      const stored = (await run("readonly", (requests) => requests.getAll())) ?? [];
      for (const request of stored) if (isRequest(request)) memory.set(request.key, request);
      return [...memory.values()];
    },

    state: () => ({ ...state }),
  };
}

function openDatabase(indexedDB) {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(REQUESTS, { keyPath: "key" });
  return settled(request);
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** A strict transaction is complete when the disk has it, not when the browser has. */
function transact(database, mode, act, durability) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(REQUESTS, mode, { durability });
    const request = act(transaction.objectStore(REQUESTS));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the disk does not answer")), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Where cookies are forbidden, to name it is already an error. */
function safely(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
