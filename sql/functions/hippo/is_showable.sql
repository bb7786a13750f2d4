-- SPDX-License-Identifier: MIT
-- Purpose: can everybody who reads this text see what it says? Not with characters that are invisible, that turn the text around
--          them (U+202E shows `gnp.exe` as `exe.png`), or that stand for one that was lost.
-- Parameters: p_text
-- Returns: boolean; null for null
create or replace function hippo.is_showable(p_text text) returns boolean
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    -- Unicode's control and format characters, line and paragraph separators, all that a font leaves out (default ignorable: blank
    -- letters, variation selectors, tags), private use, noncharacters, the blank Braille cell and the two replacements.
    select p_text !~ (
        '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5'
        '\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0'
        '\ufff0-\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a'
        '\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U000e0000-\U000e0fff\U000efffe-\U0010ffff]')
$$;
