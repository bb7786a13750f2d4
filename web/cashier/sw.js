// SPDX-License-Identifier: MIT
// Keeps the counter loadable while the house cannot be reached: all files of one build, whose names carry their hashes. The page
// itself is asked for first, so that a newer build is seen; what is no file of the application goes its way untouched. Whatever
// goes wrong here, the browser asks the house.

/// <reference path="./sw.d.ts" />

/** @type {any} a worker's own scope */
const worker = self;
const PREFIX = "hippodrome-cashier-";
const CACHE = PREFIX + BUILD_VERSION;
const PAGE = "/cashier/";
/** A house that has not answered by then is away, as far as the page goes. */
const PATIENCE_MS = 4_000;

async function install() {
  const cache = await caches.open(CACHE);
  // By hand, not addAll: a file that is missing must not be kept as whatever stands in its place.
  await Promise.all(
    BUILD_FILES.map(async (file) => {
      // A name with a hash has one content: the browser need not fetch again what the page has just loaded.
      const response = await fetch(file, { cache: file === PAGE ? "reload" : "default" });
      const isPage = (response.headers.get("content-type") ?? "").includes("text/html");
      if (!response.ok || response.redirected || isPage !== (file === PAGE)) throw new Error(`${file}: ${response.status}`);
      await cache.put(file, response);
    }),
  );
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
}

async function openPage(request) {
  const kept = caches.match(PAGE);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const asked = fetch(request).then((response) => (response.ok || response.type === "opaqueredirect" ? response : undefined));
  const first = await Promise.race([asked.catch(() => undefined), late]);
  return first ?? (await kept) ?? asked;
}

const openAsset = async (request) => (await caches.match(request)) ?? fetch(request);

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(openPage(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(openAsset(request));
});
worker.addEventListener("message", ({ data, ports }) => {
  if (data === "version") ports[0].postMessage(BUILD_VERSION);
  if (data === "take") worker.skipWaiting();
});
