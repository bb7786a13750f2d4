// SPDX-License-Identifier: MIT
// A newer build of the application: it is taken as soon as nothing is in hand, by one reload; never twice for the same build,
// so that a page which an old copy on the way keeps from changing does not reload for ever. Without the worker, or with a
// broken one, the page is what the house serves.

import { workerUrl } from "./trusted.js";

const WORKER = "/cashier/sw.js";
const RELOADED = "hippodrome.reloaded";
const LOOK_MS = 600_000;

/** The build of this page, as `make web` wrote it into it. */
export const buildVersion = () => document.querySelector('meta[name="build"]')?.getAttribute("content") ?? "";

/**
 * @param {object} options
 * @param {ServiceWorkerContainer|undefined} [options.workers]
 * @param {() => boolean} options.isBusy something is in hand: not now
 * @param {() => void} [options.reload]
 * @param {Storage} [options.session]
 * @param {{setInterval: Function}} [options.timers]
 */
export function createRelease({
  workers = navigator.serviceWorker,
  isBusy,
  reload = () => location.reload(),
  session = sessionStorage,
  timers = globalThis,
}) {
  /** @type {ServiceWorkerRegistration|null} */
  let registration = null;
  /** The build that waits. @type {string|null} */
  let waiting = null;
  let isTaking = false;

  /** Asks a worker of which build it is. */
  function versionOf(worker) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.postMessage("version", [port2]);
    });
  }

  async function found(worker) {
    if (!worker || !workers.controller) return; // the first one: this page is what it has
    waiting = await versionOf(worker);
    take();
  }

  /** Takes the newer build, if there is one and nothing is in hand. */
  function take() {
    if (!waiting || isTaking || isBusy() || session.getItem(RELOADED) === waiting) return;
    isTaking = true;
    session.setItem(RELOADED, waiting);
    registration.waiting?.postMessage("take");
  }

  function watch(worker) {
    worker?.addEventListener("statechange", () => worker.state === "installed" && found(worker));
  }

  return {
    async start() {
      if (!workers) return;
      workers.addEventListener("controllerchange", () => isTaking && reload());
      try {
        registration = await workers.register(workerUrl(WORKER), { updateViaCache: "none" });
      } catch {
        return; // the page works without it, but for a cut
      }
      registration.addEventListener("updatefound", () => watch(registration.installing));
      found(registration.waiting);
      timers.setInterval(() => this.look(), LOOK_MS);
    },

    /** Is there a newer build? */
    look: () => registration?.update().catch(() => {}),

    take,
    isWaiting: () => waiting !== null,
  };
}
