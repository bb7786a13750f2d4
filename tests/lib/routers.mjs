// SPDX-License-Identifier: MIT
// deploy/router/: the recommended configurations of nginx and HAProxy with other paths and ports, and what stands around such
// a file on a server.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setting.mjs";

const CONFIGS = join(ROOT, "deploy/router");
const asRoot = process.getuid() === 0 ? "user root;" : "";

/** A line more for each that names a gateway. */
const withSecond = (text, socket) => !socket ? text : text.replace(/^ +server .*\/run\/hippodrome-gateway\/socket.*\n/gm, (line) =>
  line + line.replaceAll("gateway-1", "gateway-2").replace("/run/hippodrome-gateway/socket", socket));

/**
 * Writes cert.pem, site.conf (nginx's), nginx.conf, haproxy.cfg and pages.conf (files for HAProxy) into `folder`.
 * @param {{gateway: string, api: string, second?: string}} sockets second: of one more gateway
 * @param {{plain: number, secure: number, pages: number}} ports
 * @param {{connections?: number}} options connections: that each of nginx's workers may have
 */
export function writeRouterFiles(folder, sockets, ports, { connections = 1024 } = {}) {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
    "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  writeFileSync(join(folder, "both.pem"), readFileSync(certificate) + readFileSync(key));
  mkdirSync(join(folder, "logs"), { recursive: true });
  const adapt = (file) => withSecond(readFileSync(join(CONFIGS, file), "utf8"), sockets.second)
    .replaceAll("/run/hippodrome-gateway/socket", sockets.gateway)
    .replaceAll("/run/hippodrome-api/socket", sockets.api)
    .replaceAll("/usr/share/hippodrome/web", join(ROOT, "build/web"))
    .replaceAll("/etc/ssl/certs/races.example.com.pem", certificate)
    .replaceAll("/etc/ssl/private/races.example.com.key", key)
    .replaceAll("/etc/ssl/private/races.example.com.pem", join(folder, "both.pem"))
    .replaceAll("races.example.com", "localhost")
    .replace("listen 80;", `listen ${ports.plain};`).replace("listen 443 ", `listen ${ports.secure} `)
    .replace("bind :80", `bind :${ports.plain}`).replace("bind :443", `bind :${ports.secure}`)
    .replace("127.0.0.1:8080", `127.0.0.1:${ports.pages}`);
  writeFileSync(join(folder, "site.conf"), adapt("nginx.conf"));
  writeFileSync(join(folder, "haproxy.cfg"), adapt("haproxy.cfg"));
  const around = (site, workers) => `daemon off; ${asRoot} worker_processes ${workers}; pid ${folder}/nginx.pid; error_log stderr;
    events { worker_connections ${connections}; }
    http { include /etc/nginx/mime.types; access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi; ${site} }`;
  writeFileSync(join(folder, "nginx.conf"), around(`include ${folder}/site.conf;`, "auto"));
  writeFileSync(join(folder, "pages.conf"), around(`server { listen 127.0.0.1:${ports.pages}; root ${join(ROOT, "build/web")}; }`, 1));
}

/** The command that runs one of them. */
export const routerCommands = {
  nginx: (folder) => ["nginx", "-p", folder, "-c", join(folder, "nginx.conf")],
  haproxy: (folder) => ["haproxy", "-db", "-f", join(folder, "haproxy.cfg")],
  pages: (folder) => ["nginx", "-p", folder, "-c", join(folder, "pages.conf")],
};
