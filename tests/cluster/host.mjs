// SPDX-License-Identifier: MIT
// A host of the lab: a network, a name, an /etc, a /run and a /var of its own, on this machine's kernel and programs. It can
// lose its network, its power and some of its neighbours.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Program } from "../lib/program.mjs";
import { bareEnvironment, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const run = promisify(execFile);
/** Layers over the machine's folders, and a disk for the database that can be filled. */
const FURNITURE = `
mount -t tmpfs layers /mnt
for folder in etc var/lib root; do
    mkdir -p /mnt/$folder/upper /mnt/$folder/work
    mount -t overlay overlay -o lowerdir=/$folder,upperdir=/mnt/$folder/upper,workdir=/mnt/$folder/work /$folder
done
mount -t tmpfs run /run
install -d -o postgres -g postgres -m 2775 /run/postgresql
install -d -o etcd -g etcd -m 0700 /var/lib/etcd
install -d -o postgres -g postgres /var/lib/postgresql /var/lib/postgresql/15
mount -t tmpfs -o size=$DISK,mode=0755 disk /var/lib/postgresql/15
chown postgres:postgres /var/lib/postgresql/15
install -d /var/lib/hippodrome /var/lib/caddy`;
const DISK_MB = 700;

export class Host {
  programs = new Map();

  constructor(lab, name, address) {
    Object.assign(this, { lab, name, address });
  }

  async open() {
    const command = ["unshare", "--net", "--mount", "--uts", "--ipc", "sleep", "infinity"];
    this.holder = new Program({ name: this.name, log: this.lab.log(this.name), command });
    await waitFor(`${this.name} has its own spaces`, () => readFileSync(`/proc/${this.holder.pid}/comm`, "utf8") === "sleep\n");
    const outside = `to-${this.name}`;
    await run("ip", ["link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", String(this.holder.pid)]);
    await run("ip", ["link", "set", outside, "master", "house", "up"]);
    await this.sh(`hostname ${this.name}; ip link set lo up; ip addr add ${this.address}/24 dev eth0; ip link set eth0 up`);
    await this.sh(`DISK=${DISK_MB}m; ${FURNITURE}`);
  }

  #inside(command) {
    return ["nsenter", "--target", String(this.holder.pid), "--net", "--mount", "--uts", "--ipc", "--wdns=/", "--", ...command];
  }

  /** What a shell on this host prints. */
  async sh(script) {
    const [program, ...args] = this.#inside(["bash", "--norc", "-euc", script]);
    const { stdout } = await run(program, args, { env: bareEnvironment, maxBuffer: 64 << 20, timeout: 120_000 });
    return stdout.trim();
  }

  /** @param {{command: string[], env?: object, user?: string}} options */
  start(name, { command, env, user }) {
    const asUser = user ? ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--init-groups", ...command] : command;
    const program = new Program({ name: `${this.name} ${name}`, command: this.#inside(asUser), env, log: this.lab.log(`${this.name}-${name}`) });
    this.programs.set(name, { program, options: { command, env, user } });
    return program;
  }

  again(name) {
    return this.start(name, this.programs.get(name).options);
  }

  program(name) {
    return this.programs.get(name).program;
  }

  stop(name, signal) {
    return this.program(name).stop(signal);
  }

  /** Everything that lives here, but what holds the place. */
  #pids() {
    const net = readlinkSync(`/proc/${this.holder.pid}/ns/net`);
    return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && Number(pid) !== this.holder.pid).map(Number).filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/ns/net`) === net;
      } catch {
        return false; // it has ended
      }
    });
  }

  /** Nobody hears that it is gone. Its disk stays. */
  async cutPower() {
    await this.sh("ip link set eth0 down");
    for (const { program } of this.programs.values()) program.isWanted = false;
    await waitFor(`${this.name} is dark`, () => {
      const pids = this.#pids();
      for (const pid of pids) process.kill(pid, "SIGKILL");
      return pids.length === 0;
    });
  }

  async power() {
    await this.sh("ip link set eth0 up; iptables -F");
    for (const name of this.programs.keys()) this.again(name);
  }

  /** Packets of these hosts are dropped in silence, both ways. */
  async deafTo(...hosts) {
    for (const { address } of hosts) await this.sh(`iptables -A INPUT -s ${address} -j DROP; iptables -A OUTPUT -d ${address} -j DROP`);
  }

  async hearAll() {
    await this.sh("iptables -F");
  }
}

/** The lines NAME=value of a file that systemd reads: a value may stand in quotes and have several lines. */
export function environment(text) {
  const lines = text.matchAll(/^([A-Z_0-9]+)=(?:"([^"]*)"|(.*))$/gm);
  return Object.fromEntries([...lines].map(([, name, quoted, plain]) => [name, quoted ?? plain]));
}

export const tree = (...path) => join(ROOT, ...path);
