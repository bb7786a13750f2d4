// SPDX-License-Identifier: MIT
// A house's database where only a psql beside it can reach it: in a container.

const literal = (value) => (typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`);

/**
 * What tests ask of a house, by psql(role, sql), which gives what psql printed. Rows as JSON gives them: a bigint is a
 * number, a time a text.
 */
export function database(psql) {
  async function query(text, values = [], role = "postgres") {
    const filled = text.replace(/\$(\d+)/g, (_, n) => literal(values[n - 1]));
    return JSON.parse(await psql(role, `select coalesce(json_agg(t), '[]') from (${filled}) t`));
  }
  async function value(...question) {
    const [row] = await query(...question);
    return row && Object.values(row)[0];
  }
  return { query, value, execute: (sql) => psql("postgres", sql) };
}

export const PSQL = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", "hippodrome"];
