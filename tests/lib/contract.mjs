// SPDX-License-Identifier: MIT
// api/openapi.yaml as tests need it: its operations, what each answer must look like, and requests made from it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { bareEnvironment, BUILD, ROOT } from "./setting.mjs";

const VERBS = ["get", "post", "put", "patch", "delete"];
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
/** A route that fails in its own house is told by the proxy: it is in no operation's list. */
const ANYWHERE = ["internal_error", "busy", "too_slow", "database_busy", "database_unavailable", "house_unconfirmed", "unavailable"];

const document = parse(readFileSync(join(ROOT, "api/openapi.yaml"), "utf8"), { maxAliasCount: 1000 });

/** The contract without references: what stands beside one counts too. */
function resolve(node) {
  if (Array.isArray(node)) return node.map(resolve);
  if (node === null || typeof node !== "object") return node;
  const { $ref, ...own } = node;
  const at = $ref ? resolve($ref.slice(2).split("/").reduce((object, key) => object[key], document)) : {};
  return { ...at, ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key, resolve(value)])) };
}

/** The same schema, refusing members that it does not name: the server must not say more than its contract. */
function close(schema, isPart = false) {
  if (Array.isArray(schema)) return schema.map((part) => close(part));
  if (schema === null || typeof schema !== "object") return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key,
    key === "allOf" ? value.map((part) => close(part, true))
    : key === "properties" ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, close(part)]))
    : ["items", "oneOf", "anyOf", "additionalProperties"].includes(key) ? close(value) : value]));
  if ((copy.allOf || copy.properties) && !isPart && copy.additionalProperties === undefined) copy.unevaluatedProperties = false;
  return copy;
}

class Operation {
  constructor(path, method, item) {
    Object.assign(this, { id: item.operationId, path, method: method.toUpperCase(), role: item["x-role"] });
    this.parameters = item.parameters ?? [];
    this.body = item.requestBody?.content["application/json"];
    this.responses = item.responses;
    this.isChange = method !== "get";
    this.needsKey = this.parameters.some(({ name }) => name === "Idempotency-Key");
    this.validators = new Map();
  }

  get name() {
    return `${this.method} ${this.path}`;
  }

  /** Every example of its answers: [what, schema, value]. */
  *examples() {
    for (const [status, { content = {} }] of Object.entries(this.responses)) {
      for (const [type, { schema, example, examples = {} }] of Object.entries(content)) {
        if (example !== undefined) yield [`${status} ${type}`, schema, example];
        for (const [name, { value }] of Object.entries(examples)) yield [`${status} ${type} ${name}`, schema, value];
      }
    }
    if (this.body?.example !== undefined) yield ["request", this.body.schema, this.body.example];
  }

  /** The codes that this operation may refuse with, by its own list: `…` in the answer's description. */
  codes(status) {
    return [...(this.responses[status]?.description ?? "").matchAll(/`([a-z_]+)`/g)].map(([, code]) => code);
  }

  #validator(status, type) {
    const key = `${status} ${type}`;
    const schema = this.responses[status]?.content?.[type]?.schema;
    if (!this.validators.has(key) && schema) this.validators.set(key, ajv.compile(status < 300 ? close(schema) : schema));
    return this.validators.get(key);
  }

  /** Fails when the answer is not one that the contract tells of: status, headers, type, body, code. */
  check(answer, what = this.name) {
    const told = this.responses[answer.status];
    assert.ok(told, `${what}: ${answer.status} is not in the contract: ${answer.text}`);
    for (const [name, header] of Object.entries(told.headers ?? {})) {
      const value = answer.headers[name.toLowerCase()];
      if (value === undefined) assert.ok(!header.required, `${what}: ${answer.status} without ${name}`);
      else if (typeof value === "string" && header.schema.type === "string") assert.ok(ajv.validate(header.schema, value), `${what}: ${name}: ${value}`);
    }
    const type = (answer.headers["content-type"] ?? "").split(";")[0];
    if (!told.content) return assert.equal(answer.text, "");
    assert.ok(told.content[type], `${what}: ${answer.status} as ${type}`);
    if (!type.endsWith("json")) return;
    const validate = this.#validator(answer.status, type);
    assert.ok(validate(answer.json), `${what}: ${answer.status} ${ajv.errorsText(validate.errors)} ${JSON.stringify(validate.errors?.map(({ params }) => params))}: ${answer.text.slice(0, 500)}`);
    if (answer.status < 400) return;
    const { code, status } = answer.json;
    assert.equal(status, answer.status, what);
    const codes = [...this.codes(status), ...ANYWHERE];
    assert.ok(codes.includes(code), `${what}: ${status} ${code} is not in the contract, which has ${codes}`);
  }
}

