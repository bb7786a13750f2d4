// SPDX-License-Identifier: MIT
// The house of deploy/cluster for somebody who wants to see it: raised, then a shell in its network. It ends with the shell.
import { spawnSync } from "node:child_process";
import { Lab } from "./lab.mjs";

const lab = new Lab();
await lab.open();
console.log(`The house stands. In this shell:
  curl -k https://front-1/api/v1/health
  nsenter -t ${lab.host("db-1").holder.pid} -n -m -u -i patronictl -c /etc/patroni/config.yml list
Logs: ${lab.folder}. \`exit\` ends it all.`);
spawnSync(process.env.SHELL ?? "bash", { stdio: "inherit" });
await lab.close();
