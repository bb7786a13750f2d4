-- SPDX-License-Identifier: MIT
-- Purpose: is this ticket to be paid, here, by this user?
-- Parameters: p_user; p_ticket its row, held; p_note of the request
-- Errors: HP400 note; HP403 needs_supervisor, other_shop, own_copy; HP409 already_paid, not_settled, not_payable
create or replace function hippo.payable_require(p_user hippo.app_user, p_ticket hippo.ticket, p_note text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_from bigint := hippo.setting_integer('pay_supervisor_from');
begin
    if p_ticket.state in ('paid', 'refunded') then
        perform hippo.refuse(409, 'already_paid', 'the ticket has been paid already', jsonb_build_object(
            'at', hippo.rfc3339(p.paid_at), 'amount', p.amount, 'till', hippo.till_json(s.till_id), 'by', hippo.user_json(p.user_id)))
        from hippo.payment p join hippo.till_session s on s.till_session_id = p.till_session_id
        where p.ticket_id = p_ticket.ticket_id;
    elsif p_ticket.state = 'sold' then
        perform hippo.refuse(409, 'not_settled', 'its round is not settled');
    elsif p_ticket.state not in ('won', 'refundable') then
        perform hippo.refuse(409, 'not_payable', format('the ticket is %s', p_ticket.state),
                             jsonb_build_object('state', p_ticket.state));
    end if;
    if hippo.setting_integer('pay_anywhere') = 0 and p_ticket.ticket_id / 100000000000 <> p_user.shop_id then
        perform hippo.refuse(403, 'other_shop', 'a ticket is paid in the shop that sold it');
    end if;
    perform hippo.own_copy_refuse(p_user, p_ticket);
    if coalesce(p_ticket.prize, p_ticket.stake) >= v_from then
        if p_user.role <> 'supervisor' then
            perform hippo.refuse(403, 'needs_supervisor', 'a payment of this size is a supervisor''s',
                                 jsonb_build_object('from', v_from));
        end if;
        perform hippo.require(length(btrim(p_note)) > 0, 'note');
    end if;
end
$$;
