// SPDX-License-Identifier: MIT
// The house's api, as a page asks it: JSON in, JSON out, and one kind of error. Who asks is in the session's cookie, or in a
// token. Nothing is asked twice by itself: who repeats a change does so with the same key.

export const BASE = "/api/v1";
/** Longer than any answer takes; a line that has gone away does not say so. */
const TIMEOUT_MS = 20_000;

/** A refusal, or no answer. `code` is the contract's, and what a page translates; `facts` is the whole problem. */
export class ApiError extends Error {
  /** @param {{status?: number, code: string, facts?: any, retryAfterMs?: number|null, offline?: boolean}} what */
  constructor({ status = 0, code, facts = {}, retryAfterMs = null, offline = false }) {
    super(facts.detail ?? code);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.facts = facts;
    this.retryAfterMs = retryAfterMs;
    /** Nobody answered: a change may have happened, and may still happen. */
    this.offline = offline;
  }
}

/** A key that nobody has had: a version 4 UUID. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * @param {object} [options]
 * @param {string|null} [options.token] instead of the cookie; "": as nobody
 * @param {() => string} [options.lang] the language in which `detail` is wanted
 * @param {typeof fetch} [options.fetch]
 * @param {number} [options.timeoutMs]
 */
export function createApi({
  token = null,
  lang = () => "fr",
  fetch: ask = (...request) => globalThis.fetch(...request),
  timeoutMs = TIMEOUT_MS,
} = {}) {
  /**
   * @param {string} method
   * @param {string} path from behind /api/v1
   * @param {object|null} [body]
   * @param {{key?: string, signal?: AbortSignal}} [options] key: the Idempotency-Key; a change without one gets a new one
   * @returns {Promise<any>} the parsed answer; null where there is none
   */
  async function request(method, path, body = null, { key, signal } = {}) {
    const headers = { accept: "application/json", "accept-language": lang() };
    if (token) headers.authorization = `Bearer ${token}`;
    if (method !== "GET") headers["idempotency-key"] = key ?? newKey();
    if (body) headers["content-type"] = "application/json";
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    signal?.addEventListener("abort", () => limit.abort());
    try {
      const credentials = token === null ? "same-origin" : "omit";
      /** @type {RequestInit} */
      const init = {
        method,
        headers,
        credentials,
        signal: limit.signal,
        cache: "no-store",
        body: body ? JSON.stringify(body) : undefined,
      };
      const response = await ask(BASE + path, init);
      return answerOf(response, await response.text());
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw new ApiError({ code: "offline", offline: true });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    /** @param {string} path @param {{signal?: AbortSignal}} [options] */
    get: (path, options) => request("GET", path, null, options),
    /** @param {string} path @param {object} [body] @param {{key?: string, signal?: AbortSignal}} [options] */
    post: (path, body = {}, options) => request("POST", path, body, options),
    /** @param {string} path @param {object} [body] @param {{key?: string, signal?: AbortSignal}} [options] */
    patch: (path, body = {}, options) => request("PATCH", path, body, options),
    /** @param {string} path @param {object} [body] @param {{key?: string, signal?: AbortSignal}} [options] */
    put: (path, body = {}, options) => request("PUT", path, body, options),
  };
}

function answerOf(response, text) {
  const json = parsed(text);
  // Half an answer is none: something on the way has cut it.
  if (response.ok && (json !== undefined || text === "")) return json ?? null;
  if (response.ok) throw new ApiError({ code: "offline", offline: true });
  const facts = json && typeof json === "object" ? json : {};
  const seconds = Number(response.headers.get("retry-after"));
  const retryAfterMs = facts.retryAfterMs ?? (seconds > 0 ? seconds * 1000 : null);
  throw new ApiError({ status: response.status, code: facts.code ?? "unavailable", facts, retryAfterMs });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
