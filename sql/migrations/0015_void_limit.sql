-- SPDX-License-Identifier: MIT
-- The limit of voids counts a cashier's day: what was counted by session could be had again by closing and opening the till.

update hippo.setting set description = 'tickets that a cashier may void in a day' where name = 'void_limit';
