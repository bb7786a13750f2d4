// SPDX-License-Identifier: MIT
// Stand-ins for the database's money functions: each answers with its own name and what it was given. With them a test
// sees what the api makes of a request, whatever the rules of the house say to it.
const TEXT = "text";
const SIGNED = ["bytea", TEXT, "bytea"];

/** name → types of its parameters, as money's contract has them. */
const FUNCTIONS = {
  logout: ["bytea"],
  password_begin: SIGNED,
  password_finish: [...SIGNED, TEXT],
  ticket_sell: [...SIGNED, "bigint", "bytea", "json"],
  ticket_get: ["bytea", TEXT],
  ticket_peek: [TEXT, TEXT],
  ticket_list: ["bytea", "bigint", TEXT, "bigint", TEXT, "integer"],
  ticket_void: [...SIGNED, TEXT, TEXT, TEXT],
  ticket_pay: [...SIGNED, TEXT, TEXT, TEXT],
  scan_failed: ["bytea", TEXT],
  till_get: ["bytea", "bigint"],
  till_open: [...SIGNED, "bigint", "bigint"],
  till_movement: [...SIGNED, TEXT, "bigint", TEXT, TEXT],
  till_movements: ["bytea", "bigint", "bigint", "integer"],
  till_report: ["bytea", "bigint", "bigint"],
  till_close: [...SIGNED, "bigint", "json", TEXT],
  till_verify: [...SIGNED, "bigint", TEXT],
  report: ["bytea", TEXT, "date", "date"],
  proof: ["bytea"],
};

/** Puts them in place of the real ones, if there are any, in this test's own database. */
export async function standIn(house) {
  await house.query("create schema standin");
  await house.query("create table standin.person (name text primary key, role text, hash text, token_hash bytea unique)");
  await house.query("create table standin.refusal (name text primary key, state text, message text, detail text)");
  await house.query("create table standin.answer (name text primary key, body json)");
  for (const name of [...Object.keys(FUNCTIONS), "admin_bootstrap", "login_begin", "login_finish", "me"])
    await house.query(`do $$ declare v record; begin for v in select oid::regprocedure as f from pg_proc
      where pronamespace = 'api'::regnamespace and proname = '${name}' loop execute 'drop function ' || v.f; end loop; end $$`);
  await house.query(`create function standin.refuse(p_name text) returns void language plpgsql security definer as $$
    declare v standin.refusal; begin
      select * into v from standin.refusal where name = p_name;
      if found then raise exception '%', v.message using errcode = v.state, detail = v.detail; end if; end $$`);
  for (const [name, types] of Object.entries(FUNCTIONS)) {
    await house.query(`create function api.${name}(${types.join(", ")}) returns json language plpgsql security definer as $$
      begin perform standin.refuse('${name}');
        if exists (select from standin.answer where name = '${name}') then return (select body from standin.answer where name = '${name}'); end if;
        return json_build_object('called', '${name}', 'with', json_build_array(${types.map((_, i) => `$${i + 1}`).join(", ")})); end $$`);
  }
  await house.query(`create function api.admin_bootstrap(p_hash text) returns boolean language plpgsql security definer as $$
    begin insert into standin.person (name, role, hash) values ('admin', 'admin', p_hash) on conflict do nothing; return found; end $$`);
  await house.query(`create function api.login_begin(p_name text, p_address text) returns json language plpgsql security definer as $$
    begin perform standin.refuse('login_begin');
      return json_build_object('userId', (select 7 from standin.person where name = p_name), 'hash', (select hash from standin.person where name = 'admin')); end $$`);
  await house.query(`create function api.login_finish(p_id bigint, p_name text, p_address text, p_ok boolean, p_token_hash bytea, p_agent text) returns json
    language plpgsql security definer as $$
    begin if not p_ok then return null; end if;
      update standin.person set token_hash = p_token_hash where name = p_name; return api.me(p_token_hash); end $$`);
  await house.query(`create function api.me(p_token_hash bytea) returns json language plpgsql security definer as $$
    declare v standin.person; begin
      select * into v from standin.person where token_hash = p_token_hash;
      if not found then raise exception 'sign in first' using errcode = 'HP401', detail = '{"code":"not_signed_in"}'; end if;
      return json_build_object('username', v.name, 'role', v.role); end $$`);
  await house.query("grant execute on all functions in schema api to hippo_api");
}

/** From now on `name` refuses with this SQLSTATE and DETAIL; without them it answers again. */
export async function refuse(house, name, state, detail = {}, message = "no") {
  await house.query("delete from standin.refusal where name = $1", [name]);
  if (state) await house.query("insert into standin.refusal values ($1, $2, $3, $4)", [name, state, message, JSON.stringify(detail)]);
}
