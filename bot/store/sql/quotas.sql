-- name: quota_of(guild_id)^
SELECT amount, period, by_owner FROM quotas WHERE guild_id = :guild_id;

-- name: set_quota(guild_id, amount, period, by_owner, now)^
INSERT INTO quotas (guild_id, amount, period, by_owner, updated_at)
VALUES (:guild_id, :amount, :period, :by_owner, :now)
ON CONFLICT (guild_id) DO UPDATE
SET amount = excluded.amount, period = excluded.period, by_owner = excluded.by_owner, updated_at = excluded.updated_at
RETURNING guild_id;

-- name: used(scope, scope_id, period)^
SELECT used FROM quota_use WHERE scope = :scope AND scope_id = :scope_id AND period = :period;

-- name: take(scope, scope_id, period, amount, allowed)^
-- Counts a charge; no row comes back, and nothing changes, where the limit would be passed.
INSERT INTO quota_use (scope, scope_id, period, used)
SELECT CAST(:scope AS TEXT), CAST(:scope_id AS BIGINT), CAST(:period AS TEXT), CAST(:amount AS BIGINT)
WHERE CAST(:amount AS BIGINT) <= CAST(:allowed AS BIGINT)
ON CONFLICT (scope, scope_id, period) DO UPDATE SET used = quota_use.used + excluded.used
WHERE quota_use.used + excluded.used <= CAST(:allowed AS BIGINT)
RETURNING used;

-- name: note(task_id, entry, scope, scope_id, period, amount, member_id, now)^
INSERT INTO ledger (task_id, entry, scope, scope_id, period, amount, member_id, at)
VALUES (:task_id, :entry, :scope, :scope_id, :period, :amount, :member_id, :now)
RETURNING task_id;

-- name: give_back(task_id, now)
-- Once for each counter that the task was taken from, into the period it was taken from.
INSERT INTO ledger (task_id, entry, scope, scope_id, period, amount, member_id, at)
SELECT task_id, 'give_back', scope, scope_id, period, -amount, member_id, CAST(:now AS BIGINT)
FROM ledger WHERE task_id = :task_id AND entry = 'take'
ON CONFLICT (task_id, entry, scope) DO NOTHING
RETURNING scope, scope_id, period, amount;

-- name: add_to_use(scope, scope_id, period, amount)^
UPDATE quota_use SET used = used + :amount
WHERE scope = :scope AND scope_id = :scope_id AND period = :period
RETURNING used;

-- name: ledger_differences()
SELECT scope, scope_id, period, SUM(used) AS used, SUM(booked) AS booked FROM (
    SELECT scope, scope_id, period, used, 0 AS booked FROM quota_use
    UNION ALL
    SELECT scope, scope_id, period, 0 AS used, amount AS booked FROM ledger
) AS both_sides
GROUP BY scope, scope_id, period HAVING SUM(used) <> SUM(booked)
ORDER BY scope, scope_id, period;
