// SPDX-License-Identifier: MIT
// What a process listens on, read from the kernel.
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

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

function socketInodes(pid) {
  return (existsSync(`/proc/${pid}/fd`) ? readdirSync(`/proc/${pid}/fd`) : []).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed in between
    }
  });
}

const unique = (list) => [...new Set(list)].sort();
