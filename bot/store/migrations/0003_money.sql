-- Periods in a guild's own time zone, shares, grants, carry-over, a pause, and a ledger that tells who and why.

-- What a manager has set. What is NULL is as the host has it. `revision` is part of the names of periods: it grows with
-- every change of their length or zone, so that each of them has counters of its own. `logged_to`: the last booking that
-- was told in the log channel.
ALTER TABLE quotas RENAME TO quotas_before;
CREATE TABLE quotas (
    guild_id BIGINT PRIMARY KEY,
    amount BIGINT,
    period TEXT,
    by_owner SMALLINT NOT NULL DEFAULT 0,
    zone TEXT NOT NULL DEFAULT 'UTC',
    revision BIGINT NOT NULL DEFAULT 0,
    carry SMALLINT NOT NULL DEFAULT 0,
    carry_since BIGINT NOT NULL DEFAULT 0,
    paused SMALLINT NOT NULL DEFAULT 0,
    log_channel BIGINT,
    log_locale TEXT NOT NULL DEFAULT '',
    logged_to BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
INSERT INTO quotas (guild_id, amount, period, by_owner, updated_at)
SELECT guild_id, amount, period, by_owner, updated_at FROM quotas_before;
DROP TABLE quotas_before;
CREATE INDEX quotas_logged ON quotas (guild_id) WHERE log_channel IS NOT NULL;

-- How much a member (scope 'member'), or each member with a role (scope 'role'), may use in a period.
CREATE TABLE quota_shares (
    guild_id BIGINT NOT NULL,
    scope TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (guild_id, scope, scope_id)
);

-- Counters. Of use: scope 'guild' (scope_id is the guild), 'member' (of a guild that has shares), 'host' (guild 0, all
-- guilds together). Of what is added for one period: 'grant' and 'owner_grant' to the guild, 'member_grant' to a member,
-- 'carried' from the period before. 'forgiven': use that a manager's reset no longer counts.
ALTER TABLE quota_use RENAME TO quota_use_before;
CREATE TABLE quota_use (
    guild_id BIGINT NOT NULL,
    scope TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (guild_id, period, scope, scope_id)
);
INSERT INTO quota_use (guild_id, scope, scope_id, period, used)
SELECT CASE WHEN scope = 'guild' THEN scope_id ELSE 0 END, scope, scope_id, period, used FROM quota_use_before;
DROP TABLE quota_use_before;

-- Every change of a counter. One booking may change several; `task_id` 0: it is about no request, `actor_id` 0: the bot.
ALTER TABLE ledger RENAME TO ledger_before;
DROP INDEX ledger_by_counter;
CREATE TABLE ledger (
    booking_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    entry TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    scope TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    amount BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    why TEXT NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO ledger (booking_id, task_id, entry, guild_id, scope, scope_id, period, amount, member_id, actor_id, why, at)
SELECT l.at * 1048576 + l.task_id % 1048576, l.task_id, l.entry, CASE WHEN l.scope = 'guild' THEN l.scope_id ELSE 0 END,
    l.scope, l.scope_id, l.period, l.amount, l.member_id, CASE WHEN l.entry = 'take' THEN l.member_id ELSE 0 END, '', l.at
FROM ledger_before l;
DROP TABLE ledger_before;
-- At most once: a task is taken, given back and forgiven once for each counter.
CREATE UNIQUE INDEX ledger_once ON ledger (task_id, entry, scope, scope_id, period, guild_id) WHERE task_id <> 0;
-- Not the host's: nothing but the check reads those, and each index costs every request some time.
CREATE INDEX ledger_of_counter ON ledger (guild_id, scope, period, member_id) WHERE guild_id <> 0;
CREATE INDEX ledger_of_guild ON ledger (guild_id, booking_id) WHERE guild_id <> 0;
