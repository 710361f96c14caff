-- name: guild_present(guild_id)^
-- Coming back stops the clock.
INSERT INTO guilds (guild_id) VALUES (:guild_id)
ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL WHERE guilds.left_at IS NOT NULL
RETURNING guild_id;

-- name: guild_left(guild_id, now)^
-- The clock starts once.
INSERT INTO guilds (guild_id, left_at) VALUES (:guild_id, CAST(:now AS BIGINT))
ON CONFLICT (guild_id) DO UPDATE SET left_at = COALESCE(guilds.left_at, excluded.left_at)
RETURNING guild_id;

-- name: guild_greeted(guild_id, now)^
-- No row comes back where the guild was greeted before.
INSERT INTO guilds (guild_id, greeted_at) VALUES (:guild_id, CAST(:now AS BIGINT))
ON CONFLICT (guild_id) DO UPDATE SET greeted_at = excluded.greeted_at WHERE guilds.greeted_at IS NULL
RETURNING guild_id;

-- name: guilds_thought_present()
SELECT guild_id FROM guilds WHERE left_at IS NULL;

-- name: guilds_to_erase(before, many)
SELECT guild_id FROM guilds WHERE left_at <= :before ORDER BY left_at LIMIT :many;

-- name: still_left(guild_id, before)^
SELECT guild_id FROM guilds WHERE guild_id = :guild_id AND left_at <= :before;

-- name: tasks_of_guild(guild_id, many)
-- All states by name: that is how their index begins.
SELECT id FROM tasks
WHERE guild_id = :guild_id
AND state IN ('queued', 'submitting', 'running', 'ready', 'delivered', 'failed', 'cancelled', 'unknown')
LIMIT :many;

-- name: give_up_waiting(task_id, now)^
UPDATE tasks SET state = 'cancelled', reason = 'member', ended_at = :now WHERE id = :task_id AND ended_at IS NULL RETURNING id;

-- name: drop_words(guild_id, many)
DELETE FROM track_words WHERE guild_id = :guild_id
AND word IN (SELECT w.word FROM track_words w WHERE w.guild_id = :guild_id LIMIT :many)
RETURNING track_id;

-- name: drop_deliveries(task_id)!
DELETE FROM deliveries
WHERE task_id = :task_id OR track_id IN (SELECT id FROM tracks WHERE task_id = :task_id);

-- name: drop_timed_lyrics(task_id)!
DELETE FROM timed_lyrics WHERE track_id IN (SELECT id FROM tracks WHERE task_id = :task_id);

-- name: drop_tracks(task_id)!
DELETE FROM tracks WHERE task_id = :task_id;

-- name: drop_task(task_id)!
DELETE FROM tasks WHERE id = :task_id;

-- name: drop_guild_settings(guild_id)!
DELETE FROM guild_settings WHERE guild_id = :guild_id;

-- name: drop_member_settings(guild_id)!
DELETE FROM member_settings WHERE guild_id = :guild_id;

-- name: drop_blocked_words(guild_id)!
DELETE FROM blocked_words WHERE guild_id = :guild_id;

-- name: drop_song_channels(guild_id)!
DELETE FROM song_channels WHERE guild_id = :guild_id;

-- name: drop_forgetting(guild_id)!
DELETE FROM forgetting WHERE guild_id = :guild_id;

-- name: drop_audit(guild_id)!
DELETE FROM audit WHERE guild_id = :guild_id;

-- name: drop_guild(guild_id)!
DELETE FROM guilds WHERE guild_id = :guild_id;

-- name: erase_again(guild_id, left_at)^
-- When what had to stay may go as well.
UPDATE guilds SET greeted_at = NULL, left_at = :left_at WHERE guild_id = :guild_id RETURNING guild_id;
