// SPDX-License-Identifier: MIT
// Signed exports of a real house: asked for, made by the scheduler, streamed by the api, and checked offline by hippo-verify.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { coverage, People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";
import { writeFileSync } from "node:fs";

const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
let people, auditor, cashier;
before(async () => {
  people = await People.arrive(house);
  auditor = await people.person("auditor");
  cashier = await people.cashier();
  const tickets = [await cashier.sell(coverage()), await cashier.sell()];
  await cashier.void(await cashier.sell(), "a 'mistake' \\ of é");
  await people.over(tickets[1].roundId);
  await cashier.pay(tickets[0]);
});
test("x", async () => {
  const day = await house.value("select hippo.house_day(hippo.clock())::text");
  const made = await auditor.do("POST", "/admin/exports", { from: day, to: day });
  const ready = await waitFor(() => `ready ${house.tail()}`, async () => { const e = await auditor.do("GET", `/admin/exports/${made.exportId}`); return e.state === "ready" && e; }, 10000, 50);
  console.log(ready);
  const file = await auditor.ask("GET", `/admin/exports/${made.exportId}/file`);
  console.log(file.status, file.headers);
  writeFileSync("/tmp/export.jsonl", file.text);
  writeFileSync("/tmp/vault.key", (await import("node:fs")).readFileSync(house.vaultKey));
});
