// SPDX-License-Identifier: MIT
// cookbook.mjs FILE URL [--write]: runs the SQL blocks of a Markdown file as hippo_report and compares what psql prints with the
// text block behind each; --write puts it there instead. Runs the queries of grafana.json beside it, too. Prints TAP.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [file, url, mode] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const BLOCK = /^### (\d+\. .*)\n([\s\S]*?)```sql\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```$/gm;

/** As psql prints it, in a session that can do nothing but read the reports. */
function ask(statement) {
  const session = `set role hippo_report;\nset timezone = 'UTC';\n\\pset footer off\n${statement}`;
  const printed = execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url], { input: session, encoding: "utf8" });
  return `${printed.replace(/[ \t]+$/gm, "").trimEnd()}\n`;
}

const questions = [...text.matchAll(BLOCK)];
let failures = 0;
const { panels } = JSON.parse(readFileSync(join(dirname(file), "grafana.json"), "utf8"));
console.log(`1..${questions.length + 1 + panels.length}`);
for (const [i, [, title, , statement, wanted]] of questions.entries()) {
  const answer = ask(statement);
  const isSame = mode === "--write" || answer === wanted;
  if (!isSame) failures += 1;
  console.log(`${isSame ? "ok" : "not ok"} ${i + 1} - ${title}`);
  if (!isSame) console.log(`have:\n${answer}want:\n${wanted}`.replace(/^/gm, "# "));
}
const isMany = questions.length >= 20 && questions.length === text.match(/^```sql$/gm).length;
if (!isMany) failures += 1;
console.log(`${isMany ? "ok" : "not ok"} ${questions.length + 1} - twenty questions at least, each with its answer`);
// Grafana puts the days of the dashboard in the place of its macros.
for (const [i, { title, targets }] of panels.entries()) {
  const statement = targets[0].rawSql.replaceAll("$__timeFrom()", "'2026-01-01'").replaceAll("$__timeTo()", "'2026-01-31'");
  const hasAnswer = !/\$__/.test(statement) && ask(`${statement};`).trim().length > 0;
  if (!hasAnswer) failures += 1;
  console.log(`${hasAnswer ? "ok" : "not ok"} ${questions.length + 2 + i} - Grafana: ${title}`);
}
if (mode === "--write")
  writeFileSync(file, text.replace(BLOCK, (_all, title, between, statement) => `### ${title}\n${between}\`\`\`sql\n${statement}\`\`\`\n\n\`\`\`text\n${ask(statement)}\`\`\``));
process.exitCode = failures ? 1 : 0;
