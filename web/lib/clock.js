// SPDX-License-Identifier: MIT
// The server's clock, seen from this screen. The machine's own wall clock is never believed: a shop's
// television may be minutes off. Every frame carries serverTime; it arrives late by the network's
// latency, never early, so the largest (serverTime - local) of the last minute or two is the best one.
// On most systems the monotonic clock stands still while the machine sleeps. Then the wall clock runs away from it,
// and there is no time to show until the next frame.

/** How long one half of the window lasts; two halves are kept, so a stepped server clock is forgotten. */
const BUCKET_MS = 60_000;
/** A correction larger than this is shown at once; a smaller one is slewed, so that a film never jerks. */
const JUMP_MS = 500;
/** Slewing speed: ms of correction per ms of time. */
const SLEW = 0.1;
/** Wall clock and monotonic clock part by so much in a sleep only, or when somebody sets the machine's time. */
const SLEPT_MS = 1_500;

/**
 * @param {{local?: () => number, wall?: () => number}} [options] local: a monotonic clock in ms; wall: the machine's time
 */
export function createClock({ local = () => performance.now(), wall = () => Date.now() } = {}) {
  let bucketStart = 0;
  let best = -Infinity;
  let bestBefore = -Infinity;
  let shown = null;
  let shownAt = 0;
  let apart = wall() - local();

  /** Forgets everything when the two clocks have parted since the last look. */
  function wake() {
    const now = wall() - local();
    if (Math.abs(now - apart) > SLEPT_MS) {
      best = -Infinity;
      bestBefore = -Infinity;
      shown = null;
    }
    apart = now;
  }

  const target = () => Math.max(best, bestBefore);

  return {
    /** Whether a frame has been seen: before that there is no time to show. */
    get ready() {
      return shown !== null;
    },

    /**
     * @param {number} serverTime ms since 1970 as the server wrote it
     * @param {number} [receivedAt] local time of the arrival
     */
    observe(serverTime, receivedAt = local()) {
      if (!Number.isFinite(serverTime)) return;
      wake();
      if (best === -Infinity || receivedAt - bucketStart >= BUCKET_MS) {
        bestBefore = best;
        best = -Infinity;
        bucketStart = receivedAt;
      }
      best = Math.max(best, serverTime - receivedAt);
      if (shown === null) {
        shown = best;
        shownAt = receivedAt;
      }
    },

    /** Server time now, in ms since 1970. NaN before the first frame, and after a sleep before the next. */
    now() {
      wake();
      const at = local();
      if (shown === null) return NaN;
      const gap = target() - shown;
      const step = Math.max(0, at - shownAt) * SLEW;
      shownAt = at;
      shown += Math.abs(gap) > JUMP_MS ? gap : Math.sign(gap) * Math.min(Math.abs(gap), step);
      return at + shown;
    },
  };
}
