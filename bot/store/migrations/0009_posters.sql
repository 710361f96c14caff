-- Who posted a song again; nobody else's name goes with it, and it goes when they are forgotten.
ALTER TABLE deliveries ADD COLUMN posted_by BIGINT;
CREATE INDEX deliveries_posted_by ON deliveries (guild_id, posted_by) WHERE posted_by IS NOT NULL;
