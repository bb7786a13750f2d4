-- SPDX-License-Identifier: MIT
-- A supervisor approves annulments over the limit and duplicates, too; stakes that the counter has a key for are the house's; a
-- display is found by a short code; what was seen on paper is kept no longer than it is asked for.

-- Asked for, not waited for, as in 0017: whoever waits behind a lock that is waited for waits as well.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.approval, hippo.display, hippo.paper_seen in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

alter table hippo.approval
    drop constraint approval_action,
    add constraint approval_action check (action in ('pay', 'void', 'copy', 'verify', 'movement'));
comment on column hippo.approval.subject is
    'Of pay, void and copy the ticket''s number, of verify the till session''s, of movement its kind.';
comment on column hippo.approval.amount is
    'In minor units: the prize (of a duplicate before there is one the stake), the stake that goes back, the variance (less than 0: short), the cash that is taken out.';

alter table hippo.display
    add column code_hash bytea constraint display_code check (octet_length(code_hash) = 32),
    add column code_expires_at timestamptz,
    add constraint display_code_time check ((code_hash is null) = (code_expires_at is null));
create unique index display_by_code on hippo.display (code_hash) where code_hash is not null;
comment on column hippo.display.code_hash is
    'The SHA-256 of the short code with which a screen asks for a token of its own, once; null: none was given, or it was used.';

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('quick_stakes', 'text', '2500 5000 10000 25000 50000 100000 250000 500000', null, null,
     'stakes that the counter has a key for, in minor units, in their order');

-- Papers are offered again while their session is open.
delete from hippo.paper_seen p
where not exists (
    select from hippo.till_session s
    where s.till_id = p.till_id and s.state = 'open' and s.opened_seq <= p.seq);

drop function if exists api.ticket_void(bytea, text, bytea, bigint, text, text, text);
drop function if exists api.ticket_copy(bytea, text, bytea, text);
drop function if exists api.display_create(bytea, bigint, bytea);
drop function if exists api.till_movements(bytea, bigint, text, bigint, integer, bigint);
