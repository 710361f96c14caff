-- name: lock_books()^
-- One change of the books after the other, as accepting has it; no number is used up.
UPDATE counters SET value = value WHERE name = 'request' RETURNING value;

-- name: quota_of(guild_id)^
SELECT q.amount, q.period, q.by_owner, q.zone, q.revision, q.reached, q.carry, q.carry_since, q.paused, q.log_channel,
    EXISTS (SELECT 1 FROM quota_shares s WHERE s.guild_id = :guild_id) AS shares
FROM quotas q WHERE q.guild_id = :guild_id;

-- name: ensure_quota(guild_id, now)!
INSERT INTO quotas (guild_id, updated_at) VALUES (:guild_id, :now) ON CONFLICT (guild_id) DO NOTHING;

-- name: set_quota(guild_id, amount, period, by_owner, zone, revision, reached, carry, carry_since, now)^
UPDATE quotas
SET amount = :amount, period = :period, by_owner = :by_owner, zone = :zone, revision = :revision, reached = :reached,
    carry = :carry, carry_since = :carry_since, updated_at = :now
WHERE guild_id = :guild_id
RETURNING guild_id;

-- name: pause_quota(guild_id, paused, now)^
UPDATE quotas SET paused = :paused, updated_at = :now WHERE guild_id = :guild_id RETURNING guild_id;

-- name: shares_of(guild_id)
SELECT scope, scope_id, amount FROM quota_shares WHERE guild_id = :guild_id ORDER BY scope DESC, amount DESC, scope_id;

-- name: set_share(guild_id, scope, scope_id, amount)^
INSERT INTO quota_shares (guild_id, scope, scope_id, amount) VALUES (:guild_id, :scope, :scope_id, :amount)
ON CONFLICT (guild_id, scope, scope_id) DO UPDATE SET amount = excluded.amount
RETURNING amount;

-- name: drop_share(guild_id, scope, scope_id)^
DELETE FROM quota_shares WHERE guild_id = :guild_id AND scope = :scope AND scope_id = :scope_id RETURNING amount;

-- name: used(guild_id, scope, scope_id, period)^
SELECT used FROM quota_use
WHERE guild_id = :guild_id AND period = :period AND scope = :scope AND scope_id = :scope_id;

-- name: guild_counters(guild_id, period)
SELECT scope, used FROM quota_use
WHERE guild_id = :guild_id AND period = :period AND scope IN ('guild', 'grant', 'owner_grant', 'carried', 'forgiven')
AND scope_id = :guild_id;

-- name: take(guild_id, scope, scope_id, period, amount, allowed)^
-- Counts a charge; no row comes back, and nothing changes, where the limit would be passed.
INSERT INTO quota_use (guild_id, scope, scope_id, period, used)
SELECT CAST(:guild_id AS BIGINT), CAST(:scope AS TEXT), CAST(:scope_id AS BIGINT), CAST(:period AS TEXT), CAST(:amount AS BIGINT)
WHERE CAST(:amount AS BIGINT) <= CAST(:allowed AS BIGINT)
ON CONFLICT (guild_id, period, scope, scope_id) DO UPDATE SET used = quota_use.used + excluded.used
WHERE quota_use.used + excluded.used <= CAST(:allowed AS BIGINT)
RETURNING used;

-- name: add_to_use(guild_id, scope, scope_id, period, amount)^
INSERT INTO quota_use (guild_id, scope, scope_id, period, used) VALUES (:guild_id, :scope, :scope_id, :period, :amount)
ON CONFLICT (guild_id, period, scope, scope_id) DO UPDATE SET used = quota_use.used + excluded.used
RETURNING used;

-- name: note(booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, now)^
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
VALUES (:booking_id, :task_id, :entry, :guild_id, :scope, :scope_id, :period, :amount, :member_id, :actor_id, :why, :now)
RETURNING booking_id;

-- name: give_back(task_id, booking_id, now)
-- What the task still counts for, in each counter that it was taken from or has been moved to; once a task.
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT CAST(:booking_id AS BIGINT), task_id,
    CASE WHEN SUM(CASE WHEN entry = 'take' THEN 1 ELSE 0 END) > 0 THEN 'give_back' ELSE 'moved_back' END,
    guild_id, scope, scope_id, period, -SUM(amount), MIN(member_id), 0,
    COALESCE((SELECT reason FROM tasks WHERE id = :task_id), ''), CAST(:now AS BIGINT)
FROM ledger WHERE task_id = :task_id AND task_id <> 0
GROUP BY task_id, guild_id, scope, scope_id, period HAVING SUM(amount) <> 0 OR scope = 'guild'
ON CONFLICT DO NOTHING
RETURNING entry, guild_id, scope, scope_id, period, amount;

-- name: recount_guild(booking_id, guild_id, period, since, same, running, now)!
-- A new period begins with what was taken since its first moment, wherever it was counted then; and with what was counted
-- in one that calendars call the same (`same`), or in the one that it follows at once (`running`), at whatever moment.
-- Reads the takes of the guild: managers seldom do this.
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT CAST(:booking_id AS BIGINT), t.task_id, 'moved', t.guild_id, 'guild', t.scope_id, CAST(:period AS TEXT), t.amount,
    t.member_id, t.actor_id, t.why, CAST(:now AS BIGINT)
