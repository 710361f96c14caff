-- name: index_word(guild_id, word, track_id)^
INSERT INTO track_words (guild_id, word, track_id) VALUES (:guild_id, :word, :track_id)
ON CONFLICT (guild_id, word, track_id) DO NOTHING
RETURNING track_id;

-- name: note_channel(guild_id, channel_id)^
INSERT INTO song_channels (guild_id, channel_id) VALUES (:guild_id, :channel_id)
ON CONFLICT (guild_id, channel_id) DO NOTHING
RETURNING channel_id;

-- name: note_thread(guild_id, channel_id, parent_id)^
INSERT INTO song_channels (guild_id, channel_id, parent_id) VALUES (:guild_id, :channel_id, :parent_id)
ON CONFLICT (guild_id, channel_id) DO UPDATE SET parent_id = excluded.parent_id WHERE song_channels.parent_id IS NULL
RETURNING channel_id;

-- name: song_channels(guild_id)
SELECT channel_id, COALESCE(parent_id, channel_id) AS teller_id FROM song_channels WHERE guild_id = :guild_id;

-- name: songs(guild_id, member_id, hidden, word1, end1, word2, end2, word3, end3, since, many, skip)
-- Newest first: ids sort by time. `hidden` is a list such as ',12,34,' of channels that the asker cannot see, nor their threads; an empty word
-- fits all, and a member of 0 is anybody; `since` is the least id that counts. Walks the index tracks_shelf from its newest end, which alone tells whether a
-- song fits; only those that are shown are looked up. Each word is one range of track_words, read once.
SELECT * FROM tracks WHERE id IN (
SELECT t.id FROM tracks t
WHERE t.guild_id = :guild_id AND t.id >= CAST(:since AS BIGINT) AND t.erased_at IS NULL AND t.audio_url <> ''
AND (CAST(:member_id AS BIGINT) = 0 OR t.member_id = CAST(:member_id AS BIGINT))
AND (CAST(:word1 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word1 AS TEXT) AND word < CAST(:end1 AS TEXT)
    AND track_id >= CAST(:since AS BIGINT)))
AND (CAST(:word2 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word2 AS TEXT) AND word < CAST(:end2 AS TEXT)
    AND track_id >= CAST(:since AS BIGINT)))
AND (CAST(:word3 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word3 AS TEXT) AND word < CAST(:end3 AS TEXT)
    AND track_id >= CAST(:since AS BIGINT)))
AND (CAST(:hidden AS TEXT) = '' OR t.channel_id IN (SELECT channel_id FROM song_channels
    WHERE guild_id = :guild_id AND CAST(:hidden AS TEXT) NOT LIKE '%,' || CAST(COALESCE(parent_id, channel_id) AS TEXT) || ',%'))
ORDER BY t.id DESC LIMIT :many OFFSET :skip
) ORDER BY id DESC;

-- name: nth_newest(guild_id, nth)^
SELECT id FROM tracks WHERE guild_id = :guild_id AND erased_at IS NULL AND audio_url <> ''
ORDER BY id DESC LIMIT 1 OFFSET :nth;

-- name: songs_of_rare(guild_id, member_id, hidden, word1, end1, word2, end2, word3, end3, many, skip)
-- As `songs`, where few songs have the first word: they are gathered, and the others never looked at.
SELECT t.* FROM tracks t
WHERE t.id IN (SELECT w.track_id FROM track_words w
    WHERE w.guild_id = :guild_id AND w.word >= CAST(:word1 AS TEXT) AND w.word < CAST(:end1 AS TEXT))
AND t.erased_at IS NULL AND t.audio_url <> ''
AND (CAST(:member_id AS BIGINT) = 0 OR t.member_id = CAST(:member_id AS BIGINT))
AND (CAST(:hidden AS TEXT) = '' OR t.channel_id IN (SELECT channel_id FROM song_channels
    WHERE guild_id = :guild_id AND CAST(:hidden AS TEXT) NOT LIKE '%,' || CAST(COALESCE(parent_id, channel_id) AS TEXT) || ',%'))
AND (CAST(:word2 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word2 AS TEXT) AND word < CAST(:end2 AS TEXT)))
AND (CAST(:word3 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word3 AS TEXT) AND word < CAST(:end3 AS TEXT)))
ORDER BY t.id DESC LIMIT :many OFFSET :skip;

-- name: rarity(guild_id, word1, end1, most)^
-- How many songs have a word that begins so; counts no further than `most`.
SELECT COUNT(*) AS many FROM (SELECT 1 FROM track_words
WHERE guild_id = :guild_id AND word >= CAST(:word1 AS TEXT) AND word < CAST(:end1 AS TEXT) LIMIT :most) AS counted;

