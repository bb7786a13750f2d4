// SPDX-License-Identifier: MIT
// The proxies that the house ships a configuration for, each with that very file, with TLS, and a unix socket to the gateway.
// Caddy is Debian's, and besides it the program that CADDY= names; nginx and HAProxy where they are installed.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { freePort } from "../../lib/house.mjs";
import { routerCommands, writeRouterFiles } from "../../lib/routers.mjs";
import { ROOT } from "../../lib/setting.mjs";

/** What a program says of its version, or null where it is not there. */
function version(command, ...args) {
  try {
    return /\d+\.\d+\.\d+/.exec(execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }))[0];
  } catch {
    return null;
  }
}

/** What Dockerfile and deploy/systemd/caddy.conf give it; Debian's does not know stream_buffer_size. */
function caddy(command) {
  const number = version(command, "version");
  const isCurrent = number && !/^2\.([0-9]|10)\./.test(number);
  return {
    name: `Caddy ${number}`,
    isThere: Boolean(number),
    start: (folder, socket, port) => ({
      command: [command, "run", "--config", join(ROOT, "Caddyfile"), "--adapter", "caddyfile"],
      env: {
        SITE_ADDRESS: `https://localhost:${port}`, CADDY_GLOBAL_OPTIONS: "auto_https disable_redirects", GATEWAY_UPSTREAM: `unix/${socket}`,
        WEB_ROOT: join(ROOT, "build/web"), XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, GOGC: "25",
        ...(isCurrent ? { WEBSOCKET_OPTIONS: "stream_buffer_size 4KiB" } : {}),
      },
    }),
  };
}

function router(name, label, number) {
  return {
    name: `${label} ${number}`,
    isThere: Boolean(number),
    async start(folder, socket, port) {
      const ports = { secure: port, plain: await freePort(), pages: await freePort() };
      writeRouterFiles(folder, { gateway: socket, api: join(folder, "api.sock") }, ports, { connections: 20_000 });
      return { command: routerCommands[name](folder), env: {} };
    },
  };
}

/** @returns {{name: string, start: function(string, string, number)}[]} start(folder, socket, port): {command, env} */
export function fronts() {
  return [
    caddy("caddy"),
    ...(process.env.CADDY ? [caddy(process.env.CADDY)] : []),
    router("nginx", "nginx", version("sh", "-c", "nginx -v 2>&1")),
    router("haproxy", "HAProxy", version("haproxy", "-v")),
  ].filter(({ isThere }) => isThere);
}
