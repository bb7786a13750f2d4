-- SPDX-License-Identifier: MIT
-- A supervisor approves at the cashier's till; a cashier hands the till over to the next one; a user may be told what should be
-- in the own till.

-- Asked for, not waited for, as in 0017: whoever waits behind a lock that is waited for waits as well.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.till_session, hippo.app_user, hippo.payment in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

create table hippo.approval (
    approval_id bigint generated always as identity constraint approval_pk primary key,
    token_hash bytea not null constraint approval_token unique constraint approval_token_size check (octet_length(token_hash) = 32),
    asked_by integer not null constraint approval_asker references hippo.app_user,
    approved_by integer not null constraint approval_approver references hippo.app_user,
    action text collate "C" not null constraint approval_action check (action in ('pay', 'verify', 'movement')),
    subject text not null,
    amount bigint not null,
    approved_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint approval_persons check (asked_by <> approved_by)
);
comment on table hippo.approval is
    'What a supervisor allowed somebody at a till to do: one act, of one amount, once, within two minutes.';
comment on column hippo.approval.subject is 'Of pay the ticket''s number, of verify the till session''s, of movement its kind.';
comment on column hippo.approval.amount is 'In minor units: the prize, the variance (less than 0: short), the cash that is taken out.';

alter table hippo.payment add column approved_by integer constraint payment_approver references hippo.app_user;
comment on column hippo.payment.approved_by is 'The supervisor who allowed it at the cashier''s till; null: nobody had to, or paid it herself.';

alter table hippo.till_session
    add column is_handover boolean not null default false,
    add column taken_from integer constraint till_session_giver references hippo.till_session;
comment on column hippo.till_session.is_handover is
    'What was counted stays in the drawer for the next cashier of the till. The books have it in the safe until she takes it over.';
comment on column hippo.till_session.taken_from is 'The session whose counted cash is the float of this one.';

alter table hippo.app_user add column sees_cash boolean not null default false;
comment on column hippo.app_user.sees_cash is 'Is told what should be in the own till before it is counted: no blind count.';

drop function if exists api.ticket_pay(bytea, text, bytea, bigint, text, text, text);
drop function if exists api.till_movement(bytea, text, bytea, bigint, text, bigint, text, text);
drop function if exists api.till_movements(bytea, bigint, text, bigint, integer);
drop function if exists api.till_verify(bytea, text, bytea, bigint, text);
drop function if exists api.till_open(bytea, text, bytea, bigint, bigint);
drop function if exists api.till_close(bytea, text, bytea, bigint, json, text);
drop function if exists api.user_update(bytea, text, bytea, bigint, text, text, bigint, boolean, text, json);
