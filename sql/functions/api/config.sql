-- SPDX-License-Identifier: MIT
-- Purpose: what a client needs to know of the house once.
-- Returns: json
create or replace function api.config() returns json
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object(
        'name', hippo.setting_text('house_name'),
        'currency', hippo.setting_text('currency'),
        'currencyDigits', hippo.setting_integer('currency_digits'),
        'timeZone', hippo.setting_text('time_zone'),
        'quickStakes', string_to_array(hippo.setting_text('quick_stakes'), ' ')::bigint[],
        'payAnywhere', hippo.setting_integer('pay_anywhere') = 1,
        'languages', json_build_array('fr', 'en', 'ht'),
        'websocketPath', '/connection/websocket',
        'channel', 'race',
        'rules', 'R1',
        'fairness', json_build_object('algorithm', 'HR1', 'grade', 'C'),
        'signingKeys', (
            select coalesce(json_agg(json_build_object(
                'publicKey', encode(public_key, 'hex'), 'publishedAt', hippo.rfc3339(published_at)) order by published_at desc), '[]')
            from hippo.signing_key),
        'timers', json_build_object(
            'betting', hippo.setting_integer('betting_ms'), 'lock', hippo.setting_integer('lock_ms'),
            'film', hippo.setting_integer('film_ms'), 'finish', hippo.setting_integer('finish_ms')))
$$;
