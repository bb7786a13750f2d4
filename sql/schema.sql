-- SPDX-License-Identifier: MIT
-- Made by sql/snapshot from a migrated database; not meant to be run, nor to be edited.

CREATE SCHEMA api;

ALTER SCHEMA api OWNER TO hippo_owner;

CREATE SCHEMA gateway;

ALTER SCHEMA gateway OWNER TO hippo_owner;

CREATE SCHEMA hippo;

ALTER SCHEMA hippo OWNER TO hippo_owner;

CREATE SCHEMA report;

ALTER SCHEMA report OWNER TO hippo_owner;

CREATE SCHEMA scheduler;

ALTER SCHEMA scheduler OWNER TO hippo_owner;

CREATE TYPE hippo.account AS ENUM (
    'till_cash',
    'shop_safe',
    'bank',
    'sundry',
    'open_bets',
    'prizes_payable',
    'refunds_payable',
    'revenue',
    'unclaimed',
    'rounding',
    'variance',
    'tax'
);

ALTER TYPE hippo.account OWNER TO hippo_owner;

COMMENT ON TYPE hippo.account IS 'Kinds of accounts. An account is a kind and the number of its till, shop or round: till_cash 3, open_bets 10000017.';

CREATE DOMAIN hippo.amount AS bigint
	CONSTRAINT amount_positive CHECK ((VALUE > 0));

ALTER DOMAIN hippo.amount OWNER TO hippo_owner;

COMMENT ON DOMAIN hippo.amount IS 'An amount of money that moves: minor units, more than nothing.';

CREATE TYPE hippo.phase AS ENUM (
    'betting',
    'locked',
    'racing',
    'finished',
    'settled',
    'void'
);

ALTER TYPE hippo.phase OWNER TO hippo_owner;

CREATE TYPE hippo.role AS ENUM (
    'cashier',
    'supervisor',
    'admin',
    'auditor'
);

ALTER TYPE hippo.role OWNER TO hippo_owner;

CREATE TYPE hippo.ticket_state AS ENUM (
    'sold',
    'voided',
    'lost',
    'won',
    'refundable',
    'paid',
    'refunded',
    'expired'
);

ALTER TYPE hippo.ticket_state OWNER TO hippo_owner;

CREATE DOMAIN hippo.till_secret AS bytea
	CONSTRAINT till_secret_length CHECK ((octet_length(VALUE) = 32));

ALTER DOMAIN hippo.till_secret OWNER TO hippo_owner;

COMMENT ON DOMAIN hippo.till_secret IS 'What a till''s validation codes are made from: 32 random bytes.';

CREATE TYPE hippo.till_state AS ENUM (
    'open',
    'counted',
    'closed'
);

ALTER TYPE hippo.till_state OWNER TO hippo_owner;

