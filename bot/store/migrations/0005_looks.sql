-- Indexes for what is looked up every second, or by a key that none had.

-- Rows whose first answer nobody has confirmed or looked up: their token is kept until then.
CREATE INDEX tasks_unconfirmed ON tasks (created_at) WHERE interaction_token IS NOT NULL;

-- Songs that are posted again come after all others of their channel.
DROP INDEX deliveries_pending;
CREATE INDEX deliveries_pending ON deliveries (channel_id, (kind = 'repost'), created_at, id) WHERE state = 'pending';

-- A song by a message of ours: its menu, or its number where a song is asked for.
CREATE INDEX deliveries_of_message ON deliveries (message_id) WHERE message_id IS NOT NULL;
