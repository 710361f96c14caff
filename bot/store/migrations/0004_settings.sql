-- What members set for themselves, words that were refused, guilds that come and go, members who are being forgotten.

ALTER TABLE deliveries ADD COLUMN silent SMALLINT NOT NULL DEFAULT 0;

CREATE TABLE member_settings (
    guild_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild_id, member_id, name)
);

-- How often a blocked word has been asked for, without saying by whom.
CREATE TABLE blocked_words (
    guild_id BIGINT NOT NULL,
    word TEXT NOT NULL,
    many BIGINT NOT NULL,
    PRIMARY KEY (guild_id, word)
);

-- The guilds that the bot has been in. Those it has left are erased when `left_at` is long enough ago.
CREATE TABLE guilds (
    guild_id BIGINT PRIMARY KEY,
    greeted_at BIGINT,
    left_at BIGINT
);
CREATE INDEX guilds_left ON guilds (left_at) WHERE left_at IS NOT NULL;

-- Members whose rows up to `at` are to be erased; the row ends with the last of them, and not before `until`: as long as
-- the period runs in which they used credits, their counter keeps their number.
CREATE TABLE forgetting (
    guild_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (guild_id, member_id)
);

-- For the owner's page: what the last days have brought.
CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;
-- To find what the books hold of one member.
CREATE INDEX quota_use_of_whom ON quota_use (guild_id, scope_id);
CREATE INDEX ledger_of_actor ON ledger (guild_id, actor_id) WHERE actor_id <> 0 AND actor_id <> member_id;
