// SPDX-License-Identifier: MIT
// People in a house under test, signed in: shop 1 with tills 1 (anna) and 2 (bert) and supervisor sam, shop 120 with
// till 3 (carl); ada is admin, olga auditor.
import { createHash, randomBytes } from "node:crypto";

const HASH = "$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ";
const PEOPLE = [["anna", "cashier", 1], ["bert", "cashier", 1], ["carl", "cashier", 120], ["sam", "supervisor", 1], ["olga", "auditor", null]];
const PRINT = Buffer.alloc(32, 7);
let keys = 0;

/** A new token and the hash by which the database knows it. */
export function makeToken() {
  const bytes = randomBytes(32);
  return { token: bytes.toString("base64url"), hash: createHash("sha256").update(bytes).digest() };
}

/** The database function `name` with a key and a fingerprint, as whoever has `hash`. */
export async function act(house, name, { hash }, ...rest) {
  const places = [hash, `test-key-${++keys}`, PRINT, ...rest];
  const [row] = await house.query(`select api.${name}(${places.map((_, i) => `$${i + 1}`).join(", ")}) as answer`, places);
  return row.answer;
}

export async function signIn(house, name) {
  const token = makeToken();
  await house.query("select api.login_finish(user_id, username, '10.0.0.1', true, $2, 'test') from hippo.app_user where username = $1", [name, token.hash]);
  return token;
}

/** {anna: {token, hash}, bert…}; tills 1 to 3 are open. */
export async function furnish(house) {
  await house.query("select api.admin_bootstrap($1)", [HASH]);
  await house.query("update hippo.app_user set username = 'ada', display_name = 'Ada'");
  const staff = { ada: await signIn(house, "ada") };
  await act(house, "shop_create", staff.ada, 1, "Delmas", null);
  await act(house, "shop_create", staff.ada, 120, "Jacmel", null);
  for (const [shop, number] of [[1, 1], [1, 2], [120, 1]]) await act(house, "till_create", staff.ada, shop, number, `Caisse ${number}`);
  for (const [name, role, shop] of PEOPLE) {
    await act(house, "user_create", staff.ada, name, name, role, shop, HASH);
    staff[name] = await signIn(house, name);
  }
  for (const [name, till] of [["anna", 1], ["bert", 2], ["carl", 3]]) await act(house, "till_open", staff[name], till, 100_000);
  return staff;
}

/** Tells a private channel something. Gives its offset. */
export const tell = (house, channel, note) =>
  house.value("select hippo.stream_append($1, 'test_note', null, json_build_object('note', $2::text))", [channel, note]);
