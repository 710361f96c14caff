-- name: upsert_track(track_id, task_id, guild_id, channel_id, member_id, parent_track_id, service_track_id, position, title, style, lyrics, model, duration, audio_url, stream_url, image_url, now, expires_at)^
-- Later answers complete earlier ones; an empty value never wipes a known one.
INSERT INTO tracks (
    id, task_id, guild_id, channel_id, member_id, parent_track_id, service_track_id, position, title, style, lyrics, model, duration, audio_url, stream_url,
    image_url, created_at, expires_at
) VALUES (
    :track_id, :task_id, :guild_id, :channel_id, :member_id, :parent_track_id, :service_track_id, :position, :title, :style, :lyrics, :model, :duration,
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

-- name: insert_delivery(delivery_id, task_id, track_id, guild_id, channel_id, kind, reason, ping, silent, now)^
INSERT INTO deliveries (
    id, task_id, track_id, guild_id, channel_id, kind, state, reason, ping, silent, attempts, not_before, created_at
) VALUES (:delivery_id, :task_id, :track_id, :guild_id, :channel_id, :kind, 'pending', :reason, :ping, :silent, 0, :now, :now)
ON CONFLICT (task_id, kind, track_id) WHERE track_id IS NOT NULL AND kind NOT IN ('repost', 'notice') DO NOTHING
RETURNING id;

-- name: to_post(now, many)
-- At most one a channel, the oldest first, and none in a channel where one is under way.
SELECT d.* FROM deliveries d
WHERE d.state = 'pending' AND d.not_before <= :now
AND d.id = (
    SELECT o.id FROM deliveries o WHERE o.channel_id = d.channel_id AND o.state = 'pending' AND o.not_before <= :now
    ORDER BY o.created_at, o.id LIMIT 1
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

-- name: settle_delivery(delivery_id, state, message_id)^
UPDATE deliveries SET state = :state, message_id = COALESCE(CAST(:message_id AS BIGINT), message_id)
WHERE id = :delivery_id AND state = 'pending'
RETURNING *;

-- name: postpone(delivery_id, not_before)^
UPDATE deliveries SET not_before = :not_before WHERE id = :delivery_id AND state = 'pending' RETURNING id;

-- name: song_states(task_id)^
SELECT COUNT(*) AS songs,
    COALESCE(SUM(CASE WHEN state = 'pending' THEN 1 ELSE 0 END), 0) AS pending,
    COALESCE(SUM(CASE WHEN state = 'lost' THEN 1 ELSE 0 END), 0) AS lost,
    COALESCE(SUM(CASE WHEN state = 'posted' THEN 1 ELSE 0 END), 0) AS posted
FROM deliveries WHERE task_id = :task_id AND kind IN ('song', 'wav', 'drafts');

-- name: delivery_in_guild(delivery_id, guild_id)^
SELECT * FROM deliveries WHERE id = :delivery_id AND guild_id = :guild_id;

-- name: mark_deleted(delivery_id, guild_id, now)^
UPDATE deliveries SET deleted_at = :now WHERE id = :delivery_id AND guild_id = :guild_id RETURNING id;
