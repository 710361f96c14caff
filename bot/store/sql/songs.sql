-- name: upsert_track(track_id, task_id, guild_id, channel_id, member_id, parent_track_id, service_track_id, title, style, lyrics, model, duration, audio_url, stream_url, image_url, now, expires_at)^
-- Later answers complete earlier ones; an empty value never wipes a known one, and a song keeps its place: the service may
-- name the second one first.
INSERT INTO tracks (
    id, task_id, guild_id, channel_id, member_id, parent_track_id, service_track_id, position, title, style, lyrics, model, duration, audio_url, stream_url,
    image_url, created_at, expires_at
) VALUES (
    :track_id, :task_id, :guild_id, :channel_id, :member_id, :parent_track_id, :service_track_id,
    (SELECT COALESCE(MAX(position), 0) + 1 FROM tracks WHERE task_id = :task_id), :title, :style, :lyrics, :model, :duration,
    :audio_url, :stream_url, :image_url, :now, :expires_at
)
ON CONFLICT (task_id, service_track_id) DO UPDATE SET
    title = CASE WHEN excluded.title <> '' THEN excluded.title ELSE tracks.title END,
    style = CASE WHEN excluded.style <> '' THEN excluded.style ELSE tracks.style END,
    lyrics = CASE WHEN excluded.lyrics <> '' THEN excluded.lyrics ELSE tracks.lyrics END,
    model = CASE WHEN excluded.model <> '' THEN excluded.model ELSE tracks.model END,
    duration = COALESCE(excluded.duration, tracks.duration),
    audio_url = CASE WHEN excluded.audio_url <> '' THEN excluded.audio_url ELSE tracks.audio_url END,
    stream_url = CASE WHEN excluded.stream_url <> '' THEN excluded.stream_url ELSE tracks.stream_url END,
    image_url = CASE WHEN excluded.image_url <> '' THEN excluded.image_url ELSE tracks.image_url END
RETURNING *;

-- name: tracks_of(task_id)
SELECT * FROM tracks WHERE task_id = :task_id ORDER BY position, id;

-- name: track(track_id)^
SELECT * FROM tracks WHERE id = :track_id;

-- name: insert_delivery(delivery_id, task_id, track_id, guild_id, channel_id, after_id, kind, reason, ping, silent, posted_by, now)^
INSERT INTO deliveries (
    id, task_id, track_id, guild_id, channel_id, after_id, kind, state, reason, ping, silent, posted_by, attempts, not_before,
    created_at
) VALUES (
    :delivery_id, :task_id, :track_id, :guild_id, :channel_id, :after_id, :kind, 'pending', :reason, :ping, :silent, :posted_by, 0,
    :now, :now
)
ON CONFLICT (task_id, kind, track_id) WHERE track_id IS NOT NULL AND kind NOT IN ('repost', 'notice') DO NOTHING
RETURNING id;

-- name: to_post(now, many)
-- At most one a channel, the oldest first but songs that are posted again last, and none where one is under way.
SELECT d.* FROM deliveries d
WHERE d.state = 'pending' AND d.not_before <= :now
AND d.id = (
    SELECT o.id FROM deliveries o WHERE o.channel_id = d.channel_id AND o.state = 'pending' AND o.not_before <= :now
    ORDER BY (o.kind = 'repost'), o.created_at, o.id LIMIT 1
)
AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.lane = 'post' AND l.item = d.channel_id AND l.until > :now)
ORDER BY d.created_at LIMIT :many;

-- name: delivery_due(delivery_id, now)^
SELECT * FROM deliveries WHERE id = :delivery_id AND state = 'pending' AND not_before <= :now;

-- name: attempted(delivery_id, now)^
UPDATE deliveries
SET attempts = attempts + 1, first_attempt_at = COALESCE(first_attempt_at, CAST(:now AS BIGINT)), last_attempt_at = :now
WHERE id = :delivery_id AND state = 'pending'
RETURNING *;

-- name: settle_delivery(delivery_id, state, message_id, reason)^
UPDATE deliveries
SET state = :state, message_id = COALESCE(CAST(:message_id AS BIGINT), message_id), reason = COALESCE(CAST(:reason AS TEXT), reason)
WHERE id = :delivery_id AND state = 'pending'
RETURNING *;

-- name: postpone(delivery_id, not_before)^
UPDATE deliveries SET not_before = :not_before WHERE id = :delivery_id AND state = 'pending' RETURNING id;

-- name: forget_attempt(delivery_id, last_attempt_at)^
-- The latest attempt was refused, so nothing can have come of it; one before it stays.
UPDATE deliveries SET last_attempt_at = CAST(:last_attempt_at AS BIGINT) WHERE id = :delivery_id AND state = 'pending'
RETURNING id;

-- name: postpone_channel(channel_id, not_before)!
-- All that waits for the channel; direct messages, and what the host is told, go elsewhere.
UPDATE deliveries SET not_before = :not_before
WHERE channel_id = :channel_id AND state = 'pending' AND not_before < :not_before AND kind NOT IN ('owner', 'direct');

-- name: untold_in(channel_id)
-- Requests whose result, or failure, waits for the channel, and whose asker is known and was not told directly.
SELECT t.* FROM tasks t WHERE t.member_id <> 0 AND t.id IN (
    SELECT d.task_id FROM deliveries d JOIN tasks s ON s.id = d.task_id
    WHERE d.channel_id = :channel_id AND d.state = 'pending'
    AND (d.kind IN ('song', 'wav', 'drafts') OR (d.kind = 'notice' AND s.state IN ('failed', 'unknown')))
)
AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.task_id = t.id AND o.kind = 'direct')
ORDER BY t.id;

-- name: song_states(task_id)^
-- A lost one that somebody has had posted elsewhere was brought all the same.
SELECT COUNT(*) AS songs,
    COALESCE(SUM(CASE WHEN state = 'pending' THEN 1 ELSE 0 END), 0) AS pending,
    COALESCE(SUM(CASE WHEN state = 'lost' AND brought = 0 THEN 1 ELSE 0 END), 0) AS lost,
    COALESCE(SUM(CASE WHEN state = 'posted' OR (state = 'lost' AND brought = 1) THEN 1 ELSE 0 END), 0) AS posted
FROM (
    SELECT d.state, CASE WHEN EXISTS (
        SELECT 1 FROM deliveries r
        WHERE r.task_id = d.task_id AND r.track_id = d.track_id AND r.kind = 'repost' AND r.state = 'posted'
    ) THEN 1 ELSE 0 END AS brought
    FROM deliveries d WHERE d.task_id = :task_id AND d.kind IN ('song', 'wav', 'drafts')
) AS results;

-- name: lost_of(task_id)
-- What was owed of the task and cannot be posted any more; not what somebody has had posted elsewhere.
SELECT d.* FROM deliveries d
WHERE d.task_id = :task_id AND d.kind IN ('song', 'wav', 'drafts') AND d.state = 'lost'
AND NOT EXISTS (
    SELECT 1 FROM deliveries r
    WHERE r.task_id = d.task_id AND r.track_id = d.track_id AND r.kind = 'repost' AND r.state = 'posted'
)
ORDER BY d.id;

-- name: delivery_in_guild(delivery_id, guild_id)^
SELECT * FROM deliveries WHERE id = :delivery_id AND guild_id = :guild_id;

-- name: mark_deleted(delivery_id, guild_id, now)^
UPDATE deliveries SET deleted_at = :now WHERE id = :delivery_id AND guild_id = :guild_id RETURNING id;
