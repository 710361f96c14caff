-- name: bookings(guild_id, after, before, many, skipped)
-- What people did, the newest first: one row for a booking, however many counters it changed.
SELECT b.*, (SELECT t.member_name FROM tasks t WHERE t.id = b.task_id) AS member_name FROM (
    SELECT booking_id, entry, SUM(amount) AS amount, MIN(task_id) AS task_id, MAX(member_id) AS member_id,
        MAX(actor_id) AS actor_id, MAX(why) AS why, MAX(at) AS at, MAX(period) AS period
    FROM ledger
    WHERE guild_id = :guild_id AND guild_id <> 0 AND booking_id > :after AND booking_id < :before
    AND scope IN ('guild', 'grant', 'owner_grant', 'member_grant', 'carried') AND entry NOT IN ('moved', 'moved_back')
    GROUP BY booking_id, entry ORDER BY booking_id DESC LIMIT :many OFFSET :skipped
) AS b ORDER BY b.booking_id DESC;

-- name: oldest_bookings(guild_id, after, before, many)
SELECT b.*, (SELECT t.member_name FROM tasks t WHERE t.id = b.task_id) AS member_name FROM (
    SELECT booking_id, entry, SUM(amount) AS amount, MIN(task_id) AS task_id, MAX(member_id) AS member_id,
        MAX(actor_id) AS actor_id, MAX(why) AS why, MAX(at) AS at, MAX(period) AS period
    FROM ledger
    WHERE guild_id = :guild_id AND guild_id <> 0 AND booking_id > :after AND booking_id < :before
    AND scope IN ('guild', 'grant', 'owner_grant', 'member_grant', 'carried') AND entry NOT IN ('moved', 'moved_back')
    GROUP BY booking_id, entry ORDER BY booking_id LIMIT :many
) AS b ORDER BY b.booking_id;

-- name: use_by_time(guild_id, period)
-- In quarters of an hour, from which days of any time zone can be put together. What was forgiven is in neither sum.
SELECT t.created_at / 900000 AS quarter, SUM(l.amount) AS kept,
    SUM(CASE WHEN l.entry IN ('give_back', 'moved_back') THEN -l.amount ELSE 0 END) AS back
FROM ledger l JOIN tasks t ON t.id = l.task_id
WHERE l.guild_id = :guild_id AND l.guild_id <> 0 AND l.scope = 'guild' AND l.period = :period AND l.task_id <> 0
GROUP BY t.created_at / 900000 ORDER BY t.created_at / 900000;

-- name: use_by_kind(guild_id, period)
SELECT t.kind, SUM(l.amount) AS kept FROM ledger l JOIN tasks t ON t.id = l.task_id
WHERE l.guild_id = :guild_id AND l.guild_id <> 0 AND l.scope = 'guild' AND l.period = :period AND l.task_id <> 0
GROUP BY t.kind HAVING SUM(l.amount) > 0 ORDER BY SUM(l.amount) DESC, t.kind;

-- name: use_by_member(guild_id, period, many)
SELECT t.member_id, MAX(t.member_name) AS name, SUM(l.amount) AS kept FROM ledger l JOIN tasks t ON t.id = l.task_id
WHERE l.guild_id = :guild_id AND l.guild_id <> 0 AND l.scope = 'guild' AND l.period = :period AND l.task_id <> 0
GROUP BY t.member_id HAVING SUM(l.amount) > 0 ORDER BY SUM(l.amount) DESC, t.member_id LIMIT :many;

-- name: set_log_channel(guild_id, channel_id, locale, logged_to)^
UPDATE quotas SET log_channel = :channel_id, log_locale = :locale, logged_to = :logged_to WHERE guild_id = :guild_id
RETURNING guild_id;

-- name: to_log(before, many)
SELECT q.guild_id, q.log_channel, q.log_locale, q.logged_to, s.value AS language
FROM quotas q LEFT JOIN guild_settings s ON s.guild_id = q.guild_id AND s.name = 'language'
WHERE q.log_channel IS NOT NULL AND EXISTS (
    SELECT 1 FROM ledger l WHERE l.guild_id = q.guild_id AND l.guild_id <> 0 AND l.booking_id > q.logged_to AND l.booking_id < :before
    AND l.scope <> 'member' AND l.entry NOT IN ('moved', 'moved_back')
)
ORDER BY q.logged_to LIMIT :many;

-- name: logged(guild_id, channel_id, logged_to)^
UPDATE quotas SET logged_to = :logged_to
WHERE guild_id = :guild_id AND log_channel = :channel_id AND logged_to < :logged_to
RETURNING guild_id;
