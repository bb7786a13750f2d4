-- SPDX-License-Identifier: MIT
-- Receipts whose paper somebody saw come out. A printer does not say so, and a machine that went off in the middle of a sale
-- knows nothing: what is not here is offered again at the next start, as a duplicate.
set local lock_timeout = '5s';
create table hippo.paper_seen (
    till_id integer not null,
    seq bigint not null,
    user_id integer not null,
    seen_at timestamptz not null,
    constraint paper_seen_pkey primary key (till_id, seq),
    constraint paper_seen_user_fkey foreign key (user_id) references hippo.app_user (user_id)
);
alter table hippo.paper_seen owner to hippo_owner;
comment on table hippo.paper_seen is 'Receipts whose paper was seen: the till''s journal entry of the sale, payment, refund or annulment. It moves no money.';
