-- SPDX-License-Identifier: MIT
-- Purpose: every invariant of report.proof, in its order, and what it is checked on: the proof itself tells only violations.
-- Returns: place from 1; invariant as report.proof calls it; checked_on what kind of thing
create or replace function hippo.invariant_list() returns table (place bigint, invariant text, checked_on text)
language sql immutable
as $$
    select l.place, l.invariant, l.checked_on
    from rows from (
        unnest(array[
            'round numbers have no gap', 'a round opens when the one before has closed',
            'a session''s secrets are used in order', 'the secret before is the commitment',
            'the secret opens the commitment', 'only a void round of an abandoned session keeps its secret',
            'a house that was set back has begun anew', 'no round opens in a session that has ended',
            'the card hash is the card''s', 'the card names its round', 'the card lists the runners',
            'the order is the one that the secret draws', 'at most one round is open',
            'the stream has no gap', 'the stream ends at its top', 'each round has each of its events once',
            'a round has told all that happened to it',
            'a ticket''s lines are on its card, and pay what their odds say', 'a ticket was sold while its round took bets',
            'a ticket''s state goes with its round''s phase', 'the winning selections are those of the order',
            'a settled ticket won what its winning lines pay', 'the published totals are the tickets''',
            'what the house owes has a claim, and nothing else has', 'what was paid has one payment, and nothing else has',
            'a prize is paid in the coins of its round, and a refund is what was taken',
            'of a prize is withheld what the rate of its round''s day says, and of a refund nothing',
            'the balance of open_bets is what its tickets say', 'the balance of prizes_payable is what its tickets say',
            'the balance of refunds_payable is what its tickets say', 'the balance of revenue is what its tickets say',
            'the balance of unclaimed is what its tickets say', 'the balance of rounding is what its tickets say',
            'the balance of tax is what its tickets say',
            'a posting has two different accounts', 'each ticket has its one sale posting',
            'each ended ticket has its one posting',
            'there is never less than nothing in a till', 'cash moves only while the till is open',
            'cash is posted by its own till', 'a closed till session is empty', 'a counted till session keeps what it should have',
            'a variance is posted as it was counted', 'what was handed over is what was taken over',
            'a till''s book knows its session',
            'a till''s exposure on the round is that of its tickets', 'the round''s loans are the tills'' slices',
            'a reversal undoes one movement of its session, once, by a second person',
            'a corrected count has its one posting',
            'the journal is as it was written', 'a ticket''s code is its own',
            'the seals follow each other', 'a sealed day is as it was sealed']),
        unnest(array[
            'rounds', 'rounds', 'rounds', 'rounds', 'rounds', 'rounds', 'house', 'rounds', 'rounds', 'rounds', 'rounds', 'rounds', 'rounds',
            'events', 'events', 'events', 'rounds',
            'tickets', 'tickets', 'tickets', 'rounds', 'tickets', 'rounds', 'tickets', 'tickets', 'tickets', 'tickets',
            'entries', 'entries', 'entries', 'entries', 'entries', 'entries', 'entries', 'entries', 'tickets', 'tickets',
            'entries', 'entries', 'entries', 'till_sessions', 'till_sessions', 'till_sessions', 'till_sessions', 'tills', 'tills', 'rounds',
            'entries', 'till_sessions',
            'entries', 'tickets', 'days', 'days'])) with ordinality as l (invariant, checked_on, place)
$$;
