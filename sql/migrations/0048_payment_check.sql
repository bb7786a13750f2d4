-- SPDX-License-Identifier: MIT
-- Payments from before taxes keep the rule of those after it; looking at them all keeps nobody from paying.
alter table hippo.payment validate constraint payment_rounding;
