-- name: begin_forgetting(guild_id, member_id, now, until)^
INSERT INTO forgetting (guild_id, member_id, at, until) VALUES (:guild_id, :member_id, :now, :until)
ON CONFLICT (guild_id, member_id) DO UPDATE SET at = excluded.at, until = excluded.until
RETURNING at;

-- name: forgetting_due(now, many)
-- Members of whom something can be erased now, or nothing is left: what is at the service ends first.
SELECT f.guild_id, f.member_id, f.at FROM forgetting f
WHERE EXISTS (
    SELECT 1 FROM tasks t WHERE t.guild_id = f.guild_id AND t.member_id = f.member_id AND t.created_at <= f.at
    AND t.state IN ('queued', 'delivered', 'failed', 'cancelled', 'unknown')
) OR (f.until <= :now AND NOT EXISTS (
    SELECT 1 FROM tasks t WHERE t.guild_id = f.guild_id AND t.member_id = f.member_id AND t.created_at <= f.at
    AND t.state IN ('queued', 'submitting', 'running', 'ready', 'delivered', 'failed', 'cancelled', 'unknown')
))
LIMIT :many;

-- name: left_of_member(guild_id, member_id, at)^
-- All states by name: that is how their index begins.
SELECT id FROM tasks
WHERE guild_id = :guild_id AND member_id = :member_id AND created_at <= :at
AND state IN ('queued', 'submitting', 'running', 'ready', 'delivered', 'failed', 'cancelled', 'unknown')
LIMIT 1;

-- name: end_forgetting(guild_id, member_id, at, now)^
DELETE FROM forgetting WHERE guild_id = :guild_id AND member_id = :member_id AND at = :at AND until <= :now RETURNING at;

-- name: cancel_of_member(guild_id, member_id, at, now)
UPDATE tasks SET state = 'cancelled', reason = 'member', ended_at = :now, version = version + 1
WHERE guild_id = :guild_id AND member_id = :member_id AND state = 'queued' AND created_at <= :at
RETURNING *;

-- name: tasks_to_erase(guild_id, member_id, at, many)
SELECT * FROM tasks
WHERE guild_id = :guild_id AND member_id = :member_id AND created_at <= :at
AND state IN ('delivered', 'failed', 'cancelled', 'unknown')
ORDER BY id LIMIT :many;

-- name: erase_words_of_task(task_id)^
-- Also no late look any more: what it brought would come with lyrics. A look that was quicker has made it ready: later.
-- The token of an answer that is still looked for stays until then.
UPDATE tasks
SET member_id = 0, member_name = '', request = '{"mode":"erased"}', hinted_id = NULL, next_poll_at = NULL
WHERE id = :task_id AND state IN ('delivered', 'failed', 'cancelled', 'unknown')
RETURNING id;

-- name: erase_words_of_tracks(task_id)
UPDATE tracks SET member_id = 0, lyrics = '' WHERE task_id = :task_id RETURNING *;

-- name: erase_timed_lyrics(track_id)!
DELETE FROM timed_lyrics WHERE track_id = :track_id;

-- name: words_of_track(track_id)
-- Sixty or so, off the index track_words_of_track.
SELECT guild_id, word, track_id FROM track_words WHERE track_id = :track_id;

-- name: unindex_word(guild_id, word, track_id)!
DELETE FROM track_words WHERE guild_id = :guild_id AND word = :word AND track_id = :track_id;

-- name: erase_drafts(task_id)!
DELETE FROM drafts WHERE task_id = :task_id;

-- name: silence_deliveries(task_id)!
-- What goes to the channel still comes; there is nobody left to be written to.
UPDATE deliveries SET ping = 0, silent = 0, state = CASE WHEN kind = 'direct' THEN 'lost' ELSE state END
WHERE task_id = :task_id AND state = 'pending';

-- name: erase_from_posts(guild_id, member_id)!
UPDATE deliveries SET posted_by = NULL WHERE guild_id = :guild_id AND posted_by = :member_id;

-- name: posted_again_by(guild_id, member_id)
SELECT track_id, channel_id, message_id, created_at FROM deliveries
WHERE guild_id = :guild_id AND posted_by = :member_id ORDER BY created_at, id;

-- name: erase_from_audit(guild_id, member_id)!
UPDATE audit SET actor_id = 0 WHERE guild_id = :guild_id AND actor_id = :member_id;

-- name: erase_named_in_audit(guild_id, named, unnamed)!
-- Shares and grants name whom they are for.
UPDATE audit SET before = REPLACE(before, :named, :unnamed), after = REPLACE(after, :named, :unnamed)
WHERE guild_id = :guild_id AND action IN ('quota share', 'quota grant');

-- name: erase_member_settings(guild_id, member_id)!
DELETE FROM member_settings WHERE guild_id = :guild_id AND member_id = :member_id;

-- name: tasks_of_member(guild_id, member_id, after, many)
SELECT * FROM tasks
WHERE guild_id = :guild_id AND member_id = :member_id AND id > :after
AND state IN ('queued', 'submitting', 'running', 'ready', 'delivered', 'failed', 'cancelled', 'unknown')
ORDER BY id LIMIT :many;

-- name: deliveries_of_task(task_id)
SELECT * FROM deliveries WHERE task_id = :task_id ORDER BY created_at, id;

-- name: ledger_of_task(task_id)
SELECT entry, scope, period, amount, at FROM ledger WHERE task_id = :task_id AND task_id <> 0 ORDER BY at, entry, scope;

-- name: member_settings_of(guild_id, member_id)
SELECT name, value FROM member_settings WHERE guild_id = :guild_id AND member_id = :member_id ORDER BY name;

-- name: changes_by(guild_id, member_id)
SELECT action, before, after, at FROM audit WHERE guild_id = :guild_id AND actor_id = :member_id ORDER BY at, id;