export const operations = Object.entries(resolve(document.paths)).flatMap(([path, item]) =>
  VERBS.filter((verb) => item[verb]).map((verb) => new Operation(path, verb, item[verb])));

export const operation = (id) => operations.find((one) => one.id === id);

export const isValid = (schema, value) => ajv.validate(schema, value) || ajv.errorsText(ajv.errors);

/** The rows of the api's route table: [{method, path, role}]. */
export const routes = () => execFileSync(join(BUILD, "bin/hippo-api"), ["--routes"], { encoding: "utf8", env: bareEnvironment })
  .trimEnd().split("\n").map((line) => line.split(" ")).map(([method, path, role]) => ({ method, path: path.replace("/api/v1", ""), role }));

/** {path, query, headers, body} with one thing changed, as [what, request]; each of them the contract refuses. */
export function* refusals(one, request) {
  const withQuery = (text) => ({ ...request, query: text });
  const base = new URLSearchParams(request.query).toString();
  const join2 = (...parts) => parts.filter(Boolean).join("&");
  for (const { name, in: place, schema } of one.parameters) {
    if (place === "query") {
      const others = new URLSearchParams(request.query);
      others.delete(name);
      for (const bad of badTexts(schema)) yield [`?${name}=${bad}`, withQuery(join2(others.toString(), `${name}=${encodeURIComponent(bad)}`))];
      yield [`${name} twice`, withQuery(join2(others.toString(), `${name}=1`, `${name}=1`))];
      yield [`${name} badly encoded`, withQuery(join2(others.toString(), `${name}=%zz`))];
      yield [`${name} is not UTF-8`, withQuery(join2(others.toString(), `${name}=%ff`))];
    } else if (place === "path" && schema.type === "integer") {
      for (const bad of badTexts(schema)) if (bad) yield [`{${name}} = ${bad}`, { ...request, path: one.path.replace(`{${name}}`, encodeURIComponent(bad)) }];
    } else if (place === "header") {
      for (const bad of [undefined, "", "short", "x".repeat(65), "with a blank", "ünïcödé-key"]) yield [`${name}: ${bad}`, { ...request, key: bad ?? "" }];
    }
  }
  yield ["an unknown parameter", withQuery(join2(base, "surprise=1"))];
  if (!one.body) return;
  const body = request.body ?? {};
  for (const text of ["[]", "7", "null", '"x"', "{", `${JSON.stringify(body)}x`, `\ufeff${JSON.stringify(body)}`]) yield [`body ${text.slice(0, 20)}`, { ...request, body: text }];
  yield ["an unknown member", { ...request, body: { ...body, surprise: 1 } }];
  for (const [member, schema] of Object.entries(one.body.schema.properties ?? {})) {
    if (one.body.schema.required?.includes(member)) yield [`no ${member}`, { ...request, body: { ...body, [member]: undefined } }];
    for (const bad of badValues(schema)) {
      if (one.body.schema.required?.includes(member) || bad !== null) yield [`${member} = ${JSON.stringify(bad).slice(0, 60)}`, { ...request, body: withMember(body, member, bad) }];
    }
  }
}

/** A number that JavaScript cannot write is given as {raw: "…"}. */
function withMember(body, member, value) {
  const text = JSON.stringify({ ...body, [member]: "\u0001" });
  return value?.raw ? text.replace('"\\u0001"', value.raw) : { ...body, [member]: value };
}

const misfits = ({ pattern }) => (pattern ? ["", "§", "x".repeat(200), "\u0007"].filter((text) => !new RegExp(pattern).test(text)) : []);

