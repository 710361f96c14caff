-- name: erase_acts(guild_id, member_id)!
-- What they booked for others, as a manager. The conditions are those of its index.
UPDATE ledger SET actor_id = 0
WHERE guild_id = :guild_id AND actor_id = :member_id AND actor_id <> 0 AND actor_id <> member_id;

-- name: erase_from_grants(guild_id, member_id)!
UPDATE ledger SET member_id = 0, actor_id = CASE WHEN actor_id = :member_id THEN 0 ELSE actor_id END
WHERE guild_id = :guild_id AND guild_id <> 0 AND scope = 'member_grant' AND member_id = :member_id;

-- name: erase_from_ledger(task_id, member_id)!
-- Managers who have reset what it took keep their name.
UPDATE ledger SET member_id = 0, actor_id = CASE WHEN actor_id = :member_id THEN 0 ELSE actor_id END
WHERE task_id = :task_id AND task_id <> 0;

-- name: counters_of_member(guild_id, member_id)
SELECT scope, period, used FROM quota_use
WHERE guild_id = :guild_id AND scope_id = :member_id AND scope IN ('member', 'member_grant')
ORDER BY period, scope;

-- name: fold_bookings(guild_id, scope, period, member_id)!
UPDATE ledger SET scope_id = 0, member_id = 0
WHERE guild_id = :guild_id AND guild_id <> 0 AND scope = :scope AND period = :period AND scope_id = :member_id;

-- name: drop_counter(guild_id, scope, scope_id, period)!
DELETE FROM quota_use WHERE guild_id = :guild_id AND period = :period AND scope = :scope AND scope_id = :scope_id;

-- name: shares_of_member(guild_id, member_id)
SELECT amount FROM quota_shares WHERE guild_id = :guild_id AND scope = 'member' AND scope_id = :member_id;

-- name: grants_to(guild_id, member_id)
SELECT entry, period, amount, at FROM ledger
WHERE guild_id = :guild_id AND guild_id <> 0 AND scope = 'member_grant' AND scope_id = :member_id ORDER BY at, booking_id;

-- name: booked_by(guild_id, member_id)
-- What they booked for others, as a manager.
SELECT entry, scope, period, SUM(amount) AS amount, MIN(at) AS at FROM ledger
WHERE guild_id = :guild_id AND actor_id = :member_id AND actor_id <> 0 AND actor_id <> member_id
GROUP BY booking_id, entry, scope, period ORDER BY booking_id, scope;

-- name: unname_task(task_id)!
UPDATE ledger SET member_id = 0, actor_id = 0 WHERE task_id = :task_id AND task_id <> 0;

-- name: unname_guild(guild_id)!
UPDATE ledger SET member_id = 0, actor_id = 0 WHERE guild_id = :guild_id AND guild_id <> 0;

-- name: drop_bookings(guild_id, period)!
-- Without the guild's own of the period that runs, or whoever comes back would have all credits again.
DELETE FROM ledger WHERE guild_id = :guild_id AND guild_id <> 0 AND (period <> :period OR scope IN ('member', 'member_grant'));

-- name: drop_counters(guild_id, period)!
DELETE FROM quota_use WHERE guild_id = :guild_id AND (period <> :period OR scope IN ('member', 'member_grant'));

-- name: any_counter(guild_id)^
SELECT period FROM quota_use WHERE guild_id = :guild_id LIMIT 1;

-- name: drop_shares(guild_id)!
DELETE FROM quota_shares WHERE guild_id = :guild_id;

-- name: drop_quota(guild_id)!
-- How periods are cut, and a limit that the owner has set, stay: whoever comes back would have more without them.
UPDATE quotas
SET amount = CASE WHEN by_owner = 1 THEN amount END, carry = 0, carry_since = 0, paused = 0,
    log_channel = NULL, log_locale = '', logged_to = 0
WHERE guild_id = :guild_id;

-- name: drop_plain_quota(guild_id)!
-- Where nothing of that was ever set.
DELETE FROM quotas WHERE guild_id = :guild_id AND by_owner = 0 AND revision = 0 AND zone = 'UTC';