-- name: count_songs(guild_id, member_id, hidden, word1, end1, word2, end2, word3, end3)^
SELECT COUNT(*) AS many FROM tracks t
WHERE t.guild_id = :guild_id AND t.erased_at IS NULL AND t.audio_url <> ''
AND (CAST(:member_id AS BIGINT) = 0 OR t.member_id = CAST(:member_id AS BIGINT))
AND (CAST(:word1 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word1 AS TEXT) AND word < CAST(:end1 AS TEXT)))
AND (CAST(:word2 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word2 AS TEXT) AND word < CAST(:end2 AS TEXT)))
AND (CAST(:word3 AS TEXT) = '' OR t.id IN (SELECT track_id FROM track_words
    WHERE guild_id = :guild_id AND word >= CAST(:word3 AS TEXT) AND word < CAST(:end3 AS TEXT)))
AND (CAST(:hidden AS TEXT) = '' OR t.channel_id IN (SELECT channel_id FROM song_channels
    WHERE guild_id = :guild_id AND CAST(:hidden AS TEXT) NOT LIKE '%,' || CAST(COALESCE(parent_id, channel_id) AS TEXT) || ',%'));

-- name: track_in_guild(track_id, guild_id)^
SELECT * FROM tracks WHERE id = :track_id AND guild_id = :guild_id AND erased_at IS NULL;

-- name: family_of(track_id)
-- A song's longer versions, the oldest first.
SELECT * FROM tracks WHERE parent_track_id = :track_id AND erased_at IS NULL ORDER BY created_at, id;

-- name: posted_of(track_id)
-- Messages of ours that carry the song and were not deleted on purpose, newest first.
SELECT * FROM deliveries
WHERE track_id = :track_id AND kind IN ('song', 'repost') AND state = 'posted' AND message_id IS NOT NULL AND deleted_at IS NULL
ORDER BY created_at DESC, id DESC LIMIT 10;

-- name: last_try(track_id)^
-- The latest delivery of the song, whatever became of it.
SELECT * FROM deliveries WHERE track_id = :track_id AND kind IN ('song', 'repost')
ORDER BY created_at DESC, id DESC LIMIT 1;

-- name: pending_repost(track_id, channel_id)^
SELECT id FROM deliveries WHERE track_id = :track_id AND channel_id = :channel_id AND kind = 'repost' AND state = 'pending';

-- name: delivery_of_message(message_id, guild_id)^
SELECT * FROM deliveries WHERE message_id = :message_id AND guild_id = :guild_id AND track_id IS NOT NULL LIMIT 1;

-- name: erase_track(track_id, guild_id, now)^
UPDATE tracks SET erased_at = :now WHERE id = :track_id AND guild_id = :guild_id AND erased_at IS NULL RETURNING id;

-- name: set_wav_url(track_id, wav_url)^
UPDATE tracks SET wav_url = :wav_url WHERE id = :track_id RETURNING *;

-- name: live_wav(track_id)^
SELECT * FROM tasks
WHERE source_track_id = :track_id AND kind = 'wav' AND state IN ('queued', 'submitting', 'running', 'ready', 'delivered');

-- name: earlier_wav(track_id)^
-- The service's id of an earlier WAV task, for when it says that the file exists and does not name it.
SELECT service_task_id FROM tasks
WHERE source_track_id = :track_id AND kind = 'wav' AND service_task_id IS NOT NULL
ORDER BY created_at DESC LIMIT 1;

-- name: posted_wav(task_id)^
SELECT * FROM deliveries
WHERE task_id = :task_id AND kind = 'wav' AND state = 'posted' AND message_id IS NOT NULL AND deleted_at IS NULL LIMIT 1;

-- name: insert_draft(task_id, position, title, text)^
INSERT INTO drafts (task_id, position, title, text) VALUES (:task_id, :position, :title, :text)
ON CONFLICT (task_id, position) DO NOTHING
RETURNING position;

-- name: drafts_of(task_id)
SELECT position, title, text FROM drafts WHERE task_id = :task_id ORDER BY position;

-- name: task_of_drafts(delivery_id, guild_id)^
SELECT t.* FROM deliveries d JOIN tasks t ON t.id = d.task_id
WHERE d.id = :delivery_id AND d.guild_id = :guild_id AND d.kind = 'drafts';

-- name: timed_lyrics(track_id)^
SELECT words FROM timed_lyrics WHERE track_id = :track_id;

-- name: keep_timed_lyrics(track_id, words, now)^
-- Not of a song whose words were erased while the service was asked for them.
INSERT INTO timed_lyrics (track_id, words, at)
SELECT t.id, CAST(:words AS TEXT), CAST(:now AS BIGINT) FROM tracks t
WHERE t.id = :track_id AND EXISTS (SELECT 1 FROM tasks o WHERE o.id = t.task_id AND o.member_id <> 0)
ON CONFLICT (track_id) DO UPDATE SET words = excluded.words, at = excluded.at
RETURNING track_id;
