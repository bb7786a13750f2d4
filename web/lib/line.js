// SPDX-License-Identifier: MIT
// The line to the gateway, at this page's own origin, by Centrifuge's client: WebSocket, else HTTP stream, else server-sent
// events. It heals itself for ever and recovers what was missed. What the client does not see by itself is watched here: a
// machine that slept, a page that was hidden, a line that has fallen silent.

/** A third of a page's scripts, which it does not wait for before it shows itself. */
const loadClient = async () => (await import("centrifuge")).Centrifuge;

/** What the gateway makes up itself has no offset in the stream. */
const HOUSE_CHANNEL = "race";
const WATCH_MS = 1_000;
/** After such a silence the line is asked whether it lives; while anything runs, the house speaks each second. */
const SILENCE_MS = 5_000;
/** A watch that comes so late has slept, or the page was busy. */
const LATE_MS = 3_000;
/** Wall clock and monotonic clock part in a machine's sleep, or when somebody sets its time. */
const JUMP_MS = 1_500;
/** An answer that takes longer comes over a line that is as good as dead; but one that took long to make may take as long. */
const ANSWER_MS = 1_200;
const ANSWER_MOST_MS = 10_000;
/** The client's own file could not be had. */
const RETRY_MS = 2_000;
/** The server has asked us to stay away; a screen has nobody who could reload it. */
const SENT_AWAY_MS = 20_000;

/**
 * The socket's address, from the page's own: whatever stands in front, it is the same host and port,
 * and the scheme follows the page's (http becomes ws, https becomes wss).
 * @param {string} pageUrl
 */
