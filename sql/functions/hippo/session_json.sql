-- SPDX-License-Identifier: MIT
-- Purpose: the report of a till session: X while it is open, Z once it is closed.
-- Parameters: p_till_session_id
-- Returns: json {report, till, sessionId, state, cashier, openedAt, totals, count, correction, closedAt, closedBy, reason,
--          handover, takenFrom, journal, paper}; count as hippo.session_count_json; correction as
--          hippo.session_correction_json, the only thing that may come after the close; handover whether what was counted was
--          left for the next cashier; takenFrom {sessionId, cashier, counts} from whom the float was taken over, and its notes,
--          null when that count was corrected since; journal the head of the till's chain; paper what its print needs besides
--          {house, header, currency, currencyDigits, timeZone, openedAtLocal, closedAtLocal, nowLocal}
create or replace function hippo.session_json(p_till_session_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'report', case s.state when 'closed' then 'Z' else 'X' end,
            'till', hippo.till_json(s.till_id), 'sessionId', s.till_session_id, 'state', s.state,
            'cashier', hippo.user_json(s.user_id), 'openedAt', hippo.rfc3339(s.opened_at),
            'totals', hippo.till_totals(s.till_session_id),
            'count', hippo.session_count_json(s), 'correction', hippo.session_correction_json(s),
            'closedAt', hippo.rfc3339(s.closed_at), 'closedBy', hippo.user_json(s.closed_by), 'reason', s.reason,
            'handover', s.is_handover,
            'takenFrom', (select json_build_object('sessionId', g.till_session_id, 'cashier', hippo.user_json(g.user_id),
                                  'counts', case when g.corrected_seq is null then g.counts end)
                          from hippo.till_session g where g.till_session_id = s.taken_from),
            'journal', (select json_build_object('entry', j.seq, 'hash', encode(j.hash, 'hex'))
                        from hippo.journal j
                        where j.scope = s.till_id and j.seq <= coalesce(s.closed_seq, j.seq) order by j.seq desc limit 1),
            'paper', json_build_object(
                'house', hippo.setting_text('house_name'), 'header', h.header,
                'currency', hippo.setting_text('currency'), 'currencyDigits', hippo.setting_integer('currency_digits'),
                'timeZone', z.zone, 'openedAtLocal', to_char(s.opened_at at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS'),
                'closedAtLocal', to_char(s.closed_at at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS'),
                -- A report that still changes says as of when it is; a closed till's never changes again.
                'nowLocal', case when s.state <> 'closed' then to_char(hippo.clock() at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS') end))
        from hippo.till_session s
        join hippo.till t on t.till_id = s.till_id
        join hippo.shop h on h.shop_id = t.shop_id,
        lateral (select hippo.setting_text('time_zone')) z (zone)
        where s.till_session_id = p_till_session_id);
end
$$;
