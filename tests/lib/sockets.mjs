// SPDX-License-Identifier: MIT
// What a process listens on, read from the kernel.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { IS_ROOT } from "./setting.mjs";

/** `pid` and all its descendants. */
export const processTree = (pid) => [pid, ...childrenOf(pid).flatMap(processTree)];

function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
      const words = readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim();
      return words ? words.split(" ").map(Number) : [];
    });
  } catch {
    return []; // ended in between
  }
}

/** {tcp: [ports], udp: [ports], unix: [paths]} on which any of `pids` listens (udp: is bound). */
export function listening(pids) {
  const inodes = new Set(pids.flatMap(socketInodes));
  const ports = (table, states) =>
    ["", "6"].flatMap((version) =>
      readFileSync(`/proc/net/${table}${version}`, "utf8").trim().split("\n").slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => states.includes(fields[3]) && inodes.has(fields[9]))
        .map((fields) => parseInt(fields[1].split(":")[1], 16)));
  const unix = readFileSync("/proc/net/unix", "utf8").trim().split("\n").slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === "00010000" && inodes.has(fields[6])) // __SO_ACCEPTCON
    .map((fields) => fields[7]);
  return { tcp: unique(ports("tcp", ["0A"])), udp: unique(ports("udp", ["07"])), unix: unique(unix) };
}

/** The scheduler keeps its secrets from being read, and with them this list from whoever is not root: none is known of it then. */
function socketInodes(pid) {
  const list = () => {
    try {
      return readdirSync(`/proc/${pid}/fd`);
    } catch (error) {
      if (error.code === "ENOENT" || (error.code === "EACCES" && !IS_ROOT && isScheduler(pid))) return [];
      throw error;
    }
  };
  return list().flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed in between
    }
  });
}

const isScheduler = (pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "hippo-scheduler";

const unique = (list) => [...new Set(list)].sort();
