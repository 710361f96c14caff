-- name: guild_setting(guild_id, name)^
SELECT value FROM guild_settings WHERE guild_id = :guild_id AND name = :name;

-- name: guild_settings_of(guild_id)
SELECT name, value FROM guild_settings WHERE guild_id = :guild_id;

-- name: set_guild_setting(guild_id, name, value)^
INSERT INTO guild_settings (guild_id, name, value) VALUES (:guild_id, :name, :value)
ON CONFLICT (guild_id, name) DO UPDATE SET value = excluded.value
RETURNING name;

-- name: unset_guild_setting(guild_id, name)^
DELETE FROM guild_settings WHERE guild_id = :guild_id AND name = :name RETURNING name;

-- name: warn_again(name, value, before)^
-- Once in a while: no row comes back where the last time is not long enough ago. Guild 0 is the bot itself.
INSERT INTO guild_settings (guild_id, name, value) VALUES (0, :name, CAST(:value AS TEXT))
ON CONFLICT (guild_id, name) DO UPDATE SET value = excluded.value
WHERE CAST(guild_settings.value AS BIGINT) <= CAST(:before AS BIGINT)
RETURNING value;

-- name: wishes_of(guild_id, member_id, name)
-- What the guild and the member have set under one name.
SELECT value FROM guild_settings WHERE guild_id = :guild_id AND name = :name
UNION ALL
SELECT value FROM member_settings WHERE guild_id = :guild_id AND member_id = :member_id AND name = :name;

-- name: member_setting(guild_id, member_id, name)^
SELECT value FROM member_settings WHERE guild_id = :guild_id AND member_id = :member_id AND name = :name;

-- name: set_member_setting(guild_id, member_id, name, value)^
INSERT INTO member_settings (guild_id, member_id, name, value) VALUES (:guild_id, :member_id, :name, :value)
ON CONFLICT (guild_id, member_id, name) DO UPDATE SET value = excluded.value
RETURNING name;

-- name: count_blocked(guild_id, word)^
INSERT INTO blocked_words (guild_id, word, many) VALUES (:guild_id, :word, 1)
ON CONFLICT (guild_id, word) DO UPDATE SET many = blocked_words.many + 1
RETURNING many;

-- name: blocked_counts(guild_id)
SELECT word, many FROM blocked_words WHERE guild_id = :guild_id ORDER BY many DESC, word;
