-- Longer versions, WAVs, drafts, timed lyrics, and a library that can be searched.

ALTER TABLE tasks ADD COLUMN source_track_id BIGINT;
CREATE INDEX tasks_of_track ON tasks (source_track_id) WHERE source_track_id IS NOT NULL;
-- A second asker joins the first: one live WAV task a track.
CREATE UNIQUE INDEX tasks_wav_once ON tasks (source_track_id)
WHERE kind = 'wav' AND state IN ('queued', 'submitting', 'running', 'ready', 'delivered');

ALTER TABLE tracks ADD COLUMN parent_track_id BIGINT;
ALTER TABLE tracks ADD COLUMN wav_url TEXT NOT NULL DEFAULT '';
ALTER TABLE tracks ADD COLUMN erased_at BIGINT;
ALTER TABLE tracks ADD COLUMN member_id BIGINT NOT NULL DEFAULT 0;
DROP INDEX tracks_of_guild;
-- What a search asks of a song stands in the index; its words are looked up in track_words.
CREATE INDEX tracks_shelf ON tracks (guild_id, id, channel_id, member_id) WHERE erased_at IS NULL AND audio_url <> '';
CREATE INDEX tracks_of_parent ON tracks (parent_track_id) WHERE parent_track_id IS NOT NULL;
CREATE INDEX deliveries_of_track ON deliveries (track_id) WHERE track_id IS NOT NULL;

-- The library's index: every word of title, style and idea, in lower case.
CREATE TABLE track_words (
    guild_id BIGINT NOT NULL,
    word TEXT NOT NULL,
    track_id BIGINT NOT NULL REFERENCES tracks (id),
    PRIMARY KEY (guild_id, word, track_id)
);
-- Ranges of words go by code points, as SQLite has them, whatever language the database was made for.
-- postgres: ALTER TABLE track_words ALTER COLUMN word TYPE TEXT COLLATE "C";

-- Where a guild has songs; few, so that hidden channels can be told from the others.
CREATE TABLE song_channels (
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
);

CREATE TABLE drafts (
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (task_id, position)
);

-- The service's aligned words as JSON, kept since it forgets them.
CREATE TABLE timed_lyrics (
    track_id BIGINT PRIMARY KEY REFERENCES tracks (id),
    words TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- A song is posted once for its task, and again as often as somebody asks; a notice may tell each time why it is not.
DROP INDEX deliveries_once;
CREATE UNIQUE INDEX deliveries_once ON deliveries (task_id, kind, track_id) WHERE track_id IS NOT NULL AND kind NOT IN ('repost', 'notice');
