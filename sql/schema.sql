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

CREATE TYPE hippo.phase AS ENUM (
    'betting',
    'locked',
    'racing',
    'finished',
    'settled',
    'void'
);

ALTER TYPE hippo.phase OWNER TO hippo_owner;

CREATE FUNCTION api.config() RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.config() OWNER TO hippo_owner;

CREATE FUNCTION api.health() RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.health() OWNER TO hippo_owner;

CREATE FUNCTION api.round_current() RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_current() OWNER TO hippo_owner;

CREATE FUNCTION api.round_get(p_round_id bigint) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_get(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.round_list(p_before bigint, p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_list(p_before bigint, p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION api.round_proof(p_round_id bigint) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.round_proof(p_round_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION api.schema_version() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.schema_version() OWNER TO hippo_owner;

CREATE FUNCTION api.winner_list(p_limit integer) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION api.winner_list(p_limit integer) OWNER TO hippo_owner;

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

CREATE FUNCTION hippo.card_text(p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamp with time zone, p_card_template_id bigint) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.card_text(p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamp with time zone, p_card_template_id bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.clock() RETURNS timestamp with time zone
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.clock() OWNER TO hippo_owner;

CREATE FUNCTION hippo.due_require(p_due_at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.due_require(p_due_at timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.film_hold(p_film_ms bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.film_hold(p_film_ms bigint) OWNER TO hippo_owner;

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
    CONSTRAINT round_result CHECK ((((phase = ANY (ARRAY['finished'::hippo.phase, 'settled'::hippo.phase, 'void'::hippo.phase])) = (secret IS NOT NULL)) AND ((secret IS NULL) = (outcome_seed IS NULL)) AND ((secret IS NULL) = (film_seed IS NULL)) AND ((secret IS NULL) = (runner_order IS NULL)))),
    CONSTRAINT round_secret CHECK ((octet_length(secret) = 32)),
    CONSTRAINT round_times CHECK (((opened_at <= locks_at) AND (locks_at <= race_starts_at) AND (race_starts_at < race_ends_at) AND (race_ends_at <= closes_at))),
    CONSTRAINT round_void CHECK ((((phase = 'void'::hippo.phase) = (voided_at IS NOT NULL)) AND ((void_requested_at IS NULL) = (void_reason IS NULL)) AND ((phase <> 'void'::hippo.phase) OR (void_reason IS NOT NULL))))
);

ALTER TABLE hippo.round OWNER TO hippo_owner;

COMMENT ON TABLE hippo.round IS 'Every round there ever was, numbered without gaps. secret, seeds and order come with the result; before that only the commitment is known.';

COMMENT ON COLUMN hippo.round.race_due_at IS 'Start of the race as it was promised at the opening; race_starts_at may be later.';

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

CREATE FUNCTION hippo.lead_key() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.lead_key() OWNER TO hippo_owner;

CREATE FUNCTION hippo.lead_require() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.lead_require() OWNER TO hippo_owner;

CREATE FUNCTION hippo.ms(p_time timestamp with time zone) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.ms(p_time timestamp with time zone) OWNER TO hippo_owner;

CREATE TABLE hippo.session (
    session_id bigint NOT NULL,
    name text NOT NULL,
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

CREATE FUNCTION hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) RETURNS numeric
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.places(p_runners bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.places(p_runners bigint) OWNER TO hippo_owner;

CREATE FUNCTION hippo.rfc3339(p_time timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.rfc3339(p_time timestamp with time zone) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_advance(p_round_id bigint, p_phase hippo.phase) RETURNS hippo.round
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_advance(p_round_id bigint, p_phase hippo.phase) OWNER TO hippo_owner;

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

CREATE FUNCTION hippo.round_take(p_round_id bigint, VARIADIC p_phases hippo.phase[]) RETURNS hippo.round
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_take(p_round_id bigint, VARIADIC p_phases hippo.phase[]) OWNER TO hippo_owner;

CREATE FUNCTION hippo.round_void_request(p_round_id bigint, p_reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.round_void_request(p_round_id bigint, p_reason text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.runner_json(p_round_id bigint, p_number integer) RETURNS json
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.runner_json(p_round_id bigint, p_number integer) OWNER TO hippo_owner;

CREATE FUNCTION hippo.screen(p_phase hippo.phase) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION hippo.screen(p_phase hippo.phase) OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_integer(p_name text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_integer(p_name text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.setting_text(p_name text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.setting_text(p_name text) OWNER TO hippo_owner;

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

CREATE FUNCTION hippo.stream_trim(p_channel text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.stream_trim(p_channel text) OWNER TO hippo_owner;

CREATE FUNCTION hippo.timer_json(p_round hippo.round) RETURNS json
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.timer_json(p_round hippo.round) OWNER TO hippo_owner;

CREATE FUNCTION hippo.winners_json(p_limit integer) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION hippo.winners_json(p_limit integer) OWNER TO hippo_owner;

CREATE FUNCTION report.proof() RETURNS TABLE(invariant text, subject text, detail text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION report.proof() OWNER TO hippo_owner;

COMMENT ON FUNCTION report.proof() IS 'One row for each violated invariant of the rounds and the stream; no row means that all hold. Draws every published round again.';

CREATE FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) OWNER TO hippo_owner;

CREATE FUNCTION scheduler.lead_take() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.lead_take() OWNER TO hippo_owner;

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

CREATE FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'hippo', 'pg_temp'
    AS …;

ALTER FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) OWNER TO hippo_owner;

CREATE TABLE hippo.card_template (
    card_template_id bigint NOT NULL,
    name text NOT NULL,
    is_active boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE hippo.card_template OWNER TO hippo_owner;

COMMENT ON TABLE hippo.card_template IS 'Runners and odds that rounds are opened with; exactly one is active.';

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

CREATE TABLE hippo.house (
    is_only boolean DEFAULT true NOT NULL,
    initialised_at timestamp with time zone,
    paused_at timestamp with time zone,
    pause_reason text,
    CONSTRAINT house_is_only CHECK (is_only),
    CONSTRAINT house_pause CHECK (((paused_at IS NULL) = (pause_reason IS NULL)))
);

ALTER TABLE hippo.house OWNER TO hippo_owner;

COMMENT ON TABLE hippo.house IS 'One row: has the first start taken its settings, is the game paused.';

CREATE TABLE hippo.migration (
    number integer NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE hippo.migration OWNER TO hippo_owner;

CREATE TABLE hippo.replaceable (
    is_only boolean DEFAULT true NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    CONSTRAINT replaceable_is_only CHECK (is_only)
);

ALTER TABLE hippo.replaceable OWNER TO hippo_owner;

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

ALTER TABLE hippo.session ALTER COLUMN session_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME hippo.session_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE hippo.setting (
    name text NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    minimum bigint,
    maximum bigint,
    description text NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT setting_bounds CHECK ((((kind = 'text'::text) AND (minimum IS NULL) AND (maximum IS NULL)) OR ((kind = 'integer'::text) AND (value ~ '^-?[0-9]{1,18}$'::text) AND (((value)::bigint >= minimum) AND ((value)::bigint <= maximum))))),
    CONSTRAINT setting_kind CHECK ((kind = ANY (ARRAY['integer'::text, 'text'::text])))
);

ALTER TABLE hippo.setting OWNER TO hippo_owner;

COMMENT ON TABLE hippo.setting IS 'What an operator can change; a round takes its settings when it opens.';

CREATE TABLE hippo.stream (
    channel text NOT NULL,
    epoch text DEFAULT encode(hippo.gen_random_bytes(6), 'hex'::text) NOT NULL,
    top bigint DEFAULT 0 NOT NULL,
    CONSTRAINT stream_top CHECK ((top >= 0))
);

ALTER TABLE hippo.stream OWNER TO hippo_owner;

COMMENT ON TABLE hippo.stream IS 'Position of each channel. A publisher holds the row''s lock to its commit: offsets are gapless and commit in order.';

CREATE TABLE hippo.stream_event (
    channel text NOT NULL,
    "offset" bigint NOT NULL,
    event text NOT NULL,
    round_id bigint,
    data json NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT stream_event_offset CHECK (("offset" >= 1))
);

ALTER TABLE hippo.stream_event OWNER TO hippo_owner;

COMMENT ON COLUMN hippo.stream_event.data IS 'The event as every client gets it, to the byte.';

CREATE VIEW report.rounds AS
 SELECT r.round_id,
    ((r.opened_at AT TIME ZONE ( SELECT setting.value
           FROM hippo.setting
          WHERE (setting.name = 'time_zone'::text))))::date AS day,
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
        END AS secret
   FROM (((hippo.round r
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
    max(GREATEST(rounds.lock_late_ms, rounds.start_late_ms, rounds.finish_late_ms)) AS worst_late_ms
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
    round((sum(round_runners.win_odds) FILTER (WHERE round_runners.has_won) / (count(*))::numeric), 4) AS return_observed,
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

ALTER TABLE ONLY hippo.card_template
    ADD CONSTRAINT card_template_name UNIQUE (name);

ALTER TABLE ONLY hippo.card_template
    ADD CONSTRAINT card_template_pk PRIMARY KEY (card_template_id);

ALTER TABLE ONLY hippo.card_template_runner
    ADD CONSTRAINT card_template_runner_pk PRIMARY KEY (card_template_id, number);

ALTER TABLE ONLY hippo.house
    ADD CONSTRAINT house_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.migration
    ADD CONSTRAINT migration_pk PRIMARY KEY (number);

ALTER TABLE ONLY hippo.replaceable
    ADD CONSTRAINT replaceable_pk PRIMARY KEY (is_only);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_chain UNIQUE (session_id, chain_index);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_pk PRIMARY KEY (round_id);

ALTER TABLE ONLY hippo.round_runner
    ADD CONSTRAINT round_runner_pk PRIMARY KEY (round_id, number);

ALTER TABLE ONLY hippo.session
    ADD CONSTRAINT session_name UNIQUE (name);

ALTER TABLE ONLY hippo.session
    ADD CONSTRAINT session_pk PRIMARY KEY (session_id);

ALTER TABLE ONLY hippo.setting
    ADD CONSTRAINT setting_pk PRIMARY KEY (name);

ALTER TABLE ONLY hippo.stream_event
    ADD CONSTRAINT stream_event_pk PRIMARY KEY (channel, "offset");

ALTER TABLE ONLY hippo.stream
    ADD CONSTRAINT stream_pk PRIMARY KEY (channel);

CREATE UNIQUE INDEX card_template_one_active ON hippo.card_template USING btree ((true)) WHERE is_active;

CREATE UNIQUE INDEX round_one_current ON hippo.round USING btree ((true)) WHERE (phase <> ALL (ARRAY['settled'::hippo.phase, 'void'::hippo.phase]));

CREATE INDEX stream_event_by_round ON hippo.stream_event USING btree (round_id, event);

CREATE TRIGGER round_guard BEFORE DELETE OR UPDATE ON hippo.round FOR EACH ROW EXECUTE FUNCTION hippo.round_guard();

CREATE TRIGGER round_guard_truncate BEFORE TRUNCATE ON hippo.round FOR EACH STATEMENT EXECUTE FUNCTION hippo.round_guard();

ALTER TABLE ONLY hippo.card_template_runner
    ADD CONSTRAINT card_template_runner_template FOREIGN KEY (card_template_id) REFERENCES hippo.card_template(card_template_id);

ALTER TABLE ONLY hippo.round_runner
    ADD CONSTRAINT round_runner_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_session FOREIGN KEY (session_id) REFERENCES hippo.session(session_id);

ALTER TABLE ONLY hippo.round
    ADD CONSTRAINT round_template FOREIGN KEY (card_template_id) REFERENCES hippo.card_template(card_template_id);

ALTER TABLE ONLY hippo.stream_event
    ADD CONSTRAINT stream_event_round FOREIGN KEY (round_id) REFERENCES hippo.round(round_id);

ALTER TABLE ONLY hippo.stream_event
    ADD CONSTRAINT stream_event_stream FOREIGN KEY (channel) REFERENCES hippo.stream(channel);

GRANT USAGE ON SCHEMA api TO hippo_api;

GRANT USAGE ON SCHEMA gateway TO hippo_gateway;

GRANT USAGE ON SCHEMA report TO hippo_report;

GRANT USAGE ON SCHEMA scheduler TO hippo_scheduler;

REVOKE ALL ON FUNCTION api.config() FROM PUBLIC;
GRANT ALL ON FUNCTION api.config() TO hippo_api;

REVOKE ALL ON FUNCTION api.health() FROM PUBLIC;
GRANT ALL ON FUNCTION api.health() TO hippo_api;

REVOKE ALL ON FUNCTION api.round_current() FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_current() TO hippo_api;

REVOKE ALL ON FUNCTION api.round_get(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_get(p_round_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_list(p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_list(p_before bigint, p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION api.round_proof(p_round_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.round_proof(p_round_id bigint) TO hippo_api;

REVOKE ALL ON FUNCTION api.schema_version() FROM PUBLIC;
GRANT ALL ON FUNCTION api.schema_version() TO hippo_api;

REVOKE ALL ON FUNCTION api.winner_list(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.winner_list(p_limit integer) TO hippo_api;

REVOKE ALL ON FUNCTION gateway.schema_version() FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.schema_version() TO hippo_gateway;

REVOKE ALL ON FUNCTION gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer) TO hippo_gateway;

REVOKE ALL ON FUNCTION hippo.card_text(p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamp with time zone, p_card_template_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.clock() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.due_require(p_due_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.film_hold(p_film_ms bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.film_json(p_round hippo.round, p_with_positions boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.film_length(p_round_id bigint, p_positions json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.from_hex(p_hex text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.game_pause(p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.game_resume(p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_chain_step(p_secret bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_draw(p_outcome_seed bytea, p_numbers integer[], p_weights bigint[], OUT runner_order integer[], OUT words integer, OUT rejects integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_film_seed(p_outcome_seed bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.hr1_outcome_seed(p_secret bytea, p_round bigint, p_card_hash bytea, p_beacon bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.lead_key() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.lead_require() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.ms(p_time timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.next_move(p_round hippo.round, p_session hippo.session, p_paused boolean, OUT next_move text, OUT due_ms bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.place_chance(p_weights bigint[], p_index integer, p_places integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.places(p_runners bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION hippo.places(p_runners bigint) TO hippo_report;

REVOKE ALL ON FUNCTION hippo.rfc3339(p_time timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_advance(p_round_id bigint, p_phase hippo.phase) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_guard() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_insert(p_round hippo.round, p_session text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_json(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_latest() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_public_json(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_redraw(p_round hippo.round, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_reveal(p_round hippo.round, p_secret bytea, OUT outcome_seed bytea, OUT film_seed bytea, OUT runner_order integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_schedule(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_take(p_round_id bigint, VARIADIC p_phases hippo.phase[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.round_void_request(p_round_id bigint, p_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.runner_json(p_round_id bigint, p_number integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.screen(p_phase hippo.phase) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_integer(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.setting_text(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.snapshot_json() FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.stream_append(p_channel text, p_event text, p_round_id bigint, p_fields json) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.stream_trim(p_channel text) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.timer_json(p_round hippo.round) FROM PUBLIC;

REVOKE ALL ON FUNCTION hippo.winners_json(p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION report.proof() FROM PUBLIC;
GRANT ALL ON FUNCTION report.proof() TO hippo_report;

REVOKE ALL ON FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.film_publish(p_round_id bigint, p_from integer, p_positions json) TO hippo_scheduler;

REVOKE ALL ON FUNCTION scheduler.lead_take() FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.lead_take() TO hippo_scheduler;

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

REVOKE ALL ON FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION scheduler.state(OUT now_ms bigint, OUT next_move text, OUT due_ms bigint, OUT paused boolean, OUT session_id bigint, OUT session_name text, OUT session_rounds integer, OUT sealed_secret text, OUT key_fingerprint text, OUT chain_index integer, OUT round_id bigint, OUT phase text, OUT card_hash text, OUT beacon text, OUT runners json, OUT race_starts_ms bigint, OUT race_ends_ms bigint, OUT film_ms bigint, OUT film_samples integer, OUT distance_mm bigint) TO hippo_scheduler;

GRANT SELECT ON TABLE report.rounds TO hippo_report;

GRANT SELECT ON TABLE report.days TO hippo_report;

GRANT SELECT ON TABLE report.round_runners TO hippo_report;

GRANT SELECT ON TABLE report.runners TO hippo_report;
