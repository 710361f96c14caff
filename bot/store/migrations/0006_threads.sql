-- Public threads are as open as their channel, which Discord does not tell of one that is archived. NULL: no such thread.
ALTER TABLE song_channels ADD COLUMN parent_id BIGINT;