CREATE FUNCTION api.admin_bootstrap(p_hash text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.admin_bootstrap(p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION api.admin_missing() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.admin_missing() OWNER TO hippo_owner;

CREATE FUNCTION api.admin_reset(p_hash text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.admin_reset(p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION api.approval_finish(p_token_hash bytea, p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_hash text, p_action text, p_subject text, p_amount bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.approval_finish(p_token_hash bytea, p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_hash text, p_action text, p_subject text, p_amount bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.audit_list(p_token_hash bytea, p_till_id bigint, p_action text, p_before bigint, p_limit integer, p_user_id bigint DEFAULT NULL::bigint, p_day date DEFAULT NULL::date) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.audit_list(p_token_hash bytea, p_till_id bigint, p_action text, p_before bigint, p_limit integer, p_user_id bigint, p_day date) OWNER TO hippo_owner;

CREATE FUNCTION api.card_decide(p_token_hash bytea, p_key text, p_fingerprint bytea, p_card_id bigint, p_is_approved boolean, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.card_decide(p_token_hash bytea, p_key text, p_fingerprint bytea, p_card_id bigint, p_is_approved boolean, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.card_get(p_token_hash bytea, p_card_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.card_get(p_token_hash bytea, p_card_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.card_list(p_token_hash bytea, p_before bigint, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.card_list(p_token_hash bytea, p_before bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION api.card_propose(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_target_ppm integer, p_runners json, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.card_propose(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_target_ppm integer, p_runners json, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.card_schedule_get(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.card_schedule_get(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.card_schedule_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_entries json, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.card_schedule_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_entries json, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.clock_confirm(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.clock_confirm(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.commission_list(p_token_hash bytea, p_before bigint, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.commission_list(p_token_hash bytea, p_before bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION api.commission_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_kind text, p_shop_id bigint, p_user_id bigint, p_rate bigint, p_basis text, p_from date) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.commission_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_kind text, p_shop_id bigint, p_user_id bigint, p_rate bigint, p_basis text, p_from date) OWNER TO hippo_owner;

CREATE FUNCTION api.config() RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.config() OWNER TO hippo_owner;

CREATE FUNCTION api.day_glance(p_token_hash bytea, p_day date) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.day_glance(p_token_hash bytea, p_day date) OWNER TO hippo_owner;

CREATE FUNCTION api.display_claim(p_code text, p_display_hash bytea) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.display_claim(p_code text, p_display_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.display_create(p_token_hash bytea, p_till_id bigint, p_display_hash bytea, p_with_code boolean DEFAULT NULL::boolean) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.display_create(p_token_hash bytea, p_till_id bigint, p_display_hash bytea, p_with_code boolean) OWNER TO hippo_owner;

CREATE FUNCTION api.display_list(p_token_hash bytea, p_till_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.display_list(p_token_hash bytea, p_till_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.display_revoke(p_token_hash bytea, p_key text, p_fingerprint bytea, p_display_id bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.display_revoke(p_token_hash bytea, p_key text, p_fingerprint bytea, p_display_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.display_show(p_token_hash bytea, p_picture json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.display_show(p_token_hash bytea, p_picture json) OWNER TO hippo_owner;

CREATE FUNCTION api.export_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_from date, p_to date) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.export_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_from date, p_to date) OWNER TO hippo_owner;

CREATE FUNCTION api.export_file(p_token_hash bytea, p_export_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.export_file(p_token_hash bytea, p_export_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.export_get(p_token_hash bytea, p_export_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.export_get(p_token_hash bytea, p_export_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.export_list(p_token_hash bytea, p_before bigint, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.export_list(p_token_hash bytea, p_before bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION api.export_part(p_token_hash bytea, p_export_id bigint, p_part integer) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.export_part(p_token_hash bytea, p_export_id bigint, p_part integer) OWNER TO hippo_owner;

CREATE FUNCTION api.game_get(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.game_get(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.game_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.game_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.game_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.game_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.health(p_asked_ms bigint DEFAULT NULL::bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.health(p_asked_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.login_begin(p_username text, p_address text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.login_begin(p_username text, p_address text) OWNER TO hippo_owner;

CREATE FUNCTION api.login_finish(p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_token_hash bytea, p_agent text, p_hash text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.login_finish(p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_token_hash bytea, p_agent text, p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION api.login_withdraw(p_username text, p_address text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.login_withdraw(p_username text, p_address text) OWNER TO hippo_owner;

CREATE FUNCTION api.logo_get() RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.logo_get() OWNER TO hippo_owner;

CREATE FUNCTION api.logo_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_logo json, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.logo_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_logo json, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.logout(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.logout(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.me(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.me(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.message_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_till_id bigint, p_text text, p_minutes bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.message_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_till_id bigint, p_text text, p_minutes bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.message_list(p_token_hash bytea, p_before bigint, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.message_list(p_token_hash bytea, p_before bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION api.message_read(p_token_hash bytea, p_key text, p_fingerprint bytea, p_message_id bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.message_read(p_token_hash bytea, p_key text, p_fingerprint bytea, p_message_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.password_begin(p_token_hash bytea, p_key text, p_fingerprint bytea) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.password_begin(p_token_hash bytea, p_key text, p_fingerprint bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.password_finish(p_token_hash bytea, p_key text, p_fingerprint bytea, p_hash text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.password_finish(p_token_hash bytea, p_key text, p_fingerprint bytea, p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION api.proof(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION api.proof(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.replica_standing(p_token_hash bytea, p_terms json, p_lag_max_ms bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.replica_standing(p_token_hash bytea, p_terms json, p_lag_max_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.replica_terms(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.replica_terms(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.report(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint DEFAULT NULL::bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.report(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.report_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.report_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) OWNER TO hippo_owner;

CREATE FUNCTION api.report_lines(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint DEFAULT NULL::bigint) RETURNS SETOF json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION api.report_lines(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.report_lines_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) RETURNS SETOF json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION api.report_lines_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) OWNER TO hippo_owner;

CREATE FUNCTION api.report_list(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.report_list(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.request_burn(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.request_burn(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.request_get(p_token_hash bytea, p_key text, p_user_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.request_get(p_token_hash bytea, p_key text, p_user_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.round_current() RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_current() OWNER TO hippo_owner;

CREATE FUNCTION api.round_film(p_round_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_film(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.round_get(p_round_id bigint) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_get(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.round_list(p_before bigint, p_limit integer, p_day date DEFAULT NULL::date, p_phase text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_list(p_before bigint, p_limit integer, p_day date, p_phase text) OWNER TO hippo_owner;

CREATE FUNCTION api.round_prices(p_round_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_prices(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.round_proof(p_round_id bigint) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_proof(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.round_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.safe_move(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.safe_move(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text) OWNER TO hippo_owner;

CREATE FUNCTION api.scan_failed(p_token_hash bytea, p_number text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.scan_failed(p_token_hash bytea, p_number text) OWNER TO hippo_owner;

CREATE FUNCTION api.schema_version() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.schema_version() OWNER TO hippo_owner;

CREATE FUNCTION api.session_abandon(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session text, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.session_abandon(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session text, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.setting_list(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.setting_list(p_token_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION api.setting_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_value text, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.setting_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_value text, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.shop_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[]) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.shop_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[]) OWNER TO hippo_owner;

CREATE FUNCTION api.shop_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.shop_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text) OWNER TO hippo_owner;

CREATE FUNCTION api.shop_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.shop_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.shop_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.shop_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.shop_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[], p_is_open boolean, p_hours json DEFAULT NULL::json, p_limits json DEFAULT NULL::json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.shop_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[], p_is_open boolean, p_hours json, p_limits json) OWNER TO hippo_owner;

CREATE FUNCTION api.tax_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_amount bigint, p_reference text, p_description text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.tax_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_amount bigint, p_reference text, p_description text) OWNER TO hippo_owner;

CREATE FUNCTION api.tax_rate_list(p_token_hash bytea, p_before bigint, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.tax_rate_list(p_token_hash bytea, p_before bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION api.tax_rate_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_rate bigint, p_above bigint, p_from date) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.tax_rate_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_rate bigint, p_above bigint, p_from date) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_copy(p_token_hash bytea, p_key text, p_fingerprint bytea, p_number text, p_approval text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_copy(p_token_hash bytea, p_key text, p_fingerprint bytea, p_number text, p_approval text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_get(p_token_hash bytea, p_number text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_get(p_token_hash bytea, p_number text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_list(p_token_hash bytea, p_round_id bigint, p_day date, p_state text, p_till_id bigint, p_before text, p_limit integer, p_shop_id bigint DEFAULT NULL::bigint, p_cashier_id bigint DEFAULT NULL::bigint, p_stake_from bigint DEFAULT NULL::bigint, p_stake_to bigint DEFAULT NULL::bigint, p_prize_from bigint DEFAULT NULL::bigint, p_prize_to bigint DEFAULT NULL::bigint, p_code text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_list(p_token_hash bytea, p_round_id bigint, p_day date, p_state text, p_till_id bigint, p_before text, p_limit integer, p_shop_id bigint, p_cashier_id bigint, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_note text, p_approval text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_note text, p_approval text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_peek(p_number text, p_code text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_peek(p_number text, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_print(p_token_hash bytea, p_number text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_print(p_token_hash bytea, p_number text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_quote(p_token_hash bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_quote(p_token_hash bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_sell(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION api.ticket_sell(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_slip(p_token_hash bytea, p_number text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_slip(p_token_hash bytea, p_number text) OWNER TO hippo_owner;

CREATE FUNCTION api.ticket_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_reason text, p_approval text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.ticket_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_reason text, p_approval text) OWNER TO hippo_owner;

CREATE FUNCTION api.till_close(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_counts json, p_reason text, p_is_handover boolean DEFAULT NULL::boolean) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_close(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_counts json, p_reason text, p_is_handover boolean) OWNER TO hippo_owner;

CREATE FUNCTION api.till_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_number integer, p_name text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_number integer, p_name text) OWNER TO hippo_owner;

CREATE FUNCTION api.till_get(p_token_hash bytea, p_till_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_get(p_token_hash bytea, p_till_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.till_list(p_token_hash bytea, p_shop_id bigint, p_before bigint, p_limit integer, p_search text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_list(p_token_hash bytea, p_shop_id bigint, p_before bigint, p_limit integer, p_search text) OWNER TO hippo_owner;

CREATE FUNCTION api.till_movement(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text, p_approval text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_movement(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text, p_approval text) OWNER TO hippo_owner;

CREATE FUNCTION api.till_movements(p_token_hash bytea, p_till_id bigint, p_kind text, p_before bigint, p_limit integer, p_session_id bigint DEFAULT NULL::bigint, p_day date DEFAULT NULL::date) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_movements(p_token_hash bytea, p_till_id bigint, p_kind text, p_before bigint, p_limit integer, p_session_id bigint, p_day date) OWNER TO hippo_owner;

CREATE FUNCTION api.till_open(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_float bigint, p_handover bigint DEFAULT NULL::bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_open(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_float bigint, p_handover bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.till_papers(p_token_hash bytea, p_till_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_papers(p_token_hash bytea, p_till_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.till_papers_confirm(p_token_hash bytea, p_till_id bigint, p_papers json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_papers_confirm(p_token_hash bytea, p_till_id bigint, p_papers json) OWNER TO hippo_owner;

CREATE FUNCTION api.till_recount(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_counts json, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_recount(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_counts json, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.till_report(p_token_hash bytea, p_till_id bigint, p_session_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_report(p_token_hash bytea, p_till_id bigint, p_session_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.till_reverse(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_movement bigint, p_amount bigint, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_reverse(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_movement bigint, p_amount bigint, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION api.till_sessions(p_token_hash bytea, p_till_id bigint, p_before bigint, p_limit integer, p_shop_id bigint DEFAULT NULL::bigint, p_cashier_id bigint DEFAULT NULL::bigint, p_state text DEFAULT NULL::text, p_day date DEFAULT NULL::date) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS …;

ALTER FUNCTION api.till_sessions(p_token_hash bytea, p_till_id bigint, p_before bigint, p_limit integer, p_shop_id bigint, p_cashier_id bigint, p_state text, p_day date) OWNER TO hippo_owner;

CREATE FUNCTION api.till_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_name text, p_is_in_use boolean, p_limits json DEFAULT NULL::json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_name text, p_is_in_use boolean, p_limits json) OWNER TO hippo_owner;

CREATE FUNCTION api.till_verify(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_reason text, p_approval text DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.till_verify(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_reason text, p_approval text) OWNER TO hippo_owner;

CREATE FUNCTION api.user_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_username text, p_display_name text, p_role text, p_shop_id bigint, p_hash text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.user_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_username text, p_display_name text, p_role text, p_shop_id bigint, p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION api.user_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text DEFAULT NULL::text, p_role text DEFAULT NULL::text, p_shop_id bigint DEFAULT NULL::bigint) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.user_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text, p_role text, p_shop_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.user_password(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_hash text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.user_password(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION api.user_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_display_name text, p_role text, p_shop_id bigint, p_is_blocked boolean, p_reason text, p_limits json DEFAULT NULL::json, p_sees_cash boolean DEFAULT NULL::boolean) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.user_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_display_name text, p_role text, p_shop_id bigint, p_is_blocked boolean, p_reason text, p_limits json, p_sees_cash boolean) OWNER TO hippo_owner;

CREATE FUNCTION api.winner_list(p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.winner_list(p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION gateway.channel_authorise(p_token_hash bytea, p_channel text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION gateway.channel_authorise(p_token_hash bytea, p_channel text) OWNER TO hippo_owner;

CREATE FUNCTION gateway.presence_tell(p_gateway text, p_clients integer, p_channels text[], p_readers integer[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET synchronous_commit TO 'off'
    AS …;

ALTER FUNCTION gateway.presence_tell(p_gateway text, p_clients integer, p_channels text[], p_readers integer[]) OWNER TO hippo_owner;

CREATE FUNCTION gateway.schema_version() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION gateway.schema_version() OWNER TO hippo_owner;

CREATE FUNCTION gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer) RETURNS TABLE(kind text, "offset" bigint, epoch text, data text, now_ms bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION gateway.stream_tops(p_channels text[]) RETURNS TABLE(channel text, epoch text, "offset" bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION gateway.stream_tops(p_channels text[]) OWNER TO hippo_owner;

CREATE TABLE hippo.seal_account (
    account hippo.account NOT NULL,
    id bigint NOT NULL,
    day date NOT NULL,
    postings bigint NOT NULL,
    balance bigint NOT NULL
);

ALTER TABLE hippo.seal_account OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_account IS 'Balances at the end of a day, and how many postings made them since the first: of the accounts that moved on it. An account that rested has the balance of its latest row.';

CREATE FUNCTION hippo.account_figures(p_day date) RETURNS SETOF hippo.seal_account
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.account_figures(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.address_network(p_address text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.address_network(p_address text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.alarms_json() RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.alarms_json() OWNER TO hippo_owner;

CREATE FUNCTION hippo.append_only() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.append_only() OWNER TO hippo_owner;

CREATE TABLE hippo.app_user (
    user_id integer NOT NULL,
    username text NOT NULL COLLATE pg_catalog."C",
    display_name text NOT NULL,
    role hippo.role NOT NULL,
    shop_id integer,
    password_hash text NOT NULL,
    blocked_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    rights_at timestamp with time zone NOT NULL,
    rights_by integer,
    own_password_at timestamp with time zone,
    sees_cash boolean DEFAULT false NOT NULL,
    CONSTRAINT app_user_display_name CHECK (((display_name = btrim(display_name)) AND ((length(display_name) >= 1) AND (length(display_name) <= 60)))),
    CONSTRAINT app_user_password CHECK ((password_hash ~~ '$argon2id$%'::text)),
    CONSTRAINT app_user_place CHECK (((role = ANY (ARRAY['cashier'::hippo.role, 'supervisor'::hippo.role])) = (shop_id IS NOT NULL))),
    CONSTRAINT app_user_username_form CHECK ((username ~ '^[a-z0-9][a-z0-9._-]{1,31}$'::text))
);

ALTER TABLE hippo.app_user OWNER TO hippo_owner;

COMMENT ON TABLE hippo.app_user IS 'Who may sign in. Never deleted: what they did stays theirs.';

COMMENT ON COLUMN hippo.app_user.rights_at IS 'When another person last made it, gave it a role or a shop, unblocked it or set its password; -infinity for the first admin, who is as old as the house.';

COMMENT ON COLUMN hippo.app_user.rights_by IS 'Who did that; null: the operator, at the machine itself.';

COMMENT ON COLUMN hippo.app_user.own_password_at IS 'Since when it has a password that it chose itself; null while it has one that another person set, and so knows.';

COMMENT ON COLUMN hippo.app_user.sees_cash IS 'Is told what should be in the own till before it is counted: no blind count.';

CREATE FUNCTION hippo.approval_use(p_user hippo.app_user, p_approval text, p_action text, p_subject text, p_amount bigint) RETURNS hippo.app_user
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.approval_use(p_user hippo.app_user, p_approval text, p_action text, p_subject text, p_amount bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.approver_require(p_user hippo.app_user, p_by hippo.app_user, p_action text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.approver_require(p_user hippo.app_user, p_by hippo.app_user, p_action text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.attempts_forget() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.attempts_forget() OWNER TO hippo_owner;

CREATE FUNCTION hippo.caller(p_token_hash bytea, VARIADIC p_roles hippo.role[] DEFAULT '{}'::hippo.role[]) RETURNS hippo.app_user
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.caller(p_token_hash bytea, VARIADIC p_roles hippo.role[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_faults(p_card_template_id bigint) RETURNS TABLE(code text, settings text[], fault text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_faults(p_card_template_id bigint) OWNER TO hippo_owner;

CREATE TABLE hippo.card_template (
    card_template_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    target_ppm integer DEFAULT 900000 NOT NULL,
    proposed_by integer,
    decided_by integer,
    decided_at timestamp with time zone,
    is_rejected boolean DEFAULT false NOT NULL,
    reason text,
    CONSTRAINT card_template_decision CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
    CONSTRAINT card_template_target CHECK (((target_ppm >= 500000) AND (target_ppm <= 990000))),
    CONSTRAINT card_template_two_persons CHECK (((proposed_by IS NULL) OR (decided_by <> proposed_by)))
);

ALTER TABLE hippo.card_template OWNER TO hippo_owner;

COMMENT ON TABLE hippo.card_template IS 'Runners and odds that rounds are opened with, by hippo.card_schedule.';

COMMENT ON COLUMN hippo.card_template.target_ppm IS 'What each selection returns to the players at most, in millionths. Only the card that the house came with, which nobody proposed, has win odds of its own: they may return 990000, as any card may.';

COMMENT ON COLUMN hippo.card_template.proposed_by IS 'Null for the card that the house came with.';

CREATE FUNCTION hippo.card_json(p_card hippo.card_template, p_with_prices boolean) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_json(p_card hippo.card_template, p_with_prices boolean) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_lines(p_card_template_id bigint, p_markets text[]) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_lines(p_card_template_id bigint, p_markets text[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_of_round(p_round_id bigint) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_of_round(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_openings(p_numbers integer[], p_weights bigint[], p_depth integer, p_scale numeric, OUT cell integer, OUT opening integer[], OUT chance numeric) RETURNS SETOF record
    LANGUAGE plpgsql IMMUTABLE ROWS 120 PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_openings(p_numbers integer[], p_weights bigint[], p_depth integer, p_scale numeric, OUT cell integer, OUT opening integer[], OUT chance numeric) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_par_json(p_card_template_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_par_json(p_card_template_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_price(p_card_template_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_price(p_card_template_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_require(p_card_template_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_require(p_card_template_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_runners(p_runners json, p_target_ppm integer) RETURNS TABLE(number integer, name text, weight bigint, win_odds integer, color text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_runners(p_runners json, p_target_ppm integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_scale() RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.card_scale() OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_schedule_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_schedule_guard() OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_schedule_json() RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_schedule_json() OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_schedule_set(p_cards bigint[], p_rounds integer[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_schedule_set(p_cards bigint[], p_rounds integer[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.card_text(p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamp with time zone, p_card_template_id bigint, p_markets text[]) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_text(p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamp with time zone, p_card_template_id bigint, p_markets text[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.cash_count(p_counts json) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.cash_count(p_counts json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.cash_limit_require(p_kind text, p_user hippo.app_user, p_till_id integer, p_amount bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.cash_limit_require(p_kind text, p_user hippo.app_user, p_till_id integer, p_amount bigint) OWNER TO hippo_owner;

CREATE TABLE hippo.till_book (
    till_id integer NOT NULL,
    ticket_base bigint NOT NULL,
    ticket_head text NOT NULL,
    ticket_check integer NOT NULL,
    secret hippo.till_secret NOT NULL,
    till_session_id integer,
    user_id integer,
    round_id bigint,
    card_template_id bigint,
    card_hash bytea,
    commitment bytea,
    markets text[] COLLATE pg_catalog."C",
    stake_min bigint,
    stake_max bigint,
    stake_step bigint,
    lines_max integer,
    ticket_stake_max bigint,
    ticket_prize_max bigint,
    slice bigint DEFAULT 0 NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    hash bytea NOT NULL,
    bound bigint DEFAULT 0 NOT NULL,
    stakes bigint DEFAULT 0 NOT NULL,
    stakes_max bigint,
    stakes_booked bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='40', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='2000');

ALTER TABLE hippo.till_book OWNER TO hippo_owner;

COMMENT ON TABLE hippo.till_book IS 'The one row that the requests of a till take in turn: who is there, what the round allows (copied when the till first sells in it), the head of the till''s journal, what it exposes on the round.';

COMMENT ON COLUMN hippo.till_book.ticket_base IS 'Shop * 10^11 + till * 10^9: with the journal''s number it makes a ticket''s.';

COMMENT ON COLUMN hippo.till_book.ticket_head IS 'SS-TT, the beginning of its tickets'' numbers; ticket_check is what their check character has come to by then.';

COMMENT ON COLUMN hippo.till_book.secret IS 'Validation codes are 40 bits of SHA-256(secret, ticket): nobody can guess them, a repeated answer shows the same one, and no table has them.';

COMMENT ON COLUMN hippo.till_book.user_id IS 'The cashier at the till; null when its session is counted or closed.';

COMMENT ON COLUMN hippo.till_book.lines_max IS 'Lines of a ticket; 0 when the shop did not sell as the till entered the round, or was paused since: a sale then asks.';

COMMENT ON COLUMN hippo.till_book.slice IS 'How much exposure on the round the till may have before it asks for more.';

COMMENT ON COLUMN hippo.till_book.bound IS 'At least what the till''s tickets on the round would win in the worst order; made exact when it would refuse a sale.';

COMMENT ON COLUMN hippo.till_book.stakes IS 'Stakes of the till''s tickets on the round. Exposure is at most bound - stakes.';

COMMENT ON COLUMN hippo.till_book.stakes_max IS 'What the stakes on the round may come to before a sale asks what the day and the till''s credit allow; null: no limit.';

COMMENT ON COLUMN hippo.till_book.stakes_booked IS 'So much of the stakes on the round is in hippo.turnover already.';

CREATE FUNCTION hippo.cash_out_require(p_user hippo.app_user, p_book hippo.till_book, p_amount bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.cash_out_require(p_user hippo.app_user, p_book hippo.till_book, p_amount bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.cash_spent(p_kind text, p_scope text, p_till_id integer, p_user_id integer) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.cash_spent(p_kind text, p_scope text, p_till_id integer, p_user_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.cell_block(p_runners integer, p_from integer, p_to integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.cell_block(p_runners integer, p_from integer, p_to integer) OWNER TO hippo_owner;

CREATE TABLE hippo.journal (
    scope integer NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id integer,
    action text NOT NULL COLLATE pg_catalog."C",
    ticket_id bigint,
    subject text,
    debit hippo.account,
    debit_id bigint,
    credit hippo.account,
    credit_id bigint,
    amount hippo.amount,
    key text COLLATE pg_catalog."C",
    fingerprint bytea,
    address text,
    before json,
    after json,
    reason text,
    hash bytea NOT NULL
);

ALTER TABLE hippo.journal OWNER TO hippo_owner;

COMMENT ON TABLE hippo.journal IS 'Every request that changed something and every posting, append-only, one hash chain for each till and one for the house. Double entry: an entry with an amount takes it from one account and gives it to another, so it is balanced by what it is.';

COMMENT ON COLUMN hippo.journal.scope IS 'The till, or 0 for the house.';

COMMENT ON COLUMN hippo.journal.key IS 'Idempotency-Key of the request, by user; fingerprint is the SHA-256 of what it asked, after is what it was answered.';

COMMENT ON COLUMN hippo.journal.hash IS 'SHA-256 of the hash before, hippo.journal_text of this entry, its time and its fingerprint.';

CREATE FUNCTION hippo.chain_entries(p_scope integer, p_after bigint, p_last bigint) RETURNS SETOF hippo.journal
    LANGUAGE sql STABLE ROWS 300
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    SET enable_seqscan TO 'off'
    AS …;

ALTER FUNCTION hippo.chain_entries(p_scope integer, p_after bigint, p_last bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.chain_verify(p_after date, p_until date) RETURNS TABLE(scope integer, entry bigint, fault text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.chain_verify(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.channel_snapshot(p_channel text) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.channel_snapshot(p_channel text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.claims_expire(p_limit integer) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.claims_expire(p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.clock() RETURNS timestamp with time zone
    LANGUAGE sql
    AS …;

ALTER FUNCTION hippo.clock() OWNER TO hippo_owner;

CREATE TABLE hippo.round (
    round_id bigint NOT NULL,
    session_id bigint NOT NULL,
    chain_index integer NOT NULL,
    card_template_id bigint NOT NULL,
    phase hippo.phase DEFAULT 'betting'::hippo.phase NOT NULL,
    commitment bytea NOT NULL,
    card_text text NOT NULL,
    card_hash bytea NOT NULL,
    beacon bytea DEFAULT decode(repeat('00'::text, 32), 'hex'::text) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    locks_at timestamp with time zone NOT NULL,
    race_starts_at timestamp with time zone NOT NULL,
    race_ends_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone NOT NULL,
    locked_at timestamp with time zone,
    raced_at timestamp with time zone,
    finished_at timestamp with time zone,
    settled_at timestamp with time zone,
    voided_at timestamp with time zone,
    void_requested_at timestamp with time zone,
    void_reason text,
    distance_mm bigint,
    playout_ms integer,
    film_samples integer DEFAULT 0 NOT NULL,
    secret bytea,
    outcome_seed bytea,
    film_seed bytea,
    runner_order integer[],
    race_due_at timestamp with time zone NOT NULL,
    confirmed_for timestamp with time zone,
    confirmed_in oid,
    sales_stopped_at timestamp with time zone,
    CONSTRAINT round_beacon CHECK ((octet_length(beacon) = 32)),
    CONSTRAINT round_card_hash CHECK ((octet_length(card_hash) = 32)),
    CONSTRAINT round_chain_index CHECK ((chain_index >= 1)),
    CONSTRAINT round_commitment CHECK ((octet_length(commitment) = 32)),
    CONSTRAINT round_distance CHECK ((distance_mm > 0)),
    CONSTRAINT round_film_samples CHECK ((film_samples >= 0)),
    CONSTRAINT round_film_seed CHECK ((octet_length(film_seed) = 32)),
    CONSTRAINT round_id_range CHECK ((round_id > 10000000)),
    CONSTRAINT round_outcome_seed CHECK ((octet_length(outcome_seed) = 32)),
    CONSTRAINT round_playout CHECK ((playout_ms >= 0)),
    CONSTRAINT round_race_due CHECK ((race_due_at <= race_starts_at)),
    CONSTRAINT round_result CHECK (((((phase = ANY (ARRAY['finished'::hippo.phase, 'settled'::hippo.phase])) AND (secret IS NOT NULL)) OR ((phase = ANY (ARRAY['betting'::hippo.phase, 'locked'::hippo.phase, 'racing'::hippo.phase])) AND (secret IS NULL)) OR (phase = 'void'::hippo.phase)) AND ((secret IS NULL) = (outcome_seed IS NULL)) AND ((secret IS NULL) = (film_seed IS NULL)) AND ((secret IS NULL) = (runner_order IS NULL)))),
    CONSTRAINT round_secret CHECK ((octet_length(secret) = 32)),
    CONSTRAINT round_times CHECK (((opened_at <= locks_at) AND (locks_at <= race_starts_at) AND (race_starts_at < race_ends_at) AND ((race_ends_at <= closes_at) OR (phase = ANY (ARRAY['settled'::hippo.phase, 'void'::hippo.phase]))))),
    CONSTRAINT round_void CHECK ((((phase = 'void'::hippo.phase) = (voided_at IS NOT NULL)) AND ((void_requested_at IS NULL) = (void_reason IS NULL)) AND ((phase <> 'void'::hippo.phase) OR (void_reason IS NOT NULL))))
);

ALTER TABLE hippo.round OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round IS 'Every round there ever was, numbered without gaps. secret, seeds and order come with the result; before that only the commitment is known.';

COMMENT ON COLUMN hippo.round.race_due_at IS 'Start of the race as it was promised at the opening; race_starts_at may be later.';

COMMENT ON COLUMN hippo.round.confirmed_for IS 'Start of the PostgreSQL server for which a scheduler has confirmed that the house was not set back; bets are taken only while it is this one.';

COMMENT ON COLUMN hippo.round.confirmed_in IS 'The oid of this very table then: a dump that is restored into the same server makes another one.';

COMMENT ON COLUMN hippo.round.sales_stopped_at IS 'Since when it sells nothing because the clock is wrong; null: it sells.';

CREATE FUNCTION hippo.clock_json(p_round hippo.round, p_asked_ms bigint) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.clock_json(p_round hippo.round, p_asked_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.clock_round() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.clock_round() OWNER TO hippo_owner;

CREATE FUNCTION hippo.clock_set() RETURNS timestamp with time zone
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.clock_set() OWNER TO hippo_owner;

CREATE FUNCTION hippo.coin_excess(p_odds integer, p_stake_step bigint, p_coin bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.coin_excess(p_odds integer, p_stake_step bigint, p_coin bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.coin_room() RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.coin_room() OWNER TO hippo_owner;

CREATE TABLE hippo.commission_rate (
    commission_rate_id integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    shop_id integer,
    user_id integer,
    from_day date NOT NULL,
    rate integer,
    basis text NOT NULL COLLATE pg_catalog."C",
    set_by integer NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT commission_rate_basis CHECK ((basis = ANY (ARRAY['sales'::text, 'net'::text]))),
    CONSTRAINT commission_rate_kind CHECK ((kind = ANY (ARRAY['agent'::text, 'supervisor'::text]))),
    CONSTRAINT commission_rate_rate CHECK (((rate >= 0) AND (rate <= 10000))),
    CONSTRAINT commission_rate_whose CHECK (((num_nonnulls(shop_id, user_id) <= 1) AND ((kind = 'agent'::text) OR (user_id IS NULL))))
);

ALTER TABLE hippo.commission_rate OWNER TO hippo_owner;

COMMENT ON TABLE hippo.commission_rate IS 'Rates of commissions, written once: a new one holds from its first day on, never for a day that has begun. The rate of a sale is that of the day on which its round opened.';

COMMENT ON COLUMN hippo.commission_rate.kind IS 'agent: whoever sells, by the own rate (user_id), or else the shop''s (shop_id), or else the house''s (neither). supervisor: the shop''s, or else the house''s.';

COMMENT ON COLUMN hippo.commission_rate.rate IS 'Hundredths of a percent; null: none any more, the next wider one counts again.';

COMMENT ON COLUMN hippo.commission_rate.basis IS 'sales: of the stakes. net: of stakes less prizes of the day at the till, and nothing when prizes are more.';

CREATE FUNCTION hippo.commission_json(p_rate hippo.commission_rate) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.commission_json(p_rate hippo.commission_rate) OWNER TO hippo_owner;

CREATE TABLE hippo.ticket (
    ticket_id bigint NOT NULL,
    round_id bigint NOT NULL,
    till_session_id integer NOT NULL,
    state hippo.ticket_state DEFAULT 'sold'::hippo.ticket_state NOT NULL,
    copies integer DEFAULT 0 NOT NULL,
    sold_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_scope integer,
    closed_seq bigint,
    stake hippo.amount NOT NULL,
    prize bigint,
    price_ids integer[] NOT NULL,
    stakes bigint[] NOT NULL,
    prizes bigint[] NOT NULL,
    code_hash bytea NOT NULL
)
WITH (fillfactor='90');

ALTER TABLE hippo.ticket OWNER TO hippo_owner;

COMMENT ON TABLE hippo.ticket IS 'Every ticket there ever was, its lines in three arrays of the same length: a ticket without its lines cannot be.';

COMMENT ON COLUMN hippo.ticket.ticket_id IS 'Shop * 10^11 + till * 10^9 + number in the till''s journal; hippo.ticket_number writes it as SS-NNNNNN-C.';

COMMENT ON COLUMN hippo.ticket.closed_at IS 'When it was voided, paid, refunded or expired; closed_scope and closed_seq are the journal''s entry of that.';

COMMENT ON COLUMN hippo.ticket.prize IS 'What the ticket won; null until its round is settled, and when it is refunded.';

COMMENT ON COLUMN hippo.ticket.prizes IS 'What each line pays if it wins: floor(stake * odds / 100), fixed at the sale.';

COMMENT ON COLUMN hippo.ticket.code_hash IS 'SHA-256 of the number and the validation code.';

CREATE FUNCTION hippo.copy_is_due(p_user hippo.app_user, p_ticket hippo.ticket) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.copy_is_due(p_user hippo.app_user, p_ticket hippo.ticket) OWNER TO hippo_owner;

CREATE FUNCTION hippo.copy_require(p_user hippo.app_user, p_ticket hippo.ticket) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.copy_require(p_user hippo.app_user, p_ticket hippo.ticket) OWNER TO hippo_owner;

CREATE FUNCTION hippo.credit_allow(p_till hippo.till_book) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.credit_allow(p_till hippo.till_book) OWNER TO hippo_owner;

CREATE FUNCTION hippo.day_begins(p_day date) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.day_begins(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.day_rounds(p_day date) RETURNS int8range
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.day_rounds(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.day_start() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.day_start() OWNER TO hippo_owner;

CREATE FUNCTION hippo.display_append(p_display_id integer, p_picture json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.display_append(p_display_id integer, p_picture json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.display_clear(p_till_id integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.display_clear(p_till_id integer) OWNER TO hippo_owner;

CREATE TABLE hippo.display (
    display_id integer NOT NULL,
    till_id integer NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by integer NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by integer,
    code_hash bytea,
    code_expires_at timestamp with time zone,
    CONSTRAINT display_code CHECK ((octet_length(code_hash) = 32)),
    CONSTRAINT display_code_time CHECK (((code_hash IS NULL) = (code_expires_at IS NULL))),
    CONSTRAINT display_revoked CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
    CONSTRAINT display_token CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE hippo.display OWNER TO hippo_owner;

COMMENT ON TABLE hippo.display IS 'Screens that show customers what a till types. Each has a token: it opens the channel `display:<id>` and nothing else.';

COMMENT ON COLUMN hippo.display.token_hash IS 'The SHA-256 of the token that the display holds.';

COMMENT ON COLUMN hippo.display.revoked_at IS 'Since when its token is worthless; null: in force.';

COMMENT ON COLUMN hippo.display.code_hash IS 'The SHA-256 of the short code with which a screen asks for a token of its own, once; null: none was given, or it was used.';

CREATE FUNCTION hippo.display_json(p_display hippo.display) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.display_json(p_display hippo.display) OWNER TO hippo_owner;

CREATE FUNCTION hippo.display_picture_require(p_picture json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.display_picture_require(p_picture json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.display_snapshot_json(p_display_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.display_snapshot_json(p_display_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.due_require(p_due_at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.due_require(p_due_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.duel_chance(p_selection text, p_numbers integer[], p_weights bigint[], p_scale numeric) RETURNS numeric
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.duel_chance(p_selection text, p_numbers integer[], p_weights bigint[], p_scale numeric) OWNER TO hippo_owner;

CREATE FUNCTION hippo.export_entry(p_entry hippo.journal) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.export_entry(p_entry hippo.journal) OWNER TO hippo_owner;

CREATE FUNCTION hippo.export_is_due() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.export_is_due() OWNER TO hippo_owner;

CREATE TABLE hippo.export (
    export_id integer NOT NULL,
    from_day date NOT NULL,
    to_day date NOT NULL,
    user_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    tries integer DEFAULT 0 NOT NULL,
    public_key bytea,
    parts integer,
    lines bigint,
    rounds bigint,
    tickets bigint,
    entries bigint,
    bytes bigint,
    hash bytea,
    signature bytea,
    signed_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    CONSTRAINT export_days CHECK ((to_day >= from_day)),
    CONSTRAINT export_hash CHECK ((octet_length(hash) = 32)),
    CONSTRAINT export_signature CHECK ((octet_length(signature) = 64)),
    CONSTRAINT export_signed CHECK ((((signed_at IS NULL) = (hash IS NULL)) AND ((signed_at IS NULL) = (signature IS NULL)) AND ((signed_at IS NULL) OR (num_nulls(public_key, parts, lines, rounds, tickets, entries, bytes) = 0))))
);

ALTER TABLE hippo.export OWNER TO hippo_owner;

COMMENT ON TABLE hippo.export IS 'Signed exports. What a file''s last line says stays here when the file itself is forgotten: whoever kept it can compare.';

COMMENT ON COLUMN hippo.export.tries IS 'How often a scheduler has begun with it.';

COMMENT ON COLUMN hippo.export.public_key IS 'With which it is signed; it stands in the file''s first line.';

COMMENT ON COLUMN hippo.export.lines IS 'Without the last one, which has the signature; parts and bytes are of the whole file.';

COMMENT ON COLUMN hippo.export.hash IS 'SHA-256 of all bytes of the file before its last line.';

COMMENT ON COLUMN hippo.export.signature IS 'Ed25519 of `hippo/export` and the hash.';

CREATE FUNCTION hippo.export_is_old(p_export hippo.export) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.export_is_old(p_export hippo.export) OWNER TO hippo_owner;

CREATE FUNCTION hippo.export_json(p_export hippo.export) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.export_json(p_export hippo.export) OWNER TO hippo_owner;

CREATE FUNCTION hippo.export_lines(p_from date, p_to date, p_public_key bytea) RETURNS TABLE(kind text, line json)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.export_lines(p_from date, p_to date, p_public_key bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.export_state(p_export hippo.export) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.export_state(p_export hippo.export) OWNER TO hippo_owner;

CREATE FUNCTION hippo.export_time(p_at timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.export_time(p_at timestamp with time zone) OWNER TO hippo_owner;

CREATE TABLE hippo.round_terms (
    round_id bigint NOT NULL,
    markets text[] NOT NULL COLLATE pg_catalog."C",
    runners integer NOT NULL,
    depth integer NOT NULL,
    stake_min bigint NOT NULL,
    stake_max bigint NOT NULL,
    stake_step bigint NOT NULL,
    lines_max integer NOT NULL,
    ticket_stake_max bigint NOT NULL,
    ticket_prize_max bigint NOT NULL,
    till_exposure_max bigint NOT NULL,
    round_exposure_max bigint NOT NULL,
    exposure_step bigint NOT NULL,
    slice bigint NOT NULL,
    till_top integer,
    ticket_days integer NOT NULL,
    cash_unit bigint,
    tills integer[],
    CONSTRAINT round_terms_cash_unit CHECK ((cash_unit >= 1)),
    CONSTRAINT round_terms_depth CHECK (((depth >= 1) AND (depth <= 3)))
);

ALTER TABLE hippo.round_terms OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round_terms IS 'The settings that a round''s sales obey, as they were when it opened. Amounts in minor units.';

COMMENT ON COLUMN hippo.round_terms.depth IS 'How many of the first places its markets look at.';

COMMENT ON COLUMN hippo.round_terms.slice IS 'What each till that was open when the round opened may expose without asking: an equal share of a tenth of the cap.';

COMMENT ON COLUMN hippo.round_terms.till_top IS 'Of rounds that older releases opened: tills up to this number had an equal share of half the cap. Null since then.';

COMMENT ON COLUMN hippo.round_terms.ticket_days IS 'Days in which what its tickets win can be claimed, as it is printed on them.';

COMMENT ON COLUMN hippo.round_terms.cash_unit IS 'Prizes of the round are paid rounded up to this, which was proved not to lift a return over its card''s target; null: an older release opened it, and the setting decides.';

COMMENT ON COLUMN hippo.round_terms.tills IS 'The tills that were open when the round opened: a slice waits for each. Null in rounds of older releases.';

CREATE FUNCTION hippo.exposure_lend(p_terms hippo.round_terms, p_till hippo.till_book, p_exposure bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.exposure_lend(p_terms hippo.round_terms, p_till hippo.till_book, p_exposure bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.exposure_reclaim(p_terms hippo.round_terms, p_till_id integer, p_missing bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.exposure_reclaim(p_terms hippo.round_terms, p_till_id integer, p_missing bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.exposure_return(p_till hippo.till_book) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.exposure_return(p_till hippo.till_book) OWNER TO hippo_owner;

CREATE FUNCTION hippo.exposure_share(p_terms hippo.round_terms, p_till hippo.till_book) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.exposure_share(p_terms hippo.round_terms, p_till hippo.till_book) OWNER TO hippo_owner;

CREATE FUNCTION hippo.exposure_unused(p_terms hippo.round_terms, p_till hippo.till_book) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.exposure_unused(p_terms hippo.round_terms, p_till hippo.till_book) OWNER TO hippo_owner;

CREATE FUNCTION hippo.failure_append(p_entry hippo.journal, p_subject text, p_most integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.failure_append(p_entry hippo.journal, p_subject text, p_most integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.figure_lines(p_day date) RETURNS SETOF text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.figure_lines(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.figures_anew() RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.figures_anew() OWNER TO hippo_owner;

CREATE FUNCTION hippo.figures_from(OUT as_of timestamp with time zone, OUT because text) RETURNS record
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.figures_from(OUT as_of timestamp with time zone, OUT because text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.film_hold(p_film_ms bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.film_hold(p_film_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.film_json(p_round hippo.round, p_with_positions boolean) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.film_json(p_round hippo.round, p_with_positions boolean) OWNER TO hippo_owner;

CREATE FUNCTION hippo.film_length(p_round_id bigint, p_positions json) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.film_length(p_round_id bigint, p_positions json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.from_hex(p_hex text) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.from_hex(p_hex text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.game_pause(p_reason text) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.game_pause(p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.game_resume(p_reason text) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.game_resume(p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.glance_day_json(p_day date, p_shop_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.glance_day_json(p_day date, p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.glance_now_json(p_user hippo.app_user) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.glance_now_json(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE FUNCTION hippo.glance_paid_json(p_from timestamp with time zone, p_to timestamp with time zone, p_shop_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.glance_paid_json(p_from timestamp with time zone, p_to timestamp with time zone, p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.glance_rounds(p_from timestamp with time zone, p_to timestamp with time zone, p_shop_id integer) RETURNS TABLE(round_id bigint, opened_at timestamp with time zone, phase hippo.phase, tickets bigint, stakes numeric, prizes numeric, expected numeric)
    LANGUAGE plpgsql STABLE ROWS 400
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.glance_rounds(p_from timestamp with time zone, p_to timestamp with time zone, p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.glance_tills_json(p_user hippo.app_user) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.glance_tills_json(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE FUNCTION hippo.handover_json(p_till_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.handover_json(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.handover_waiting(p_till_id integer) RETURNS TABLE(till_session_id integer, user_id integer, amount bigint, at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.handover_waiting(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_act(p_token_hash bytea, p_user hippo.app_user, p_action text, p_subject text, p_key text, p_fingerprint bytea, p_before json, p_after json, p_reason text) RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_act(p_token_hash bytea, p_user hippo.app_user, p_action text, p_subject text, p_key text, p_fingerprint bytea, p_before json, p_after json, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_anew(p_kind text, p_reason text, p_record json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_anew(p_kind text, p_reason text, p_record json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_day(p_at timestamp with time zone) RETURNS date
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_day(p_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_doubt(p_record json) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_doubt(p_record json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_identity(OUT system_identifier bigint, OUT database_oid bigint, OUT relation_oid bigint, OUT timeline text) RETURNS record
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_identity(OUT system_identifier bigint, OUT database_oid bigint, OUT relation_oid bigint, OUT timeline text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_is_confirmed() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_is_confirmed() OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_is_moved() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_is_moved() OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_json() RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_json() OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_mark() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_mark() OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_record() RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_record() OWNER TO hippo_owner;

CREATE FUNCTION hippo.house_require() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.house_require() OWNER TO hippo_owner;

CREATE FUNCTION hippo.hr1_chain_step(p_secret bytea) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.hr1_chain_step(p_secret bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.hr1_draw(p_outcome_seed bytea, p_numbers integer[], p_weights bigint[], OUT runner_order integer[], OUT words integer, OUT rejects integer) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.hr1_draw(p_outcome_seed bytea, p_numbers integer[], p_weights bigint[], OUT runner_order integer[], OUT words integer, OUT rejects integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.hr1_film_seed(p_outcome_seed bytea) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.hr1_film_seed(p_outcome_seed bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.hr1_outcome_seed(p_secret bytea, p_round bigint, p_card_hash bytea, p_beacon bytea) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.hr1_outcome_seed(p_secret bytea, p_round bigint, p_card_hash bytea, p_beacon bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.invariant_list() RETURNS TABLE(place bigint, invariant text, checked_on text)
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.invariant_list() OWNER TO hippo_owner;

CREATE FUNCTION hippo.is_place_of_three(p_market text, p_runners integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.is_place_of_three(p_market text, p_runners integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.is_showable(p_text text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.is_showable(p_text text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_append(p_entry hippo.journal) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.journal_append(p_entry hippo.journal) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_content(p_entry hippo.journal, p_ticket hippo.ticket) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.journal_content(p_entry hippo.journal, p_ticket hippo.ticket) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_day(p_scope bigint, p_day date) RETURNS int8range
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.journal_day(p_scope bigint, p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_entry(p_token_hash bytea, p_user_id integer, p_scope integer, p_action text, p_subject text, p_key text DEFAULT NULL::text, p_fingerprint bytea DEFAULT NULL::bytea) RETURNS hippo.journal
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.journal_entry(p_token_hash bytea, p_user_id integer, p_scope integer, p_action text, p_subject text, p_key text, p_fingerprint bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_hash(p_before bytea, p_entry hippo.journal, p_content text) RETURNS bytea
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.journal_hash(p_before bytea, p_entry hippo.journal, p_content text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_json(p_entry hippo.journal) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.journal_json(p_entry hippo.journal) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_seq_at(p_scope bigint, p_at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.journal_seq_at(p_scope bigint, p_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.journal_text(p_scope integer, p_seq bigint, p_user_id integer, p_action text, p_ticket_id bigint, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint, p_key text, p_content text) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.journal_text(p_scope integer, p_seq bigint, p_user_id integer, p_action text, p_ticket_id bigint, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint, p_key text, p_content text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.json_fits(p_object json, p_shape jsonb) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.json_fits(p_object json, p_shape jsonb) OWNER TO hippo_owner;

CREATE FUNCTION hippo.json_join(p_first json, p_second json) RETURNS json
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.json_join(p_first json, p_second json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.lead_key() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.lead_key() OWNER TO hippo_owner;

CREATE FUNCTION hippo.lead_require() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.lead_require() OWNER TO hippo_owner;

CREATE FUNCTION hippo.limit_list(p_kind text, p_till_id integer, p_user_id integer) RETURNS TABLE(scope text, amount bigint)
    LANGUAGE sql STABLE ROWS 4
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.limit_list(p_kind text, p_till_id integer, p_user_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.limit_lock(p_till_id integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.limit_lock(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.limit_own(p_kind text, p_till_id integer, p_user_id integer) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.limit_own(p_kind text, p_till_id integer, p_user_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.limits_change(p_scope text, p_id integer, p_limits json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.limits_change(p_scope text, p_id integer, p_limits json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.limits_json(p_scope text, p_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.limits_json(p_scope text, p_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.line_cells(p_round_id bigint, p_price_ids integer[], p_prizes bigint[]) RETURNS TABLE(cell integer, prize bigint, lines integer[])
    LANGUAGE plpgsql STABLE ROWS 100
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.line_cells(p_round_id bigint, p_price_ids integer[], p_prizes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.lived() RETURNS timestamp with time zone
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.lived() OWNER TO hippo_owner;

CREATE FUNCTION hippo.logo_json() RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.logo_json() OWNER TO hippo_owner;

CREATE FUNCTION hippo.market_depth(p_market text, p_runners integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.market_depth(p_market text, p_runners integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.markets_on(p_card_template_id bigint) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.markets_on(p_card_template_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.me_json(p_token_hash bytea) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.me_json(p_token_hash bytea) OWNER TO hippo_owner;

CREATE TABLE hippo.message (
    message_id integer NOT NULL,
    shop_id integer,
    till_id integer,
    text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by integer NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT message_ends CHECK ((ends_at > created_at)),
    CONSTRAINT message_text CHECK (((length(text) >= 1) AND (length(text) <= 300))),
    CONSTRAINT message_to CHECK (((shop_id IS NULL) OR (till_id IS NULL)))
);

ALTER TABLE hippo.message OWNER TO hippo_owner;

COMMENT ON TABLE hippo.message IS 'What the back office tells the tills: one, those of a shop, or all of them.';

COMMENT ON COLUMN hippo.message.ends_at IS 'Until when it is shown to whoever has not read it.';

CREATE FUNCTION hippo.message_full_json(p_message hippo.message) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.message_full_json(p_message hippo.message) OWNER TO hippo_owner;

CREATE TABLE hippo.till (
    till_id integer NOT NULL,
    shop_id integer NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    closed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT till_name CHECK (((name = btrim(name)) AND ((length(name) >= 1) AND (length(name) <= 60)))),
    CONSTRAINT till_number CHECK (((number >= 1) AND (number <= 99)))
);

ALTER TABLE hippo.till OWNER TO hippo_owner;

COMMENT ON TABLE hippo.till IS 'A point of sale.';

COMMENT ON COLUMN hippo.till.number IS 'Within its shop; the second part of its tickets'' numbers.';

COMMENT ON COLUMN hippo.till.closed_at IS 'Since when it is out of use; null: in use. Not to be mixed up with a session''s end.';

CREATE FUNCTION hippo.message_is_for(p_message hippo.message, p_till hippo.till) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.message_is_for(p_message hippo.message, p_till hippo.till) OWNER TO hippo_owner;

CREATE FUNCTION hippo.message_json(p_message hippo.message) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.message_json(p_message hippo.message) OWNER TO hippo_owner;

CREATE FUNCTION hippo.messages_unread_json(p_till_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.messages_unread_json(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ms(p_time timestamp with time zone) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.ms(p_time timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.news_json(p_user hippo.app_user) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.news_json(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE TABLE hippo.session (
    session_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    rounds integer NOT NULL,
    anchor bytea NOT NULL,
    sealed_secret bytea NOT NULL,
    key_fingerprint bytea NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT session_anchor CHECK ((octet_length(anchor) = 32)),
    CONSTRAINT session_rounds CHECK (((rounds >= 1) AND (rounds <= 1000000)))
);

ALTER TABLE hippo.session OWNER TO hippo_owner;

COMMENT ON TABLE hippo.session IS 'A hash chain of round secrets. The anchor commits all of them; the last secret is kept sealed under a key that only the scheduler has.';

CREATE FUNCTION hippo.next_move(p_round hippo.round, p_session hippo.session, p_paused boolean, OUT next_move text, OUT due_ms bigint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.next_move(p_round hippo.round, p_session hippo.session, p_paused boolean, OUT next_move text, OUT due_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.odds_floor(p_chance numeric, p_scale numeric, p_target_ppm integer, p_room integer DEFAULT 0) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.odds_floor(p_chance numeric, p_scale numeric, p_target_ppm integer, p_room integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.opening_selections(p_market text, p_opening integer[], p_numbers integer[]) RETURNS SETOF text
    LANGUAGE plpgsql IMMUTABLE ROWS 3 PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.opening_selections(p_market text, p_opening integer[], p_numbers integer[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.other_person_require(p_user hippo.app_user, p_other integer, p_since timestamp with time zone, p_asked_at timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.other_person_require(p_user hippo.app_user, p_other integer, p_since timestamp with time zone, p_asked_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.own_copy_refuse(p_user hippo.app_user, p_ticket hippo.ticket) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.own_copy_refuse(p_user hippo.app_user, p_ticket hippo.ticket) OWNER TO hippo_owner;

CREATE FUNCTION hippo.password_check(p_hash text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.password_check(p_hash text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.payable_require(p_user hippo.app_user, p_ticket hippo.ticket, p_note text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.payable_require(p_user hippo.app_user, p_ticket hippo.ticket, p_note text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.person_counts(p_user hippo.app_user, p_asked_at timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.person_counts(p_user hippo.app_user, p_asked_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.person_from(p_user hippo.app_user) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.person_from(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE FUNCTION hippo.person_require(p_user hippo.app_user, p_asked_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.person_require(p_user hippo.app_user, p_asked_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.person_since(p_user hippo.app_user) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.person_since(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE FUNCTION hippo.persons_count(p_user_ids integer[], p_asked_at timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.persons_count(p_user_ids integer[], p_asked_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) RETURNS numeric
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.places(p_runners bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.places(p_runners bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.posting(p_entry hippo.journal, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint) RETURNS hippo.journal
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.posting(p_entry hippo.journal, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.posting_extra(p_entry hippo.journal, p_action text, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.posting_extra(p_entry hippo.journal, p_action text, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.presence_json(p_shop_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.presence_json(p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_books() RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.proof_books() OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_corrections(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_corrections(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_day(p_day date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_day(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_house() RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_house() OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_is_due() RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.proof_is_due() OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_journal(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_journal(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_ledger(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_ledger(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_postings(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_postings(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_rounds(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_rounds(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_seal(p_day date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.proof_seal(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_seals() RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.proof_seals() OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_tickets(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_tickets(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_tills(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_tills(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.proof_window(p_after date, p_until date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.proof_window(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.pulse_news() RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.pulse_news() OWNER TO hippo_owner;

CREATE FUNCTION hippo.pulse_till(p_book hippo.till_book, p_round_id bigint) RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.pulse_till(p_book hippo.till_book, p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.pulse_tills() RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.pulse_tills() OWNER TO hippo_owner;

CREATE FUNCTION hippo.record_join(p_record json, p_other json) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.record_join(p_record json, p_other json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.refuse(p_status integer, p_code text, p_message text, p_facts jsonb DEFAULT NULL::jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.refuse(p_status integer, p_code text, p_message text, p_facts jsonb) OWNER TO hippo_owner;

CREATE FUNCTION hippo.remark_require(p_text text, p_longest integer, p_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.remark_require(p_text text, p_longest integer, p_name text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.replica_person(p_user hippo.app_user) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.replica_person(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_columns(p_view text) RETURNS TABLE(place integer, name text, type text, description text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.report_columns(p_view text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_from(p_name text, p_place text, p_from date, p_to date, p_shop_id integer, p_enough integer) RETURNS date
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.report_from(p_name text, p_place text, p_from date, p_to date, p_shop_id integer, p_enough integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_list() RETURNS TABLE(name text, is_of_shop boolean, place text, sums text[])
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.report_list() OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_query(p_name text, p_place text, p_has_shop boolean) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.report_query(p_name text, p_place text, p_has_shop boolean) OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_require(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, OUT name text, OUT place text, OUT sums text[], OUT from_day date, OUT to_day date, OUT shop_id integer) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.report_require(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, OUT name text, OUT place text, OUT sums text[], OUT from_day date, OUT to_day date, OUT shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_rows(p_name text, p_place text, p_sums text[], p_from date, p_to date, p_shop_id integer, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.report_rows(p_name text, p_place text, p_sums text[], p_from date, p_to date, p_shop_id integer, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.report_rows_max() RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.report_rows_max() OWNER TO hippo_owner;

CREATE FUNCTION hippo.request_json(p_user hippo.app_user, p_owner_id integer, p_key text) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.request_json(p_user hippo.app_user, p_owner_id integer, p_key text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.request_owner(p_user hippo.app_user, p_key text, p_user_id bigint) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.request_owner(p_user hippo.app_user, p_key text, p_user_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.request_replay(p_user_id integer, p_key text, p_fingerprint bytea) RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.request_replay(p_user_id integer, p_key text, p_fingerprint bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.require(p_is_good boolean, p_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.require(p_is_good boolean, p_name text) OWNER TO hippo_owner;

CREATE TABLE hippo.till_session (
    till_session_id integer NOT NULL,
    till_id integer NOT NULL,
    user_id integer NOT NULL,
    state hippo.till_state DEFAULT 'open'::hippo.till_state NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_seq bigint NOT NULL,
    float_minor bigint NOT NULL,
    counted_at timestamp with time zone,
    counted_by integer,
    counts json,
    counted_minor bigint,
    expected_minor bigint,
    closed_at timestamp with time zone,
    closed_by integer,
    closed_seq bigint,
    reason text,
    corrected_seq bigint,
    corrected_minor bigint,
    is_handover boolean DEFAULT false NOT NULL,
    taken_from integer,
    CONSTRAINT till_session_close CHECK ((((state = 'closed'::hippo.till_state) = (closed_at IS NOT NULL)) AND ((state = 'closed'::hippo.till_state) = (closed_by IS NOT NULL)) AND ((state = 'closed'::hippo.till_state) = (closed_seq IS NOT NULL)))),
    CONSTRAINT till_session_corrected CHECK ((corrected_minor >= 0)),
    CONSTRAINT till_session_correction CHECK ((((corrected_seq IS NULL) = (corrected_minor IS NULL)) AND ((corrected_seq IS NULL) OR (state = 'closed'::hippo.till_state)))),
    CONSTRAINT till_session_count CHECK ((((state = 'open'::hippo.till_state) = (counted_at IS NULL)) AND ((state = 'open'::hippo.till_state) = (counted_by IS NULL)) AND ((state = 'open'::hippo.till_state) = (counted_minor IS NULL)) AND ((state = 'open'::hippo.till_state) = (expected_minor IS NULL)))),
    CONSTRAINT till_session_counted CHECK ((counted_minor >= 0)),
    CONSTRAINT till_session_float CHECK ((float_minor >= 0))
);

ALTER TABLE hippo.till_session OWNER TO hippo_owner;

COMMENT ON TABLE hippo.till_session IS 'A cashier''s time at a till, from the float to the count. counted: waits for a supervisor, because the variance is over the tolerance.';

COMMENT ON COLUMN hippo.till_session.opened_seq IS 'The till''s journal entry that opened it: its postings come from there on.';

COMMENT ON COLUMN hippo.till_session.corrected_seq IS 'The till''s journal entry that corrected the count after the close; corrected_minor is what there really was.';

COMMENT ON COLUMN hippo.till_session.is_handover IS 'What was counted stays in the drawer for the next cashier of the till. The books have it in the safe until she takes it over.';

COMMENT ON COLUMN hippo.till_session.taken_from IS 'The session whose counted cash is the float of this one.';

CREATE FUNCTION hippo.reversal_require(p_user hippo.app_user, p_till_id bigint, p_session hippo.till_session, p_old hippo.journal) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.reversal_require(p_user hippo.app_user, p_till_id bigint, p_session hippo.till_session, p_old hippo.journal) OWNER TO hippo_owner;

CREATE FUNCTION hippo.rfc3339(p_time timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.rfc3339(p_time timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_advance(p_round_id bigint, p_phase hippo.phase) RETURNS hippo.round
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_advance(p_round_id bigint, p_phase hippo.phase) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_expected(p_round_id bigint) RETURNS numeric
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_expected(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_guard() OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_insert(p_round hippo.round, p_session text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_insert(p_round hippo.round, p_session text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_is_ahead(p_round hippo.round) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_is_ahead(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_is_betting(p_round_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_is_betting(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_json(p_round hippo.round) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_json(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_latest() RETURNS hippo.round
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_latest() OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_make_void(p_round hippo.round) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_make_void(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_public_json(p_round hippo.round) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_public_json(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_redraw(p_round hippo.round, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_redraw(p_round hippo.round, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_reveal(p_round hippo.round, p_secret bytea, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_reveal(p_round hippo.round, p_secret bytea, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_schedule(p_round hippo.round) RETURNS hippo.round
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_schedule(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_stamp() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_stamp() OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_take(p_round_id bigint, VARIADIC p_phases hippo.phase[]) RETURNS hippo.round
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_take(p_round_id bigint, VARIADIC p_phases hippo.phase[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_take_void(p_round_id bigint) RETURNS hippo.round
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_take_void(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_terms_insert(p_round_id bigint, p_markets text[], p_cash_unit bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_terms_insert(p_round_id bigint, p_markets text[], p_cash_unit bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_tickets(p_after bigint, p_last bigint) RETURNS SETOF hippo.ticket
    LANGUAGE sql STABLE ROWS 50000
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    SET enable_seqscan TO 'off'
    AS …;

ALTER FUNCTION hippo.round_tickets(p_after bigint, p_last bigint) OWNER TO hippo_owner;

CREATE TABLE hippo.round_totals (
    round_id bigint NOT NULL,
    tickets bigint NOT NULL,
    stakes bigint NOT NULL,
    prizes bigint NOT NULL,
    winning_tickets bigint NOT NULL,
    winning_prices integer[] NOT NULL,
    expected numeric
);

ALTER TABLE hippo.round_totals OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round_totals IS 'What a round''s settlement came to; for a void round, what it gave back.';

COMMENT ON COLUMN hippo.round_totals.winning_prices IS 'The selections that won: price_id of each.';

COMMENT ON COLUMN hippo.round_totals.expected IS 'What the lines should pay by the chances of their selections, in minor units; null for a void round, and for one that was settled before this was kept.';

CREATE FUNCTION hippo.round_totals_insert(p_round hippo.round) RETURNS hippo.round_totals
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_totals_insert(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_void_request(p_round_id bigint, p_reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_void_request(p_round_id bigint, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_winning(p_round hippo.round) RETURNS integer[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_winning(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.runner_json(p_round_id bigint, p_number integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.runner_json(p_round_id bigint, p_number integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.runners_between(p_from date, p_to date) RETURNS TABLE(number integer, name text, rounds bigint, wins bigint, wins_expected numeric, wins_z numeric, places bigint, places_expected numeric, places_z numeric, return_observed numeric, return_expected numeric)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.runners_between(p_from date, p_to date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_answer(p_number text, p_code text, p_round_id bigint, p_sold_at timestamp with time zone, p_stake bigint, p_lines text, p_commitment bytea, p_card_hash bytea) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.sale_answer(p_number text, p_code text, p_round_id bigint, p_sold_at timestamp with time zone, p_stake bigint, p_lines text, p_commitment bytea, p_card_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_answer_line(p_line bigint, p_market text, p_selection text, p_odds integer, p_stake bigint, p_prize bigint) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.sale_answer_line(p_line bigint, p_market text, p_selection text, p_odds integer, p_stake bigint, p_prize bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_cap(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_cap(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_cap_refuse(p_code text, p_till hippo.till_book, p_limit bigint, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_cap_refuse(p_code text, p_till hippo.till_book, p_limit bigint, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_cap_same(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_cap_same(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_cap_stake(p_till hippo.till_book, p_stakes bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_cap_stake(p_till hippo.till_book, p_stakes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_cap_turnover(p_till hippo.till_book, p_stake bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_cap_turnover(p_till hippo.till_book, p_stake bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_cells(p_round_id bigint, p_till_id integer, p_price_ids integer[] DEFAULT '{}'::integer[], p_prizes bigint[] DEFAULT '{}'::bigint[]) RETURNS TABLE(cell integer, base bigint, own bigint, lines integer[])
    LANGUAGE sql STABLE ROWS 100
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_cells(p_round_id bigint, p_till_id integer, p_price_ids integer[], p_prizes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_json(p_ticket_id bigint) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_json(p_ticket_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_line(p_till hippo.till_book, p_line integer, p_selection text, p_stake bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_line(p_till hippo.till_book, p_line integer, p_selection text, p_stake bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sale_prepare(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea) RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sale_prepare(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sales_ask(p_till_id integer) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sales_ask(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sales_stop() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sales_stop() OWNER TO hippo_owner;

CREATE FUNCTION hippo.scan_is_guess(p_number text, p_code text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.scan_is_guess(p_number text, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.screen(p_phase hippo.phase) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.screen(p_phase hippo.phase) OWNER TO hippo_owner;

CREATE FUNCTION hippo.seal_content(p_day date) RETURNS bytea
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION hippo.seal_content(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.seal_figures(p_day date) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.seal_figures(p_day date) OWNER TO hippo_owner;

CREATE TABLE hippo.seal (
    day date NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    first_round_id bigint NOT NULL,
    last_round_id bigint NOT NULL,
    entries bigint NOT NULL,
    content bytea NOT NULL,
    hash bytea NOT NULL,
    entry bigint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT seal_content CHECK ((octet_length(content) = 32)),
    CONSTRAINT seal_hash CHECK ((octet_length(hash) = 32)),
    CONSTRAINT seal_order CHECK (((starts_at <= ends_at) AND (first_round_id <= (last_round_id + 1))))
);

ALTER TABLE hippo.seal OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal IS 'The business days that are closed for ever. There is one for each day from the first on, without a gap.';

COMMENT ON COLUMN hippo.seal.starts_at IS 'The end of the day before; -infinity for the first. What the setting day_ends_hour says now is for days to come.';

COMMENT ON COLUMN hippo.seal.first_round_id IS 'One more than the last round of the days before; last_round_id is less than this when no round opened on the day.';

COMMENT ON COLUMN hippo.seal.entries IS 'How many entries of the journal are of this day, in all chains.';

COMMENT ON COLUMN hippo.seal.content IS 'SHA-256 of hippo.seal_text: the day''s chains, balances and totals.';

COMMENT ON COLUMN hippo.seal.hash IS 'SHA-256 of the hash of the day before, the line hippo.seal_line, and the content.';

COMMENT ON COLUMN hippo.seal.entry IS 'The entry of the house''s journal that has the hash, too: whoever changes a seal has to change the chains after it.';

CREATE FUNCTION hippo.seal_hash(p_before bytea, p_seal hippo.seal) RETURNS bytea
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.seal_hash(p_before bytea, p_seal hippo.seal) OWNER TO hippo_owner;

CREATE FUNCTION hippo.seal_lines(p_day date) RETURNS SETOF text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.seal_lines(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.seal_next() RETURNS hippo.seal
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.seal_next() OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_blind_json(p_session hippo.till_session) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_blind_json(p_session hippo.till_session) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_close(p_session hippo.till_session, p_user hippo.app_user, p_token_hash bytea, p_reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_close(p_session hippo.till_session, p_user hippo.app_user, p_token_hash bytea, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_correct(p_session hippo.till_session, p_user hippo.app_user, p_counted bigint, p_entry hippo.journal) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_correct(p_session hippo.till_session, p_user hippo.app_user, p_counted bigint, p_entry hippo.journal) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_correction_json(p_session hippo.till_session) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_correction_json(p_session hippo.till_session) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_count_json(p_session hippo.till_session) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_count_json(p_session hippo.till_session) OWNER TO hippo_owner;

CREATE TABLE hippo.seal_session (
    till_session_id integer NOT NULL,
    day date NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    entries bigint NOT NULL,
    amount bigint NOT NULL
);

ALTER TABLE hippo.seal_session OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_session IS 'What a till session came to, by kind of entry, from its opening to the end of a sealed day: of sessions that were still open then. A session without rows is counted from its opening.';

COMMENT ON COLUMN hippo.seal_session.amount IS 'In minor units; of reversals what they put into the till less what they took out.';

CREATE FUNCTION hippo.session_figures(p_day date) RETURNS SETOF hippo.seal_session
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_figures(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_is_blind_to(p_user hippo.app_user, p_session hippo.till_session) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_is_blind_to(p_user hippo.app_user, p_session hippo.till_session) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_is_over(p_session_id bigint, p_kind text DEFAULT NULL::text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_is_over(p_session_id bigint, p_kind text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_json(p_till_session_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_json(p_till_session_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_see(p_user hippo.app_user, p_session_id bigint) RETURNS hippo.till_session
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_see(p_user hippo.app_user, p_session_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.session_seen_json(p_user hippo.app_user, p_till_session_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.session_seen_json(p_user hippo.app_user, p_till_session_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_agreement() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_agreement() OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_guard() OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_integer(p_name text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_integer(p_name text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_is_fixed(p_name text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_is_fixed(p_name text) OWNER TO hippo_owner;

CREATE TABLE hippo.setting (
    name text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    value text NOT NULL,
    minimum bigint,
    maximum bigint,
    description text NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    applies text DEFAULT 'now'::text NOT NULL,
    updated_by integer,
    CONSTRAINT setting_applies CHECK ((applies = ANY (ARRAY['now'::text, 'round'::text]))),
    CONSTRAINT setting_bounds CHECK ((((kind = 'text'::text) AND (minimum IS NULL) AND (maximum IS NULL)) OR ((kind = 'integer'::text) AND (value ~ '^-?[0-9]{1,18}$'::text) AND (((value)::bigint >= minimum) AND ((value)::bigint <= maximum))))),
    CONSTRAINT setting_kind CHECK ((kind = ANY (ARRAY['integer'::text, 'text'::text])))
);

ALTER TABLE hippo.setting OWNER TO hippo_owner;

COMMENT ON TABLE hippo.setting IS 'What an operator can change; a round takes its settings when it opens.';

COMMENT ON COLUMN hippo.setting.applies IS 'From when a change holds: now, or from the next round that opens.';

COMMENT ON COLUMN hippo.setting.updated_by IS 'Who changed it last; null: as the house came, or as its first start found it.';

CREATE FUNCTION hippo.setting_json(p_setting hippo.setting) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_json(p_setting hippo.setting) OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_text(p_name text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_text(p_name text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.settings_require(p_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.settings_require(p_name text) OWNER TO hippo_owner;

CREATE TABLE hippo.shop (
    shop_id integer NOT NULL,
    name text NOT NULL,
    header text[] DEFAULT '{}'::text[] NOT NULL,
    closed_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    paused_at timestamp with time zone,
    pause_reason text,
    CONSTRAINT shop_header CHECK ((cardinality(header) <= 4)),
    CONSTRAINT shop_name CHECK (((name = btrim(name)) AND ((length(name) >= 1) AND (length(name) <= 60)))),
    CONSTRAINT shop_number CHECK (((shop_id >= 1) AND (shop_id <= 999)))
);

ALTER TABLE hippo.shop OWNER TO hippo_owner;

COMMENT ON TABLE hippo.shop IS 'A place where tickets are sold. Its number is the first part of its tickets'' numbers.';

COMMENT ON COLUMN hippo.shop.header IS 'Lines at the head of a printed ticket.';

COMMENT ON COLUMN hippo.shop.closed_at IS 'Since when it is out of use; null: in use.';

COMMENT ON COLUMN hippo.shop.paused_at IS 'Since when it sells nothing; null when it sells. It pays all the time.';

CREATE FUNCTION hippo.shop_full_json(p_shop hippo.shop) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_full_json(p_shop hippo.shop) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_hours_change(p_shop_id integer, p_hours json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_hours_change(p_shop_id integer, p_hours json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_hours_json(p_shop_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_hours_json(p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_json(p_shop_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_json(p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_number(p_shop_id integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.shop_number(p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_openings(p_shop_id integer, p_now timestamp with time zone) RETURNS TABLE(opens_at timestamp with time zone, closes_at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_openings(p_shop_id integer, p_now timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_opens_at(p_shop_id integer, p_now timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_opens_at(p_shop_id integer, p_now timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_sales_json(p_shop_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_sales_json(p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_sales_set(p_token_hash bytea, p_admin hippo.app_user, p_action text, p_shop_id bigint, p_key text, p_fingerprint bytea, p_reason text) RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_sales_set(p_token_hash bytea, p_admin hippo.app_user, p_action text, p_shop_id bigint, p_key text, p_fingerprint bytea, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_sells_require(p_till_id integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_sells_require(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.shop_tell(p_shop_id integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.shop_tell(p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.showable_require(p_text text, p_name text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.showable_require(p_text text, p_name text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.sign_in_subjects(p_username text, p_address text, OUT username text, OUT of_user text, OUT of_pair text, OUT of_network text) RETURNS record
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.sign_in_subjects(p_username text, p_address text, OUT username text, OUT of_user text, OUT of_pair text, OUT of_network text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.snapshot_json() RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.snapshot_json() OWNER TO hippo_owner;

CREATE FUNCTION hippo.stream_append(p_channel text, p_event text, p_round_id bigint, p_fields json) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.stream_append(p_channel text, p_event text, p_round_id bigint, p_fields json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.stream_epoch(p_epoch text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.stream_epoch(p_epoch text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.stream_trim(p_channel text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.stream_trim(p_channel text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.tax_owed(p_shop_id integer) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.tax_owed(p_shop_id integer) OWNER TO hippo_owner;

CREATE TABLE hippo.tax_rate (
    tax_rate_id integer NOT NULL,
    from_day date NOT NULL,
    rate integer NOT NULL,
    above bigint NOT NULL,
    set_by integer NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT tax_rate_above CHECK (((above >= 0) AND (above <= '1000000000000000'::bigint))),
    CONSTRAINT tax_rate_rate CHECK (((rate >= 0) AND (rate <= 9999)))
);

ALTER TABLE hippo.tax_rate OWNER TO hippo_owner;

COMMENT ON TABLE hippo.tax_rate IS 'What is withheld from prizes, written once: a new rate holds from its first day on, never for a day that has begun. The rate of a prize is that of the day on which its round opened.';

COMMENT ON COLUMN hippo.tax_rate.rate IS 'Hundredths of a percent of the whole prize; less than all of it, for a payment hands out something.';

COMMENT ON COLUMN hippo.tax_rate.above IS 'A ticket''s prize up to this is paid whole, in minor units.';

CREATE FUNCTION hippo.tax_rate_json(p_rate hippo.tax_rate) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.tax_rate_json(p_rate hippo.tax_rate) OWNER TO hippo_owner;

CREATE FUNCTION hippo.tax_withheld(p_round_id bigint, p_prize bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.tax_withheld(p_round_id bigint, p_prize bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.text_has(p_text text, p_search text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION hippo.text_has(p_text text, p_search text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.text_require(p_text text, p_longest integer, p_name text) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.text_require(p_text text, p_longest integer, p_name text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.throttle_clear(p_subject text, p_is_all boolean) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.throttle_clear(p_subject text, p_is_all boolean) OWNER TO hippo_owner;

CREATE FUNCTION hippo.throttle_fail(p_subject text, p_free integer, p_longest interval) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.throttle_fail(p_subject text, p_free integer, p_longest interval) OWNER TO hippo_owner;

CREATE FUNCTION hippo.throttle_wait(p_subject text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.throttle_wait(p_subject text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_code(p_ticket_id bigint, p_secret bytea) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.ticket_code(p_ticket_id bigint, p_secret bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_code_hash(p_number text, p_code text) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.ticket_code_hash(p_number text, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_fits(p_ticket hippo.ticket, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) RETURNS boolean
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.ticket_fits(p_ticket hippo.ticket, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_full_json(p_ticket hippo.ticket) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_full_json(p_ticket hippo.ticket) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_guard() OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_id(p_number text) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_id(p_number text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_id_unchecked(p_number text) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_id_unchecked(p_number text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_is_open_to(p_user hippo.app_user, p_till_session_id integer) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_is_open_to(p_user hippo.app_user, p_till_session_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_json(p_ticket hippo.ticket) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_json(p_ticket hippo.ticket) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_max_prize(p_round_id bigint, p_price_ids integer[], p_prizes bigint[]) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_max_prize(p_round_id bigint, p_price_ids integer[], p_prizes bigint[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_number(p_ticket_id bigint) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_number(p_ticket_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_print_json(p_ticket hippo.ticket, p_copy integer, p_shop_id integer DEFAULT NULL::integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_print_json(p_ticket hippo.ticket, p_copy integer, p_shop_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_proven(p_number text, p_code text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_proven(p_number text, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_scope(p_user hippo.app_user, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint) RETURNS TABLE(till_id integer, ticket_base bigint, user_id bigint)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_scope(p_user hippo.app_user, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_secret(p_ticket_id bigint, p_till_id integer, p_secret bytea) RETURNS bytea
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.ticket_secret(p_ticket_id bigint, p_till_id integer, p_secret bytea) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_shown(p_user hippo.app_user, p_number text, p_code text) RETURNS hippo.ticket
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.ticket_shown(p_user hippo.app_user, p_number text, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_stats(p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_bitmapscan TO 'off'
    SET enable_seqscan TO 'off'
    AS …;

ALTER FUNCTION hippo.ticket_stats(p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.ticket_window(p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text, p_before hippo.ticket, p_limit integer, p_size integer) RETURNS TABLE(ticket_id bigint, round_id bigint, fits boolean, is_last boolean)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_bitmapscan TO 'off'
    SET enable_seqscan TO 'off'
    AS …;

ALTER FUNCTION hippo.ticket_window(p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text, p_before hippo.ticket, p_limit integer, p_size integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.tickets_refund(p_round hippo.round) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.tickets_refund(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.tickets_settle(p_round hippo.round) RETURNS json
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.tickets_settle(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_book_insert(p_till hippo.till) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_book_insert(p_till hippo.till) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_cash(p_till_session_id integer) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_cash(p_till_session_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_cash_require(p_till_session_id integer, p_amount bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_cash_require(p_till_session_id integer, p_amount bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_enter(p_till_id integer, p_round hippo.round) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_enter(p_till_id integer, p_round hippo.round) OWNER TO hippo_owner;

CREATE TABLE hippo.seal_till (
    day date NOT NULL,
    till_id integer NOT NULL,
    user_id integer NOT NULL,
    postings bigint NOT NULL,
    sales_count bigint NOT NULL,
    sales bigint NOT NULL,
    voids_count bigint NOT NULL,
    voids bigint NOT NULL,
    payments_count bigint NOT NULL,
    payments bigint NOT NULL,
    refunds_count bigint NOT NULL,
    refunds bigint NOT NULL,
    cash_in bigint NOT NULL,
    cash_out bigint NOT NULL,
    variance bigint NOT NULL,
    copies bigint NOT NULL,
    failed_scans bigint NOT NULL
);

ALTER TABLE hippo.seal_till OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_till IS 'What each user did at each till on a day, counted from the journal. User 0 is nobody: what the house wrote itself.';

CREATE FUNCTION hippo.till_figures(p_day date) RETURNS SETOF hippo.seal_till
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_figures(p_day date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_full_json(p_till hippo.till) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_full_json(p_till hippo.till) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_json(p_till_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_json(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_limit(p_till_id integer) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_limit(p_till_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_see(p_user hippo.app_user, p_till_id bigint) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_see(p_user hippo.app_user, p_till_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_seen_json(p_user hippo.app_user, p_till hippo.till) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_seen_json(p_user hippo.app_user, p_till hippo.till) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_seq_max() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.till_seq_max() OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_seq_warn() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.till_seq_warn() OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_take(p_user hippo.app_user, p_till_id bigint) RETURNS hippo.till_book
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_take(p_user hippo.app_user, p_till_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_tell(p_till_id integer, p_event text, p_fields json) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_tell(p_till_id integer, p_event text, p_fields json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.till_totals(p_till_session_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.till_totals(p_till_session_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.tills_anew(p_entry bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.tills_anew(p_entry bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.tills_tell(p_round_id bigint, p_event text, p_totals json) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.tills_tell(p_round_id bigint, p_event text, p_totals json) OWNER TO hippo_owner;

CREATE FUNCTION hippo.timer_json(p_round hippo.round) RETURNS json
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.timer_json(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.turnover_allow(p_till hippo.till_book, p_stake bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.turnover_allow(p_till hippo.till_book, p_stake bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.turnover_book(p_till hippo.till_book) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.turnover_book(p_till hippo.till_book) OWNER TO hippo_owner;

CREATE FUNCTION hippo.typed_plain(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.typed_plain(p_text text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.units(p_minor numeric, p_digits integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.units(p_minor numeric, p_digits integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.user_full_json(p_user hippo.app_user) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.user_full_json(p_user hippo.app_user) OWNER TO hippo_owner;

CREATE FUNCTION hippo.user_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.user_guard() OWNER TO hippo_owner;

CREATE FUNCTION hippo.user_json(p_user_id integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.user_json(p_user_id integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.user_place_require(p_role text, p_shop_id bigint) RETURNS hippo.role
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.user_place_require(p_role text, p_shop_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.user_rights() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.user_rights() OWNER TO hippo_owner;

CREATE FUNCTION hippo.utc_offset(p_at timestamp with time zone, p_zone text) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.utc_offset(p_at timestamp with time zone, p_zone text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.variance_is_small(p_session hippo.till_session) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.variance_is_small(p_session hippo.till_session) OWNER TO hippo_owner;

CREATE FUNCTION hippo.void_limit_require(p_user hippo.app_user, p_book hippo.till_book) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.void_limit_require(p_user hippo.app_user, p_book hippo.till_book) OWNER TO hippo_owner;

CREATE FUNCTION hippo.voters_json(p_asked_at timestamp with time zone, p_spoken integer[]) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.voters_json(p_asked_at timestamp with time zone, p_spoken integer[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.waiting_json() RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.waiting_json() OWNER TO hippo_owner;

CREATE FUNCTION hippo.window_chain(p_after date, p_until date) RETURNS TABLE(scope integer, after_seq bigint, after_hash bytea, last_seq bigint, head_seq bigint, head_hash bytea)
    LANGUAGE sql STABLE ROWS 50
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.window_chain(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.window_entries(p_after date, p_until date) RETURNS SETOF hippo.journal
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.window_entries(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.window_rounds(p_after date, p_until date, OUT after_round bigint, OUT last_round bigint) RETURNS record
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.window_rounds(p_after date, p_until date, OUT after_round bigint, OUT last_round bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.window_tickets(p_after date, p_until date) RETURNS SETOF hippo.ticket
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION hippo.window_tickets(p_after date, p_until date) OWNER TO hippo_owner;

CREATE FUNCTION hippo.winners_json(p_limit integer) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.winners_json(p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION report.audit_verify() RETURNS TABLE(scope integer, entry bigint, fault text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION report.audit_verify() OWNER TO hippo_owner;

COMMENT ON FUNCTION report.audit_verify() IS 'One row for each fault in the hash chains of the journal (scope 0 is the house, else the till); no row means that nothing was tampered with.';

CREATE FUNCTION report.exposure(p_round_id bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION report.exposure(p_round_id bigint) OWNER TO hippo_owner;

COMMENT ON FUNCTION report.exposure(p_round_id bigint) IS 'The most that the open tickets of a round can win in one finish order, in minor units.';

CREATE FUNCTION report.proof() RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION report.proof() OWNER TO hippo_owner;

COMMENT ON FUNCTION report.proof() IS 'One row for each violated invariant of rounds, stream, tickets, ledger, tills and journal since the last sealed day, and of the seals; no row means that all hold. Draws every published round of them again.';

CREATE FUNCTION report.proof_full(p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date) RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION report.proof_full(p_from date, p_to date) OWNER TO hippo_owner;

COMMENT ON FUNCTION report.proof_full(p_from date, p_to date) IS 'One row for each violated invariant of the sealed days from one to another, both included; without days, of all that there ever was. No row means that all hold.';

CREATE FUNCTION scheduler.clock_tell(p_elapsed_ms bigint, p_jump_ms bigint, p_apart_ms bigint) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.clock_tell(p_elapsed_ms bigint, p_jump_ms bigint, p_apart_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.day_seal() RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    SET enable_seqscan TO 'off'
    AS …;

ALTER FUNCTION scheduler.day_seal() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.export_begin(p_public_key text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.export_begin(p_public_key text) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.export_make(p_export_id bigint, p_public_key text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.export_make(p_export_id bigint, p_public_key text) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.export_part(p_export_id bigint, p_part integer) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.export_part(p_export_id bigint, p_part integer) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.export_sign(p_export_id bigint, p_public_key text, p_hash text, p_signature text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.export_sign(p_export_id bigint, p_public_key text, p_hash text, p_signature text) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.house_confirm(p_record json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.house_confirm(p_record json) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.house_look(p_record json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.house_look(p_record json) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.key_wanted() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.key_wanted() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.lead_take() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.lead_take() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.proof_run() RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    SET jit TO 'off'
    AS …;

ALTER FUNCTION scheduler.proof_run() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.pulse() RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.pulse() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_abandon(p_round_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_abandon(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_finish(p_round_id bigint, p_secret text, p_order integer[], p_from integer, p_positions json) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_finish(p_round_id bigint, p_secret text, p_order integer[], p_from integer, p_positions json) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_lock(p_round_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_lock(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_open() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_open() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_race(p_round_id bigint, p_distance_mm bigint, p_playout_ms integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_race(p_round_id bigint, p_distance_mm bigint, p_playout_ms integer) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_settle(p_round_id bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_settle(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.round_void(p_round_id bigint, p_secret text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.round_void(p_round_id bigint, p_secret text) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.schema_version() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.schema_version() OWNER TO hippo_owner;

CREATE FUNCTION scheduler.session_open(p_rounds integer, p_anchor text, p_sealed text, p_key_fingerprint text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.session_open(p_rounds integer, p_anchor text, p_sealed text, p_key_fingerprint text) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.settings_init(p_betting_ms bigint, p_lock_ms bigint, p_film_ms bigint, p_finish_ms bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.settings_init(p_betting_ms bigint, p_lock_ms bigint, p_film_ms bigint, p_finish_ms bigint) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.signing_key(p_public_key text, p_key_fingerprint text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.signing_key(p_public_key text, p_key_fingerprint text) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) OWNER TO hippo_owner;

CREATE TABLE hippo.house_book (
    is_only boolean DEFAULT true NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    hash bytea DEFAULT sha256('\x686f757365'::bytea) NOT NULL,
    CONSTRAINT house_book_is_only CHECK (is_only)
);

ALTER TABLE hippo.house_book OWNER TO hippo_owner;

COMMENT ON TABLE hippo.house_book IS 'Head of the house''s journal (scope 0). Held by whatever makes a till or stops the sales: a till cannot appear in between.';

CREATE VIEW hippo.house_terms AS
 SELECT (digits.value)::integer AS digits,
    zone.value AS time_zone,
    make_interval(hours => (hour.value)::integer) AS day_ends
   FROM hippo.setting digits,
    hippo.setting zone,
    hippo.setting hour
  WHERE ((digits.name = 'currency_digits'::text) AND (zone.name = 'time_zone'::text) AND (hour.name = 'day_ends_hour'::text));

ALTER TABLE hippo.house_terms OWNER TO hippo_owner;

COMMENT ON VIEW hippo.house_terms IS 'One row: in what the reports count. Amounts through hippo.units(…, house.digits), days by house.time_zone and house.day_ends after midnight.';

CREATE VIEW hippo.open_period AS
 SELECT COALESCE((max(seal.day) + 1), '-infinity'::date) AS day,
    COALESCE(max(seal.last_round_id), (0)::bigint) AS after_round
   FROM hippo.seal;

ALTER TABLE hippo.open_period OWNER TO hippo_owner;

COMMENT ON VIEW hippo.open_period IS 'One row: the first day that is not sealed, and the last round that is.';

CREATE TABLE hippo.seal_chain (
    day date NOT NULL,
    scope integer NOT NULL,
    after_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT seal_chain_hash CHECK ((octet_length(hash) = 32)),
    CONSTRAINT seal_chain_run CHECK ((last_seq > after_seq))
);

ALTER TABLE hippo.seal_chain OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_chain IS 'Which entries of a chain of the journal are of a day: those after after_seq, up to last_seq, whose hash this is. A chain that did not grow has no row. An entry is of the day in whose seal it is, whatever its time says: what comes late is of a later day.';

CREATE VIEW hippo.day_entry AS
 SELECT c.day,
    false AS is_open,
    c.scope AS chain,
    j.scope,
    j.seq,
    j.at,
    j.user_id,
    j.action,
    j.ticket_id,
    j.subject,
    j.debit,
    j.debit_id,
    j.credit,
    j.credit_id,
    j.amount,
    j.key,
    j.fingerprint,
    j.address,
    j.before,
    j.after,
    j.reason,
    j.hash
   FROM (hippo.seal_chain c
     CROSS JOIN LATERAL ( SELECT j_1.scope,
            j_1.seq,
            j_1.at,
            j_1.user_id,
            j_1.action,
            j_1.ticket_id,
            j_1.subject,
            j_1.debit,
            j_1.debit_id,
            j_1.credit,
            j_1.credit_id,
            j_1.amount,
            j_1.key,
            j_1.fingerprint,
            j_1.address,
            j_1.before,
            j_1.after,
            j_1.reason,
            j_1.hash
           FROM hippo.journal j_1
          WHERE ((j_1.scope = c.scope) AND (j_1.seq > c.after_seq) AND (j_1.seq <= c.last_seq))
          ORDER BY j_1.seq
         LIMIT (c.last_seq - c.after_seq)) j)
UNION ALL
 SELECT GREATEST((((j.at AT TIME ZONE house.time_zone) - house.day_ends))::date, o.day) AS day,
    true AS is_open,
    b.scope AS chain,
    j.scope,
    j.seq,
    j.at,
    j.user_id,
    j.action,
    j.ticket_id,
    j.subject,
    j.debit,
    j.debit_id,
    j.credit,
    j.credit_id,
    j.amount,
    j.key,
    j.fingerprint,
    j.address,
    j.before,
    j.after,
    j.reason,
    j.hash
   FROM ((((( SELECT 0 AS scope,
            house_book.seq
           FROM hippo.house_book
        UNION ALL
         SELECT till_book.till_id,
            till_book.seq
           FROM hippo.till_book) b
     CROSS JOIN LATERAL ( SELECT COALESCE(( SELECT c.last_seq
                   FROM hippo.seal_chain c
                  WHERE (c.scope = b.scope)
                  ORDER BY c.last_seq DESC
                 LIMIT 1), (0)::bigint) AS seq) s)
     CROSS JOIN LATERAL ( SELECT j_1.scope,
            j_1.seq,
            j_1.at,
            j_1.user_id,
            j_1.action,
            j_1.ticket_id,
            j_1.subject,
            j_1.debit,
            j_1.debit_id,
            j_1.credit,
            j_1.credit_id,
            j_1.amount,
            j_1.key,
            j_1.fingerprint,
            j_1.address,
            j_1.before,
            j_1.after,
            j_1.reason,
            j_1.hash
           FROM hippo.journal j_1
          WHERE ((j_1.scope = b.scope) AND (j_1.seq > s.seq) AND (j_1.seq <= b.seq))
          ORDER BY j_1.seq
         LIMIT (b.seq - s.seq)) j)
     CROSS JOIN hippo.open_period o)
     CROSS JOIN hippo.house_terms house);

ALTER TABLE hippo.day_entry OWNER TO hippo_owner;

COMMENT ON VIEW hippo.day_entry IS 'The journal by days. A sealed day has the entries that its seal has; whatever was written since is of the first open day or of a later one, however old its time. Ask for days (or for a chain): nothing else is found by a key.';

CREATE VIEW hippo.account_moves AS
 SELECT j.day,
    j.is_open,
    s.account,
    s.id,
    count(*) AS postings,
    (sum(s.amount))::bigint AS balance
   FROM (hippo.day_entry j
     CROSS JOIN LATERAL ( VALUES (j.debit,j.debit_id,(j.amount)::bigint), (j.credit,j.credit_id,(- (j.amount)::bigint))) s(account, id, amount))
  WHERE (j.amount IS NOT NULL)
  GROUP BY j.day, j.is_open, s.account, s.id;

ALTER TABLE hippo.account_moves OWNER TO hippo_owner;

COMMENT ON VIEW hippo.account_moves IS 'By how much each account moved on a day. Debit is positive.';

ALTER TABLE hippo.app_user ALTER COLUMN user_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.app_user_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.approval (
    approval_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    asked_by integer NOT NULL,
    approved_by integer NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL,
    amount bigint NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT approval_action CHECK ((action = ANY (ARRAY['pay'::text, 'void'::text, 'copy'::text, 'verify'::text, 'movement'::text]))),
    CONSTRAINT approval_persons CHECK ((asked_by <> approved_by)),
    CONSTRAINT approval_token_size CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE hippo.approval OWNER TO hippo_owner;

COMMENT ON TABLE hippo.approval IS 'What a supervisor allowed somebody at a till to do: one act, of one amount, once, within two minutes.';

COMMENT ON COLUMN hippo.approval.subject IS 'Of pay, void and copy the ticket''s number, of verify the till session''s, of movement its kind.';

COMMENT ON COLUMN hippo.approval.amount IS 'In minor units: the prize (of a duplicate before there is one the stake), the stake that goes back, the variance (less than 0: short), the cash that is taken out.';

ALTER TABLE hippo.approval ALTER COLUMN approval_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.approval_approval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.card_schedule (
    place integer NOT NULL,
    card_template_id bigint NOT NULL,
    rounds integer NOT NULL,
    CONSTRAINT card_schedule_place CHECK (((place >= 1) AND (place <= 100))),
    CONSTRAINT card_schedule_rounds CHECK (((rounds >= 1) AND (rounds <= 100000)))
);

ALTER TABLE hippo.card_schedule OWNER TO hippo_owner;

COMMENT ON TABLE hippo.card_schedule IS 'The cards that rounds open with: each place for so many rounds, then the next one, and after the last the first again.';

ALTER TABLE hippo.card_template ALTER COLUMN card_template_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.card_template_card_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.card_template_runner (
    card_template_id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    weight bigint NOT NULL,
    win_odds integer NOT NULL,
    color text NOT NULL,
    CONSTRAINT card_template_runner_color CHECK ((color ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT card_template_runner_name CHECK (((name IS NFC NORMALIZED) AND (name !~ '[[:cntrl:]]'::text) AND (name = btrim(name)) AND ((length(name) >= 1) AND (length(name) <= 40)))),
    CONSTRAINT card_template_runner_number CHECK (((number >= 1) AND (number <= 9999))),
    CONSTRAINT card_template_runner_odds CHECK (((win_odds >= 101) AND (win_odds <= 10000000))),
    CONSTRAINT card_template_runner_weight CHECK ((weight >= 1))
);

ALTER TABLE hippo.card_template_runner OWNER TO hippo_owner;

COMMENT ON COLUMN hippo.card_template_runner.win_odds IS 'Hundredths: 550 pays 5.50 for 1.';

CREATE TABLE hippo.claim (
    ticket_id bigint NOT NULL,
    round_id bigint NOT NULL,
    amount hippo.amount NOT NULL,
    since timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE hippo.claim OWNER TO hippo_owner;

COMMENT ON TABLE hippo.claim IS 'What the house owes to tickets that won or are to be refunded; a row goes when its ticket is paid or expires.';

ALTER TABLE hippo.commission_rate ALTER COLUMN commission_rate_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.commission_rate_commission_rate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.confirmation (
    is_only boolean DEFAULT true NOT NULL,
    era integer DEFAULT 1 NOT NULL,
    beat bigint DEFAULT 0 NOT NULL,
    beat_at timestamp with time zone,
    beat_total bigint,
    system_identifier bigint NOT NULL,
    database_oid bigint NOT NULL,
    relation_oid bigint NOT NULL,
    timeline text,
    is_synchronous boolean DEFAULT false NOT NULL,
    confirmed_for timestamp with time zone,
    doubt json,
    CONSTRAINT confirmation_is_only CHECK (is_only)
);

ALTER TABLE hippo.confirmation OWNER TO hippo_owner;

COMMENT ON TABLE hippo.confirmation IS 'One row: where the house was when a scheduler last confirmed it, and what the schedulers'' records beside the key are compared with.';

COMMENT ON COLUMN hippo.confirmation.era IS 'One more with each set-back.';

COMMENT ON COLUMN hippo.confirmation.beat IS 'One more whenever the leader finds that anything has happened. Records keep it: a database that knows fewer has lost its end.';

COMMENT ON COLUMN hippo.confirmation.beat_total IS 'Entries of all journals and of the public stream at the last beat.';

COMMENT ON COLUMN hippo.confirmation.timeline IS 'Of the write-ahead log: a promotion or a recovery to a moment of the past begins another one.';

COMMENT ON COLUMN hippo.confirmation.is_synchronous IS 'Whether commits waited for a standby: then another timeline alone is a failover that lost nothing.';

COMMENT ON COLUMN hippo.confirmation.confirmed_for IS 'Start of the PostgreSQL server for which it holds; null: not confirmed.';

COMMENT ON COLUMN hippo.confirmation.doubt IS 'What a standby scheduler''s record says against this database: {reason, record}.';

CREATE VIEW hippo.day_session AS
 SELECT c.day,
    s.till_session_id,
    s.till_id,
    s.user_id,
    s.state,
    s.opened_at,
    s.opened_seq,
    s.float_minor,
    s.counted_at,
    s.counted_by,
    s.counts,
    s.counted_minor,
    s.expected_minor,
    s.closed_at,
    s.closed_by,
    s.closed_seq,
    s.reason,
    s.corrected_seq,
    s.corrected_minor,
    s.is_handover,
    s.taken_from
   FROM (hippo.seal_chain c
     CROSS JOIN LATERAL ( SELECT s_1.till_session_id,
            s_1.till_id,
            s_1.user_id,
            s_1.state,
            s_1.opened_at,
            s_1.opened_seq,
            s_1.float_minor,
            s_1.counted_at,
            s_1.counted_by,
            s_1.counts,
            s_1.counted_minor,
            s_1.expected_minor,
            s_1.closed_at,
            s_1.closed_by,
            s_1.closed_seq,
            s_1.reason,
            s_1.corrected_seq,
            s_1.corrected_minor,
            s_1.is_handover,
            s_1.taken_from
           FROM hippo.till_session s_1
          WHERE ((s_1.till_id = c.scope) AND (s_1.opened_seq > c.after_seq) AND (s_1.opened_seq <= c.last_seq))
         OFFSET 0) s)
  WHERE (c.scope <> 0)
UNION ALL
 SELECT GREATEST((((s.opened_at AT TIME ZONE house.time_zone) - house.day_ends))::date, o.day) AS day,
    s.till_session_id,
    s.till_id,
    s.user_id,
    s.state,
    s.opened_at,
    s.opened_seq,
    s.float_minor,
    s.counted_at,
    s.counted_by,
    s.counts,
    s.counted_minor,
    s.expected_minor,
    s.closed_at,
    s.closed_by,
    s.closed_seq,
    s.reason,
    s.corrected_seq,
    s.corrected_minor,
    s.is_handover,
    s.taken_from
   FROM ((((hippo.till_book b
     CROSS JOIN LATERAL ( SELECT COALESCE(( SELECT c.last_seq
                   FROM hippo.seal_chain c
                  WHERE (c.scope = b.till_id)
                  ORDER BY c.last_seq DESC
                 LIMIT 1), (0)::bigint) AS seq) h)
     CROSS JOIN LATERAL ( SELECT s_1.till_session_id,
            s_1.till_id,
            s_1.user_id,
            s_1.state,
            s_1.opened_at,
            s_1.opened_seq,
            s_1.float_minor,
            s_1.counted_at,
            s_1.counted_by,
            s_1.counts,
            s_1.counted_minor,
            s_1.expected_minor,
            s_1.closed_at,
            s_1.closed_by,
            s_1.closed_seq,
            s_1.reason,
            s_1.corrected_seq,
            s_1.corrected_minor,
            s_1.is_handover,
            s_1.taken_from
           FROM hippo.till_session s_1
          WHERE ((s_1.till_id = b.till_id) AND (s_1.opened_seq > h.seq))
         OFFSET 0) s)
     CROSS JOIN hippo.open_period o)
     CROSS JOIN hippo.house_terms house);

ALTER TABLE hippo.day_session OWNER TO hippo_owner;

COMMENT ON VIEW hippo.day_session IS 'Till sessions by the day of the entry that opened them.';

ALTER TABLE hippo.display ALTER COLUMN display_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.display_display_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE hippo.export ALTER COLUMN export_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.export_export_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.export_part (
    export_id integer NOT NULL,
    part integer NOT NULL,
    text text NOT NULL,
    CONSTRAINT export_part_number CHECK ((part >= 1))
);

ALTER TABLE hippo.export_part OWNER TO hippo_owner;

COMMENT ON TABLE hippo.export_part IS 'The files of exports, some hundred lines a part, so that nobody has to hold a whole file.';

CREATE TABLE hippo.failure_tally (
    subject text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    written integer NOT NULL,
    untold bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE hippo.failure_tally OWNER TO hippo_owner;

COMMENT ON TABLE hippo.failure_tally IS 'Failed attempts of a day of the house: how many stand in the journal one by one, and how many came after those.';

COMMENT ON COLUMN hippo.failure_tally.untold IS 'Those that the journal is still to be told of, as a number.';

CREATE TABLE hippo.house (
    is_only boolean DEFAULT true NOT NULL,
    initialised_at timestamp with time zone,
    paused_at timestamp with time zone,
    pause_reason text,
    cards_from bigint DEFAULT 10000001 NOT NULL,
    CONSTRAINT house_is_only CHECK (is_only),
    CONSTRAINT house_pause CHECK (((paused_at IS NULL) = (pause_reason IS NULL)))
);

ALTER TABLE hippo.house OWNER TO hippo_owner;

COMMENT ON TABLE hippo.house IS 'One row: has the first start taken its settings, is the game paused.';

COMMENT ON COLUMN hippo.house.cards_from IS 'The round from which the list of cards counts: the first that it holds for.';

CREATE TABLE hippo.house_clock (
    is_only boolean DEFAULT true NOT NULL,
    state text DEFAULT 'right'::text NOT NULL,
    skew_ms bigint DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone,
    seen_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    lived_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT house_clock_is_only CHECK (is_only),
    CONSTRAINT house_clock_state CHECK ((state = ANY (ARRAY['right'::text, 'jumped'::text, 'apart'::text])))
)
WITH (fillfactor='50');

ALTER TABLE hippo.house_clock OWNER TO hippo_owner;

COMMENT ON TABLE hippo.house_clock IS 'One row, written by the leading scheduler every ten seconds: what it knows of the clock.';

COMMENT ON COLUMN hippo.house_clock.state IS 'right; jumped: forwards or back, until the next round opens; apart: the scheduler''s clock and the database''s differ.';

COMMENT ON COLUMN hippo.house_clock.skew_ms IS 'By how much it jumped, or they differ; above 0: the database''s clock was ahead.';

COMMENT ON COLUMN hippo.house_clock.changed_at IS 'When state became what it is; null: it was never anything else.';

COMMENT ON COLUMN hippo.house_clock.seen_at IS 'The database''s clock when the leader looked last.';

COMMENT ON COLUMN hippo.house_clock.lived_at IS 'Up to when the house has lived: it grows with the leading scheduler''s own clock, never faster, and not past the database''s clock.';

CREATE TABLE hippo.limit_kind (
    kind text NOT NULL COLLATE pg_catalog."C",
    rank integer NOT NULL,
    setting text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE hippo.limit_kind OWNER TO hippo_owner;

COMMENT ON TABLE hippo.limit_kind IS 'What can be limited for a shop, a till and a user, and the house''s own limit of it.';

CREATE TABLE hippo.logo (
    is_only boolean DEFAULT true NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bits bytea NOT NULL,
    CONSTRAINT logo_bits CHECK ((octet_length(bits) = ((width / 8) * height))),
    CONSTRAINT logo_height CHECK (((height >= 8) AND (height <= 192))),
    CONSTRAINT logo_is_only CHECK (is_only),
    CONSTRAINT logo_width CHECK ((((width >= 8) AND (width <= 384)) AND ((width % 8) = 0)))
);

ALTER TABLE hippo.logo OWNER TO hippo_owner;

COMMENT ON TABLE hippo.logo IS 'At most one row: what is printed above the house''s name.';

COMMENT ON COLUMN hippo.logo.bits IS 'Row by row from the top, a bit a dot, the left one the highest of its byte; 1 is black.';

CREATE TABLE hippo.market (
    market text NOT NULL COLLATE pg_catalog."C",
    rank integer NOT NULL,
    picks integer NOT NULL,
    is_ordered boolean NOT NULL,
    min_runners integer NOT NULL,
    max_runners integer NOT NULL,
    name text NOT NULL
);

ALTER TABLE hippo.market OWNER TO hippo_owner;

COMMENT ON TABLE hippo.market IS 'The kinds of bets, in the order in which a card lists them.';

COMMENT ON COLUMN hippo.market.picks IS 'Runners that a selection names; 0 for odd_even.';

CREATE TABLE hippo.price (
    price_id integer NOT NULL,
    card_template_id bigint NOT NULL,
    market text NOT NULL COLLATE pg_catalog."C",
    selection text NOT NULL COLLATE pg_catalog."C",
    odds integer NOT NULL,
    chance numeric NOT NULL,
    depth integer NOT NULL,
    cells integer[] NOT NULL,
    label text GENERATED ALWAYS AS (((market || ' '::text) || selection)) STORED NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT price_chance CHECK (((chance > (0)::numeric) AND (chance <= (1)::numeric))),
    CONSTRAINT price_depth CHECK (((depth >= 1) AND (depth <= 3))),
    CONSTRAINT price_odds CHECK (((odds >= 101) AND (odds <= 10000000)))
);

ALTER TABLE hippo.price OWNER TO hippo_owner;

COMMENT ON TABLE hippo.price IS 'The odds of every selection of a card, made once; the card''s hash covers them.';

COMMENT ON COLUMN hippo.price.depth IS 'How many of the first places decide it.';

COMMENT ON COLUMN hippo.price.cells IS 'The openings of the finish order on which it wins, as numbers from 0: ordered choices of `depth` runners in canonical order.';

CREATE TABLE hippo.round_day (
    round_id bigint NOT NULL,
    day date NOT NULL
);

ALTER TABLE hippo.round_day OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round_day IS 'The business day that a round is of: that of its opening, written with it. A table beside hippo.round, so that a house that has a million of them gets it without a lock on any.';

CREATE VIEW hippo.market_rounds AS
 SELECT d.day,
    d.round_id,
    ((t.ticket_id / '100000000000'::bigint))::integer AS shop_id,
    p.market,
    count(*) AS lines,
    (sum(l.stake))::bigint AS stakes,
    (COALESCE(sum(l.prize) FILTER (WHERE (p.price_id = ANY (w.winning_prices))), (0)::numeric))::bigint AS prizes,
    sum(((l.prize)::numeric * p.chance)) AS expected
   FROM (((((hippo.round_day d
     JOIN hippo.round r ON (((r.round_id = d.round_id) AND (r.phase = 'settled'::hippo.phase))))
     JOIN hippo.round_totals w ON ((w.round_id = d.round_id)))
     CROSS JOIN LATERAL ( SELECT t_1.ticket_id,
            t_1.round_id,
            t_1.till_session_id,
            t_1.state,
            t_1.copies,
            t_1.sold_at,
            t_1.closed_at,
            t_1.closed_scope,
            t_1.closed_seq,
            t_1.stake,
            t_1.prize,
            t_1.price_ids,
            t_1.stakes,
            t_1.prizes,
            t_1.code_hash
           FROM hippo.ticket t_1
          WHERE ((t_1.round_id = d.round_id) AND (t_1.state <> 'voided'::hippo.ticket_state))
         OFFSET 0) t)
     CROSS JOIN LATERAL UNNEST(t.price_ids, t.stakes, t.prizes) l(price_id, stake, prize))
     JOIN hippo.price p ON ((p.price_id = l.price_id)))
  GROUP BY d.day, d.round_id, (((t.ticket_id / '100000000000'::bigint))::integer), p.market;

ALTER TABLE hippo.market_rounds OWNER TO hippo_owner;

COMMENT ON VIEW hippo.market_rounds IS 'What was staked and won in each settled round, by shop and market, in minor units, and what the chances say would be won: counted from the tickets. Ask for a day.';

CREATE VIEW hippo.market_figures AS
 SELECT market_rounds.day,
    market_rounds.round_id,
    market_rounds.market,
    (sum(market_rounds.lines))::bigint AS lines,
    (sum(market_rounds.stakes))::bigint AS stakes,
    (sum(market_rounds.prizes))::bigint AS prizes,
    sum(market_rounds.expected) AS expected
   FROM hippo.market_rounds
  GROUP BY market_rounds.day, market_rounds.round_id, market_rounds.market;

ALTER TABLE hippo.market_figures OWNER TO hippo_owner;

COMMENT ON VIEW hippo.market_figures IS 'hippo.market_rounds of all shops: what a seal keeps of its day (hippo.seal_market).';

CREATE VIEW hippo.open_day AS
 WITH RECURSIVE day AS (
         SELECT min(d.day) AS day
           FROM hippo.round_day d
          WHERE (d.day >= ( SELECT open_period.day
                   FROM hippo.open_period))
        UNION ALL
         SELECT ( SELECT min(d.day) AS min
                   FROM hippo.round_day d
                  WHERE (d.day > day_1.day)) AS min
           FROM day day_1
          WHERE (day_1.day IS NOT NULL)
        )
 SELECT day.day
   FROM day
  WHERE (day.day IS NOT NULL);

ALTER TABLE hippo.open_day OWNER TO hippo_owner;

COMMENT ON VIEW hippo.open_day IS 'The days with rounds that are not sealed, each by one look into an index.';

CREATE TABLE hippo.seal_market (
    day date NOT NULL,
    round_id bigint NOT NULL,
    market text NOT NULL COLLATE pg_catalog."C",
    lines bigint NOT NULL,
    stakes bigint NOT NULL,
    prizes bigint NOT NULL,
    expected numeric NOT NULL
);

ALTER TABLE hippo.seal_market OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_market IS 'What was staked and won in each market of the day''s settled rounds.';

COMMENT ON COLUMN hippo.seal_market.expected IS 'What its lines would have won on average: the sum of their prizes, each by its chance.';

CREATE VIEW hippo.market_days AS
 SELECT seal_market.day,
    seal_market.round_id,
    seal_market.market,
    seal_market.lines,
    seal_market.stakes,
    seal_market.prizes,
    seal_market.expected
   FROM hippo.seal_market
UNION ALL
 SELECT o.day,
    f.round_id,
    f.market,
    f.lines,
    f.stakes,
    f.prizes,
    f.expected
   FROM (hippo.open_day o
     CROSS JOIN LATERAL ( SELECT m.day,
            m.round_id,
            m.market,
            m.lines,
            m.stakes,
            m.prizes,
            m.expected
           FROM hippo.market_figures m
          WHERE (m.day = o.day)
         OFFSET 0) f);

ALTER TABLE hippo.market_days OWNER TO hippo_owner;

COMMENT ON VIEW hippo.market_days IS 'What was staked and won in each market of each settled round: of sealed days as sealed, of open days as it is now.';

ALTER TABLE hippo.message ALTER COLUMN message_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.message_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.message_reading (
    message_id integer NOT NULL,
    user_id integer NOT NULL,
    till_id integer NOT NULL,
    read_at timestamp with time zone NOT NULL
);

ALTER TABLE hippo.message_reading OWNER TO hippo_owner;

COMMENT ON TABLE hippo.message_reading IS 'Who said that a message was read, at which till, and when.';

CREATE TABLE hippo.migration (
    number integer NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE hippo.migration OWNER TO hippo_owner;

CREATE TABLE hippo.money_limit (
    scope text NOT NULL COLLATE pg_catalog."C",
    id integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    amount hippo.amount NOT NULL,
    CONSTRAINT money_limit_scope CHECK ((scope = ANY (ARRAY['shop'::text, 'till'::text, 'user'::text])))
);

ALTER TABLE hippo.money_limit OWNER TO hippo_owner;

COMMENT ON TABLE hippo.money_limit IS 'Limits of one shop, till or user (id), in minor units. Of these and the house''s the narrowest holds.';

CREATE TABLE hippo.paper_seen (
    till_id integer NOT NULL,
    seq bigint NOT NULL,
    user_id integer NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

ALTER TABLE hippo.paper_seen OWNER TO hippo_owner;

COMMENT ON TABLE hippo.paper_seen IS 'Receipts whose paper was seen: the till''s journal entry of the sale, payment, refund or annulment. It moves no money.';

CREATE TABLE hippo.payment (
    ticket_id bigint NOT NULL,
    till_session_id integer NOT NULL,
    user_id integer NOT NULL,
    paid_at timestamp with time zone NOT NULL,
    amount hippo.amount NOT NULL,
    cash bigint NOT NULL,
    note text,
    approved_by integer,
    withheld bigint DEFAULT 0 NOT NULL,
    CONSTRAINT payment_rounding CHECK (((withheld >= 0) AND (withheld < (amount)::bigint) AND (cash >= ((amount)::bigint - withheld))))
);

ALTER TABLE hippo.payment OWNER TO hippo_owner;

COMMENT ON TABLE hippo.payment IS 'When, where and by whom a ticket was paid or refunded: at most once, by its key.';

COMMENT ON COLUMN hippo.payment.cash IS 'What left the till: the amount without what was withheld, a prize rounded up to the smallest coin (setting cash_unit).';

COMMENT ON COLUMN hippo.payment.approved_by IS 'The supervisor who allowed it at the cashier''s till; null: nobody had to, or paid it herself.';

COMMENT ON COLUMN hippo.payment.withheld IS 'What of the amount was kept for the state.';

CREATE UNLOGGED TABLE hippo.presence (
    gateway text NOT NULL COLLATE pg_catalog."C",
    told_at timestamp with time zone NOT NULL,
    clients integer NOT NULL,
    channels text[] NOT NULL COLLATE pg_catalog."C",
    readers integer[] NOT NULL,
    CONSTRAINT presence_clients CHECK ((clients >= 0)),
    CONSTRAINT presence_pairs CHECK ((cardinality(channels) = cardinality(readers)))
);

ALTER TABLE hippo.presence OWNER TO hippo_owner;

COMMENT ON TABLE hippo.presence IS 'How many are connected to each gateway, as it told last: every ten seconds. Worth nothing after a minute.';

COMMENT ON COLUMN hippo.presence.clients IS 'All connections: public screens and phones, too.';

COMMENT ON COLUMN hippo.presence.channels IS 'The private channels that are followed there; readers is by how many, each.';

ALTER TABLE hippo.price ALTER COLUMN price_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.price_price_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.proof_run (
    proof_run_id bigint NOT NULL,
    day date NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    violations integer,
    first_violation text,
    proven_day date,
    proven_days integer DEFAULT 0 NOT NULL
);

ALTER TABLE hippo.proof_run OWNER TO hippo_owner;

COMMENT ON TABLE hippo.proof_run IS 'The nightly proofs: violations 0 means that every invariant held.';

COMMENT ON COLUMN hippo.proof_run.proven_day IS 'The sealed day that this night''s proof has proved anew last; the next night goes on after it. proven_days is how many it has proved.';

ALTER TABLE hippo.proof_run ALTER COLUMN proof_run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.proof_run_proof_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.pulse (
    is_only boolean DEFAULT true NOT NULL,
    house_seq bigint DEFAULT 0 NOT NULL,
    expired_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT pulse_is_only CHECK (is_only)
);

ALTER TABLE hippo.pulse OWNER TO hippo_owner;

COMMENT ON TABLE hippo.pulse IS 'What the scheduler''s pulse has done last.';

CREATE TABLE hippo.pulse_till (
    till_id integer NOT NULL,
    seq bigint NOT NULL,
    till_session_id integer,
    sales_count bigint DEFAULT 0 NOT NULL,
    sales bigint DEFAULT 0 NOT NULL,
    voids_count bigint DEFAULT 0 NOT NULL,
    voids bigint DEFAULT 0 NOT NULL,
    payments_count bigint DEFAULT 0 NOT NULL,
    payments bigint DEFAULT 0 NOT NULL,
    refunds_count bigint DEFAULT 0 NOT NULL,
    refunds bigint DEFAULT 0 NOT NULL,
    cash bigint DEFAULT 0 NOT NULL,
    round_id bigint,
    round_tickets integer DEFAULT 0 NOT NULL
);

ALTER TABLE hippo.pulse_till OWNER TO hippo_owner;

COMMENT ON TABLE hippo.pulse_till IS 'Up to which entry of a till''s journal its channel of the stream has been told, and the totals of the session by then.';

COMMENT ON COLUMN hippo.pulse_till.round_tickets IS 'Tickets sold less tickets voided at this till in round_id; below 0 at a till that voided what another one had sold.';

CREATE TABLE hippo.replaceable (
    is_only boolean DEFAULT true NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    CONSTRAINT replaceable_is_only CHECK (is_only)
);

ALTER TABLE hippo.replaceable OWNER TO hippo_owner;

CREATE TABLE hippo.round_lent (
    round_id bigint NOT NULL,
    lent bigint NOT NULL,
    CONSTRAINT round_lent_amount CHECK ((lent >= 0))
);

ALTER TABLE hippo.round_lent OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round_lent IS 'How much of a round''s exposure cap tills hold. A sale comes here only when its till''s slice is used up.';

COMMENT ON COLUMN hippo.round_lent.lent IS 'The slices of the tills in the round, and those that wait for tills that have not sold yet. The rest of the cap is free.';

CREATE TABLE hippo.round_runner (
    round_id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    weight bigint NOT NULL,
    win_odds integer NOT NULL,
    color text NOT NULL,
    win_chance numeric NOT NULL,
    place_chance numeric NOT NULL,
    CONSTRAINT round_runner_place_chance CHECK (((place_chance > (0)::numeric) AND (place_chance <= (1)::numeric))),
    CONSTRAINT round_runner_win_chance CHECK (((win_chance > (0)::numeric) AND (win_chance < (1)::numeric)))
);

ALTER TABLE hippo.round_runner OWNER TO hippo_owner;

COMMENT ON COLUMN hippo.round_runner.place_chance IS 'Exact chance to be among the placed: first 1 (under 5 runners), 2 (5 to 7), 3 (8 and more).';

CREATE TABLE hippo.round_void_vote (
    round_id bigint NOT NULL,
    user_id integer NOT NULL,
    reason text NOT NULL,
    voted_at timestamp with time zone NOT NULL
);

ALTER TABLE hippo.round_void_vote OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round_void_vote IS 'Who wants a round void. After the lock it takes two.';

CREATE VIEW hippo.safe_figures AS
 SELECT m.day,
    m.is_open,
    m.shop_id,
    (- (COALESCE(sum(m.amount) FILTER (WHERE (m.action = ANY (ARRAY['till_open'::text, 'supply'::text]))), (0)::numeric))::bigint) AS to_tills,
    (COALESCE(sum(m.amount) FILTER (WHERE (m.action = ANY (ARRAY['close'::text, 'drop'::text]))), (0)::numeric))::bigint AS from_tills,
    (- (COALESCE(sum(m.amount) FILTER (WHERE (m.action = 'safe_to_bank'::text)), (0)::numeric))::bigint) AS to_bank,
    (COALESCE(sum(m.amount) FILTER (WHERE (m.action = 'safe_from_bank'::text)), (0)::numeric))::bigint AS from_bank,
    (COALESCE(sum(m.amount) FILTER (WHERE (m.action <> ALL (ARRAY['till_open'::text, 'supply'::text, 'close'::text, 'drop'::text, 'safe_to_bank'::text, 'safe_from_bank'::text]))), (0)::numeric))::bigint AS corrections,
    (sum(m.amount))::bigint AS change
   FROM ( SELECT day_entry.day,
            day_entry.is_open,
            day_entry.action,
            (
                CASE
                    WHEN (day_entry.debit = 'shop_safe'::hippo.account) THEN day_entry.debit_id
                    ELSE day_entry.credit_id
                END)::integer AS shop_id,
                CASE
                    WHEN (day_entry.debit = 'shop_safe'::hippo.account) THEN (day_entry.amount)::bigint
                    ELSE (- (day_entry.amount)::bigint)
                END AS amount
           FROM hippo.day_entry
          WHERE (('shop_safe'::hippo.account = day_entry.debit) OR ('shop_safe'::hippo.account = day_entry.credit))) m
  GROUP BY m.day, m.is_open, m.shop_id;

ALTER TABLE hippo.safe_figures OWNER TO hippo_owner;

COMMENT ON VIEW hippo.safe_figures IS 'How each shop''s safe moved on a day, counted from the journal: what a seal keeps of its day (hippo.seal_safe).';

CREATE TABLE hippo.seal_safe (
    day date NOT NULL,
    shop_id integer NOT NULL,
    to_tills bigint NOT NULL,
    from_tills bigint NOT NULL,
    to_bank bigint NOT NULL,
    from_bank bigint NOT NULL,
    corrections bigint NOT NULL,
    change bigint NOT NULL
);

ALTER TABLE hippo.seal_safe OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_safe IS 'How each shop''s safe moved on the day.';

CREATE TABLE hippo.seal_seller (
    day date NOT NULL,
    till_id integer NOT NULL,
    user_id integer NOT NULL,
    tickets bigint NOT NULL,
    winning_tickets bigint NOT NULL,
    stakes bigint NOT NULL,
    prizes bigint NOT NULL
);

ALTER TABLE hippo.seal_seller OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_seller IS 'Tickets of the day''s settled rounds by till and seller.';

CREATE TABLE hippo.seal_shop (
    day date NOT NULL,
    shop_id integer NOT NULL,
    rounds bigint NOT NULL,
    stakes bigint NOT NULL,
    prizes bigint NOT NULL,
    expected numeric NOT NULL,
    square numeric NOT NULL
);

ALTER TABLE hippo.seal_shop OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_shop IS 'What the day''s settled rounds returned by shop; square as in hippo.shop_figures.';

CREATE TABLE hippo.seal_tax (
    day date NOT NULL,
    shop_id integer NOT NULL,
    tickets bigint NOT NULL,
    prizes bigint NOT NULL,
    withheld bigint NOT NULL,
    handed_over bigint NOT NULL
);

ALTER TABLE hippo.seal_tax OWNER TO hippo_owner;

COMMENT ON TABLE hippo.seal_tax IS 'What each shop withheld from prizes on the day, and what was handed over to the state for it.';

CREATE VIEW hippo.seller_figures AS
 SELECT d.day,
    s.till_id,
    s.user_id,
    count(*) AS tickets,
    count(*) FILTER (WHERE (t.prize > 0)) AS winning_tickets,
    (sum((t.stake)::bigint))::bigint AS stakes,
    (sum(t.prize))::bigint AS prizes
   FROM (((hippo.round_day d
     JOIN hippo.round r ON (((r.round_id = d.round_id) AND (r.phase = 'settled'::hippo.phase))))
     CROSS JOIN LATERAL ( SELECT t_1.ticket_id,
            t_1.round_id,
            t_1.till_session_id,
            t_1.state,
            t_1.copies,
            t_1.sold_at,
            t_1.closed_at,
            t_1.closed_scope,
            t_1.closed_seq,
            t_1.stake,
            t_1.prize,
            t_1.price_ids,
            t_1.stakes,
            t_1.prizes,
            t_1.code_hash
           FROM hippo.ticket t_1
          WHERE ((t_1.round_id = d.round_id) AND (t_1.prize IS NOT NULL))
         OFFSET 0) t)
     JOIN hippo.till_session s ON ((s.till_session_id = t.till_session_id)))
  GROUP BY d.day, s.till_id, s.user_id;

ALTER TABLE hippo.seller_figures OWNER TO hippo_owner;

COMMENT ON VIEW hippo.seller_figures IS 'What each seller sold at each till in the settled rounds of a day, counted from the tickets: what a seal keeps of its day (hippo.seal_seller).';

CREATE VIEW hippo.seller_sales AS
 SELECT seal_seller.day,
    seal_seller.till_id,
    seal_seller.user_id,
    seal_seller.tickets,
    seal_seller.winning_tickets,
    seal_seller.stakes,
    seal_seller.prizes
   FROM hippo.seal_seller
UNION ALL
 SELECT o.day,
    f.till_id,
    f.user_id,
    f.tickets,
    f.winning_tickets,
    f.stakes,
    f.prizes
   FROM (hippo.open_day o
     CROSS JOIN LATERAL ( SELECT s.day,
            s.till_id,
            s.user_id,
            s.tickets,
            s.winning_tickets,
            s.stakes,
            s.prizes
           FROM hippo.seller_figures s
          WHERE (s.day = o.day)
         OFFSET 0) f);

ALTER TABLE hippo.seller_sales OWNER TO hippo_owner;

COMMENT ON VIEW hippo.seller_sales IS 'What each seller sold at each till in the settled rounds of a day: of sealed days as sealed, of open days as it is now.';

CREATE VIEW hippo.seller_days AS
 SELECT sold.day,
    k.shop_id,
    sold.till_id,
    sold.user_id,
    sold.tickets,
    sold.winning_tickets,
    sold.stakes,
    sold.prizes,
    a.rate AS agent_rate,
    a.basis AS agent_basis,
    COALESCE(((
        CASE a.basis
            WHEN 'sales'::text THEN sold.stakes
            ELSE GREATEST((sold.stakes - sold.prizes), (0)::bigint)
        END * a.rate) / 10000), (0)::bigint) AS agent_commission,
    v.rate AS supervisor_rate,
    v.basis AS supervisor_basis,
    COALESCE(((
        CASE v.basis
            WHEN 'sales'::text THEN sold.stakes
            ELSE GREATEST((sold.stakes - sold.prizes), (0)::bigint)
        END * v.rate) / 10000), (0)::bigint) AS supervisor_commission
   FROM (((hippo.seller_sales sold
     JOIN hippo.till k ON ((k.till_id = sold.till_id)))
     LEFT JOIN LATERAL ( SELECT c.rate,
            c.basis
           FROM ( SELECT DISTINCT ON (r.user_id, r.shop_id) r.user_id,
                    r.shop_id,
                    r.rate,
                    r.basis
                   FROM hippo.commission_rate r
                  WHERE ((r.kind = 'agent'::text) AND (r.from_day <= sold.day) AND (COALESCE(r.user_id, sold.user_id) = sold.user_id) AND (COALESCE(r.shop_id, k.shop_id) = k.shop_id))
                  ORDER BY r.user_id, r.shop_id, r.from_day DESC, r.commission_rate_id DESC) c
          WHERE (c.rate IS NOT NULL)
          ORDER BY c.user_id, c.shop_id
         LIMIT 1) a ON (true))
     LEFT JOIN LATERAL ( SELECT c.rate,
            c.basis
           FROM ( SELECT DISTINCT ON (r.user_id, r.shop_id) r.user_id,
                    r.shop_id,
                    r.rate,
                    r.basis
                   FROM hippo.commission_rate r
                  WHERE ((r.kind = 'supervisor'::text) AND (r.from_day <= sold.day) AND (COALESCE(r.shop_id, k.shop_id) = k.shop_id))
                  ORDER BY r.user_id, r.shop_id, r.from_day DESC, r.commission_rate_id DESC) c
          WHERE (c.rate IS NOT NULL)
          ORDER BY c.user_id, c.shop_id
         LIMIT 1) v ON (true));

ALTER TABLE hippo.seller_days OWNER TO hippo_owner;

COMMENT ON VIEW hippo.seller_days IS 'What each seller sold at each till in the settled rounds of a day, in minor units, and what agent and supervisor get of it, rounded down: by the rates of that day, which had not begun when they were set.';

CREATE TABLE hippo.session_abandon_vote (
    session_id bigint NOT NULL,
    user_id integer NOT NULL,
    reason text NOT NULL,
    voted_at timestamp with time zone NOT NULL
);

ALTER TABLE hippo.session_abandon_vote OWNER TO hippo_owner;

COMMENT ON TABLE hippo.session_abandon_vote IS 'Who wants a session abandoned. It takes two within a day.';

ALTER TABLE hippo.session ALTER COLUMN session_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.session_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.set_back (
    set_back_id integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    session_id bigint,
    last_round_id bigint NOT NULL,
    next_round_id bigint NOT NULL,
    known_until timestamp with time zone,
    lost_until timestamp with time zone,
    CONSTRAINT set_back_kind CHECK ((kind = ANY (ARRAY['set_back'::text, 'abandoned'::text]))),
    CONSTRAINT set_back_rounds CHECK ((next_round_id > last_round_id))
);

ALTER TABLE hippo.set_back OWNER TO hippo_owner;

COMMENT ON TABLE hippo.set_back IS 'Where the house began anew: because it was set back in time, or because two admins abandoned the session. No round of session_id or of one before it opens afterwards.';

COMMENT ON COLUMN hippo.set_back.session_id IS 'The newest session then; null when there was none.';

COMMENT ON COLUMN hippo.set_back.last_round_id IS 'The newest round then; 10000000 before the first.';

COMMENT ON COLUMN hippo.set_back.next_round_id IS 'The number of the next round: above all that a scheduler''s record knows, so that no two rounds ever have the same.';

COMMENT ON COLUMN hippo.set_back.known_until IS 'The last moment of which the database knows for certain.';

COMMENT ON COLUMN hippo.set_back.lost_until IS 'The last moment that a record knows of: what was sold and paid between the two is lost. Null: no record knew of any.';

ALTER TABLE hippo.set_back ALTER COLUMN set_back_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.set_back_set_back_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW hippo.shop_figures AS
 SELECT round.day,
    round.shop_id,
    count(*) AS rounds,
    (sum(round.stakes))::bigint AS stakes,
    (sum(round.prizes))::bigint AS prizes,
    sum(round.expected) AS expected,
    sum(((round.prizes - round.expected) ^ (2)::numeric)) AS square
   FROM ( SELECT market_rounds.day,
            market_rounds.round_id,
            market_rounds.shop_id,
            sum(market_rounds.stakes) AS stakes,
            sum(market_rounds.prizes) AS prizes,
            sum(market_rounds.expected) AS expected
           FROM hippo.market_rounds
          GROUP BY market_rounds.day, market_rounds.round_id, market_rounds.shop_id) round
  GROUP BY round.day, round.shop_id;

ALTER TABLE hippo.shop_figures OWNER TO hippo_owner;

COMMENT ON VIEW hippo.shop_figures IS 'hippo.market_rounds of a day by shop, and the rounds'' own differences from what the chances say, squared: what a seal keeps of its day (hippo.seal_shop).';

CREATE TABLE hippo.shop_hours (
    shop_id integer NOT NULL,
    weekday integer NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    CONSTRAINT shop_hours_weekday CHECK (((weekday >= 1) AND (weekday <= 7)))
);

ALTER TABLE hippo.shop_hours OWNER TO hippo_owner;

COMMENT ON TABLE hippo.shop_hours IS 'When a shop sells, in the house''s time zone. A shop without a row here sells at any time.';

COMMENT ON COLUMN hippo.shop_hours.weekday IS 'On which it opens: 1 is Monday.';

COMMENT ON COLUMN hippo.shop_hours.closes IS 'On the next day when it is not after `opens`.';

CREATE VIEW hippo.shop_returns AS
 SELECT seal_shop.day,
    seal_shop.shop_id,
    seal_shop.rounds,
    seal_shop.stakes,
    seal_shop.prizes,
    seal_shop.expected,
    seal_shop.square
   FROM hippo.seal_shop
UNION ALL
 SELECT o.day,
    f.shop_id,
    f.rounds,
    f.stakes,
    f.prizes,
    f.expected,
    f.square
   FROM (hippo.open_day o
     CROSS JOIN LATERAL ( SELECT s.day,
            s.shop_id,
            s.rounds,
            s.stakes,
            s.prizes,
            s.expected,
            s.square
           FROM hippo.shop_figures s
          WHERE (s.day = o.day)
         OFFSET 0) f);

ALTER TABLE hippo.shop_returns OWNER TO hippo_owner;

COMMENT ON VIEW hippo.shop_returns IS 'What a day''s rounds returned by shop: of sealed days as sealed, of open days as it is now.';

CREATE TABLE hippo.sign_in (
    token_hash bytea NOT NULL,
    user_id integer NOT NULL,
    address text NOT NULL,
    agent text,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_token CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE hippo.sign_in OWNER TO hippo_owner;

COMMENT ON TABLE hippo.sign_in IS 'Sessions of users: the SHA-256 of the token that the client holds. Blocking a user, or changing its role, deletes them.';

CREATE TABLE hippo.signing_key (
    public_key bytea NOT NULL,
    key_fingerprint bytea NOT NULL,
    published_at timestamp with time zone NOT NULL,
    CONSTRAINT signing_key_length CHECK ((octet_length(public_key) = 32))
);

ALTER TABLE hippo.signing_key OWNER TO hippo_owner;

COMMENT ON TABLE hippo.signing_key IS 'Ed25519 keys that exports are or were signed with. Each follows from a scheduler''s key and changes with it; none is ever taken back.';

COMMENT ON COLUMN hippo.signing_key.key_fingerprint IS 'Of the scheduler''s key that it follows from, as in hippo.session.';

CREATE TABLE hippo.stream (
    channel text NOT NULL COLLATE pg_catalog."C",
    epoch text DEFAULT encode(hippo.gen_random_bytes(6), 'hex'::text) NOT NULL,
    top bigint DEFAULT 0 NOT NULL,
    CONSTRAINT stream_top CHECK ((top >= 0))
);

ALTER TABLE hippo.stream OWNER TO hippo_owner;

COMMENT ON TABLE hippo.stream IS 'Position of each channel. A publisher holds the row''s lock to its commit: offsets are gapless and commit in order.';

CREATE TABLE hippo.stream_event (
    channel text NOT NULL COLLATE pg_catalog."C",
    "offset" bigint NOT NULL,
    event text NOT NULL COLLATE pg_catalog."C",
    round_id bigint,
    data json NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT stream_event_offset CHECK (("offset" >= 1))
);

ALTER TABLE hippo.stream_event OWNER TO hippo_owner;

COMMENT ON COLUMN hippo.stream_event.data IS 'The event as every client gets it, but for spaces between members, which the gateway leaves out.';

CREATE VIEW hippo.tax_figures AS
 SELECT m.day,
    m.is_open,
    m.shop_id,
    sum(m.tickets) AS tickets,
    (sum(m.prizes))::bigint AS prizes,
    (sum(m.withheld))::bigint AS withheld,
    (sum(m.handed_over))::bigint AS handed_over
   FROM ( SELECT j.day,
            j.is_open,
            k.shop_id,
            1 AS tickets,
            p.amount AS prizes,
            p.withheld,
            0 AS handed_over
           FROM (((hippo.day_entry j
             CROSS JOIN LATERAL ( SELECT p_1.ticket_id,
                    p_1.till_session_id,
                    p_1.user_id,
                    p_1.paid_at,
                    p_1.amount,
                    p_1.cash,
                    p_1.note,
                    p_1.approved_by,
                    p_1.withheld
                   FROM hippo.payment p_1
                  WHERE (p_1.ticket_id = j.ticket_id)
                 OFFSET 0) p)
             JOIN hippo.till_session s ON ((s.till_session_id = p.till_session_id)))
             JOIN hippo.till k ON ((k.till_id = s.till_id)))
          WHERE (j.action = 'withholding'::text)
        UNION ALL
         SELECT j.day,
            j.is_open,
            (j.debit_id)::integer AS debit_id,
            0,
            0,
            0,
            j.amount
           FROM hippo.day_entry j
          WHERE (j.action = 'tax_paid'::text)) m
  GROUP BY m.day, m.is_open, m.shop_id;

ALTER TABLE hippo.tax_figures OWNER TO hippo_owner;

COMMENT ON VIEW hippo.tax_figures IS 'What each shop withheld from prizes on a day, counted from the payments, and what was handed over: what a seal keeps of its day (hippo.seal_tax).';

ALTER TABLE hippo.tax_rate ALTER COLUMN tax_rate_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.tax_rate_tax_rate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.throttle (
    subject text NOT NULL COLLATE pg_catalog."C",
    failures integer DEFAULT 0 NOT NULL,
    failed_at timestamp with time zone NOT NULL,
    retry_at timestamp with time zone NOT NULL,
    trusted_until timestamp with time zone,
    CONSTRAINT throttle_failures CHECK ((failures >= 0))
);

ALTER TABLE hippo.throttle OWNER TO hippo_owner;

COMMENT ON TABLE hippo.throttle IS 'Failed attempts by subject (an address, a user, both, a scanner), and until when the next one has to wait.';

COMMENT ON COLUMN hippo.throttle.trusted_until IS 'The user signed in from this address before: attacks from elsewhere do not slow this pair down.';

CREATE VIEW hippo.till_figures AS
 SELECT j.day,
    j.is_open,
    j.chain AS till_id,
    COALESCE(j.user_id, 0) AS user_id,
    count(j.amount) AS postings,
    count(*) FILTER (WHERE (j.action = 'sale'::text)) AS sales_count,
    (COALESCE(sum((j.amount)::bigint) FILTER (WHERE (j.action = 'sale'::text)), (0)::numeric))::bigint AS sales,
    count(*) FILTER (WHERE (j.action = 'void'::text)) AS voids_count,
    (COALESCE(sum((j.amount)::bigint) FILTER (WHERE (j.action = 'void'::text)), (0)::numeric))::bigint AS voids,
    count(*) FILTER (WHERE (j.action = 'pay'::text)) AS payments_count,
    (COALESCE(sum((j.amount)::bigint) FILTER (WHERE (j.action = 'pay'::text)), (0)::numeric))::bigint AS payments,
    count(*) FILTER (WHERE (j.action = 'refund'::text)) AS refunds_count,
    (COALESCE(sum((j.amount)::bigint) FILTER (WHERE (j.action = 'refund'::text)), (0)::numeric))::bigint AS refunds,
    (COALESCE(sum(
        CASE
            WHEN (j.action = ANY (ARRAY['deposit'::text, 'cash_in'::text, 'supply'::text])) THEN (j.amount)::bigint
            WHEN ((j.action = 'reversal'::text) AND (j.credit = 'till_cash'::hippo.account)) THEN (- (j.amount)::bigint)
            ELSE NULL::bigint
        END), (0)::numeric))::bigint AS cash_in,
    (COALESCE(sum(
        CASE
            WHEN (j.action = ANY (ARRAY['withdrawal'::text, 'cash_out'::text, 'drop'::text])) THEN (j.amount)::bigint
            WHEN ((j.action = 'reversal'::text) AND (j.debit = 'till_cash'::hippo.account)) THEN (- (j.amount)::bigint)
            ELSE NULL::bigint
        END), (0)::numeric))::bigint AS cash_out,
    (COALESCE(sum(
        CASE
            WHEN ((j.action = 'over'::text) OR ((j.action = 'count_correction'::text) AND (j.credit = 'variance'::hippo.account))) THEN (j.amount)::bigint
            WHEN (j.action = ANY (ARRAY['short'::text, 'count_correction'::text])) THEN (- (j.amount)::bigint)
            ELSE NULL::bigint
        END), (0)::numeric))::bigint AS variance,
    count(*) FILTER (WHERE (j.action = 'copy'::text)) AS copies,
    count(*) FILTER (WHERE (j.action = 'scan_failed'::text)) AS failed_scans
   FROM hippo.day_entry j
  WHERE (j.chain <> 0)
  GROUP BY j.day, j.is_open, j.chain, COALESCE(j.user_id, 0);

ALTER TABLE hippo.till_figures OWNER TO hippo_owner;

COMMENT ON VIEW hippo.till_figures IS 'What each user did at each till on a day, counted from the journal: what a seal keeps of its day (hippo.seal_till), and of the open day as it is now.';

CREATE VIEW hippo.till_days AS
 SELECT seal_till.day,
    seal_till.till_id,
    seal_till.user_id,
    seal_till.postings,
    seal_till.sales_count,
    seal_till.sales,
    seal_till.voids_count,
    seal_till.voids,
    seal_till.payments_count,
    seal_till.payments,
    seal_till.refunds_count,
    seal_till.refunds,
    seal_till.cash_in,
    seal_till.cash_out,
    seal_till.variance,
    seal_till.copies,
    seal_till.failed_scans
   FROM hippo.seal_till
UNION ALL
 SELECT till_figures.day,
    till_figures.till_id,
    till_figures.user_id,
    till_figures.postings,
    till_figures.sales_count,
    till_figures.sales,
    till_figures.voids_count,
    till_figures.voids,
    till_figures.payments_count,
    till_figures.payments,
    till_figures.refunds_count,
    till_figures.refunds,
    till_figures.cash_in,
    till_figures.cash_out,
    till_figures.variance,
    till_figures.copies,
    till_figures.failed_scans
   FROM hippo.till_figures
  WHERE till_figures.is_open;

ALTER TABLE hippo.till_days OWNER TO hippo_owner;

COMMENT ON VIEW hippo.till_days IS 'What each user did at each till on a day: of sealed days as it was sealed, of open days as it is now.';

CREATE TABLE hippo.till_news (
    till_news_id bigint NOT NULL,
    till_id integer NOT NULL,
    event text NOT NULL,
    fields json NOT NULL
);

ALTER TABLE hippo.till_news OWNER TO hippo_owner;

COMMENT ON TABLE hippo.till_news IS 'Events that wait to be told on the tills'' channels by the next pulse: only the leader publishes there.';

ALTER TABLE hippo.till_news ALTER COLUMN till_news_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.till_news_till_news_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.till_past_secret (
    till_id integer NOT NULL,
    below_seq bigint NOT NULL,
    secret hippo.till_secret NOT NULL
);

ALTER TABLE hippo.till_past_secret OWNER TO hippo_owner;

COMMENT ON TABLE hippo.till_past_secret IS 'What the codes of a till''s older tickets are made from: those below this number in its journal.';

ALTER TABLE hippo.till_session ALTER COLUMN till_session_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.till_session_till_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE hippo.till ALTER COLUMN till_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.till_till_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.turnover (
    day date NOT NULL,
    till_id integer NOT NULL,
    user_id integer NOT NULL,
    stakes bigint NOT NULL
);

ALTER TABLE hippo.turnover OWNER TO hippo_owner;

COMMENT ON TABLE hippo.turnover IS 'What a user sold at a till on a day, less what was voided: of the rounds that the till has left, and of closed sessions.';

COMMENT ON COLUMN hippo.turnover.day IS 'The day of the house on which the rounds opened.';

CREATE VIEW report.accounts AS
 SELECT ((s.account)::text COLLATE "C") AS account,
    s.id,
    (sum(s.postings))::bigint AS postings,
    hippo.units(sum(s.balance), house.digits) AS balance
   FROM ((( SELECT DISTINCT ON (seal_account.account, seal_account.id) seal_account.account,
            seal_account.id,
            seal_account.postings,
            seal_account.balance
           FROM hippo.seal_account
          ORDER BY seal_account.account, seal_account.id, seal_account.day DESC)
        UNION ALL
         SELECT account_moves.account,
            account_moves.id,
            account_moves.postings,
            account_moves.balance
           FROM hippo.account_moves
          WHERE account_moves.is_open) s
     CROSS JOIN hippo.house_terms house)
  GROUP BY s.account, s.id, house.digits;

ALTER TABLE report.accounts OWNER TO hippo_owner;

COMMENT ON VIEW report.accounts IS 'One row for each account: its balance. Debit is positive: cash in a till; credit is negative: what the house owes or has earned.';

COMMENT ON COLUMN report.accounts.account IS 'Kind of account.';

COMMENT ON COLUMN report.accounts.id IS 'Its till, shop or round; 0 is the house.';

COMMENT ON COLUMN report.accounts.postings IS 'How many postings it has.';

COMMENT ON COLUMN report.accounts.balance IS 'In currency units; all balances sum to nothing.';

CREATE VIEW report.audit AS
 SELECT j.chain AS scope,
    j.seq AS entry,
    j.day,
    j.at,
    c.username,
    j.address,
    j.action,
    COALESCE(hippo.ticket_number(j.ticket_id), j.subject) AS subject,
    hippo.units((j.amount)::numeric, house.digits) AS amount,
    j.before,
    j.after,
    j.reason,
    encode(j.hash, 'hex'::text) AS hash
   FROM ((hippo.day_entry j
     LEFT JOIN hippo.app_user c ON ((c.user_id = j.user_id)))
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.audit OWNER TO hippo_owner;

COMMENT ON VIEW report.audit IS 'One row for each entry of the journals: who did what, where, when, what was before and after, and why.';

COMMENT ON COLUMN report.audit.scope IS 'The till whose journal it is; 0 is the house.';

COMMENT ON COLUMN report.audit.entry IS 'Number in that journal.';

COMMENT ON COLUMN report.audit.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.audit.at IS 'When.';

COMMENT ON COLUMN report.audit.username IS 'Who; null for what the house did by itself.';

COMMENT ON COLUMN report.audit.address IS 'From which address the user was signed in; null at a tills sale.';

COMMENT ON COLUMN report.audit.action IS 'What was done.';

COMMENT ON COLUMN report.audit.subject IS 'To which ticket, user, shop, till, card or setting.';

COMMENT ON COLUMN report.audit.amount IS 'What was posted with it, in currency units.';

COMMENT ON COLUMN report.audit.before IS 'What was before.';

COMMENT ON COLUMN report.audit.after IS 'What was after, or what the request was answered.';

COMMENT ON COLUMN report.audit.reason IS 'Why.';

COMMENT ON COLUMN report.audit.hash IS 'Hash of the chain up to here, hex.';

CREATE VIEW report.cashiers AS
 SELECT d.day,
    k.shop_id AS shop,
    c.username AS cashier,
    (sum(d.sales_count))::bigint AS tickets,
    hippo.units(sum(d.sales), house.digits) AS sales,
    (sum(d.voids_count))::bigint AS voided_tickets,
    hippo.units(sum(d.voids), house.digits) AS voids,
    (sum(d.payments_count))::bigint AS paid_tickets,
    hippo.units(sum(d.payments), house.digits) AS payments,
    hippo.units(sum(d.refunds), house.digits) AS refunds,
    hippo.units(sum((((d.sales - d.voids) - d.payments) - d.refunds)), house.digits) AS balance,
    (sum(d.copies))::bigint AS duplicates,
    (sum(d.failed_scans))::bigint AS failed_scans
   FROM (((hippo.till_days d
     JOIN hippo.till k ON ((k.till_id = d.till_id)))
     JOIN hippo.app_user c ON ((c.user_id = d.user_id)))
     CROSS JOIN hippo.house_terms house)
  GROUP BY d.day, k.shop_id, c.username, house.digits;

ALTER TABLE report.cashiers OWNER TO hippo_owner;

COMMENT ON VIEW report.cashiers IS 'One row for each user, shop and day: what the user did at the shop''s tills.';

COMMENT ON COLUMN report.cashiers.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.cashiers.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.cashiers.cashier IS 'The user.';

COMMENT ON COLUMN report.cashiers.tickets IS 'Tickets sold.';

COMMENT ON COLUMN report.cashiers.sales IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.cashiers.voided_tickets IS 'Tickets voided.';

COMMENT ON COLUMN report.cashiers.voids IS 'Stakes given back for them.';

COMMENT ON COLUMN report.cashiers.paid_tickets IS 'Prizes paid.';

COMMENT ON COLUMN report.cashiers.payments IS 'What was paid for them.';

COMMENT ON COLUMN report.cashiers.refunds IS 'Stakes of void rounds given back.';

COMMENT ON COLUMN report.cashiers.balance IS 'Sales less voids, payments and refunds.';

COMMENT ON COLUMN report.cashiers.duplicates IS 'Duplicates of tickets printed.';

COMMENT ON COLUMN report.cashiers.failed_scans IS 'Tickets shown that do not exist, or with a wrong code.';

CREATE VIEW report.till_sessions AS
 SELECT s.till_session_id,
    s.day,
    k.shop_id AS shop,
    k.name AS till,
    c.username AS cashier,
    (s.state)::text AS state,
    s.opened_at,
    hippo.units((s.float_minor)::numeric, house.digits) AS "float",
    s.counted_at,
    hippo.units((s.expected_minor)::numeric, house.digits) AS expected,
    hippo.units((s.counted_minor)::numeric, house.digits) AS counted,
    hippo.units(((s.counted_minor - s.expected_minor))::numeric, house.digits) AS variance,
    s.closed_at,
    b.username AS closed_by,
    s.reason,
    hippo.units((s.corrected_minor)::numeric, house.digits) AS corrected
   FROM ((((hippo.day_session s
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
     LEFT JOIN hippo.app_user b ON ((b.user_id = s.closed_by)))
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.till_sessions OWNER TO hippo_owner;

COMMENT ON VIEW report.till_sessions IS 'One row for each till session: from the float to the count.';

COMMENT ON COLUMN report.till_sessions.till_session_id IS 'Number of the session.';

COMMENT ON COLUMN report.till_sessions.day IS 'Day on which it opened.';

COMMENT ON COLUMN report.till_sessions.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.till_sessions.till IS 'Name of the till.';

COMMENT ON COLUMN report.till_sessions.cashier IS 'Who had the till.';

COMMENT ON COLUMN report.till_sessions.state IS 'open, counted (waits for a supervisor) or closed.';

COMMENT ON COLUMN report.till_sessions.opened_at IS 'When it opened.';

COMMENT ON COLUMN report.till_sessions."float" IS 'Cash it began with, in currency units.';

COMMENT ON COLUMN report.till_sessions.counted_at IS 'When the cash was counted.';

COMMENT ON COLUMN report.till_sessions.expected IS 'Cash there should have been then.';

COMMENT ON COLUMN report.till_sessions.counted IS 'Cash there was.';

COMMENT ON COLUMN report.till_sessions.variance IS 'Counted less expected.';

COMMENT ON COLUMN report.till_sessions.closed_at IS 'When it was closed.';

COMMENT ON COLUMN report.till_sessions.closed_by IS 'Who closed it.';

COMMENT ON COLUMN report.till_sessions.reason IS 'Why there was a variance.';

COMMENT ON COLUMN report.till_sessions.corrected IS 'Cash there really was, when the count was corrected after the close.';

CREATE VIEW report.cashier_days AS
 WITH part AS (
         SELECT cashiers.day,
            cashiers.shop,
            cashiers.cashier,
            cashiers.tickets,
            cashiers.sales,
            cashiers.voids,
            cashiers.payments,
            cashiers.refunds,
            (0)::bigint AS sessions,
            (0)::numeric AS variance,
            (0)::numeric AS stakes,
            (0)::numeric AS prizes,
            (0)::numeric AS commission
           FROM report.cashiers
        UNION ALL
         SELECT till_sessions.day,
            till_sessions.shop,
            till_sessions.cashier,
            0,
            0,
            0,
            0,
            0,
            1,
            COALESCE((till_sessions.corrected - till_sessions.expected), till_sessions.variance, (0)::numeric) AS "coalesce",
            0,
            0,
            0
           FROM report.till_sessions
        UNION ALL
         SELECT s.day,
            s.shop_id,
            c.username,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            hippo.units((s.stakes)::numeric, house.digits) AS units,
            hippo.units((s.prizes)::numeric, house.digits) AS units,
            hippo.units((s.agent_commission)::numeric, house.digits) AS units
           FROM ((hippo.seller_days s
             JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
             CROSS JOIN hippo.house_terms house)
        )
 SELECT part.day,
    part.shop,
    part.cashier,
    (sum(part.sessions))::bigint AS sessions,
    (sum(part.tickets))::bigint AS tickets,
    sum(part.sales) AS sales,
    sum(part.voids) AS voids,
    sum(part.payments) AS payments,
    sum(part.refunds) AS refunds,
    sum(part.variance) AS variance,
    sum(part.stakes) AS stakes,
    sum(part.prizes) AS prizes,
    sum((part.stakes - part.prizes)) AS gross,
    sum(part.commission) AS commission
   FROM part
  GROUP BY part.day, part.shop, part.cashier;

ALTER TABLE report.cashier_days OWNER TO hippo_owner;

COMMENT ON VIEW report.cashier_days IS 'One row for each cashier, shop and day: what went through the cashier''s hands, over and short, and the result of what was sold.';

COMMENT ON COLUMN report.cashier_days.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.cashier_days.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.cashier_days.cashier IS 'The user.';

COMMENT ON COLUMN report.cashier_days.sessions IS 'Till sessions opened.';

COMMENT ON COLUMN report.cashier_days.tickets IS 'Tickets sold.';

COMMENT ON COLUMN report.cashier_days.sales IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.cashier_days.voids IS 'Stakes given back for voided tickets.';

COMMENT ON COLUMN report.cashier_days.payments IS 'Prizes paid.';

COMMENT ON COLUMN report.cashier_days.refunds IS 'Stakes of void rounds given back.';

COMMENT ON COLUMN report.cashier_days.variance IS 'Over less short of the sessions, by the corrected count where there is one.';

COMMENT ON COLUMN report.cashier_days.stakes IS 'Stakes of the tickets that the day''s rounds settled.';

COMMENT ON COLUMN report.cashier_days.prizes IS 'What they won.';

COMMENT ON COLUMN report.cashier_days.gross IS 'Stakes less prizes.';

COMMENT ON COLUMN report.cashier_days.commission IS 'What the cashier gets of it as an agent.';

CREATE VIEW report.commissions AS
 SELECT s.day,
    s.shop_id AS shop,
    k.name AS till,
    c.username AS cashier,
    (due.kind COLLATE "C") AS kind,
    s.tickets,
    hippo.units((s.stakes)::numeric, house.digits) AS stakes,
    hippo.units((s.prizes)::numeric, house.digits) AS prizes,
    (due.basis COLLATE "C") AS basis,
    ((due.rate)::numeric / 100.0) AS rate,
    hippo.units((due.commission)::numeric, house.digits) AS commission
   FROM ((((hippo.seller_days s
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
     CROSS JOIN LATERAL ( VALUES ('agent'::text,s.agent_basis,s.agent_rate,s.agent_commission), ('supervisor'::text,s.supervisor_basis,s.supervisor_rate,s.supervisor_commission)) due(kind, basis, rate, commission))
     CROSS JOIN hippo.house_terms house)
  WHERE (due.rate IS NOT NULL);

ALTER TABLE report.commissions OWNER TO hippo_owner;

COMMENT ON VIEW report.commissions IS 'One row for each day, till, cashier and kind of commission: what the cashier as an agent gets of the settled rounds, and what the shop''s supervisor gets.';

COMMENT ON COLUMN report.commissions.day IS 'Day on which the rounds opened; its rate counts.';

COMMENT ON COLUMN report.commissions.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.commissions.till IS 'Name of the till.';

COMMENT ON COLUMN report.commissions.cashier IS 'Who sold.';

COMMENT ON COLUMN report.commissions.kind IS 'agent or supervisor.';

COMMENT ON COLUMN report.commissions.tickets IS 'Tickets sold.';

COMMENT ON COLUMN report.commissions.stakes IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.commissions.prizes IS 'What they won.';

COMMENT ON COLUMN report.commissions.basis IS 'sales: of the stakes; net: of stakes less prizes, nothing when prizes are more.';

COMMENT ON COLUMN report.commissions.rate IS 'In percent.';

COMMENT ON COLUMN report.commissions.commission IS 'The commission, rounded down.';

CREATE VIEW report.daily_by_till AS
 SELECT s.day,
    s.shop_id AS shop,
    s.till_id,
    k.name AS till,
    string_agg(c.username, ' '::text ORDER BY c.username) AS agents,
    (sum(s.tickets))::bigint AS tickets,
    hippo.units(sum(s.stakes), house.digits) AS sales,
    hippo.units(sum(s.prizes), house.digits) AS prizes,
    hippo.units(sum(s.agent_commission), house.digits) AS agent_commission,
    hippo.units(sum(((s.stakes - s.prizes) - s.agent_commission)), house.digits) AS balance,
    hippo.units(sum(s.supervisor_commission), house.digits) AS supervisor_commission,
    hippo.units(sum((((s.stakes - s.prizes) - s.agent_commission) - s.supervisor_commission)), house.digits) AS final_balance
   FROM (((hippo.seller_days s
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
     CROSS JOIN hippo.house_terms house)
  GROUP BY s.day, s.shop_id, s.till_id, k.name, house.digits;

ALTER TABLE report.daily_by_till OWNER TO hippo_owner;

COMMENT ON VIEW report.daily_by_till IS 'One row for each till and day, as operators in Haiti read it: sales, what is to be paid, commissions, and what is left.';

COMMENT ON COLUMN report.daily_by_till.day IS 'Day on which the rounds opened.';

COMMENT ON COLUMN report.daily_by_till.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.daily_by_till.till_id IS 'The till.';

COMMENT ON COLUMN report.daily_by_till.till IS 'Its name.';

COMMENT ON COLUMN report.daily_by_till.agents IS 'Who sold at it.';

COMMENT ON COLUMN report.daily_by_till.tickets IS 'Tickets of settled rounds, without those that were voided.';

COMMENT ON COLUMN report.daily_by_till.sales IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.daily_by_till.prizes IS 'To be paid: what they won, whether it was fetched or not.';

COMMENT ON COLUMN report.daily_by_till.agent_commission IS 'What the agents get.';

COMMENT ON COLUMN report.daily_by_till.balance IS 'Sales less prizes and what the agents get.';

COMMENT ON COLUMN report.daily_by_till.supervisor_commission IS 'What the supervisor gets.';

COMMENT ON COLUMN report.daily_by_till.final_balance IS 'The balance less what the supervisor gets.';

CREATE VIEW report.rounds AS
 SELECT r.round_id,
    d.day,
    s.name AS session,
    r.chain_index,
    t.name AS card,
    (r.phase)::text AS phase,
    r.opened_at,
    r.locks_at,
    r.race_starts_at,
    r.race_ends_at,
    r.closes_at,
    r.settled_at,
    r.voided_at,
    r.void_reason,
        CASE
            WHEN (r.phase = 'settled'::hippo.phase) THEN r.runner_order[1]
            ELSE NULL::integer
        END AS winner_number,
    w.name AS winner_name,
    ((w.win_odds)::numeric / 100.0) AS winner_odds,
        CASE
            WHEN (r.phase = 'settled'::hippo.phase) THEN array_to_string(r.runner_order, '-'::text)
            ELSE NULL::text
        END AS finish_order,
    round((EXTRACT(epoch FROM (r.locked_at - r.locks_at)) * (1000)::numeric)) AS lock_late_ms,
    round((EXTRACT(epoch FROM (r.raced_at - r.race_due_at)) * (1000)::numeric)) AS start_late_ms,
    round((EXTRACT(epoch FROM (r.finished_at - r.race_ends_at)) * (1000)::numeric)) AS finish_late_ms,
    encode(r.commitment, 'hex'::text) AS commitment,
    encode(r.card_hash, 'hex'::text) AS card_hash,
        CASE
            WHEN (r.phase = ANY (ARRAY['settled'::hippo.phase, 'void'::hippo.phase])) THEN encode(r.secret, 'hex'::text)
            ELSE NULL::text
        END AS secret,
    array_to_string(m.markets, ' '::text) AS markets,
    o.tickets,
    hippo.units((o.stakes)::numeric, house.digits) AS stakes,
        CASE
            WHEN (r.phase = 'settled'::hippo.phase) THEN hippo.units((o.prizes)::numeric, house.digits)
            ELSE NULL::numeric
        END AS prizes,
        CASE
            WHEN (r.phase = 'settled'::hippo.phase) THEN hippo.units(((o.stakes - o.prizes))::numeric, house.digits)
            ELSE NULL::numeric
        END AS gross
   FROM (((((((hippo.round r
     LEFT JOIN hippo.round_day d ON ((d.round_id = r.round_id)))
     CROSS JOIN hippo.house_terms house)
     LEFT JOIN hippo.round_terms m ON ((m.round_id = r.round_id)))
     LEFT JOIN hippo.round_totals o ON ((o.round_id = r.round_id)))
     JOIN hippo.session s ON ((s.session_id = r.session_id)))
     JOIN hippo.card_template t ON ((t.card_template_id = r.card_template_id)))
     LEFT JOIN hippo.round_runner w ON (((r.phase = 'settled'::hippo.phase) AND (w.round_id = r.round_id) AND (w.number = r.runner_order[1]))));

ALTER TABLE report.rounds OWNER TO hippo_owner;

COMMENT ON VIEW report.rounds IS 'One row for each round, without gaps: when it ran, who won, what makes it checkable.';

COMMENT ON COLUMN report.rounds.round_id IS 'Number of the round; the first is 10000001, each next one is one more.';

COMMENT ON COLUMN report.rounds.day IS 'Day on which it opened, in the house''s time zone.';

COMMENT ON COLUMN report.rounds.session IS 'Hash chain that its secret belongs to: day and count.';

COMMENT ON COLUMN report.rounds.chain_index IS 'Place of its secret in the chain, from 1.';

COMMENT ON COLUMN report.rounds.card IS 'Template that its card was made from.';

COMMENT ON COLUMN report.rounds.phase IS 'betting, locked, racing, finished, settled or void.';

COMMENT ON COLUMN report.rounds.opened_at IS 'When betting opened.';

COMMENT ON COLUMN report.rounds.locks_at IS 'When betting closed, by the database''s clock.';

COMMENT ON COLUMN report.rounds.race_starts_at IS 'When the race started (moved if the house was down at that moment).';

COMMENT ON COLUMN report.rounds.race_ends_at IS 'When the film reached the finish line.';

COMMENT ON COLUMN report.rounds.closes_at IS 'When the result left the screens.';

COMMENT ON COLUMN report.rounds.settled_at IS 'When the result became final; null before, and for a void round.';

COMMENT ON COLUMN report.rounds.voided_at IS 'When it was made void; null otherwise.';

COMMENT ON COLUMN report.rounds.void_reason IS 'Why it was made void, or is about to be.';

COMMENT ON COLUMN report.rounds.winner_number IS 'Number of the winner; null before the round is settled.';

COMMENT ON COLUMN report.rounds.winner_name IS 'Name of the winner.';

COMMENT ON COLUMN report.rounds.winner_odds IS 'Win odds of the winner: 5.50 pays 5.50 for 1.';

COMMENT ON COLUMN report.rounds.finish_order IS 'All runners'' numbers, first to last.';

COMMENT ON COLUMN report.rounds.lock_late_ms IS 'How late the lock was announced, in milliseconds; sales stop at locks_at all the same.';

COMMENT ON COLUMN report.rounds.start_late_ms IS 'How late the race started, in milliseconds after what was promised at the opening.';

COMMENT ON COLUMN report.rounds.finish_late_ms IS 'How late the result was published, in milliseconds.';

COMMENT ON COLUMN report.rounds.commitment IS 'Hash that was public before the sale, hex.';

COMMENT ON COLUMN report.rounds.card_hash IS 'SHA-256 of the card, hex.';

COMMENT ON COLUMN report.rounds.secret IS 'The secret behind the commitment, hex; null until the round is settled or void.';

COMMENT ON COLUMN report.rounds.markets IS 'Kinds of bets that it sold.';

COMMENT ON COLUMN report.rounds.tickets IS 'Tickets that stood at its end; null before.';

COMMENT ON COLUMN report.rounds.stakes IS 'Their stakes, in currency units; of a void round, what it gives back.';

COMMENT ON COLUMN report.rounds.prizes IS 'What they won; null before the settlement, and for a void round.';

COMMENT ON COLUMN report.rounds.gross IS 'Stakes less prizes.';

CREATE VIEW report.days AS
 SELECT rounds.day,
    count(*) AS rounds,
    count(*) FILTER (WHERE (rounds.phase = 'settled'::text)) AS settled,
    count(*) FILTER (WHERE (rounds.phase = 'void'::text)) AS voided,
    min(rounds.round_id) AS first_round,
    max(rounds.round_id) AS last_round,
    min(rounds.opened_at) AS first_opened_at,
    max(rounds.settled_at) AS last_settled_at,
    count(*) FILTER (WHERE (GREATEST(rounds.lock_late_ms, rounds.start_late_ms, rounds.finish_late_ms) >= (1000)::numeric)) AS late,
    max(GREATEST(rounds.lock_late_ms, rounds.start_late_ms, rounds.finish_late_ms)) AS worst_late_ms,
    COALESCE(sum(rounds.tickets) FILTER (WHERE (rounds.phase = 'settled'::text)), (0)::numeric) AS tickets,
    COALESCE(sum(rounds.stakes) FILTER (WHERE (rounds.phase = 'settled'::text)), (0)::numeric) AS stakes,
    COALESCE(sum(rounds.prizes), (0)::numeric) AS prizes,
    COALESCE(sum(rounds.gross), (0)::numeric) AS gross,
    COALESCE(sum(rounds.stakes) FILTER (WHERE (rounds.phase = 'void'::text)), (0)::numeric) AS refunds
   FROM report.rounds
  GROUP BY rounds.day;

ALTER TABLE report.days OWNER TO hippo_owner;

COMMENT ON VIEW report.days IS 'One row for each day of the house, in its own time zone.';

COMMENT ON COLUMN report.days.day IS 'The day.';

COMMENT ON COLUMN report.days.rounds IS 'Rounds opened.';

COMMENT ON COLUMN report.days.settled IS 'Of them settled.';

COMMENT ON COLUMN report.days.voided IS 'Of them void.';

COMMENT ON COLUMN report.days.first_round IS 'Number of the first round.';

COMMENT ON COLUMN report.days.last_round IS 'Number of the last round.';

COMMENT ON COLUMN report.days.first_opened_at IS 'When the first round opened.';

COMMENT ON COLUMN report.days.last_settled_at IS 'When the last settled round was settled.';

COMMENT ON COLUMN report.days.late IS 'Rounds of which a phase came a second late or more.';

COMMENT ON COLUMN report.days.worst_late_ms IS 'The latest phase of the day, in milliseconds.';

COMMENT ON COLUMN report.days.tickets IS 'Tickets of its settled rounds.';

COMMENT ON COLUMN report.days.stakes IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.days.prizes IS 'What they won.';

COMMENT ON COLUMN report.days.gross IS 'Stakes less prizes.';

COMMENT ON COLUMN report.days.refunds IS 'Stakes of its void rounds, to be given back.';

CREATE VIEW report.deficit_profit AS
 SELECT s.day,
    s.shop_id AS shop,
    c.username AS agent,
    ((max(s.agent_rate))::numeric / 100.0) AS rate,
    (sum(s.tickets))::bigint AS tickets,
    hippo.units(sum(s.stakes), house.digits) AS sales,
    hippo.units(sum(s.prizes), house.digits) AS prizes,
    hippo.units(sum(s.agent_commission), house.digits) AS commission,
    hippo.units(sum(((s.stakes - s.prizes) - s.agent_commission)), house.digits) AS net,
    (
        CASE sign(sum(((s.stakes - s.prizes) - s.agent_commission)))
            WHEN 1 THEN 'profit'::text
            WHEN '-1'::integer THEN 'deficit'::text
            ELSE 'zero'::text
        END COLLATE "C") AS status
   FROM ((hippo.seller_days s
     JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
     CROSS JOIN hippo.house_terms house)
  GROUP BY s.day, s.shop_id, s.user_id, c.username, house.digits;

ALTER TABLE report.deficit_profit OWNER TO hippo_owner;

COMMENT ON VIEW report.deficit_profit IS 'One row for each agent, shop and day: sales less winnings and commission, and whether that is a deficit or a profit for the house.';

COMMENT ON COLUMN report.deficit_profit.day IS 'Day on which the rounds opened.';

COMMENT ON COLUMN report.deficit_profit.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.deficit_profit.agent IS 'The user who sold.';

COMMENT ON COLUMN report.deficit_profit.rate IS 'The agent''s commission, in percent; null without one.';

COMMENT ON COLUMN report.deficit_profit.tickets IS 'Tickets of settled rounds, without those that were voided.';

COMMENT ON COLUMN report.deficit_profit.sales IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.deficit_profit.prizes IS 'What they won.';

COMMENT ON COLUMN report.deficit_profit.commission IS 'What the agent gets.';

COMMENT ON COLUMN report.deficit_profit.net IS 'Sales less prizes and commission.';

COMMENT ON COLUMN report.deficit_profit.status IS 'profit, deficit or zero.';

CREATE VIEW report.round_runners AS
 SELECT rr.round_id,
    rr.number,
    rr.name,
    ((rr.win_odds)::numeric / 100.0) AS win_odds,
    rr.win_chance,
    rr.place_chance,
    result."position" AS finish_position,
    (result."position" = 1) AS has_won,
    (result."position" <= hippo.places((cardinality(r.runner_order))::bigint)) AS has_placed
   FROM ((hippo.round_runner rr
     JOIN hippo.round r ON ((r.round_id = rr.round_id)))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (r.phase = 'settled'::hippo.phase) THEN array_position(r.runner_order, rr.number)
                    ELSE NULL::integer
                END AS "position") result);

ALTER TABLE report.round_runners OWNER TO hippo_owner;

COMMENT ON VIEW report.round_runners IS 'One row for each runner of each round: odds, exact chances, and where it finished.';

COMMENT ON COLUMN report.round_runners.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.round_runners.number IS 'Number of the runner.';

COMMENT ON COLUMN report.round_runners.name IS 'Name of the runner.';

COMMENT ON COLUMN report.round_runners.win_odds IS 'Odds to win: 5.50 pays 5.50 for 1.';

COMMENT ON COLUMN report.round_runners.win_chance IS 'Exact chance to win: weight divided by the sum of weights.';

COMMENT ON COLUMN report.round_runners.place_chance IS 'Exact chance to be placed: first 1 (under 5 runners), 2 (5 to 7) or 3 (8 and more).';

COMMENT ON COLUMN report.round_runners.finish_position IS 'Place at the finish, from 1; null before the round is settled, and for a void round.';

COMMENT ON COLUMN report.round_runners.has_won IS 'True for the winner; null without a result.';

COMMENT ON COLUMN report.round_runners.has_placed IS 'True for the placed; null without a result.';

CREATE VIEW report.fairness AS
 WITH round_of AS (
         SELECT m.day,
            k.kind,
            k.name,
            m.round_id,
            sum(m.stakes) AS stakes,
            sum(m.prizes) AS prizes,
            sum(m.expected) AS expected
           FROM (((hippo.market_days m
             JOIN hippo.round r ON ((r.round_id = m.round_id)))
             JOIN hippo.card_template t ON ((t.card_template_id = r.card_template_id)))
             CROSS JOIN LATERAL ( VALUES ('card'::text,t.name), ('market'::text,m.market)) k(kind, name))
          GROUP BY m.day, k.kind, k.name, m.round_id
        ), played AS (
         SELECT round_of.day,
            round_of.kind,
            round_of.name,
            count(*) AS rounds,
            sum(round_of.stakes) AS stakes,
            sum(round_of.prizes) AS prizes,
            sum(round_of.expected) AS expected,
            sum(((round_of.prizes - round_of.expected) ^ (2)::numeric)) AS square
           FROM round_of
          GROUP BY round_of.day, round_of.kind, round_of.name
        UNION ALL
         SELECT shop_returns.day,
            'shop'::text,
            (shop_returns.shop_id)::text AS shop_id,
            shop_returns.rounds,
            shop_returns.stakes,
            shop_returns.prizes,
            shop_returns.expected,
            shop_returns.square
           FROM hippo.shop_returns
        )
 SELECT p.day,
    (p.kind COLLATE "C") AS kind,
    (p.name COLLATE "C") AS name,
    p.rounds,
    hippo.units(p.stakes, house.digits) AS stakes,
    hippo.units(p.prizes, house.digits) AS prizes,
    hippo.units(p.expected, house.digits) AS prizes_expected,
    round((p.prizes / p.stakes), 4) AS return_observed,
    round((p.expected / p.stakes), 4) AS return_expected,
    round(((p.prizes - p.expected) / sqrt(NULLIF(p.square, (0)::numeric))), 2) AS z,
    round((p.square / power((100)::numeric, (house.digits)::numeric)), 2) AS variance,
    round(s.chi_square, 2) AS chi_square,
    s.degrees
   FROM ((played p
     LEFT JOIN LATERAL ( SELECT sum(((((w.wins)::numeric - w.expected) ^ (2)::numeric) / w.expected)) AS chi_square,
            (count(*) - 1) AS degrees
           FROM ( SELECT rr.number,
                    count(*) FILTER (WHERE rr.has_won) AS wins,
                    sum(rr.win_chance) AS expected
                   FROM (((hippo.round_day d
                     JOIN hippo.round r ON ((r.round_id = d.round_id)))
                     JOIN hippo.card_template t ON ((t.card_template_id = r.card_template_id)))
                     JOIN report.round_runners rr ON ((rr.round_id = d.round_id)))
                  WHERE ((d.day = p.day) AND (t.name = p.name) AND (p.kind = 'card'::text) AND (rr.finish_position IS NOT NULL))
                  GROUP BY rr.number) w) s ON ((p.kind = 'card'::text)))
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.fairness OWNER TO hippo_owner;

COMMENT ON VIEW report.fairness IS 'One row for each day and card, market or shop: what its settled rounds returned, observed against what the chances say. Over more days add up prizes, prizes_expected, variance, chi_square and degrees: z is the difference of the first two over the root of the third.';

COMMENT ON COLUMN report.fairness.day IS 'Day on which the rounds opened.';

COMMENT ON COLUMN report.fairness.kind IS 'card, market or shop.';

COMMENT ON COLUMN report.fairness.name IS 'Which one: name of the card, market, or number of the shop.';

COMMENT ON COLUMN report.fairness.rounds IS 'Settled rounds with a bet on it.';

COMMENT ON COLUMN report.fairness.stakes IS 'What was staked, in currency units.';

COMMENT ON COLUMN report.fairness.prizes IS 'What was won.';

COMMENT ON COLUMN report.fairness.prizes_expected IS 'What is won on average, by the exact chances of what was staked on.';

COMMENT ON COLUMN report.fairness.return_observed IS 'Prizes over stakes.';

COMMENT ON COLUMN report.fairness.return_expected IS 'Expected prizes over stakes: the return to player in theory.';

COMMENT ON COLUMN report.fairness.z IS 'Prizes less expected ones in standard deviations, which the rounds'' own differences give; beyond 4 on either side is an alarm.';

COMMENT ON COLUMN report.fairness.variance IS 'Sum of the squared differences of the rounds, in currency units.';

COMMENT ON COLUMN report.fairness.chi_square IS 'Of a card: how far its runners'' wins are from their chances; about as much as degrees when all is well.';

COMMENT ON COLUMN report.fairness.degrees IS 'Degrees of freedom of chi_square: runners less one.';

CREATE VIEW report.ledger AS
 SELECT j.chain AS scope,
    j.seq AS entry,
    j.day,
    j.at,
    j.action,
    (hippo.ticket_number(j.ticket_id) COLLATE "C") AS ticket,
    (j.debit)::text AS debit,
    j.debit_id,
    (j.credit)::text AS credit,
    j.credit_id,
    hippo.units((j.amount)::numeric, house.digits) AS amount
   FROM (hippo.day_entry j
     CROSS JOIN hippo.house_terms house)
  WHERE (j.amount IS NOT NULL);

ALTER TABLE report.ledger OWNER TO hippo_owner;

COMMENT ON VIEW report.ledger IS 'One row for each posting: an amount goes from the account that is credited to the one that is debited. Append-only.';

COMMENT ON COLUMN report.ledger.scope IS 'The till whose journal it stands in; 0 is the house.';

COMMENT ON COLUMN report.ledger.entry IS 'Number in that journal.';

COMMENT ON COLUMN report.ledger.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.ledger.at IS 'When.';

COMMENT ON COLUMN report.ledger.action IS 'What was done: sale, void, pay …';

COMMENT ON COLUMN report.ledger.ticket IS 'Number of the ticket, if it is about one.';

COMMENT ON COLUMN report.ledger.debit IS 'Kind of the account that got the amount.';

COMMENT ON COLUMN report.ledger.debit_id IS 'Its till, shop or round.';

COMMENT ON COLUMN report.ledger.credit IS 'Kind of the account that gave it.';

COMMENT ON COLUMN report.ledger.credit_id IS 'Its till, shop or round.';

COMMENT ON COLUMN report.ledger.amount IS 'In currency units.';

CREATE VIEW report.liability AS
 SELECT d.day,
    ('open bets' COLLATE "C") AS kind,
    r.round_id,
    count(*) AS tickets,
    hippo.units(sum((t.stake)::bigint), house.digits) AS stakes,
    hippo.units((report.exposure(r.round_id))::numeric, house.digits) AS amount
   FROM (((hippo.round r
     JOIN hippo.round_day d ON ((d.round_id = r.round_id)))
     JOIN hippo.ticket t ON (((t.round_id = r.round_id) AND (t.state = 'sold'::hippo.ticket_state))))
     CROSS JOIN hippo.house_terms house)
  WHERE (r.phase <> ALL (ARRAY['settled'::hippo.phase, 'void'::hippo.phase]))
  GROUP BY r.round_id, d.day, house.digits
UNION ALL
 SELECT d.day,
        CASE r.phase
            WHEN 'void'::hippo.phase THEN 'unpaid refunds'::text
            ELSE 'unpaid prizes'::text
        END AS kind,
    r.round_id,
    count(*) AS tickets,
    hippo.units(sum((t.stake)::bigint), house.digits) AS stakes,
    hippo.units(sum((c.amount)::bigint), house.digits) AS amount
   FROM ((((hippo.claim c
     JOIN hippo.ticket t ON ((t.ticket_id = c.ticket_id)))
     JOIN hippo.round r ON ((r.round_id = c.round_id)))
     JOIN hippo.round_day d ON ((d.round_id = c.round_id)))
     CROSS JOIN hippo.house_terms house)
  GROUP BY r.round_id, d.day, r.phase, house.digits;

ALTER TABLE report.liability OWNER TO hippo_owner;

COMMENT ON VIEW report.liability IS 'What the house may have to pay: bets on rounds that are not settled, prizes and refunds that nobody has claimed yet.';

COMMENT ON COLUMN report.liability.day IS 'Day on which the round opened.';

COMMENT ON COLUMN report.liability.kind IS 'open bets, unpaid prizes or unpaid refunds.';

COMMENT ON COLUMN report.liability.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.liability.tickets IS 'Tickets.';

COMMENT ON COLUMN report.liability.stakes IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.liability.amount IS 'The most that they can win in one finish order, or what is owed to them.';

CREATE VIEW report.markets AS
 SELECT m.day,
    m.market,
    (sum(m.lines))::bigint AS lines,
    hippo.units(sum(m.stakes), house.digits) AS stakes,
    hippo.units(sum(m.prizes), house.digits) AS prizes,
    hippo.units((sum(m.stakes) - sum(m.prizes)), house.digits) AS gross,
    round((sum(m.prizes) / sum(m.stakes)), 4) AS return_observed,
    round((sum(m.expected) / sum(m.stakes)), 4) AS return_expected
   FROM (hippo.market_days m
     CROSS JOIN hippo.house_terms house)
  GROUP BY m.day, m.market, house.digits;

ALTER TABLE report.markets OWNER TO hippo_owner;

COMMENT ON VIEW report.markets IS 'One row for each market and day: what was staked and won on it, observed against expected. Settled rounds only.';

COMMENT ON COLUMN report.markets.day IS 'Day on which the rounds opened.';

COMMENT ON COLUMN report.markets.market IS 'Kind of bet.';

COMMENT ON COLUMN report.markets.lines IS 'Lines sold.';

COMMENT ON COLUMN report.markets.stakes IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.markets.prizes IS 'What they won.';

COMMENT ON COLUMN report.markets.gross IS 'Stakes less prizes.';

COMMENT ON COLUMN report.markets.return_observed IS 'Prizes over stakes.';

COMMENT ON COLUMN report.markets.return_expected IS 'What the chances of the selections say it should be.';

CREATE VIEW report.movements AS
 SELECT j.chain AS till_id,
    j.seq AS entry,
    j.day,
    k.shop_id AS shop,
    k.name AS till,
    c.username AS cashier,
    j.at,
    j.action AS kind,
    hippo.units((
        CASE
            WHEN (j.debit = 'till_cash'::hippo.account) THEN (j.amount)::bigint
            ELSE (- (j.amount)::bigint)
        END)::numeric, house.digits) AS amount,
    j.subject AS reference,
    j.reason AS description
   FROM (((hippo.day_entry j
     JOIN hippo.till k ON ((k.till_id = j.chain)))
     LEFT JOIN hippo.app_user c ON ((c.user_id = j.user_id)))
     CROSS JOIN hippo.house_terms house)
  WHERE ((('till_cash'::hippo.account = j.debit) OR ('till_cash'::hippo.account = j.credit)) AND (j.ticket_id IS NULL));

ALTER TABLE report.movements OWNER TO hippo_owner;

COMMENT ON VIEW report.movements IS 'One row for each movement of cash in a till that is not a ticket''s.';

COMMENT ON COLUMN report.movements.till_id IS 'The till.';

COMMENT ON COLUMN report.movements.entry IS 'Number in its journal.';

COMMENT ON COLUMN report.movements.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.movements.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.movements.till IS 'Name of the till.';

COMMENT ON COLUMN report.movements.cashier IS 'Who moved it.';

COMMENT ON COLUMN report.movements.at IS 'When.';

COMMENT ON COLUMN report.movements.kind IS 'till_open, deposit, withdrawal, cash_in, cash_out, supply, drop, reversal, short, over or close.';

COMMENT ON COLUMN report.movements.amount IS 'Into the till, or out of it (negative), in currency units.';

COMMENT ON COLUMN report.movements.reference IS 'Number of a document; of a reversal, the entry that it undoes.';

COMMENT ON COLUMN report.movements.description IS 'What for.';

CREATE VIEW report.payouts AS
 SELECT (hippo.ticket_number(p.ticket_id) COLLATE "C") AS ticket,
    t.round_id,
    j.day,
    (t.state)::text AS state,
    k.shop_id AS shop,
    k.name AS till,
    b.username AS paid_by,
    p.paid_at,
    hippo.units((p.amount)::numeric, house.digits) AS amount,
    hippo.units((p.cash)::numeric, house.digits) AS cash,
    ((p.amount)::bigint >= ( SELECT (setting.value)::bigint AS value
           FROM hippo.setting
          WHERE (setting.name = 'pay_supervisor_from'::text))) AS is_large,
    p.note,
    hippo.units((p.withheld)::numeric, house.digits) AS withheld
   FROM ((((((hippo.day_entry j
     CROSS JOIN LATERAL ( SELECT p_1.ticket_id,
            p_1.till_session_id,
            p_1.user_id,
            p_1.paid_at,
            p_1.amount,
            p_1.cash,
            p_1.note,
            p_1.approved_by,
            p_1.withheld
           FROM hippo.payment p_1
          WHERE (p_1.ticket_id = j.ticket_id)
         OFFSET 0) p)
     CROSS JOIN LATERAL ( SELECT t_1.ticket_id,
            t_1.round_id,
            t_1.till_session_id,
            t_1.state,
            t_1.copies,
            t_1.sold_at,
            t_1.closed_at,
            t_1.closed_scope,
            t_1.closed_seq,
            t_1.stake,
            t_1.prize,
            t_1.price_ids,
            t_1.stakes,
            t_1.prizes,
            t_1.code_hash
           FROM hippo.ticket t_1
          WHERE (t_1.ticket_id = j.ticket_id)
         OFFSET 0) t)
     JOIN hippo.till_session s ON ((s.till_session_id = p.till_session_id)))
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     JOIN hippo.app_user b ON ((b.user_id = p.user_id)))
     CROSS JOIN hippo.house_terms house)
  WHERE (j.action = ANY (ARRAY['pay'::text, 'refund'::text]));

ALTER TABLE report.payouts OWNER TO hippo_owner;

COMMENT ON VIEW report.payouts IS 'One row for each payment of a prize or refund; the large ones are marked.';

COMMENT ON COLUMN report.payouts.ticket IS 'Number of the ticket.';

COMMENT ON COLUMN report.payouts.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.payouts.day IS 'Day of the payment.';

COMMENT ON COLUMN report.payouts.state IS 'paid or refunded.';

COMMENT ON COLUMN report.payouts.shop IS 'Number of the shop that paid.';

COMMENT ON COLUMN report.payouts.till IS 'Name of the till that paid.';

COMMENT ON COLUMN report.payouts.paid_by IS 'Who paid.';

COMMENT ON COLUMN report.payouts.paid_at IS 'When.';

COMMENT ON COLUMN report.payouts.amount IS 'What the ticket was owed, in currency units.';

COMMENT ON COLUMN report.payouts.cash IS 'What left the till: without what was withheld, rounded up to the smallest coin.';

COMMENT ON COLUMN report.payouts.is_large IS 'True when only a supervisor may pay that much.';

COMMENT ON COLUMN report.payouts.note IS 'To whom, for large payments.';

COMMENT ON COLUMN report.payouts.withheld IS 'What of the amount was kept for the state.';

CREATE VIEW report.payouts_large AS
 SELECT payouts.ticket,
    payouts.round_id,
    payouts.day,
    payouts.state,
    payouts.shop,
    payouts.till,
    payouts.paid_by,
    payouts.paid_at,
    payouts.amount,
    payouts.cash,
    payouts.note
   FROM report.payouts
  WHERE payouts.is_large;

ALTER TABLE report.payouts_large OWNER TO hippo_owner;

COMMENT ON VIEW report.payouts_large IS 'One row for each payment that is large enough to be a supervisor''s (setting pay_supervisor_from).';

COMMENT ON COLUMN report.payouts_large.ticket IS 'Number of the ticket.';

COMMENT ON COLUMN report.payouts_large.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.payouts_large.day IS 'Day of the payment.';

COMMENT ON COLUMN report.payouts_large.state IS 'paid or refunded.';

COMMENT ON COLUMN report.payouts_large.shop IS 'Number of the shop that paid.';

COMMENT ON COLUMN report.payouts_large.till IS 'Name of the till that paid.';

COMMENT ON COLUMN report.payouts_large.paid_by IS 'Who paid.';

COMMENT ON COLUMN report.payouts_large.paid_at IS 'When.';

COMMENT ON COLUMN report.payouts_large.amount IS 'What the ticket was owed, in currency units.';

COMMENT ON COLUMN report.payouts_large.cash IS 'What left the till: rounded up to the smallest coin.';

COMMENT ON COLUMN report.payouts_large.note IS 'To whom.';

CREATE VIEW report.proofs AS
 SELECT proof_run.day,
    proof_run.started_at,
    proof_run.finished_at,
    proof_run.violations,
    proof_run.first_violation
   FROM hippo.proof_run;

ALTER TABLE report.proofs OWNER TO hippo_owner;

COMMENT ON VIEW report.proofs IS 'One row for each nightly proof of all invariants.';

COMMENT ON COLUMN report.proofs.day IS 'Day of the house.';

COMMENT ON COLUMN report.proofs.started_at IS 'When it began.';

COMMENT ON COLUMN report.proofs.finished_at IS 'When it ended; null when it was cut off.';

COMMENT ON COLUMN report.proofs.violations IS 'How many invariants were violated: 0 is good.';

COMMENT ON COLUMN report.proofs.first_violation IS 'The first of them.';

CREATE VIEW report.reprints AS
 SELECT (hippo.ticket_number(j.ticket_id) COLLATE "C") AS ticket,
    t.round_id,
    j.day,
    k.shop_id AS shop,
    k.name AS till,
    c.username AS printed_by,
    j.at AS printed_at,
    ((j.after ->> 'copy'::text))::integer AS copy,
    (t.state)::text AS state,
    hippo.units((t.stake)::numeric, house.digits) AS stake
   FROM ((((hippo.day_entry j
     CROSS JOIN LATERAL ( SELECT t_1.ticket_id,
            t_1.round_id,
            t_1.till_session_id,
            t_1.state,
            t_1.copies,
            t_1.sold_at,
            t_1.closed_at,
            t_1.closed_scope,
            t_1.closed_seq,
            t_1.stake,
            t_1.prize,
            t_1.price_ids,
            t_1.stakes,
            t_1.prizes,
            t_1.code_hash
           FROM hippo.ticket t_1
          WHERE (t_1.ticket_id = j.ticket_id)
         OFFSET 0) t)
     JOIN hippo.till k ON ((k.till_id = j.chain)))
     JOIN hippo.app_user c ON ((c.user_id = j.user_id)))
     CROSS JOIN hippo.house_terms house)
  WHERE (j.action = 'copy'::text);

ALTER TABLE report.reprints OWNER TO hippo_owner;

COMMENT ON VIEW report.reprints IS 'One row for each duplicate of a ticket that was printed.';

COMMENT ON COLUMN report.reprints.ticket IS 'Number of the ticket.';

COMMENT ON COLUMN report.reprints.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.reprints.day IS 'Day on which the duplicate was printed.';

COMMENT ON COLUMN report.reprints.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.reprints.till IS 'Name of the till that sold the ticket.';

COMMENT ON COLUMN report.reprints.printed_by IS 'Who printed it.';

COMMENT ON COLUMN report.reprints.printed_at IS 'When.';

COMMENT ON COLUMN report.reprints.copy IS 'Which duplicate of the ticket it is, from 1.';

COMMENT ON COLUMN report.reprints.state IS 'What has become of the ticket.';

COMMENT ON COLUMN report.reprints.stake IS 'Its stake, in currency units.';

CREATE VIEW report.round_markets AS
 SELECT m.day,
    m.round_id,
    m.market,
    m.lines,
    hippo.units((m.stakes)::numeric, house.digits) AS stakes,
    hippo.units((m.prizes)::numeric, house.digits) AS prizes,
    hippo.units(((m.stakes - m.prizes))::numeric, house.digits) AS gross,
    hippo.units(m.expected, house.digits) AS prizes_expected
   FROM (hippo.market_days m
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.round_markets OWNER TO hippo_owner;

COMMENT ON VIEW report.round_markets IS 'One row for each settled round and market: what was staked and won on it.';

COMMENT ON COLUMN report.round_markets.day IS 'Day on which the round opened.';

COMMENT ON COLUMN report.round_markets.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.round_markets.market IS 'Kind of bet.';

COMMENT ON COLUMN report.round_markets.lines IS 'Lines sold.';

COMMENT ON COLUMN report.round_markets.stakes IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.round_markets.prizes IS 'What they won.';

COMMENT ON COLUMN report.round_markets.gross IS 'Stakes less prizes.';

COMMENT ON COLUMN report.round_markets.prizes_expected IS 'What the chances of the selections say they win on average.';

CREATE VIEW report.runners AS
 SELECT round_runners.number,
    round_runners.name,
    count(*) AS rounds,
    count(*) FILTER (WHERE round_runners.has_won) AS wins,
    round(sum(round_runners.win_chance), 2) AS wins_expected,
    round((((count(*) FILTER (WHERE round_runners.has_won))::numeric - sum(round_runners.win_chance)) / sqrt(NULLIF(sum((round_runners.win_chance * ((1)::numeric - round_runners.win_chance))), (0)::numeric))), 2) AS wins_z,
    count(*) FILTER (WHERE round_runners.has_placed) AS places,
    round(sum(round_runners.place_chance), 2) AS places_expected,
    round((((count(*) FILTER (WHERE round_runners.has_placed))::numeric - sum(round_runners.place_chance)) / sqrt(NULLIF(sum((round_runners.place_chance * ((1)::numeric - round_runners.place_chance))), (0)::numeric))), 2) AS places_z,
    round((COALESCE(sum(round_runners.win_odds) FILTER (WHERE round_runners.has_won), (0)::numeric) / (count(*))::numeric), 4) AS return_observed,
    round((sum((round_runners.win_chance * round_runners.win_odds)) / (count(*))::numeric), 4) AS return_expected
   FROM report.round_runners
  WHERE (round_runners.finish_position IS NOT NULL)
  GROUP BY round_runners.number, round_runners.name;

ALTER TABLE report.runners OWNER TO hippo_owner;

COMMENT ON VIEW report.runners IS 'One row for each runner over all settled rounds: wins and places, observed against what the card''s chances say.';

COMMENT ON COLUMN report.runners.number IS 'Number of the runner.';

COMMENT ON COLUMN report.runners.name IS 'Name of the runner.';

COMMENT ON COLUMN report.runners.rounds IS 'Settled rounds it ran in.';

COMMENT ON COLUMN report.runners.wins IS 'Rounds it won.';

COMMENT ON COLUMN report.runners.wins_expected IS 'Sum of its exact chances to win.';

COMMENT ON COLUMN report.runners.wins_z IS 'Difference in standard deviations; beyond 4 on either side is an alarm.';

COMMENT ON COLUMN report.runners.places IS 'Rounds in which it was placed.';

COMMENT ON COLUMN report.runners.places_expected IS 'Sum of its exact chances to be placed.';

COMMENT ON COLUMN report.runners.places_z IS 'Difference in standard deviations; beyond 4 on either side is an alarm.';

COMMENT ON COLUMN report.runners.return_observed IS 'What 1 on this runner to win in every round would have returned on average.';

COMMENT ON COLUMN report.runners.return_expected IS 'What it returns in theory (return to player).';

CREATE VIEW report.safes AS
 WITH move AS (
         SELECT s.day,
            s.shop_id,
            s.to_tills,
            s.from_tills,
            s.to_bank,
            s.from_bank,
            s.corrections,
            s.change,
            b.balance
           FROM (hippo.seal_safe s
             JOIN hippo.seal_account b ON (((b.account = 'shop_safe'::hippo.account) AND (b.id = s.shop_id) AND (b.day = s.day))))
        UNION ALL
         SELECT f.day,
            f.shop_id,
            f.to_tills,
            f.from_tills,
            f.to_bank,
            f.from_bank,
            f.corrections,
            f.change,
            ((COALESCE(b.balance, (0)::bigint))::numeric + sum(f.change) OVER (PARTITION BY f.shop_id ORDER BY f.day))
           FROM (hippo.safe_figures f
             LEFT JOIN LATERAL ( SELECT a.balance
                   FROM hippo.seal_account a
                  WHERE ((a.account = 'shop_safe'::hippo.account) AND (a.id = f.shop_id))
                  ORDER BY a.day DESC
                 LIMIT 1) b ON (true))
          WHERE f.is_open
        )
 SELECT m.day,
    m.shop_id AS shop,
    hippo.units((m.to_tills)::numeric, house.digits) AS to_tills,
    hippo.units((m.from_tills)::numeric, house.digits) AS from_tills,
    hippo.units((m.to_bank)::numeric, house.digits) AS to_bank,
    hippo.units((m.from_bank)::numeric, house.digits) AS from_bank,
    hippo.units((m.corrections)::numeric, house.digits) AS corrections,
    hippo.units((m.change)::numeric, house.digits) AS change,
    hippo.units(m.balance, house.digits) AS balance
   FROM (move m
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.safes OWNER TO hippo_owner;

COMMENT ON VIEW report.safes IS 'One row for each shop and day on which its safe moved: what went to the tills and came back, and to the bank and from it.';

COMMENT ON COLUMN report.safes.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.safes.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.safes.to_tills IS 'Floats and supplies, in currency units.';

COMMENT ON COLUMN report.safes.from_tills IS 'Drops, and what the tills held when they were closed.';

COMMENT ON COLUMN report.safes.to_bank IS 'Taken to the bank.';

COMMENT ON COLUMN report.safes.from_bank IS 'Fetched from the bank.';

COMMENT ON COLUMN report.safes.corrections IS 'Reversals of such movements, and corrected counts.';

COMMENT ON COLUMN report.safes.change IS 'All of these together.';

COMMENT ON COLUMN report.safes.balance IS 'What the safe holds after the day, by the books, counted from the first entry on.';

CREATE VIEW report.seals AS
 SELECT seal.day,
    NULLIF(seal.starts_at, '-infinity'::timestamp with time zone) AS starts_at,
    seal.ends_at,
        CASE
            WHEN (seal.last_round_id >= seal.first_round_id) THEN seal.first_round_id
            ELSE NULL::bigint
        END AS first_round,
        CASE
            WHEN (seal.last_round_id >= seal.first_round_id) THEN seal.last_round_id
            ELSE NULL::bigint
        END AS last_round,
    seal.entries,
    seal.sealed_at,
    seal.entry,
    encode(seal.hash, 'hex'::text) AS hash
   FROM hippo.seal;

ALTER TABLE report.seals OWNER TO hippo_owner;

COMMENT ON VIEW report.seals IS 'One row for each sealed day: its books are closed for ever. Its hash goes on from that of the day before: whoever has written one down can prove all before it.';

COMMENT ON COLUMN report.seals.day IS 'The day.';

COMMENT ON COLUMN report.seals.starts_at IS 'When it began; null for the first day, which has all that was before.';

COMMENT ON COLUMN report.seals.ends_at IS 'When it ended.';

COMMENT ON COLUMN report.seals.first_round IS 'Number of its first round; null when none opened on it.';

COMMENT ON COLUMN report.seals.last_round IS 'Number of its last round.';

COMMENT ON COLUMN report.seals.entries IS 'Entries of the journals that are of this day, in all chains.';

COMMENT ON COLUMN report.seals.sealed_at IS 'When it was sealed.';

COMMENT ON COLUMN report.seals.entry IS 'Entry of the house''s journal that has the hash, too.';

COMMENT ON COLUMN report.seals.hash IS 'SHA-256 over the seal before, the day''s bounds, chains, balances and figures.';

CREATE VIEW report.tills AS
 SELECT d.day,
    k.shop_id AS shop,
    k.till_id,
    k.name AS till,
    (sum(d.sales_count))::bigint AS tickets,
    hippo.units(sum(d.sales), house.digits) AS sales,
    (sum(d.voids_count))::bigint AS voided_tickets,
    hippo.units(sum(d.voids), house.digits) AS voids,
    (sum(d.payments_count))::bigint AS paid_tickets,
    hippo.units(sum(d.payments), house.digits) AS payments,
    hippo.units(sum(d.refunds), house.digits) AS refunds,
    hippo.units(sum(d.cash_in), house.digits) AS cash_in,
    hippo.units(sum(d.cash_out), house.digits) AS cash_out,
    hippo.units(sum(d.variance), house.digits) AS variance,
    hippo.units(sum((((d.sales - d.voids) - d.payments) - d.refunds)), house.digits) AS balance
   FROM ((hippo.till_days d
     JOIN hippo.till k ON ((k.till_id = d.till_id)))
     CROSS JOIN hippo.house_terms house)
  WHERE (d.postings > 0)
  GROUP BY d.day, k.shop_id, k.till_id, k.name, house.digits;

ALTER TABLE report.tills OWNER TO hippo_owner;

COMMENT ON VIEW report.tills IS 'One row for each till and day: what went through it.';

COMMENT ON COLUMN report.tills.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.tills.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.tills.till_id IS 'The till.';

COMMENT ON COLUMN report.tills.till IS 'Its name.';

COMMENT ON COLUMN report.tills.tickets IS 'Tickets sold.';

COMMENT ON COLUMN report.tills.sales IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.tills.voided_tickets IS 'Tickets voided.';

COMMENT ON COLUMN report.tills.voids IS 'Stakes given back for them.';

COMMENT ON COLUMN report.tills.paid_tickets IS 'Prizes paid.';

COMMENT ON COLUMN report.tills.payments IS 'What was paid for them.';

COMMENT ON COLUMN report.tills.refunds IS 'Stakes of void rounds given back.';

COMMENT ON COLUMN report.tills.cash_in IS 'Deposits, sundry receipts and supplies from the safe, less what of them was reversed.';

COMMENT ON COLUMN report.tills.cash_out IS 'Withdrawals, expenses and drops to the safe, less what of them was reversed.';

COMMENT ON COLUMN report.tills.variance IS 'Over less short, as posted at the close, and as corrected after it.';

COMMENT ON COLUMN report.tills.balance IS 'Sales less voids, payments and refunds.';

CREATE VIEW report.shop_days AS
 WITH part AS (
         SELECT tills.day,
            tills.shop,
            tills.tickets,
            tills.sales,
            tills.voids,
            tills.payments,
            tills.refunds,
            tills.cash_in,
            tills.cash_out,
            tills.variance,
            (0)::numeric AS stakes,
            (0)::numeric AS prizes,
            (0)::numeric AS agent,
            (0)::numeric AS supervisor
           FROM report.tills
        UNION ALL
         SELECT s.day,
            s.shop_id,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            hippo.units((s.stakes)::numeric, house.digits) AS units,
            hippo.units((s.prizes)::numeric, house.digits) AS units,
            hippo.units((s.agent_commission)::numeric, house.digits) AS units,
            hippo.units((s.supervisor_commission)::numeric, house.digits) AS units
           FROM (hippo.seller_days s
             CROSS JOIN hippo.house_terms house)
        )
 SELECT part.day,
    part.shop,
    (sum(part.tickets))::bigint AS tickets,
    sum(part.sales) AS sales,
    sum(part.voids) AS voids,
    sum(part.payments) AS payments,
    sum(part.refunds) AS refunds,
    sum(part.cash_in) AS cash_in,
    sum(part.cash_out) AS cash_out,
    sum(part.variance) AS variance,
    sum(part.stakes) AS stakes,
    sum(part.prizes) AS prizes,
    sum((part.stakes - part.prizes)) AS gross,
    sum(part.agent) AS agent_commission,
    sum(part.supervisor) AS supervisor_commission,
    sum((((part.stakes - part.prizes) - part.agent) - part.supervisor)) AS net
   FROM part
  GROUP BY part.day, part.shop;

ALTER TABLE report.shop_days OWNER TO hippo_owner;

COMMENT ON VIEW report.shop_days IS 'One row for each shop and day: the cash that moved on that day, and the result of the rounds that opened on it.';

COMMENT ON COLUMN report.shop_days.day IS 'The day, in the house''s time zone.';

COMMENT ON COLUMN report.shop_days.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.shop_days.tickets IS 'Tickets sold.';

COMMENT ON COLUMN report.shop_days.sales IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.shop_days.voids IS 'Stakes given back for voided tickets.';

COMMENT ON COLUMN report.shop_days.payments IS 'Prizes paid, whenever they were won.';

COMMENT ON COLUMN report.shop_days.refunds IS 'Stakes of void rounds given back.';

COMMENT ON COLUMN report.shop_days.cash_in IS 'Other cash that came into its tills.';

COMMENT ON COLUMN report.shop_days.cash_out IS 'Other cash that left its tills.';

COMMENT ON COLUMN report.shop_days.variance IS 'Over less short, as posted at the close, and as corrected after it.';

COMMENT ON COLUMN report.shop_days.stakes IS 'Stakes of the tickets that its rounds settled.';

COMMENT ON COLUMN report.shop_days.prizes IS 'What they won.';

COMMENT ON COLUMN report.shop_days.gross IS 'Stakes less prizes.';

COMMENT ON COLUMN report.shop_days.agent_commission IS 'What its agents get of it.';

COMMENT ON COLUMN report.shop_days.supervisor_commission IS 'What its supervisor gets of it.';

COMMENT ON COLUMN report.shop_days.net IS 'Gross less commissions.';

CREATE VIEW report.shops AS
 SELECT s.day,
    k.shop_id AS shop,
    (sum(s.tickets))::bigint AS tickets,
    hippo.units(sum(s.stakes), house.digits) AS stakes,
    (sum(s.winning_tickets))::bigint AS winning_tickets,
    hippo.units(sum(s.prizes), house.digits) AS prizes,
    hippo.units(sum((s.stakes - s.prizes)), house.digits) AS gross
   FROM ((hippo.seller_sales s
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     CROSS JOIN hippo.house_terms house)
  GROUP BY s.day, k.shop_id, house.digits;

ALTER TABLE report.shops OWNER TO hippo_owner;

COMMENT ON VIEW report.shops IS 'One row for each shop and day: sales, prizes and the result of its settled rounds.';

COMMENT ON COLUMN report.shops.day IS 'Day on which the rounds opened.';

COMMENT ON COLUMN report.shops.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.shops.tickets IS 'Tickets sold, without those that were voided.';

COMMENT ON COLUMN report.shops.stakes IS 'Their stakes, in currency units.';

COMMENT ON COLUMN report.shops.winning_tickets IS 'Tickets that won.';

COMMENT ON COLUMN report.shops.prizes IS 'What they won.';

COMMENT ON COLUMN report.shops.gross IS 'Stakes less prizes: profit, or deficit when negative.';

CREATE VIEW report.taxes AS
 WITH tax AS (
         SELECT s.day,
            s.shop_id,
            s.tickets,
            s.prizes,
            s.withheld,
            s.handed_over,
            (- b.balance) AS owed
           FROM (hippo.seal_tax s
             JOIN hippo.seal_account b ON (((b.account = 'tax'::hippo.account) AND (b.id = s.shop_id) AND (b.day = s.day))))
        UNION ALL
         SELECT f.day,
            f.shop_id,
            f.tickets,
            f.prizes,
            f.withheld,
            f.handed_over,
            ((COALESCE((- b.balance), (0)::bigint))::numeric + sum((f.withheld - f.handed_over)) OVER (PARTITION BY f.shop_id ORDER BY f.day))
           FROM (hippo.tax_figures f
             LEFT JOIN LATERAL ( SELECT a.balance
                   FROM hippo.seal_account a
                  WHERE ((a.account = 'tax'::hippo.account) AND (a.id = f.shop_id))
                  ORDER BY a.day DESC
                 LIMIT 1) b ON (true))
          WHERE f.is_open
        )
 SELECT t.day,
    ((t.day - (EXTRACT(day FROM t.day))::integer) + 1) AS month,
    t.shop_id AS shop,
    t.tickets,
    hippo.units((t.prizes)::numeric, house.digits) AS prizes,
    hippo.units((t.withheld)::numeric, house.digits) AS withheld,
    hippo.units(((t.prizes - t.withheld))::numeric, house.digits) AS net_prizes,
    hippo.units((t.handed_over)::numeric, house.digits) AS handed_over,
    hippo.units(t.owed, house.digits) AS owed
   FROM (tax t
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.taxes OWNER TO hippo_owner;

COMMENT ON VIEW report.taxes IS 'One row for each shop and day on which something was withheld from prizes there, or handed over to the state.';

COMMENT ON COLUMN report.taxes.day IS 'The day of the payments, in the house''s time zone.';

COMMENT ON COLUMN report.taxes.month IS 'First day of its month, to add up by.';

COMMENT ON COLUMN report.taxes.shop IS 'Number of the shop that paid.';

COMMENT ON COLUMN report.taxes.tickets IS 'Tickets from whose prize something was withheld.';

COMMENT ON COLUMN report.taxes.prizes IS 'Their prizes, in currency units.';

COMMENT ON COLUMN report.taxes.withheld IS 'What was kept of them.';

COMMENT ON COLUMN report.taxes.net_prizes IS 'What was left for the players, before it was rounded up to coins.';

COMMENT ON COLUMN report.taxes.handed_over IS 'What was handed over to the state on that day, of whatever days.';

COMMENT ON COLUMN report.taxes.owed IS 'What the shop still owes the state after the day, by the books, counted from the first entry on.';

CREATE VIEW report.ticket_lines AS
 SELECT (hippo.ticket_number(t.ticket_id) COLLATE "C") AS ticket,
    t.round_id,
    l.line,
    p.market,
    p.selection,
    ((p.odds)::numeric / 100.0) AS odds,
    p.chance,
    hippo.units((l.stake)::numeric, house.digits) AS stake,
    hippo.units((l.prize)::numeric, house.digits) AS prize,
    (p.price_id = ANY (w.winning_prices)) AS has_won
   FROM (((((hippo.ticket t
     CROSS JOIN LATERAL UNNEST(t.price_ids, t.stakes, t.prizes) WITH ORDINALITY l(price_id, stake, prize, line))
     JOIN hippo.price p ON ((p.price_id = l.price_id)))
     LEFT JOIN hippo.round r ON (((r.round_id = t.round_id) AND (r.phase = 'settled'::hippo.phase))))
     LEFT JOIN hippo.round_totals w ON ((w.round_id = r.round_id)))
     CROSS JOIN hippo.house_terms house)
  WHERE (t.state <> 'voided'::hippo.ticket_state);

ALTER TABLE report.ticket_lines OWNER TO hippo_owner;

COMMENT ON VIEW report.ticket_lines IS 'One row for each line of each ticket.';

COMMENT ON COLUMN report.ticket_lines.ticket IS 'Number of the ticket.';

COMMENT ON COLUMN report.ticket_lines.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.ticket_lines.line IS 'Place on the ticket, from 1.';

COMMENT ON COLUMN report.ticket_lines.market IS 'Kind of bet.';

COMMENT ON COLUMN report.ticket_lines.selection IS 'Runners, or odd and even.';

COMMENT ON COLUMN report.ticket_lines.odds IS 'Odds at which it was sold: 5.50 pays 5.50 for 1.';

COMMENT ON COLUMN report.ticket_lines.chance IS 'Exact chance of the selection.';

COMMENT ON COLUMN report.ticket_lines.stake IS 'Stake, in currency units.';

COMMENT ON COLUMN report.ticket_lines.prize IS 'What it pays if it wins, fixed at the sale.';

COMMENT ON COLUMN report.ticket_lines.has_won IS 'Whether it won; null without a result.';

CREATE VIEW report.tickets AS
 SELECT (hippo.ticket_number(t.ticket_id) COLLATE "C") AS ticket,
    d.round_id,
    d.day,
    k.shop_id AS shop,
    k.name AS till,
    c.username AS cashier,
    (t.state)::text AS state,
    t.sold_at,
    cardinality(t.price_ids) AS lines,
    hippo.units((t.stake)::numeric, house.digits) AS stake,
    hippo.units((t.prize)::numeric, house.digits) AS prize,
    t.closed_at,
    t.copies
   FROM (((((hippo.round_day d
     CROSS JOIN LATERAL ( SELECT t_1.ticket_id,
            t_1.round_id,
            t_1.till_session_id,
            t_1.state,
            t_1.copies,
            t_1.sold_at,
            t_1.closed_at,
            t_1.closed_scope,
            t_1.closed_seq,
            t_1.stake,
            t_1.prize,
            t_1.price_ids,
            t_1.stakes,
            t_1.prizes,
            t_1.code_hash
           FROM hippo.ticket t_1
          WHERE (t_1.round_id = d.round_id)
         OFFSET 0) t)
     JOIN hippo.till_session s ON ((s.till_session_id = t.till_session_id)))
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.tickets OWNER TO hippo_owner;

COMMENT ON VIEW report.tickets IS 'One row for each ticket.';

COMMENT ON COLUMN report.tickets.ticket IS 'Its number, as printed.';

COMMENT ON COLUMN report.tickets.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.tickets.day IS 'Day on which the round opened, in the house''s time zone.';

COMMENT ON COLUMN report.tickets.shop IS 'Number of the shop that sold it.';

COMMENT ON COLUMN report.tickets.till IS 'Name of the till that sold it.';

COMMENT ON COLUMN report.tickets.cashier IS 'User who sold it.';

COMMENT ON COLUMN report.tickets.state IS 'sold, voided, lost, won, refundable, paid, refunded or expired.';

COMMENT ON COLUMN report.tickets.sold_at IS 'When it was sold.';

COMMENT ON COLUMN report.tickets.lines IS 'Number of lines.';

COMMENT ON COLUMN report.tickets.stake IS 'Total stake, in currency units.';

COMMENT ON COLUMN report.tickets.prize IS 'What it won; null before the settlement, and for a ticket that was voided or is refunded.';

COMMENT ON COLUMN report.tickets.closed_at IS 'When it was voided, paid, refunded or expired.';

COMMENT ON COLUMN report.tickets.copies IS 'Duplicates that were printed.';

CREATE VIEW report.unclaimed AS
 SELECT (hippo.ticket_number(c.ticket_id) COLLATE "C") AS ticket,
    c.round_id,
    r.day,
    ((c.ticket_id / '100000000000'::bigint))::integer AS shop,
    hippo.units((c.amount)::numeric, house.digits) AS amount,
    c.since,
    c.expires_at,
    ((c.expires_at - ((d.warn)::double precision * '1 day'::interval)) <= now()) AS expires_soon
   FROM (((hippo.claim c
     JOIN hippo.round_day r ON ((r.round_id = c.round_id)))
     CROSS JOIN ( SELECT (setting.value)::integer AS warn
           FROM hippo.setting
          WHERE (setting.name = 'warn_days'::text)) d)
     CROSS JOIN hippo.house_terms house);

ALTER TABLE report.unclaimed OWNER TO hippo_owner;

COMMENT ON VIEW report.unclaimed IS 'One row for each ticket that can still be claimed, oldest first, with the warning before it expires.';

COMMENT ON COLUMN report.unclaimed.ticket IS 'Number of the ticket.';

COMMENT ON COLUMN report.unclaimed.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.unclaimed.day IS 'Day on which the round opened.';

COMMENT ON COLUMN report.unclaimed.shop IS 'Number of the shop that sold it.';

COMMENT ON COLUMN report.unclaimed.amount IS 'What is owed, in currency units.';

COMMENT ON COLUMN report.unclaimed.since IS 'Since when it can be claimed.';

COMMENT ON COLUMN report.unclaimed.expires_at IS 'Until when.';

COMMENT ON COLUMN report.unclaimed.expires_soon IS 'True from some days before (setting warn_days).';

CREATE VIEW report.voids AS
 SELECT (hippo.ticket_number(t.ticket_id) COLLATE "C") AS ticket,
    t.round_id,
    j.day,
    k.shop_id AS shop,
    k.name AS till,
    c.username AS cashier,
    t.sold_at,
    t.closed_at AS voided_at,
    b.username AS voided_by,
    hippo.units((t.stake)::numeric, house.digits) AS stake,
    j.reason
   FROM ((((((hippo.day_entry j
     CROSS JOIN LATERAL ( SELECT t_1.ticket_id,
            t_1.round_id,
            t_1.till_session_id,
            t_1.state,
            t_1.copies,
            t_1.sold_at,
            t_1.closed_at,
            t_1.closed_scope,
            t_1.closed_seq,
            t_1.stake,
            t_1.prize,
            t_1.price_ids,
            t_1.stakes,
            t_1.prizes,
            t_1.code_hash
           FROM hippo.ticket t_1
          WHERE (t_1.ticket_id = j.ticket_id)
         OFFSET 0) t)
     JOIN hippo.till_session s ON ((s.till_session_id = t.till_session_id)))
     JOIN hippo.till k ON ((k.till_id = s.till_id)))
     JOIN hippo.app_user c ON ((c.user_id = s.user_id)))
     JOIN hippo.app_user b ON ((b.user_id = j.user_id)))
     CROSS JOIN hippo.house_terms house)
  WHERE (j.action = 'void'::text);

ALTER TABLE report.voids OWNER TO hippo_owner;

COMMENT ON VIEW report.voids IS 'One row for each voided ticket.';

COMMENT ON COLUMN report.voids.ticket IS 'Number of the ticket.';

COMMENT ON COLUMN report.voids.round_id IS 'Number of the round.';

COMMENT ON COLUMN report.voids.day IS 'Day on which it was voided.';

COMMENT ON COLUMN report.voids.shop IS 'Number of the shop.';

COMMENT ON COLUMN report.voids.till IS 'Name of the till that sold it.';

COMMENT ON COLUMN report.voids.cashier IS 'Who sold it.';

COMMENT ON COLUMN report.voids.sold_at IS 'When it was sold.';

COMMENT ON COLUMN report.voids.voided_at IS 'When it was voided.';

COMMENT ON COLUMN report.voids.voided_by IS 'Who voided it.';

COMMENT ON COLUMN report.voids.stake IS 'What was given back, in currency units.';

COMMENT ON COLUMN report.voids.reason IS 'Why.';

ALTER TABLE ONLY hippo.app_user
    ADD CONSTRAINT app_user_pk PRIMARY KEY (user_id);

ALTER TABLE ONLY hippo.app_user
    ADD CONSTRAINT app_user_username UNIQUE (username);

ALTER TABLE ONLY hippo.approval
    ADD CONSTRAINT approval_pk PRIMARY KEY (approval_id);

ALTER TABLE ONLY hippo.approval
    ADD CONSTRAINT approval_token UNIQUE (token_hash);

ALTER TABLE ONLY hippo.card_schedule
    ADD CONSTRAINT card_schedule_pk PRIMARY KEY (place);

ALTER TABLE ONLY hippo.card_template
    ADD CONSTRAINT card_template_name UNIQUE (name);

ALTER TABLE ONLY hippo.card_template
    ADD CONSTRAINT card_template_pk PRIMARY KEY (card_template_id);

ALTER TABLE ONLY hippo.card_template_runner
    ADD CONSTRAINT card_template_runner_pk PRIMARY KEY (card_template_id, number);

ALTER TABLE ONLY hippo.claim
    ADD CONSTRAINT claim_pk PRIMARY KEY (ticket_id);

ALTER TABLE ONLY hippo.commission_rate
    ADD CONSTRAINT commission_rate_pk PRIMARY KEY (commission_rate_id);

ALTER TABLE ONLY hippo.confirmation
    ADD CONSTRAINT confirmation_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.display
    ADD CONSTRAINT display_pk PRIMARY KEY (display_id);

ALTER TABLE ONLY hippo.display
    ADD CONSTRAINT display_token_hash UNIQUE (token_hash);

ALTER TABLE ONLY hippo.export_part
    ADD CONSTRAINT export_part_pk PRIMARY KEY (export_id, part);

ALTER TABLE ONLY hippo.export
    ADD CONSTRAINT export_pk PRIMARY KEY (export_id);

ALTER TABLE ONLY hippo.failure_tally
    ADD CONSTRAINT failure_tally_pk PRIMARY KEY (subject);

ALTER TABLE ONLY hippo.house_book
    ADD CONSTRAINT house_book_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.house_clock
    ADD CONSTRAINT house_clock_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.house
    ADD CONSTRAINT house_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.journal
    ADD CONSTRAINT journal_pk PRIMARY KEY (scope, seq);

ALTER TABLE ONLY hippo.journal
    ADD CONSTRAINT journal_request UNIQUE (user_id, key);

ALTER TABLE ONLY hippo.limit_kind
    ADD CONSTRAINT limit_kind_pk PRIMARY KEY (kind);

ALTER TABLE ONLY hippo.limit_kind
    ADD CONSTRAINT limit_kind_rank UNIQUE (rank);

ALTER TABLE ONLY hippo.logo
    ADD CONSTRAINT logo_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.market
    ADD CONSTRAINT market_pk PRIMARY KEY (market);

ALTER TABLE ONLY hippo.market
    ADD CONSTRAINT market_rank UNIQUE (rank);

ALTER TABLE ONLY hippo.message
    ADD CONSTRAINT message_pk PRIMARY KEY (message_id);

ALTER TABLE ONLY hippo.message_reading
    ADD CONSTRAINT message_reading_pk PRIMARY KEY (message_id, user_id);

ALTER TABLE ONLY hippo.migration
    ADD CONSTRAINT migration_pk PRIMARY KEY (number);

ALTER TABLE ONLY hippo.money_limit
    ADD CONSTRAINT money_limit_pk PRIMARY KEY (scope, id, kind);

ALTER TABLE ONLY hippo.paper_seen
    ADD CONSTRAINT paper_seen_pkey PRIMARY KEY (till_id, seq);

ALTER TABLE ONLY hippo.payment
    ADD CONSTRAINT payment_pk PRIMARY KEY (ticket_id);

ALTER TABLE ONLY hippo.presence
    ADD CONSTRAINT presence_pk PRIMARY KEY (gateway);

ALTER TABLE ONLY hippo.price
    ADD CONSTRAINT price_label UNIQUE (card_template_id, label);

ALTER TABLE ONLY hippo.price
    ADD CONSTRAINT price_pk PRIMARY KEY (price_id);

ALTER TABLE ONLY hippo.proof_run
    ADD CONSTRAINT proof_run_day UNIQUE (day);

ALTER TABLE ONLY hippo.proof_run
    ADD CONSTRAINT proof_run_pk PRIMARY KEY (proof_run_id);

ALTER TABLE ONLY hippo.pulse
    ADD CONSTRAINT pulse_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.pulse_till
    ADD CONSTRAINT pulse_till_pk PRIMARY KEY (till_id);

ALTER TABLE ONLY hippo.replaceable
    ADD CONSTRAINT replaceable_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_chain UNIQUE (session_id, chain_index);

ALTER TABLE ONLY hippo.round_day
    ADD CONSTRAINT round_day_pk PRIMARY KEY (round_id);

ALTER TABLE ONLY hippo.round_lent
    ADD CONSTRAINT round_lent_pk PRIMARY KEY (round_id);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_pk PRIMARY KEY (round_id);

ALTER TABLE ONLY hippo.round_runner
    ADD CONSTRAINT round_runner_pk PRIMARY KEY (round_id, number);

ALTER TABLE ONLY hippo.round_terms
    ADD CONSTRAINT round_terms_pk PRIMARY KEY (round_id);

ALTER TABLE ONLY hippo.round_totals
    ADD CONSTRAINT round_totals_pk PRIMARY KEY (round_id);

ALTER TABLE ONLY hippo.round_void_vote
    ADD CONSTRAINT round_void_vote_pk PRIMARY KEY (round_id, user_id);

ALTER TABLE ONLY hippo.seal_account
    ADD CONSTRAINT seal_account_pk PRIMARY KEY (account, id, day);

ALTER TABLE ONLY hippo.seal_chain
    ADD CONSTRAINT seal_chain_pk PRIMARY KEY (day, scope);

ALTER TABLE ONLY hippo.seal_market
    ADD CONSTRAINT seal_market_pk PRIMARY KEY (day, round_id, market);

ALTER TABLE ONLY hippo.seal
    ADD CONSTRAINT seal_pk PRIMARY KEY (day);

ALTER TABLE ONLY hippo.seal_safe
    ADD CONSTRAINT seal_safe_pk PRIMARY KEY (day, shop_id);

ALTER TABLE ONLY hippo.seal_seller
    ADD CONSTRAINT seal_seller_pk PRIMARY KEY (day, till_id, user_id);

ALTER TABLE ONLY hippo.seal_session
    ADD CONSTRAINT seal_session_pk PRIMARY KEY (till_session_id, day, action);

ALTER TABLE ONLY hippo.seal_shop
    ADD CONSTRAINT seal_shop_pk PRIMARY KEY (day, shop_id);

ALTER TABLE ONLY hippo.seal_tax
    ADD CONSTRAINT seal_tax_pk PRIMARY KEY (day, shop_id);

ALTER TABLE ONLY hippo.seal_till
    ADD CONSTRAINT seal_till_pk PRIMARY KEY (day, till_id, user_id);

ALTER TABLE ONLY hippo.session_abandon_vote
    ADD CONSTRAINT session_abandon_vote_pk PRIMARY KEY (session_id, user_id);

ALTER TABLE ONLY hippo.session
    ADD CONSTRAINT session_name UNIQUE (name);

ALTER TABLE ONLY hippo.session
    ADD CONSTRAINT session_pk PRIMARY KEY (session_id);

ALTER TABLE ONLY hippo.set_back
    ADD CONSTRAINT set_back_pk PRIMARY KEY (set_back_id);

ALTER TABLE ONLY hippo.setting
    ADD CONSTRAINT setting_pk PRIMARY KEY (name);

ALTER TABLE ONLY hippo.shop_hours
    ADD CONSTRAINT shop_hours_pk PRIMARY KEY (shop_id, weekday, opens);

ALTER TABLE hippo.shop
    ADD CONSTRAINT shop_pause CHECK (((paused_at IS NULL) = (pause_reason IS NULL))) NOT VALID;

ALTER TABLE ONLY hippo.shop
    ADD CONSTRAINT shop_pk PRIMARY KEY (shop_id);

ALTER TABLE ONLY hippo.sign_in
    ADD CONSTRAINT sign_in_pk PRIMARY KEY (token_hash);

ALTER TABLE ONLY hippo.signing_key
    ADD CONSTRAINT signing_key_pk PRIMARY KEY (public_key);

ALTER TABLE ONLY hippo.stream_event
    ADD CONSTRAINT stream_event_pk PRIMARY KEY (channel, "offset");

ALTER TABLE ONLY hippo.stream
    ADD CONSTRAINT stream_pk PRIMARY KEY (channel);

ALTER TABLE ONLY hippo.tax_rate
    ADD CONSTRAINT tax_rate_pk PRIMARY KEY (tax_rate_id);

ALTER TABLE ONLY hippo.throttle
    ADD CONSTRAINT throttle_pk PRIMARY KEY (subject);

ALTER TABLE ONLY hippo.ticket
    ADD CONSTRAINT ticket_pk PRIMARY KEY (ticket_id);

ALTER TABLE ONLY hippo.till_book
    ADD CONSTRAINT till_book_pk PRIMARY KEY (till_id);

ALTER TABLE ONLY hippo.till_news
    ADD CONSTRAINT till_news_pk PRIMARY KEY (till_news_id);

ALTER TABLE ONLY hippo.till
    ADD CONSTRAINT till_number_in_shop UNIQUE (shop_id, number);

ALTER TABLE ONLY hippo.till_past_secret
    ADD CONSTRAINT till_past_secret_pk PRIMARY KEY (till_id, below_seq);

ALTER TABLE ONLY hippo.till
    ADD CONSTRAINT till_pk PRIMARY KEY (till_id);

ALTER TABLE ONLY hippo.till_session
    ADD CONSTRAINT till_session_pk PRIMARY KEY (till_session_id);

ALTER TABLE ONLY hippo.turnover
    ADD CONSTRAINT turnover_pk PRIMARY KEY (day, till_id, user_id);

CREATE INDEX claim_by_expiry ON hippo.claim USING btree (expires_at, ticket_id);

CREATE INDEX claim_by_round ON hippo.claim USING btree (round_id);

CREATE INDEX commission_rate_by_whose ON hippo.commission_rate USING btree (kind, user_id, shop_id, from_day);

CREATE UNIQUE INDEX display_by_code ON hippo.display USING btree (code_hash) WHERE (code_hash IS NOT NULL);

CREATE INDEX display_by_till ON hippo.display USING btree (till_id) WHERE (revoked_at IS NULL);

CREATE INDEX message_by_end ON hippo.message USING btree (ends_at);

CREATE INDEX payment_by_session ON hippo.payment USING btree (till_session_id, paid_at);

CREATE INDEX round_by_opening ON hippo.round USING btree (opened_at);

CREATE INDEX round_day_by_day ON hippo.round_day USING btree (day, round_id);

CREATE UNIQUE INDEX round_one_current ON hippo.round USING btree ((true)) WHERE (phase <> ALL (ARRAY['settled'::hippo.phase, 'void'::hippo.phase]));

CREATE INDEX seal_account_by_day ON hippo.seal_account USING btree (day);

CREATE UNIQUE INDEX seal_by_round ON hippo.seal USING btree (last_round_id, day);

CREATE UNIQUE INDEX seal_chain_head ON hippo.seal_chain USING btree (scope, last_seq);

CREATE INDEX seal_session_by_day ON hippo.seal_session USING btree (day);

CREATE INDEX sign_in_by_user ON hippo.sign_in USING btree (user_id);

CREATE INDEX stream_event_by_round ON hippo.stream_event USING btree (round_id, event);

CREATE INDEX tax_rate_by_day ON hippo.tax_rate USING btree (from_day, tax_rate_id);

CREATE INDEX throttle_by_age ON hippo.throttle USING btree (failed_at);

CREATE INDEX ticket_by_round ON hippo.ticket USING btree (round_id, till_session_id);

CREATE UNIQUE INDEX till_book_by_user ON hippo.till_book USING btree (user_id);

CREATE INDEX till_session_by_close ON hippo.till_session USING btree (closed_at);

CREATE INDEX till_session_by_entry ON hippo.till_session USING btree (till_id, opened_seq);

CREATE INDEX till_session_by_till ON hippo.till_session USING btree (till_id, till_session_id);

CREATE INDEX till_session_by_user ON hippo.till_session USING btree (user_id, till_id, till_session_id);

CREATE UNIQUE INDEX till_session_one_per_till ON hippo.till_session USING btree (till_id) WHERE (state <> 'closed'::hippo.till_state);

CREATE UNIQUE INDEX till_session_one_per_user ON hippo.till_session USING btree (user_id) WHERE (state = 'open'::hippo.till_state);

CREATE INDEX turnover_by_user ON hippo.turnover USING btree (day, user_id);

CREATE TRIGGER card_schedule_guard BEFORE INSERT OR UPDATE ON hippo.card_schedule FOR EACH ROW EXECUTE FUNCTION hippo.card_schedule_guard();

CREATE TRIGGER card_template_runner_append_only BEFORE DELETE OR UPDATE ON hippo.card_template_runner FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER card_template_runner_append_only_all BEFORE TRUNCATE ON hippo.card_template_runner FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER commission_rate_append_only BEFORE DELETE OR UPDATE ON hippo.commission_rate FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER commission_rate_append_only_all BEFORE TRUNCATE ON hippo.commission_rate FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER journal_append_only BEFORE DELETE OR UPDATE ON hippo.journal FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER journal_append_only_all BEFORE TRUNCATE ON hippo.journal FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER payment_append_only BEFORE DELETE OR UPDATE ON hippo.payment FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER payment_append_only_all BEFORE TRUNCATE ON hippo.payment FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER price_append_only BEFORE DELETE OR UPDATE ON hippo.price FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER price_append_only_all BEFORE TRUNCATE ON hippo.price FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER round_day_append_only BEFORE DELETE OR UPDATE ON hippo.round_day FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER round_day_append_only_all BEFORE TRUNCATE ON hippo.round_day FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER round_guard BEFORE DELETE OR UPDATE ON hippo.round FOR EACH ROW EXECUTE FUNCTION hippo.round_guard();

CREATE TRIGGER round_guard_truncate BEFORE TRUNCATE ON hippo.round FOR EACH STATEMENT EXECUTE FUNCTION hippo.round_guard();

CREATE TRIGGER round_stamp AFTER INSERT ON hippo.round FOR EACH ROW EXECUTE FUNCTION hippo.round_stamp();

CREATE TRIGGER round_terms_append_only BEFORE DELETE OR UPDATE ON hippo.round_terms FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER round_terms_append_only_all BEFORE TRUNCATE ON hippo.round_terms FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER round_totals_append_only BEFORE DELETE OR UPDATE ON hippo.round_totals FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER round_totals_append_only_all BEFORE TRUNCATE ON hippo.round_totals FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_account_append_only BEFORE DELETE OR UPDATE ON hippo.seal_account FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_account_append_only_all BEFORE TRUNCATE ON hippo.seal_account FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_append_only BEFORE DELETE OR UPDATE ON hippo.seal FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_append_only_all BEFORE TRUNCATE ON hippo.seal FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_chain_append_only BEFORE DELETE OR UPDATE ON hippo.seal_chain FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_chain_append_only_all BEFORE TRUNCATE ON hippo.seal_chain FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_market_append_only BEFORE DELETE OR UPDATE ON hippo.seal_market FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_market_append_only_all BEFORE TRUNCATE ON hippo.seal_market FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_safe_append_only BEFORE DELETE OR UPDATE ON hippo.seal_safe FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_safe_append_only_all BEFORE TRUNCATE ON hippo.seal_safe FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_seller_append_only BEFORE DELETE OR UPDATE ON hippo.seal_seller FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_seller_append_only_all BEFORE TRUNCATE ON hippo.seal_seller FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_session_append_only BEFORE DELETE OR UPDATE ON hippo.seal_session FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_session_append_only_all BEFORE TRUNCATE ON hippo.seal_session FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_shop_append_only BEFORE DELETE OR UPDATE ON hippo.seal_shop FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_shop_append_only_all BEFORE TRUNCATE ON hippo.seal_shop FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_tax_append_only BEFORE DELETE OR UPDATE ON hippo.seal_tax FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_tax_append_only_all BEFORE TRUNCATE ON hippo.seal_tax FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_till_append_only BEFORE DELETE OR UPDATE ON hippo.seal_till FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER seal_till_append_only_all BEFORE TRUNCATE ON hippo.seal_till FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE CONSTRAINT TRIGGER setting_agreement AFTER UPDATE OF value ON hippo.setting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hippo.setting_agreement();

CREATE TRIGGER setting_guard BEFORE DELETE OR UPDATE ON hippo.setting FOR EACH ROW EXECUTE FUNCTION hippo.setting_guard();

CREATE TRIGGER setting_guard_truncate BEFORE TRUNCATE ON hippo.setting FOR EACH STATEMENT EXECUTE FUNCTION hippo.setting_guard();

CREATE TRIGGER tax_rate_append_only BEFORE DELETE OR UPDATE ON hippo.tax_rate FOR EACH ROW EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER tax_rate_append_only_all BEFORE TRUNCATE ON hippo.tax_rate FOR EACH STATEMENT EXECUTE FUNCTION hippo.append_only();

CREATE TRIGGER ticket_guard BEFORE UPDATE ON hippo.ticket FOR EACH ROW WHEN ((NOT ((NOT (((((((((old.ticket_id IS DISTINCT FROM new.ticket_id) OR (old.round_id IS DISTINCT FROM new.round_id)) OR (old.till_session_id IS DISTINCT FROM new.till_session_id)) OR (old.sold_at IS DISTINCT FROM new.sold_at)) OR ((old.stake)::bigint IS DISTINCT FROM (new.stake)::bigint)) OR (old.price_ids IS DISTINCT FROM new.price_ids)) OR (old.stakes IS DISTINCT FROM new.stakes)) OR (old.prizes IS DISTINCT FROM new.prizes)) OR (old.code_hash IS DISTINCT FROM new.code_hash))) AND (new.copies >= old.copies) AND
        CASE
            WHEN (old.state = new.state) THEN (NOT (old.prize IS DISTINCT FROM new.prize))
            WHEN (old.state = 'sold'::hippo.ticket_state) THEN (new.state = ANY (ARRAY['voided'::hippo.ticket_state, 'lost'::hippo.ticket_state, 'won'::hippo.ticket_state, 'refundable'::hippo.ticket_state]))
            WHEN (old.state = 'won'::hippo.ticket_state) THEN ((new.state = ANY (ARRAY['paid'::hippo.ticket_state, 'expired'::hippo.ticket_state])) AND (new.prize = old.prize))
            WHEN (old.state = 'refundable'::hippo.ticket_state) THEN ((new.state = ANY (ARRAY['refunded'::hippo.ticket_state, 'expired'::hippo.ticket_state])) AND (new.prize IS NULL))
            ELSE false
        END AND ((new.prize IS NULL) = ((new.state = ANY (ARRAY['sold'::hippo.ticket_state, 'voided'::hippo.ticket_state, 'refundable'::hippo.ticket_state, 'refunded'::hippo.ticket_state])) OR ((new.state = 'expired'::hippo.ticket_state) AND (old.prize IS NULL))))))) EXECUTE FUNCTION hippo.ticket_guard();

CREATE TRIGGER ticket_keep BEFORE DELETE ON hippo.ticket FOR EACH ROW EXECUTE FUNCTION hippo.ticket_guard();

CREATE TRIGGER ticket_keep_all BEFORE TRUNCATE ON hippo.ticket FOR EACH STATEMENT EXECUTE FUNCTION hippo.ticket_guard();

CREATE TRIGGER user_guard AFTER UPDATE ON hippo.app_user FOR EACH ROW WHEN ((((new.role IS DISTINCT FROM old.role) OR (new.shop_id IS DISTINCT FROM old.shop_id)) OR (new.blocked_at IS DISTINCT FROM old.blocked_at))) EXECUTE FUNCTION hippo.user_guard();

CREATE TRIGGER user_rights BEFORE INSERT OR UPDATE ON hippo.app_user FOR EACH ROW EXECUTE FUNCTION hippo.user_rights();

ALTER TABLE ONLY hippo.app_user
    ADD CONSTRAINT app_user_rights_by FOREIGN KEY (rights_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.app_user
    ADD CONSTRAINT app_user_shop FOREIGN KEY (shop_id) REFERENCES hippo.shop(shop_id);

ALTER TABLE ONLY hippo.approval
    ADD CONSTRAINT approval_approver FOREIGN KEY (approved_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.approval
    ADD CONSTRAINT approval_asker FOREIGN KEY (asked_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.card_schedule
    ADD CONSTRAINT card_schedule_card FOREIGN KEY (card_template_id) REFERENCES hippo.card_template(card_template_id);

ALTER TABLE ONLY hippo.card_template
    ADD CONSTRAINT card_template_decider FOREIGN KEY (decided_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.card_template
    ADD CONSTRAINT card_template_proposer FOREIGN KEY (proposed_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.card_template_runner
    ADD CONSTRAINT card_template_runner_template FOREIGN KEY (card_template_id) REFERENCES hippo.card_template(card_template_id);

ALTER TABLE ONLY hippo.claim
    ADD CONSTRAINT claim_ticket FOREIGN KEY (ticket_id) REFERENCES hippo.ticket(ticket_id);

ALTER TABLE ONLY hippo.commission_rate
    ADD CONSTRAINT commission_rate_setter FOREIGN KEY (set_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.commission_rate
    ADD CONSTRAINT commission_rate_shop FOREIGN KEY (shop_id) REFERENCES hippo.shop(shop_id);

ALTER TABLE ONLY hippo.commission_rate
    ADD CONSTRAINT commission_rate_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.display
    ADD CONSTRAINT display_created_by FOREIGN KEY (created_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.display
    ADD CONSTRAINT display_revoked_by FOREIGN KEY (revoked_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.display
    ADD CONSTRAINT display_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.export
    ADD CONSTRAINT export_key FOREIGN KEY (public_key) REFERENCES hippo.signing_key(public_key);

ALTER TABLE ONLY hippo.export_part
    ADD CONSTRAINT export_part_export FOREIGN KEY (export_id) REFERENCES hippo.export(export_id);

ALTER TABLE ONLY hippo.export
    ADD CONSTRAINT export_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.limit_kind
    ADD CONSTRAINT limit_kind_setting FOREIGN KEY (setting) REFERENCES hippo.setting(name);

ALTER TABLE ONLY hippo.message
    ADD CONSTRAINT message_created_by FOREIGN KEY (created_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.message_reading
    ADD CONSTRAINT message_reading_message FOREIGN KEY (message_id) REFERENCES hippo.message(message_id);

ALTER TABLE ONLY hippo.message_reading
    ADD CONSTRAINT message_reading_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.message_reading
    ADD CONSTRAINT message_reading_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.message
    ADD CONSTRAINT message_shop FOREIGN KEY (shop_id) REFERENCES hippo.shop(shop_id);

ALTER TABLE ONLY hippo.message
    ADD CONSTRAINT message_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.money_limit
    ADD CONSTRAINT money_limit_kind FOREIGN KEY (kind) REFERENCES hippo.limit_kind(kind);

ALTER TABLE ONLY hippo.paper_seen
    ADD CONSTRAINT paper_seen_user_fkey FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.payment
    ADD CONSTRAINT payment_approver FOREIGN KEY (approved_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.payment
    ADD CONSTRAINT payment_session FOREIGN KEY (till_session_id) REFERENCES hippo.till_session(till_session_id);

ALTER TABLE ONLY hippo.payment
    ADD CONSTRAINT payment_ticket FOREIGN KEY (ticket_id) REFERENCES hippo.ticket(ticket_id);

ALTER TABLE ONLY hippo.payment
    ADD CONSTRAINT payment_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.price
    ADD CONSTRAINT price_market FOREIGN KEY (market) REFERENCES hippo.market(market);

ALTER TABLE ONLY hippo.price
    ADD CONSTRAINT price_template FOREIGN KEY (card_template_id) REFERENCES hippo.card_template(card_template_id);

ALTER TABLE ONLY hippo.pulse_till
    ADD CONSTRAINT pulse_till_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.round_lent
    ADD CONSTRAINT round_lent_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.round_runner
    ADD CONSTRAINT round_runner_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_session FOREIGN KEY (session_id) REFERENCES hippo.session(session_id);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_template FOREIGN KEY (card_template_id) REFERENCES hippo.card_template(card_template_id);

ALTER TABLE ONLY hippo.round_terms
    ADD CONSTRAINT round_terms_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.round_totals
    ADD CONSTRAINT round_totals_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.round_void_vote
    ADD CONSTRAINT round_void_vote_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.round_void_vote
    ADD CONSTRAINT round_void_vote_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.session_abandon_vote
    ADD CONSTRAINT session_abandon_vote_session FOREIGN KEY (session_id) REFERENCES hippo.session(session_id);

ALTER TABLE ONLY hippo.session_abandon_vote
    ADD CONSTRAINT session_abandon_vote_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.set_back
    ADD CONSTRAINT set_back_session FOREIGN KEY (session_id) REFERENCES hippo.session(session_id);

ALTER TABLE ONLY hippo.setting
    ADD CONSTRAINT setting_updated_by FOREIGN KEY (updated_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.shop_hours
    ADD CONSTRAINT shop_hours_shop FOREIGN KEY (shop_id) REFERENCES hippo.shop(shop_id);

ALTER TABLE ONLY hippo.sign_in
    ADD CONSTRAINT sign_in_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.stream_event
    ADD CONSTRAINT stream_event_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.stream_event
    ADD CONSTRAINT stream_event_stream FOREIGN KEY (channel) REFERENCES hippo.stream(channel);

ALTER TABLE ONLY hippo.tax_rate
    ADD CONSTRAINT tax_rate_setter FOREIGN KEY (set_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.till_book
    ADD CONSTRAINT till_book_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.till_news
    ADD CONSTRAINT till_news_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.till_past_secret
    ADD CONSTRAINT till_past_secret_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.till_session
    ADD CONSTRAINT till_session_closer FOREIGN KEY (closed_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.till_session
    ADD CONSTRAINT till_session_counter FOREIGN KEY (counted_by) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.till_session
    ADD CONSTRAINT till_session_giver FOREIGN KEY (taken_from) REFERENCES hippo.till_session(till_session_id);

ALTER TABLE ONLY hippo.till_session
    ADD CONSTRAINT till_session_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.till_session
    ADD CONSTRAINT till_session_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

ALTER TABLE ONLY hippo.till
    ADD CONSTRAINT till_shop FOREIGN KEY (shop_id) REFERENCES hippo.shop(shop_id);

ALTER TABLE ONLY hippo.turnover
    ADD CONSTRAINT turnover_till FOREIGN KEY (till_id) REFERENCES hippo.till(till_id);

ALTER TABLE ONLY hippo.turnover
    ADD CONSTRAINT turnover_user FOREIGN KEY (user_id) REFERENCES hippo.app_user(user_id);

GRANT USAGE ON SCHEMA api TO hippo_api;

GRANT USAGE ON SCHEMA gateway TO hippo_gateway;

GRANT USAGE ON SCHEMA report TO hippo_report;

GRANT USAGE ON SCHEMA scheduler TO hippo_scheduler;

REVOKE ALL ON FUNCTION api.admin_bootstrap(p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.admin_bootstrap(p_hash text) TO hippo_api;

REVOKE ALL ON FUNCTION api.admin_missing() FROM PUBLIC;
GRANT ALL ON FUNCTION api.admin_missing() TO hippo_api;

REVOKE ALL ON FUNCTION api.admin_reset(p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.admin_reset(p_hash text) TO hippo_api;

REVOKE ALL ON FUNCTION api.approval_finish(p_token_hash bytea, p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_hash text, p_action text, p_subject text, p_amount bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.approval_finish(p_token_hash bytea, p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_hash text, p_action text, p_subject text, p_amount bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.audit_list(p_token_hash bytea, p_till_id bigint, p_action text, p_before bigint, p_limit integer, p_user_id bigint, p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.audit_list(p_token_hash bytea, p_till_id bigint, p_action text, p_before bigint, p_limit integer, p_user_id bigint, p_day date) TO hippo_api;

REVOKE ALL ON FUNCTION api.card_decide(p_token_hash bytea, p_key text, p_fingerprint bytea, p_card_id bigint, p_is_approved boolean, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.card_decide(p_token_hash bytea, p_key text, p_fingerprint bytea, p_card_id bigint, p_is_approved boolean, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.card_get(p_token_hash bytea, p_card_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.card_get(p_token_hash bytea, p_card_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.card_list(p_token_hash bytea, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.card_list(p_token_hash bytea, p_before bigint, p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.card_propose(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_target_ppm integer, p_runners json, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.card_propose(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_target_ppm integer, p_runners json, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.card_schedule_get(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.card_schedule_get(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.card_schedule_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_entries json, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.card_schedule_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_entries json, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.clock_confirm(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.clock_confirm(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.commission_list(p_token_hash bytea, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.commission_list(p_token_hash bytea, p_before bigint, p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.commission_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_kind text, p_shop_id bigint, p_user_id bigint, p_rate bigint, p_basis text, p_from date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.commission_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_kind text, p_shop_id bigint, p_user_id bigint, p_rate bigint, p_basis text, p_from date) TO hippo_api;

REVOKE ALL ON FUNCTION api.config() FROM PUBLIC;
GRANT ALL ON FUNCTION api.config() TO hippo_api;

REVOKE ALL ON FUNCTION api.day_glance(p_token_hash bytea, p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.day_glance(p_token_hash bytea, p_day date) TO hippo_api;

REVOKE ALL ON FUNCTION api.display_claim(p_code text, p_display_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.display_claim(p_code text, p_display_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.display_create(p_token_hash bytea, p_till_id bigint, p_display_hash bytea, p_with_code boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.display_create(p_token_hash bytea, p_till_id bigint, p_display_hash bytea, p_with_code boolean) TO hippo_api;

REVOKE ALL ON FUNCTION api.display_list(p_token_hash bytea, p_till_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.display_list(p_token_hash bytea, p_till_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.display_revoke(p_token_hash bytea, p_key text, p_fingerprint bytea, p_display_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.display_revoke(p_token_hash bytea, p_key text, p_fingerprint bytea, p_display_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.display_show(p_token_hash bytea, p_picture json) FROM PUBLIC;
GRANT ALL ON FUNCTION api.display_show(p_token_hash bytea, p_picture json) TO hippo_api;

REVOKE ALL ON FUNCTION api.export_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_from date, p_to date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.export_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_from date, p_to date) TO hippo_api;

REVOKE ALL ON FUNCTION api.export_file(p_token_hash bytea, p_export_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.export_file(p_token_hash bytea, p_export_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.export_get(p_token_hash bytea, p_export_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.export_get(p_token_hash bytea, p_export_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.export_list(p_token_hash bytea, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.export_list(p_token_hash bytea, p_before bigint, p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.export_part(p_token_hash bytea, p_export_id bigint, p_part integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.export_part(p_token_hash bytea, p_export_id bigint, p_part integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.game_get(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.game_get(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.game_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.game_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.game_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.game_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.health(p_asked_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.health(p_asked_ms bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.login_begin(p_username text, p_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.login_begin(p_username text, p_address text) TO hippo_api;

REVOKE ALL ON FUNCTION api.login_finish(p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_token_hash bytea, p_agent text, p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.login_finish(p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_token_hash bytea, p_agent text, p_hash text) TO hippo_api;

REVOKE ALL ON FUNCTION api.login_withdraw(p_username text, p_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.login_withdraw(p_username text, p_address text) TO hippo_api;

REVOKE ALL ON FUNCTION api.logo_get() FROM PUBLIC;
GRANT ALL ON FUNCTION api.logo_get() TO hippo_api;

REVOKE ALL ON FUNCTION api.logo_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_logo json, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.logo_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_logo json, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.logout(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.logout(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.me(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.me(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.message_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_till_id bigint, p_text text, p_minutes bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.message_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_till_id bigint, p_text text, p_minutes bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.message_list(p_token_hash bytea, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.message_list(p_token_hash bytea, p_before bigint, p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.message_read(p_token_hash bytea, p_key text, p_fingerprint bytea, p_message_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.message_read(p_token_hash bytea, p_key text, p_fingerprint bytea, p_message_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.password_begin(p_token_hash bytea, p_key text, p_fingerprint bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.password_begin(p_token_hash bytea, p_key text, p_fingerprint bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.password_finish(p_token_hash bytea, p_key text, p_fingerprint bytea, p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.password_finish(p_token_hash bytea, p_key text, p_fingerprint bytea, p_hash text) TO hippo_api;

REVOKE ALL ON FUNCTION api.proof(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.proof(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.replica_standing(p_token_hash bytea, p_terms json, p_lag_max_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.replica_standing(p_token_hash bytea, p_terms json, p_lag_max_ms bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.replica_terms(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.replica_terms(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.report(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.report(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.report_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.report_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_limit integer, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) TO hippo_api;

REVOKE ALL ON FUNCTION api.report_lines(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.report_lines(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.report_lines_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.report_lines_from(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, p_as_of timestamp with time zone, p_because text) TO hippo_api;

REVOKE ALL ON FUNCTION api.report_list(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.report_list(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.request_burn(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.request_burn(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.request_get(p_token_hash bytea, p_key text, p_user_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.request_get(p_token_hash bytea, p_key text, p_user_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_current() FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_current() TO hippo_api;

REVOKE ALL ON FUNCTION api.round_film(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_film(p_round_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_get(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_get(p_round_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_list(p_before bigint, p_limit integer, p_day date, p_phase text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_list(p_before bigint, p_limit integer, p_day date, p_phase text) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_prices(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_prices(p_round_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_proof(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_proof(p_round_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.safe_move(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.safe_move(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text) TO hippo_api;

REVOKE ALL ON FUNCTION api.scan_failed(p_token_hash bytea, p_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.scan_failed(p_token_hash bytea, p_number text) TO hippo_api;

REVOKE ALL ON FUNCTION api.schema_version() FROM PUBLIC;
GRANT ALL ON FUNCTION api.schema_version() TO hippo_api;

REVOKE ALL ON FUNCTION api.session_abandon(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session text, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.session_abandon(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session text, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.setting_list(p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION api.setting_list(p_token_hash bytea) TO hippo_api;

REVOKE ALL ON FUNCTION api.setting_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_value text, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.setting_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_value text, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.shop_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.shop_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[]) TO hippo_api;

REVOKE ALL ON FUNCTION api.shop_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.shop_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text) TO hippo_api;

REVOKE ALL ON FUNCTION api.shop_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.shop_pause(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.shop_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.shop_resume(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.shop_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[], p_is_open boolean, p_hours json, p_limits json) FROM PUBLIC;
GRANT ALL ON FUNCTION api.shop_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_name text, p_header text[], p_is_open boolean, p_hours json, p_limits json) TO hippo_api;

REVOKE ALL ON FUNCTION api.tax_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_amount bigint, p_reference text, p_description text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.tax_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_amount bigint, p_reference text, p_description text) TO hippo_api;

REVOKE ALL ON FUNCTION api.tax_rate_list(p_token_hash bytea, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.tax_rate_list(p_token_hash bytea, p_before bigint, p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.tax_rate_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_rate bigint, p_above bigint, p_from date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.tax_rate_set(p_token_hash bytea, p_key text, p_fingerprint bytea, p_rate bigint, p_above bigint, p_from date) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_copy(p_token_hash bytea, p_key text, p_fingerprint bytea, p_number text, p_approval text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_copy(p_token_hash bytea, p_key text, p_fingerprint bytea, p_number text, p_approval text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_get(p_token_hash bytea, p_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_get(p_token_hash bytea, p_number text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_list(p_token_hash bytea, p_round_id bigint, p_day date, p_state text, p_till_id bigint, p_before text, p_limit integer, p_shop_id bigint, p_cashier_id bigint, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_list(p_token_hash bytea, p_round_id bigint, p_day date, p_state text, p_till_id bigint, p_before text, p_limit integer, p_shop_id bigint, p_cashier_id bigint, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_note text, p_approval text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_pay(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_note text, p_approval text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_peek(p_number text, p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_peek(p_number text, p_code text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_print(p_token_hash bytea, p_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_print(p_token_hash bytea, p_number text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_quote(p_token_hash bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_quote(p_token_hash bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_sell(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_sell(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea, p_selections text[], p_stakes bigint[]) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_slip(p_token_hash bytea, p_number text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_slip(p_token_hash bytea, p_number text) TO hippo_api;

REVOKE ALL ON FUNCTION api.ticket_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_reason text, p_approval text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ticket_void(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_number text, p_code text, p_reason text, p_approval text) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_close(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_counts json, p_reason text, p_is_handover boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_close(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_counts json, p_reason text, p_is_handover boolean) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_number integer, p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_number integer, p_name text) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_get(p_token_hash bytea, p_till_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_get(p_token_hash bytea, p_till_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_list(p_token_hash bytea, p_shop_id bigint, p_before bigint, p_limit integer, p_search text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_list(p_token_hash bytea, p_shop_id bigint, p_before bigint, p_limit integer, p_search text) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_movement(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text, p_approval text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_movement(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_kind text, p_amount bigint, p_reference text, p_description text, p_approval text) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_movements(p_token_hash bytea, p_till_id bigint, p_kind text, p_before bigint, p_limit integer, p_session_id bigint, p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_movements(p_token_hash bytea, p_till_id bigint, p_kind text, p_before bigint, p_limit integer, p_session_id bigint, p_day date) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_open(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_float bigint, p_handover bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_open(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_float bigint, p_handover bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_papers(p_token_hash bytea, p_till_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_papers(p_token_hash bytea, p_till_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_papers_confirm(p_token_hash bytea, p_till_id bigint, p_papers json) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_papers_confirm(p_token_hash bytea, p_till_id bigint, p_papers json) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_recount(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_counts json, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_recount(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_counts json, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_report(p_token_hash bytea, p_till_id bigint, p_session_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_report(p_token_hash bytea, p_till_id bigint, p_session_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_reverse(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_movement bigint, p_amount bigint, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_reverse(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_movement bigint, p_amount bigint, p_reason text) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_sessions(p_token_hash bytea, p_till_id bigint, p_before bigint, p_limit integer, p_shop_id bigint, p_cashier_id bigint, p_state text, p_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_sessions(p_token_hash bytea, p_till_id bigint, p_before bigint, p_limit integer, p_shop_id bigint, p_cashier_id bigint, p_state text, p_day date) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_name text, p_is_in_use boolean, p_limits json) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_name text, p_is_in_use boolean, p_limits json) TO hippo_api;

REVOKE ALL ON FUNCTION api.till_verify(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_reason text, p_approval text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.till_verify(p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_reason text, p_approval text) TO hippo_api;

REVOKE ALL ON FUNCTION api.user_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_username text, p_display_name text, p_role text, p_shop_id bigint, p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.user_create(p_token_hash bytea, p_key text, p_fingerprint bytea, p_username text, p_display_name text, p_role text, p_shop_id bigint, p_hash text) TO hippo_api;

REVOKE ALL ON FUNCTION api.user_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text, p_role text, p_shop_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.user_list(p_token_hash bytea, p_before bigint, p_limit integer, p_search text, p_role text, p_shop_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.user_password(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.user_password(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_hash text) TO hippo_api;

REVOKE ALL ON FUNCTION api.user_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_display_name text, p_role text, p_shop_id bigint, p_is_blocked boolean, p_reason text, p_limits json, p_sees_cash boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.user_update(p_token_hash bytea, p_key text, p_fingerprint bytea, p_user_id bigint, p_display_name text, p_role text, p_shop_id bigint, p_is_blocked boolean, p_reason text, p_limits json, p_sees_cash boolean) TO hippo_api;

REVOKE ALL ON FUNCTION api.winner_list(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.winner_list(p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION gateway.channel_authorise(p_token_hash bytea, p_channel text) FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.channel_authorise(p_token_hash bytea, p_channel text) TO hippo_gateway;

REVOKE ALL ON FUNCTION gateway.presence_tell(p_gateway text, p_clients integer, p_channels text[], p_readers integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.presence_tell(p_gateway text, p_clients integer, p_channels text[], p_readers integer[]) TO hippo_gateway;

REVOKE ALL ON FUNCTION gateway.schema_version() FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.schema_version() TO hippo_gateway;

REVOKE ALL ON FUNCTION gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer) TO hippo_gateway;

REVOKE ALL ON FUNCTION gateway.stream_tops(p_channels text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.stream_tops(p_channels text[]) TO hippo_gateway;

REVOKE ALL ON FUNCTION hippo.account_figures(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.address_network(p_address text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.alarms_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.append_only() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.approval_use(p_user hippo.app_user, p_approval text, p_action text, p_subject text, p_amount bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.approver_require(p_user hippo.app_user, p_by hippo.app_user, p_action text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.attempts_forget() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.caller(p_token_hash bytea, VARIADIC p_roles hippo.role[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_faults(p_card_template_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_json(p_card hippo.card_template, p_with_prices boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_lines(p_card_template_id bigint, p_markets text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_of_round(p_round_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_openings(p_numbers integer[], p_weights bigint[], p_depth integer, p_scale numeric, OUT cell integer, OUT opening integer[], OUT chance numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_par_json(p_card_template_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_price(p_card_template_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_require(p_card_template_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_runners(p_runners json, p_target_ppm integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_scale() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_schedule_guard() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_schedule_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_schedule_set(p_cards bigint[], p_rounds integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.card_text(p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamp with time zone, p_card_template_id bigint, p_markets text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.cash_count(p_counts json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.cash_limit_require(p_kind text, p_user hippo.app_user, p_till_id integer, p_amount bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.cash_out_require(p_user hippo.app_user, p_book hippo.till_book, p_amount bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.cash_spent(p_kind text, p_scope text, p_till_id integer, p_user_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.cell_block(p_runners integer, p_from integer, p_to integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.chain_entries(p_scope integer, p_after bigint, p_last bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.chain_verify(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.channel_snapshot(p_channel text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.claims_expire(p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.clock() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.clock_json(p_round hippo.round, p_asked_ms bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.clock_round() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.clock_set() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.coin_excess(p_odds integer, p_stake_step bigint, p_coin bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.coin_room() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.commission_json(p_rate hippo.commission_rate) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.copy_is_due(p_user hippo.app_user, p_ticket hippo.ticket) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.copy_require(p_user hippo.app_user, p_ticket hippo.ticket) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.credit_allow(p_till hippo.till_book) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.day_begins(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.day_rounds(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.day_start() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.display_append(p_display_id integer, p_picture json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.display_clear(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.display_json(p_display hippo.display) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.display_picture_require(p_picture json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.display_snapshot_json(p_display_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.due_require(p_due_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.duel_chance(p_selection text, p_numbers integer[], p_weights bigint[], p_scale numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_entry(p_entry hippo.journal) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_is_due() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_is_old(p_export hippo.export) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_json(p_export hippo.export) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_lines(p_from date, p_to date, p_public_key bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_state(p_export hippo.export) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.export_time(p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.exposure_lend(p_terms hippo.round_terms, p_till hippo.till_book, p_exposure bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.exposure_reclaim(p_terms hippo.round_terms, p_till_id integer, p_missing bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.exposure_return(p_till hippo.till_book) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.exposure_share(p_terms hippo.round_terms, p_till hippo.till_book) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.exposure_unused(p_terms hippo.round_terms, p_till hippo.till_book) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.failure_append(p_entry hippo.journal, p_subject text, p_most integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.figure_lines(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.figures_anew() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.figures_from(OUT as_of timestamp with time zone, OUT because text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.film_hold(p_film_ms bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.film_json(p_round hippo.round, p_with_positions boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.film_length(p_round_id bigint, p_positions json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.from_hex(p_hex text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.game_pause(p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.game_resume(p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.glance_day_json(p_day date, p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.glance_now_json(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.glance_paid_json(p_from timestamp with time zone, p_to timestamp with time zone, p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.glance_rounds(p_from timestamp with time zone, p_to timestamp with time zone, p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.glance_tills_json(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.handover_json(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.handover_waiting(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_act(p_token_hash bytea, p_user hippo.app_user, p_action text, p_subject text, p_key text, p_fingerprint bytea, p_before json, p_after json, p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_anew(p_kind text, p_reason text, p_record json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_day(p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_doubt(p_record json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_identity(OUT system_identifier bigint, OUT database_oid bigint, OUT relation_oid bigint, OUT timeline text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_is_confirmed() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_is_moved() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_mark() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_record() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.house_require() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_chain_step(p_secret bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_draw(p_outcome_seed bytea, p_numbers integer[], p_weights bigint[], OUT runner_order integer[], OUT words integer, OUT rejects integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_film_seed(p_outcome_seed bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_outcome_seed(p_secret bytea, p_round bigint, p_card_hash bytea, p_beacon bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.invariant_list() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.is_place_of_three(p_market text, p_runners integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.is_showable(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_append(p_entry hippo.journal) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_content(p_entry hippo.journal, p_ticket hippo.ticket) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_day(p_scope bigint, p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_entry(p_token_hash bytea, p_user_id integer, p_scope integer, p_action text, p_subject text, p_key text, p_fingerprint bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_hash(p_before bytea, p_entry hippo.journal, p_content text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_json(p_entry hippo.journal) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_seq_at(p_scope bigint, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.journal_text(p_scope integer, p_seq bigint, p_user_id integer, p_action text, p_ticket_id bigint, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint, p_key text, p_content text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.json_fits(p_object json, p_shape jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.json_join(p_first json, p_second json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.lead_key() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.lead_require() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.limit_list(p_kind text, p_till_id integer, p_user_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.limit_lock(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.limit_own(p_kind text, p_till_id integer, p_user_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.limits_change(p_scope text, p_id integer, p_limits json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.limits_json(p_scope text, p_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.line_cells(p_round_id bigint, p_price_ids integer[], p_prizes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.lived() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.logo_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.market_depth(p_market text, p_runners integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.markets_on(p_card_template_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.me_json(p_token_hash bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.message_full_json(p_message hippo.message) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.message_is_for(p_message hippo.message, p_till hippo.till) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.message_json(p_message hippo.message) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.messages_unread_json(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ms(p_time timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.news_json(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.next_move(p_round hippo.round, p_session hippo.session, p_paused boolean, OUT next_move text, OUT due_ms bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.odds_floor(p_chance numeric, p_scale numeric, p_target_ppm integer, p_room integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.opening_selections(p_market text, p_opening integer[], p_numbers integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.other_person_require(p_user hippo.app_user, p_other integer, p_since timestamp with time zone, p_asked_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.own_copy_refuse(p_user hippo.app_user, p_ticket hippo.ticket) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.password_check(p_hash text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.payable_require(p_user hippo.app_user, p_ticket hippo.ticket, p_note text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.person_counts(p_user hippo.app_user, p_asked_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.person_from(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.person_require(p_user hippo.app_user, p_asked_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.person_since(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.persons_count(p_user_ids integer[], p_asked_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.places(p_runners bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hippo.places(p_runners bigint) TO hippo_report;

REVOKE ALL ON FUNCTION hippo.posting(p_entry hippo.journal, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.posting_extra(p_entry hippo.journal, p_action text, p_debit hippo.account, p_debit_id bigint, p_credit hippo.account, p_credit_id bigint, p_amount bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.presence_json(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_books() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_corrections(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_day(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_house() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_is_due() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_journal(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_ledger(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_postings(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_rounds(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_seal(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_seals() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_tickets(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_tills(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.proof_window(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.pulse_news() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.pulse_till(p_book hippo.till_book, p_round_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.pulse_tills() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.record_join(p_record json, p_other json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.refuse(p_status integer, p_code text, p_message text, p_facts jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.remark_require(p_text text, p_longest integer, p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.replica_person(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_columns(p_view text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_from(p_name text, p_place text, p_from date, p_to date, p_shop_id integer, p_enough integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_list() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_query(p_name text, p_place text, p_has_shop boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_require(p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint, OUT name text, OUT place text, OUT sums text[], OUT from_day date, OUT to_day date, OUT shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_rows(p_name text, p_place text, p_sums text[], p_from date, p_to date, p_shop_id integer, p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.report_rows_max() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.request_json(p_user hippo.app_user, p_owner_id integer, p_key text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.request_owner(p_user hippo.app_user, p_key text, p_user_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.request_replay(p_user_id integer, p_key text, p_fingerprint bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.require(p_is_good boolean, p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.reversal_require(p_user hippo.app_user, p_till_id bigint, p_session hippo.till_session, p_old hippo.journal) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.rfc3339(p_time timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_advance(p_round_id bigint, p_phase hippo.phase) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_expected(p_round_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_guard() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_insert(p_round hippo.round, p_session text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_is_ahead(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_is_betting(p_round_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_json(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_latest() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_make_void(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_public_json(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_redraw(p_round hippo.round, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_reveal(p_round hippo.round, p_secret bytea, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_schedule(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_stamp() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_take(p_round_id bigint, VARIADIC p_phases hippo.phase[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_take_void(p_round_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_terms_insert(p_round_id bigint, p_markets text[], p_cash_unit bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_tickets(p_after bigint, p_last bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_totals_insert(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_void_request(p_round_id bigint, p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_winning(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.runner_json(p_round_id bigint, p_number integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.runners_between(p_from date, p_to date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_answer(p_number text, p_code text, p_round_id bigint, p_sold_at timestamp with time zone, p_stake bigint, p_lines text, p_commitment bytea, p_card_hash bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_answer_line(p_line bigint, p_market text, p_selection text, p_odds integer, p_stake bigint, p_prize bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_cap(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_cap_refuse(p_code text, p_till hippo.till_book, p_limit bigint, p_price_ids integer[], p_stakes bigint[], p_prizes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_cap_same(p_till hippo.till_book, p_price_ids integer[], p_stakes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_cap_stake(p_till hippo.till_book, p_stakes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_cap_turnover(p_till hippo.till_book, p_stake bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_cells(p_round_id bigint, p_till_id integer, p_price_ids integer[], p_prizes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_json(p_ticket_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_line(p_till hippo.till_book, p_line integer, p_selection text, p_stake bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sale_prepare(p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sales_ask(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sales_stop() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.scan_is_guess(p_number text, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.screen(p_phase hippo.phase) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.seal_content(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.seal_figures(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.seal_hash(p_before bytea, p_seal hippo.seal) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.seal_lines(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.seal_next() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_blind_json(p_session hippo.till_session) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_close(p_session hippo.till_session, p_user hippo.app_user, p_token_hash bytea, p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_correct(p_session hippo.till_session, p_user hippo.app_user, p_counted bigint, p_entry hippo.journal) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_correction_json(p_session hippo.till_session) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_count_json(p_session hippo.till_session) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_figures(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_is_blind_to(p_user hippo.app_user, p_session hippo.till_session) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_is_over(p_session_id bigint, p_kind text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_json(p_till_session_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_see(p_user hippo.app_user, p_session_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.session_seen_json(p_user hippo.app_user, p_till_session_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_agreement() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_guard() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_integer(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_is_fixed(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_json(p_setting hippo.setting) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_text(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.settings_require(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_full_json(p_shop hippo.shop) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_hours_change(p_shop_id integer, p_hours json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_hours_json(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_json(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_number(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_openings(p_shop_id integer, p_now timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_opens_at(p_shop_id integer, p_now timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_sales_json(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_sales_set(p_token_hash bytea, p_admin hippo.app_user, p_action text, p_shop_id bigint, p_key text, p_fingerprint bytea, p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_sells_require(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.shop_tell(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.showable_require(p_text text, p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.sign_in_subjects(p_username text, p_address text, OUT username text, OUT of_user text, OUT of_pair text, OUT of_network text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.snapshot_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.stream_append(p_channel text, p_event text, p_round_id bigint, p_fields json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.stream_epoch(p_epoch text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.stream_trim(p_channel text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tax_owed(p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tax_rate_json(p_rate hippo.tax_rate) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tax_withheld(p_round_id bigint, p_prize bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.text_has(p_text text, p_search text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.text_require(p_text text, p_longest integer, p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.throttle_clear(p_subject text, p_is_all boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.throttle_fail(p_subject text, p_free integer, p_longest interval) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.throttle_wait(p_subject text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_code(p_ticket_id bigint, p_secret bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_code_hash(p_number text, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_fits(p_ticket hippo.ticket, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_full_json(p_ticket hippo.ticket) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_guard() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_id(p_number text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_id_unchecked(p_number text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_is_open_to(p_user hippo.app_user, p_till_session_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_json(p_ticket hippo.ticket) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_max_prize(p_round_id bigint, p_price_ids integer[], p_prizes bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_number(p_ticket_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hippo.ticket_number(p_ticket_id bigint) TO hippo_report;

REVOKE ALL ON FUNCTION hippo.ticket_print_json(p_ticket hippo.ticket, p_copy integer, p_shop_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_proven(p_number text, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_scope(p_user hippo.app_user, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_secret(p_ticket_id bigint, p_till_id integer, p_secret bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_shown(p_user hippo.app_user, p_number text, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_stats(p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ticket_window(p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state, p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text, p_before hippo.ticket, p_limit integer, p_size integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tickets_refund(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tickets_settle(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_book_insert(p_till hippo.till) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_cash(p_till_session_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_cash_require(p_till_session_id integer, p_amount bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_enter(p_till_id integer, p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_figures(p_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_full_json(p_till hippo.till) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_json(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_limit(p_till_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_see(p_user hippo.app_user, p_till_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_seen_json(p_user hippo.app_user, p_till hippo.till) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_seq_max() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_seq_warn() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_take(p_user hippo.app_user, p_till_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_tell(p_till_id integer, p_event text, p_fields json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.till_totals(p_till_session_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tills_anew(p_entry bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.tills_tell(p_round_id bigint, p_event text, p_totals json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.timer_json(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.turnover_allow(p_till hippo.till_book, p_stake bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.turnover_book(p_till hippo.till_book) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.typed_plain(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.units(p_minor numeric, p_digits integer) FROM PUBLIC;
GRANT ALL ON FUNCTION hippo.units(p_minor numeric, p_digits integer) TO hippo_report;

REVOKE ALL ON FUNCTION hippo.user_full_json(p_user hippo.app_user) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.user_guard() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.user_json(p_user_id integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.user_place_require(p_role text, p_shop_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.user_rights() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.utc_offset(p_at timestamp with time zone, p_zone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.variance_is_small(p_session hippo.till_session) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.void_limit_require(p_user hippo.app_user, p_book hippo.till_book) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.voters_json(p_asked_at timestamp with time zone, p_spoken integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.waiting_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.window_chain(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.window_entries(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.window_rounds(p_after date, p_until date, OUT after_round bigint, OUT last_round bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.window_tickets(p_after date, p_until date) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.winners_json(p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION report.audit_verify() FROM PUBLIC;
GRANT ALL ON FUNCTION report.audit_verify() TO hippo_report;

REVOKE ALL ON FUNCTION report.exposure(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION report.exposure(p_round_id bigint) TO hippo_report;

REVOKE ALL ON FUNCTION report.proof() FROM PUBLIC;
GRANT ALL ON FUNCTION report.proof() TO hippo_report;

REVOKE ALL ON FUNCTION report.proof_full(p_from date, p_to date) FROM PUBLIC;
GRANT ALL ON FUNCTION report.proof_full(p_from date, p_to date) TO hippo_report;

REVOKE ALL ON FUNCTION scheduler.clock_tell(p_elapsed_ms bigint, p_jump_ms bigint, p_apart_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.clock_tell(p_elapsed_ms bigint, p_jump_ms bigint, p_apart_ms bigint) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.day_seal() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.day_seal() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.export_begin(p_public_key text) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.export_begin(p_public_key text) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.export_make(p_export_id bigint, p_public_key text) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.export_make(p_export_id bigint, p_public_key text) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.export_part(p_export_id bigint, p_part integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.export_part(p_export_id bigint, p_part integer) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.export_sign(p_export_id bigint, p_public_key text, p_hash text, p_signature text) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.export_sign(p_export_id bigint, p_public_key text, p_hash text, p_signature text) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.house_confirm(p_record json) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.house_confirm(p_record json) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.house_look(p_record json) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.house_look(p_record json) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.key_wanted() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.key_wanted() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.lead_take() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.lead_take() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.proof_run() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.proof_run() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.pulse() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.pulse() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_abandon(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_abandon(p_round_id bigint) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_finish(p_round_id bigint, p_secret text, p_order integer[], p_from integer, p_positions json) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_finish(p_round_id bigint, p_secret text, p_order integer[], p_from integer, p_positions json) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_lock(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_lock(p_round_id bigint) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_open() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_open() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_race(p_round_id bigint, p_distance_mm bigint, p_playout_ms integer) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_race(p_round_id bigint, p_distance_mm bigint, p_playout_ms integer) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_settle(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_settle(p_round_id bigint) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.round_void(p_round_id bigint, p_secret text) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.round_void(p_round_id bigint, p_secret text) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.schema_version() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.schema_version() TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.session_open(p_rounds integer, p_anchor text, p_sealed text, p_key_fingerprint text) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.session_open(p_rounds integer, p_anchor text, p_sealed text, p_key_fingerprint text) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.settings_init(p_betting_ms bigint, p_lock_ms bigint, p_film_ms bigint, p_finish_ms bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.settings_init(p_betting_ms bigint, p_lock_ms bigint, p_film_ms bigint, p_finish_ms bigint) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.signing_key(p_public_key text, p_key_fingerprint text) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.signing_key(p_public_key text, p_key_fingerprint text) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) TO hippo_scheduler;

GRANT SELECT ON TABLE report.accounts TO hippo_report;

GRANT SELECT ON TABLE report.audit TO hippo_report;

GRANT SELECT ON TABLE report.cashiers TO hippo_report;

GRANT SELECT ON TABLE report.till_sessions TO hippo_report;

GRANT SELECT ON TABLE report.cashier_days TO hippo_report;

GRANT SELECT ON TABLE report.commissions TO hippo_report;

GRANT SELECT ON TABLE report.daily_by_till TO hippo_report;

GRANT SELECT ON TABLE report.rounds TO hippo_report;

GRANT SELECT ON TABLE report.days TO hippo_report;

GRANT SELECT ON TABLE report.deficit_profit TO hippo_report;

GRANT SELECT ON TABLE report.round_runners TO hippo_report;

GRANT SELECT ON TABLE report.fairness TO hippo_report;

GRANT SELECT ON TABLE report.ledger TO hippo_report;

GRANT SELECT ON TABLE report.liability TO hippo_report;

GRANT SELECT ON TABLE report.markets TO hippo_report;

GRANT SELECT ON TABLE report.movements TO hippo_report;

GRANT SELECT ON TABLE report.payouts TO hippo_report;

GRANT SELECT ON TABLE report.payouts_large TO hippo_report;

GRANT SELECT ON TABLE report.proofs TO hippo_report;

GRANT SELECT ON TABLE report.reprints TO hippo_report;

GRANT SELECT ON TABLE report.round_markets TO hippo_report;

GRANT SELECT ON TABLE report.runners TO hippo_report;

GRANT SELECT ON TABLE report.safes TO hippo_report;

GRANT SELECT ON TABLE report.seals TO hippo_report;

GRANT SELECT ON TABLE report.tills TO hippo_report;

GRANT SELECT ON TABLE report.shop_days TO hippo_report;

GRANT SELECT ON TABLE report.shops TO hippo_report;

GRANT SELECT ON TABLE report.taxes TO hippo_report;

GRANT SELECT ON TABLE report.ticket_lines TO hippo_report;

GRANT SELECT ON TABLE report.tickets TO hippo_report;

GRANT SELECT ON TABLE report.unclaimed TO hippo_report;

GRANT SELECT ON TABLE report.voids TO hippo_report;
