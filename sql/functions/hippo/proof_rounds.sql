-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about rounds; draws each of them again.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_rounds(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with w as (
        select * from hippo.window_rounds(p_after, p_until)
    ), run as (
        -- With the last round before: what is first here follows it.
        select r.* from hippo.round r, w where r.round_id >= w.after_round and r.round_id <= w.last_round
    ), proven as (
        select r.* from run r, w where r.round_id > w.after_round
    )
    select 'round numbers have no gap', r.round_id::text, format('follows %s', r.before)
    from (select round_id, lag(round_id, 1, 10000000::bigint) over (order by round_id) as before from run) r
    where r.round_id <> r.before + 1 and r.round_id > (select after_round from w)
        and not exists (select from hippo.set_back s where s.last_round_id = r.before and s.next_round_id = r.round_id)
  union all
    select 'a round opens when the one before has closed', r.round_id::text, r.opened_at::text
    from (select round_id, opened_at, lag(closes_at) over (order by round_id) as before from run) r
    where r.opened_at < r.before and r.round_id > (select after_round from w)
        -- The clock was set back behind the one before, and the journal says so.
        and not exists (select from hippo.journal j where j.scope = 0 and j.action = 'clock_back' and j.subject = r.round_id::text)
  union all
    select 'a session''s secrets are used in order', r.round_id::text, format('%s after %s', r.chain_index, r.before)
    from (select round_id, chain_index, lag(chain_index, 1, 0) over (partition by session_id order by round_id) as before
          from run) r
    where r.chain_index <> r.before + 1 and r.round_id > (select after_round from w)
  union all
    select 'the secret before is the commitment', r.round_id::text, encode(r.commitment, 'hex')
    from (select r.round_id, r.commitment,
                 lag(r.secret, 1, s.anchor) over (partition by r.session_id order by r.chain_index) as before
          from run r join hippo.session s using (session_id)) r
    where r.commitment is distinct from r.before and r.round_id > (select after_round from w)
  union all
    select 'the secret opens the commitment', r.round_id::text, encode(r.secret, 'hex')
    from proven r
    where r.phase in ('settled', 'void') and case when r.secret is not null then hippo.hr1_chain_step(r.secret) <> r.commitment end
  union all
    select 'only a void round of an abandoned session keeps its secret', r.round_id::text, s.name
    from proven r join hippo.session s using (session_id)
    where r.phase in ('settled', 'void') and r.secret is null and not hippo.session_is_over(r.session_id, 'abandoned')
  union all
    select 'no round opens in a session that has ended', r.round_id::text, format('%s: %s', s.kind, s.happened_at)
    from proven r join hippo.set_back s on s.session_id >= r.session_id and s.last_round_id < r.round_id
  union all
    select 'the card hash is the card''s', r.round_id::text, encode(r.card_hash, 'hex')
    from proven r where sha256(convert_to(r.card_text, 'UTF8')) <> r.card_hash
  union all
    select 'the card names its round', r.round_id::text, split_part(r.card_text, E'\nbeacon', 1)
    from proven r join hippo.session s using (session_id)
    where not starts_with(r.card_text, format(
        E'HR1-CARD\nround %s\nsession %s\nchain-index %s\ncommit %s\nlock %s\n',
        r.round_id, s.name, r.chain_index, encode(r.commitment, 'hex'), hippo.rfc3339(r.locks_at)))
  union all
    select 'the card lists the runners', r.round_id::text, listed.lines
    from proven r
    left join hippo.round_terms m on m.round_id = r.round_id,
    lateral (
        select concat('runners ', count(*), E'\n',
            string_agg(format(E'r %s %s %s\n', number, weight, name), '' order by number),
            case when 'win' = any (coalesce(m.markets, '{win}'))
                 then string_agg(format(E'o win %s %s\n', number, win_odds), '' order by number) end,
            hippo.card_lines(r.card_template_id, array_remove(m.markets, 'win'))) as lines
        from hippo.round_runner where round_id = r.round_id) listed
    where right(r.card_text, length(listed.lines)) <> listed.lines
  union all
    select 'the order is the one that the secret draws', r.round_id::text, array_to_string(r.runner_order, '-')
    from proven r, lateral hippo.round_redraw(r) again
    where r.phase in ('settled', 'void') and r.secret is not null
        and (again.runner_order, again.outcome_seed, again.film_seed)
            is distinct from (r.runner_order, r.outcome_seed, r.film_seed)
  union all
    -- Old events are forgotten in order: a round whose first one is kept has all of them.
    select 'a round has told all that happened to it', r.round_id::text, format('no %s', told.event)
    from proven r, lateral (values
        ('betting_closed', r.locked_at), ('race_start', r.raced_at), ('race_end', r.finished_at),
        ('race_results', r.settled_at), ('round_void', r.voided_at)) as told (event, happened_at)
    where told.happened_at is not null
        and exists (select from hippo.stream_event e where e.round_id = r.round_id and e.event = 'new_round')
        and not exists (select from hippo.stream_event e where e.round_id = r.round_id and e.event = told.event)
$$;