export function connectionString(pageUrl) {
  const url = new URL("/connection/websocket", pageUrl);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** The ways to the house, the best one first. @param {string} url the socket's address */
export function waysOf(url) {
  const at = (path) => new URL(path, url.replace(/^ws/, "http")).href;
  return {
    transports: [
      { transport: "websocket", endpoint: `${url}?cf_protocol_version=v2` },
      { transport: "http_stream", endpoint: at("/connection/http_stream") },
      { transport: "sse", endpoint: at("/connection/sse") },
    ],
    emulationEndpoint: at("/emulation"),
  };
}

/**
 * @typedef {{channel: string, event: string, data: any, offset?: number}} LineMessage
 * @typedef {{state: 'connecting'|'connected'|'reconnecting'}} LineState
 */

/**
 * @param {object} options
 * @param {string} options.url the socket's address
 * @param {string|null} [options.token] a session's, instead of the cookie
 * @param {string[]} [options.channels] to follow besides the races, which every line follows
 * @param {(message: LineMessage, receivedAt: number) => void} options.onMessage each message to apply, once and in order;
 *   `connected` is the whole state of the races, `subscribed` that of another channel
 * @param {(line: LineState) => void} options.onLine
 * @param {(channel: string, state: 'subscribed'|'refused', code?: number) => void} [options.onChannel]
 * @param {() => number} [options.local] monotonic time in ms
 * @param {() => number} [options.wall] the machine's own time in ms
 * @param {() => Promise<any>} [options.load] gives the client's class
 * @param {any} [options.page] tells when it is seen again
 * @param {any} [options.network] tells when it is gone
 * @param {{setTimeout: Function, clearTimeout: Function, setInterval: Function, clearInterval: Function}} [options.timers]
 */
export function createLine({
  url,
  token = null,
  channels = [],
  onMessage,
  onLine,
  onChannel = () => {},
  local = () => performance.now(),
  wall = () => Date.now(),
  load = loadClient,
  page = globalThis.document,
  network = globalThis,
  timers = globalThis,
}) {
  let client = null;
  let isLoading = false;
  /** Channels, {channel, handle}: its subscription, once there is a client. */
  const followed = new Set(channels.map((channel) => ({ channel, handle: null })));
  let watch = null;
  let comeBack = null;
  let isWaking = false;
  /** How many connections there have been: an answer counts for its own. */
  let connections = 0;
  let connectingAt = 0;
  let answerMs = ANSWER_MS;
  /** Of the state that the last greeting told. */
  let snapshotOffset = 0;
  let silentFor = 0;
  let watchedAt = 0;
  let apart = 0;

  function tell(channel, data, offset) {
    // What was waiting to be read when the machine fell asleep is old, and would set the page's clock back.
    if (hasJumped()) {
      wake();
      return;
    }
    silentFor = 0;
    if (typeof data?.event === "string") onMessage({ channel, event: data.event, data, offset }, local());
  }

  async function bring() {
    if (isLoading) return;
    isLoading = true;
    const Client = await load().catch(() => null);
    isLoading = false;
    if (watch === null) return;
    if (Client) begin(Client);
    else comeBack = timers.setTimeout(bring, RETRY_MS);
  }

  function begin(Client) {
    const { transports, emulationEndpoint } = waysOf(url);
    client = new Client(transports, { emulationEndpoint, maxReconnectDelay: 10_000, ...(token && { token }) });
    client.on("connecting", () => {
      connectingAt = local();
      onLine({ state: connections > 0 ? "reconnecting" : "connecting" });
    });
    client.on("connected", ({ data }) => {
      connections += 1;
      answerMs = Math.min(Math.max(ANSWER_MS, local() - connectingAt), ANSWER_MOST_MS);
      snapshotOffset = data?.stream?.offset ?? 0;
      onLine({ state: "connected" });
      tell(HOUSE_CHANNEL, data);
    });
    client.on("publication", ({ channel, data, offset }) => {
      // What was missed and is in the greeting's state already would only set the page back.
      if (offset === undefined || offset > snapshotOffset) tell(channel, data, offset);
    });
    client.on("disconnected", () => {
      if (watch === null || isWaking) return;
      onLine({ state: "reconnecting" });
      comeBack = timers.setTimeout(() => client.connect(), SENT_AWAY_MS);
    });
    for (const one of followed) follow(one);
    client.connect();
  }

  /** Another network may forbid what this one let through. The client knows no way to try all of them once more but these. */
  function tryAllWays() {
    if (!client) return;
    client._transportWasOpen = false;
    client._triedAllTransports = false;
    client._currentTransportIndex = 0;
  }

  /** The page is seen again: is the line still good? */
  function shown() {
    if (watch === null || page?.hidden) return;
    if (hasJumped()) wake();
    else probe();
  }

  /** Drops the connection, if any, and makes a new one at once: for whomever the cookie names now, over whatever network. */
  function wake() {
    if (watch === null || !client) return;
    timers.clearTimeout(comeBack);
    silentFor = 0;
    isWaking = true;
    client.disconnect();
    isWaking = false;
    tryAllWays();
    client.connect();
  }

  /** Any answer shows that the line lives: this one, that there is no such method. */
  function probe() {
    if (client?.state !== "connected") return;
    silentFor = 0;
    const asked = connections;
    let isAnswered = false;
    const answer = () => (isAnswered = true);
    client.rpc("alive", null).then(answer, answer);
    timers.setTimeout(() => {
      if (!isAnswered && asked === connections && client.state === "connected") wake();
    }, answerMs);
  }

  /** Has the machine slept, or was its time set, since this was asked last? */
  function hasJumped() {
    const before = apart;
    apart = wall() - local();
    return Math.abs(apart - before) > JUMP_MS;
  }

  function check() {
    const since = local() - watchedAt;
    watchedAt = local();
    // Seconds in which the page was busy do not count: what came in them has not been read yet.
    silentFor += WATCH_MS;
    if (hasJumped()) wake();
    else if (since > LATE_MS || silentFor >= SILENCE_MS) probe();
  }

  function follow(one) {
    const { channel } = one;
    one.handle = client.newSubscription(channel);
    one.handle.on("publication", ({ data, offset }) => tell(channel, data, offset));
    one.handle.on("subscribed", ({ data }) => {
      onChannel(channel, "subscribed");
      // The channel's whole state; what was missed comes after it, though the state has it already.
      if (data) onMessage({ channel, event: "subscribed", data }, local());
    });
    one.handle.on("unsubscribed", ({ code }) => code > 0 && onChannel(channel, "refused", code));
    one.handle.subscribe();
  }

  /** @param {string} channel */
  function subscribe(channel) {
    const one = { channel, handle: null };
    followed.add(one);
    if (client) follow(one);
    return () => {
      followed.delete(one);
      if (one.handle) client.removeSubscription(one.handle);
    };
  }

  return {
    start() {
      if (watch !== null) return;
      apart = wall() - local();
      watchedAt = local();
      watch = timers.setInterval(check, WATCH_MS);
      page?.addEventListener("visibilitychange", shown);
      network.addEventListener?.("offline", tryAllWays);
      if (client) client.connect();
      else bring();
    },

    stop() {
      timers.clearInterval(watch);
      timers.clearTimeout(comeBack);
      page?.removeEventListener("visibilitychange", shown);
      network.removeEventListener?.("offline", tryAllWays);
      watch = null;
      client?.disconnect();
    },

    wake,
    shown,

    /** Follows one more channel, until the function that it gives is called. */
    subscribe,
  };
}