function badTexts(schema) {
  const bad = [];
  if (schema.type === "integer") bad.push("", "x", "1.5", "-1", " 1", "1 ", "+1", "01", "1e3", "0x1", "9223372036854775808", "99999999999999999999999");
  if (schema.type === "integer" && schema.minimum !== undefined) bad.push(String(schema.minimum - 1));
  if (schema.maximum !== undefined && schema.maximum < 2 ** 53) bad.push(String(schema.maximum + 1));
  if (schema.enum) bad.push("", "x", `${schema.enum[0]} `, String(schema.enum[0]).toUpperCase().concat("_"));
  bad.push(...misfits(schema));
  if (schema.format === "date") bad.push("", "x", "2026-02-30", "2026-1-1", "today", "20260101", "2026-11-23T00:00:00Z");
  return bad;
}

function badValues(schema) {
  const types = [schema.type].flat();
  const bad = types.includes("null") ? [] : [null];
  const samples = { string: "x", integer: 1, boolean: true, array: [], object: {} };
  for (const [type, sample] of Object.entries(samples)) if (!types.includes(type)) bad.push(sample);
  if (types.includes("integer")) {
    if (!types.includes("string")) bad.push("1");
    bad.push(1.5, { raw: "99999999999999999999999" }, { raw: "1e400" }, { raw: "-99999999999999999999999" });
    if (schema.minimum !== undefined) bad.push(schema.minimum - 1);
    if (schema.maximum !== undefined && schema.maximum < 2 ** 53) bad.push(schema.maximum + 1);
  }
  if (types.includes("string")) {
    if (schema.enum) bad.push("", "x");
    if (schema.minLength) bad.push("");
    if (schema.maxLength) bad.push("x".repeat(schema.maxLength + 1), "x".repeat(50_000));
    bad.push(...misfits(schema));
    bad.push({ raw: '"\\u0000"' });
  }
  if (types.includes("array")) {
    if (schema.minItems) bad.push([]);
    if (schema.maxItems) bad.push(Array(schema.maxItems + 1).fill("x"));
    for (const item of badValues(schema.items)) if (!item?.raw) bad.push([item]);
    for (const [member, part] of Object.entries(schema.items.properties ?? {})) {
      if (schema.items.required?.includes(member)) bad.push([{ [member]: undefined }]);
      for (const value of badValues(part)) if (value !== null && !value?.raw) bad.push([{ [member]: value }]);
    }
  }
  return bad;
}

/** Requests with one member or parameter at a bound, or left out: [what, change of the request]; none is malformed. */
export function* bounds(one) {
  for (const { name, in: place, schema } of one.parameters)
    if (place === "query") for (const good of goodTexts(schema)) yield [`?${name}=${good}`, (request) => ({ ...request, query: `${name}=${encodeURIComponent(good)}` })];
  for (const [member, schema] of Object.entries(one.body?.schema.properties ?? {})) {
    const isRequired = one.body.schema.required?.includes(member);
    if (!isRequired) yield [`without ${member}`, (request) => ({ ...request, body: { ...request.body, [member]: undefined } })];
    for (const good of goodValues(schema)) yield [`${member} = ${JSON.stringify(good).slice(0, 40)}`, (request) => ({ ...request, body: { ...request.body, [member]: good } })];
  }
}

function goodTexts(schema) {
  if (schema.enum) return schema.enum.map(String);
  if (schema.format === "date") return ["0001-01-01", "2024-02-29", "9999-12-31"];
  if (schema.type === "integer") return [schema.minimum, schema.maximum, schema.default].filter((n) => n !== undefined).map((n) => (n > 2 ** 53 ? "9223372036854775807" : String(n)));
  return [];
}

function goodValues(schema) {
  const types = [schema.type].flat();
  const good = types.includes("null") ? [null] : [];
  if (schema.enum) good.push(...schema.enum.filter((value) => value !== null));
  else if (types.includes("string") && schema.maxLength && !schema.pattern) good.push("é".repeat(schema.maxLength));
  if (types.includes("boolean")) good.push(true, false);
  if (types.includes("integer") && schema.maximum < 2 ** 53) good.push(schema.minimum, schema.maximum);
  return good;
}
