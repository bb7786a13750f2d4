// SPDX-License-Identifier: MIT
// deploy/compose/ipv6.yaml shows each client's own address, over IPv6 as over IPv4. That is the work of the Docker daemon, which must be
// told; so this one is a daemon of the test's own, on a machine of its own as far as the network goes, with a client on another one.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { Program } from "../lib/program.mjs";
import { waitFor } from "../lib/wait.mjs";
import { Containers, needDocker, V1 } from "./containers.mjs";

const [SERVER, CLIENT] = ["s", "c"].map((side) => `hippo${process.pid}${side}`);
const ADDRESSES = { IPv4: { server: "198.51.100.1", client: "198.51.100.2" }, IPv6: { server: "2001:db8::1", client: "2001:db8::2" } };
/** Two network namespaces with a cable between them. */
const CABLE = `
  ip netns add ${SERVER} && ip netns add ${CLIENT}
  ip link add eth0 netns ${SERVER} type veth peer name eth0 netns ${CLIENT}
  for side in "${SERVER} ${ADDRESSES.IPv4.server} ${ADDRESSES.IPv6.server}" "${CLIENT} ${ADDRESSES.IPv4.client} ${ADDRESSES.IPv6.client}"; do
      read -r name v4 v6 <<<"$side"
      ip -n "$name" link set lo up
      ip -n "$name" link set eth0 up
      ip -n "$name" address add "$v4/24" dev eth0
      ip -n "$name" address add "$v6/64" dev eth0 nodad
  done`;

before(needDocker);

describe("a house that is reached over IPv6 too", () => {
  const house = new Containers(V1);
  let daemon;

  before(async () => {
    await house.open();
    await house.run("bash", "-euc", CABLE);
    const folder = join(house.folder, "docker");
    mkdirSync(folder);
    const socket = `unix://${folder}/socket`;
    daemon = new Program({
      name: "dockerd",
      command: ["nsenter", `--net=/run/netns/${SERVER}`, "dockerd", "--data-root", join(folder, "data"), "--exec-root", join(folder, "run"), "--pidfile",
        join(folder, "pid"), "--host", socket, "--experimental", "--ip6tables", "--shutdown-timeout", "5"],
      log: join(house.folder, "dockerd.log"),
    });
    await waitFor(() => `the daemon answers\n${daemon.words().slice(-2000)}`, () => house.run("docker", "--host", socket, "version"), 60_000, 200);
    const images = ["caddy", "secrets"].map((service) => `${house.project}_${service}`);
    await house.run("bash", "-euo", "pipefail", "-c", `docker save ${images.join(" ")} | docker --host ${socket} load`);
    Object.assign(house.env, { DOCKER_HOST: socket, COMPOSE_FILE: "compose.yaml:deploy/compose/ipv6.yaml" });
    await house.compose("run", "--rm", "-T", "secrets");
    await house.compose("up", "-d", "--no-deps", "caddy");
  }, { timeout: 300_000 });

  afterEach(async (t) => {
    if (t.passed === false) console.error(await house.tail());
  });

  after(async () => {
    await house.compose("down", "--volumes", "--timeout", "1").catch((error) => console.error(error.message));
    await daemon?.stop("SIGTERM", 30_000);
    for (const name of [SERVER, CLIENT]) await house.run("ip", "netns", "delete", name).catch(() => {});
    delete house.env.DOCKER_HOST;
    await house.close();
  }, { timeout: 120_000 });

  for (const [family, { server, client }] of Object.entries(ADDRESSES))
    test(`a client's ${family} address arrives where limits are kept`, async () => {
      // In the gateway's place, one that tells what Caddy says to it.
      const peer = await house.run("docker", "run", "--detach", "--network", `${house.project}_front`, "--network-alias", "gateway", "--entrypoint", "nc",
        `${house.project}_caddy`, "-l", "-p", "8081");
      const host = family === "IPv6" ? `[${server}]` : server;
      const ask = ["curl", "-sk", "--max-time", "3", "--resolve", `localhost:${house.httpsPort}:${host}`, `${house.origin}/connection/uni_sse`];
      const address = await waitFor("Caddy passes a request on", async () => {
        await house.run("nsenter", `--net=/run/netns/${CLIENT}`, ...ask).catch(() => {});
        return /^X-Forwarded-For: (\S+)/im.exec(await house.run("docker", "logs", peer))?.[1];
      }, 30_000, 200);
      await house.run("docker", "rm", "--force", peer);
      assert.equal(address, client);
    });
});
