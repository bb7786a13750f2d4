// SPDX-License-Identifier: MIT
// What watches the house asks only for what there is: every metric of the dashboard and of the alerts is one that a gateway
// tells, and none that it tells is forgotten; the alerts are well formed, and speak when they should.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { freePort, useHouse } from "../lib/house.mjs";
import { request } from "../lib/http.mjs";
import { ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const ALERTS = join(ROOT, "deploy/alerts.yml");
const dashboard = JSON.parse(readFileSync(join(ROOT, "deploy/grafana.json"), "utf8"));
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const NAMES = /\bhippo_[a-z_]+/g;

describe("metrics", () => {
  const house = useHouse({ programs: ["scheduler", "caddy"] });

  test("dashboard and alerts name what a gateway tells, and all of it", async () => {
    const port = await freePort();
    house.start("gateway", { env: { METRICS_LISTEN: `127.0.0.1:${port}` } });
    await house.ready(["gateway"]);
    // A close code is told once somebody has gone.
    await (await house.client()).close();
    const told = await waitFor("a client has gone", async () => {
      const { text } = await request(`http://127.0.0.1:${port}`, "/metrics");
      return text.includes("clients_closed_total{") && new Set(text.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split(/[ {]/)[0]));
    });
    const asked = new Set(queries.flatMap((query) => query.match(NAMES)));
    assert.deepEqual([...asked].sort(), [...told].sort());
    for (const name of readFileSync(ALERTS, "utf8").match(NAMES)) assert.ok(told.has(name), name);
  });

  test("every query of the dashboard is one", () => {
    assert.ok(queries.length >= 15);
    const rules = { groups: [{ name: "dashboard", rules: queries.map((query, i) => ({ record: `panel:${i}`, expr: query.replaceAll("$instance", ".*") })) }] };
    const file = join(house.folder, "dashboard.yml");
    writeFileSync(file, JSON.stringify(rules));
    execFileSync("promtool", ["check", "rules", file], { stdio: "pipe" });
    assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  });
});

test("the alert rules are well formed, and speak when they should", () => {
  execFileSync("promtool", ["check", "rules", ALERTS], { stdio: "pipe" });
  execFileSync("promtool", ["test", "rules", join(ROOT, "tests/deploy/alerts.test.yml")], { stdio: "pipe" });
  const [names, tested] = [/- alert: (\w+)/g, /alertname: (\w+)/g].map((pattern, i) => new Set([...readFileSync(i ? join(ROOT, "tests/deploy/alerts.test.yml") : ALERTS, "utf8").matchAll(pattern)].map(([, name]) => name)));
  assert.deepEqual([...tested].sort(), [...names].sort(), "each alert is tested");
});
