-- SPDX-License-Identifier: MIT
-- The pulse counts a round's tickets as it goes: counting them all each time took it 0.3 s in a round of 300 000.

alter table hippo.pulse_till
    add column round_id bigint,
    add column round_tickets integer not null default 0;
comment on column hippo.pulse_till.round_tickets is
    'Tickets sold less tickets voided at this till in round_id; below 0 at a till that voided what another one had sold.';

drop function if exists hippo.pulse_till(hippo.till_book);
