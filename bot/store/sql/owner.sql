-- name: made_since(since)
-- What the service was paid for, whatever became of it.
SELECT kind, COUNT(*) AS many FROM tasks WHERE ended_at > :since AND service_task_id IS NOT NULL GROUP BY kind;

-- name: use_by_guild(since, many)
SELECT guild_id, COUNT(*) AS requests, COALESCE(SUM(CASE WHEN given_back = 0 THEN price ELSE 0 END), 0) AS spent
FROM tasks WHERE ended_at > :since GROUP BY guild_id ORDER BY spent DESC, requests DESC, guild_id LIMIT :many;

-- name: failures_by_reason(since)
SELECT reason, COUNT(*) AS many FROM tasks
WHERE ended_at > :since AND state IN ('failed', 'unknown') AND reason IS NOT NULL
GROUP BY reason ORDER BY many DESC, reason;

-- name: unknown_tasks(many)
-- Not what was forgotten: what came of it would come with words.
SELECT * FROM tasks WHERE state = 'unknown' AND reason = 'unclear' AND member_id <> 0 ORDER BY ended_at DESC, id DESC LIMIT :many;

-- name: unknown_task(task_id)^
SELECT * FROM tasks WHERE id = :task_id AND state = 'unknown' AND reason = 'unclear' AND member_id <> 0;

-- name: look_now(task_id, host, now)^
-- Only where there is an id to look for, at the host that gave it.
UPDATE tasks SET next_poll_at = :now
WHERE id = :task_id AND state = 'unknown' AND host = :host AND COALESCE(service_task_id, hinted_id) IS NOT NULL
AND member_id <> 0
RETURNING *;

-- name: give_up(task_id)^
-- Its message stays as it is: there is no news for the member.
UPDATE tasks SET reason = 'given_up', next_poll_at = NULL
WHERE id = :task_id AND state = 'unknown' AND reason = 'unclear'
RETURNING *;

-- name: send_anew(task_id, host, now)^
-- unknown → queued, as if it were asked for now, but free: its price is back already. WAVs can be asked for again.
-- Models, and songs to extend, are those of the host that it was accepted for.
UPDATE tasks
SET state = 'queued', stage = 'sent', reason = NULL, sent_at = NULL, ended_at = NULL, next_poll_at = NULL, looked_at = NULL,
    created_at = :now, not_before = :now, version = version + 1
WHERE id = :task_id AND state = 'unknown' AND host = :host AND COALESCE(service_task_id, hinted_id) IS NULL
AND member_id <> 0 AND kind <> 'wav'
RETURNING *;
