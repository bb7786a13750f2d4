// SPDX-License-Identifier: MIT
// Part of make bench-cluster: a house of several hosts, busy, while its database is switched over and while its primary's host loses
// power. The last line is JSON: seconds without a sale of each, the longest of the rounds; answered sales lost, and doubled.
import { Lab } from "../../cluster/lab.mjs";
import { Business } from "../../cluster/sales.mjs";

const [CASHIERS, SCREENS, TIMES] = [Number(process.env.CASHIERS ?? 50), Number(process.env.SCREENS ?? 2000), Number(process.env.TIMES ?? 3)];
// One long round: its own pause is no part of what is measured.
const lab = new Lab({ settings: { BETTING_MS: 3_000_000, LOCK_MS: 500, FILM_MS: 1000, FINISH_MS: 500 }, balanced: ["house-2"] });
await lab.open();
const business = await new Business(lab, { cashiers: CASHIERS, screens: SCREENS }).open();
const ACCIDENTS = {
  switchover: [(old) => old.sh("patronictl -c /etc/patroni/config.yml switchover hippodrome --force")],
  failover: [(old) => old.cutPower(), (old) => old.power()],
};
console.log(`${CASHIERS} cashiers, ${SCREENS} screens; of house-1 the daemons have a list of hosts, of house-2 HAProxy`);
const longest = {};
let [lost, doubled] = [0, 0];
for (const [name, [accident, heal]] of Object.entries(ACCIDENTS)) {
  for (let i = 0; i < TIMES; i++) {
    const old = await lab.primary();
    const figures = await business.during(() => accident(old), () => heal?.(old));
    console.log(`${name}: ${figures.gap_s} s without a sale, without database ${JSON.stringify(figures.without_database_s)}, ${figures.repeats} requests repeated`);
    longest[name] = Math.max(longest[name] ?? 0, figures.gap_s);
    lost += figures.lost;
    doubled += figures.doubled;
  }
}
business.close();
await lab.close();
console.log(JSON.stringify({ failover_s: longest.failover, switchover_s: longest.switchover, lost, doubled }));
process.exit(0);
