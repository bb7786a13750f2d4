// SPDX-License-Identifier: MIT
// The sources of web/ as the tests read them: which text each file has, and whether it is code or something that people read.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "acorn";
import { ROOT } from "./setting.mjs";

export const WEB = join(ROOT, "web");
export const read = (path) => readFileSync(join(WEB, path), "utf8");

/** The applications: folders with a page of their own. */
export const APPS = readdirSync(WEB).filter((name) => existsSync(join(WEB, name, "index.html")));

/** Paths below web/ of all files with this ending, but for catalogues, libraries and what builds. */
export function filesOf(ending, folder = WEB) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "i18n"].includes(entry.name) ? [] : filesOf(ending, path);
    return entry.name.endsWith(ending) ? [relative(WEB, path)] : [];
  });
}

/**
 * All texts in a script: {value, kind, isTemplate}. kind: html, a template's static part, a hole standing as \0; error, what an
 * error says to developers; else text.
 */
export function textsOf(source) {
  const found = [];
  const walk = (node, kind) => {
    if (!node || typeof node.type !== "string") return;
    if (node.type === "NewExpression" && /Error$/.test(node.callee.name ?? "")) kind = "error";
    if (node.type === "Literal" && typeof node.value === "string") found.push({ value: node.value, kind });
    if (node.type === "TemplateLiteral") found.push({ value: node.quasis.map((part) => part.value.cooked).join("\0"), kind, isTemplate: true });
    const isHtml = node.type === "TaggedTemplateExpression" && ["html", "svg"].includes(node.tag.name);
    if (isHtml) {
      found.push({ value: node.quasi.quasis.map((part) => part.value.cooked).join("\0"), kind: "html", isTemplate: true });
      for (const hole of node.quasi.expressions) walk(hole, kind);
      return;
    }
    for (const value of Object.values(node)) for (const child of Array.isArray(value) ? value : [value]) walk(child, kind);
  };
  walk(parse(source, { ecmaVersion: 2024, sourceType: "module" }), "text");
  return found;
}

/** What of some html people would read: its texts, and attributes that are read out. */
export function wordsOf(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<noscript>[\s\S]*?<\/noscript>/g, "").replace(/<!doctype[^>]*>/i, "");
  const attributes = [...bare.matchAll(/\s(?:title|alt|placeholder|aria-label)=("[^"]*"|'[^']*'|[^\s>"']*)/g)].map(([, value]) => value.replace(/["']/g, ""));
  const texts = bare.replace(/<[^<>]*>/g, "\n").split("\n");
  return [...attributes, ...texts].map((text) => text.replaceAll("\0", " ").trim()).filter((text) => /\p{L}{2}/u.test(text));
}