FROM ledger t
WHERE t.guild_id = :guild_id AND t.guild_id <> 0 AND t.scope = 'guild' AND t.entry = 'take' AND t.task_id <> 0
AND (t.booking_id >= :since OR t.period IN (:same, :running) OR t.period LIKE CAST(:same AS TEXT) || '#%')
AND NOT EXISTS (
    SELECT 1 FROM ledger x WHERE x.task_id = t.task_id AND x.task_id <> 0 AND x.entry IN ('give_back', 'reset') AND x.scope = 'guild'
);

-- name: recount_forgiven(booking_id, guild_id, period, since, same, running, now)!
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT CAST(:booking_id AS BIGINT), t.task_id, 'moved', t.guild_id, 'forgiven', t.scope_id, CAST(:period AS TEXT), t.amount,
    t.member_id, t.actor_id, t.why, CAST(:now AS BIGINT)
FROM ledger t
WHERE t.guild_id = :guild_id AND t.guild_id <> 0 AND t.scope = 'guild' AND t.entry = 'take' AND t.task_id <> 0
AND (t.booking_id >= :since OR t.period IN (:same, :running) OR t.period LIKE CAST(:same AS TEXT) || '#%')
AND NOT EXISTS (SELECT 1 FROM ledger x WHERE x.task_id = t.task_id AND x.task_id <> 0 AND x.entry = 'give_back' AND x.scope = 'guild')
AND EXISTS (SELECT 1 FROM ledger x WHERE x.task_id = t.task_id AND x.task_id <> 0 AND x.entry = 'reset' AND x.scope = 'forgiven');

-- name: recount_member(booking_id, guild_id, period, member_id, task_id, now)
-- A member's counter learns of what they used of the guild's period while they had no share; `task_id` is being taken.
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT CAST(:booking_id AS BIGINT), t.task_id, 'moved', t.guild_id, 'member', t.member_id, t.period, SUM(t.amount),
    t.member_id, MIN(t.actor_id), '', CAST(:now AS BIGINT)
FROM ledger t
WHERE t.guild_id = :guild_id AND t.guild_id <> 0 AND t.scope = 'guild' AND t.period = :period AND t.member_id = :member_id
AND t.task_id <> 0 AND t.task_id <> :task_id
AND NOT EXISTS (
    SELECT 1 FROM ledger x WHERE x.task_id = t.task_id AND x.task_id <> 0 AND x.scope = 'member' AND x.period = t.period
)
GROUP BY t.task_id, t.guild_id, t.member_id, t.period HAVING SUM(t.amount) <> 0
RETURNING amount;

-- name: count_booking(booking_id, guild_id)
SELECT scope, scope_id, period, SUM(amount) AS amount FROM ledger
WHERE booking_id = :booking_id AND guild_id = :guild_id AND guild_id <> 0
GROUP BY scope, scope_id, period ORDER BY scope, scope_id, period;

-- name: forgive_use(booking_id, guild_id, period, actor_id, now)!
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT CAST(:booking_id AS BIGINT), task_id, 'reset', guild_id, scope, scope_id, period, -SUM(amount), MIN(member_id),
    CAST(:actor_id AS BIGINT), '', CAST(:now AS BIGINT)
FROM ledger
WHERE guild_id = :guild_id AND guild_id <> 0 AND period = :period AND scope IN ('guild', 'member') AND task_id <> 0
GROUP BY task_id, guild_id, scope, scope_id, period HAVING SUM(amount) <> 0;

-- name: note_forgiven(booking_id, guild_id)!
-- What a manager forgives still counts towards the most that the host allows.
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT booking_id, task_id, entry, guild_id, 'forgiven', scope_id, period, -amount, member_id, actor_id, why, at
FROM ledger
WHERE booking_id = :booking_id AND guild_id = :guild_id AND guild_id <> 0 AND scope = 'guild' AND entry = 'reset' AND task_id <> 0;

-- name: member_grants(guild_id, period)
SELECT scope_id, used FROM quota_use
WHERE guild_id = :guild_id AND period = :period AND scope = 'member_grant' AND used <> 0;

-- name: ledger_differences()
SELECT guild_id, scope, scope_id, period, SUM(used) AS used, SUM(booked) AS booked FROM (
    SELECT guild_id, scope, scope_id, period, used, 0 AS booked FROM quota_use
    UNION ALL
    SELECT guild_id, scope, scope_id, period, 0 AS used, amount AS booked FROM ledger
) AS both_sides
GROUP BY guild_id, scope, scope_id, period HAVING SUM(used) <> SUM(booked)
ORDER BY guild_id, scope, scope_id, period;

-- name: used_by_member(guild_id, period, member_id)^
-- What their counter says, and what it has not learned of yet.
SELECT COALESCE((
    SELECT u.used FROM quota_use u
    WHERE u.guild_id = :guild_id AND u.period = :period AND u.scope = 'member' AND u.scope_id = :member_id
), 0) + COALESCE((
    SELECT SUM(t.amount) FROM ledger t
    WHERE t.guild_id = :guild_id AND t.guild_id <> 0 AND t.scope = 'guild' AND t.period = :period
    AND t.member_id = :member_id AND t.task_id <> 0
    AND NOT EXISTS (
        SELECT 1 FROM ledger x WHERE x.task_id = t.task_id AND x.task_id <> 0 AND x.scope = 'member' AND x.period = t.period
    )
), 0) AS used;
