-- Times are milliseconds since the epoch, money is thousandths of a credit, flags are 0 or 1.

CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('request', 1000), ('create', 0);

-- What a manager has set; guilds without a row have the host's default.
CREATE TABLE quotas (
    guild_id BIGINT PRIMARY KEY,
    amount BIGINT NOT NULL,
    period TEXT NOT NULL,
    by_owner SMALLINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What has been used: scope 'guild' (scope_id is the guild) or 'host' (scope_id 0, all guilds together).
CREATE TABLE quota_use (
    scope TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (scope, scope_id, period)
);

-- Every change of a counter in quota_use; the sums of both are equal at all times.
CREATE TABLE ledger (
    task_id BIGINT NOT NULL,
    entry TEXT NOT NULL,
    scope TEXT NOT NULL,
    scope_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    amount BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (task_id, entry, scope)
);
CREATE INDEX ledger_by_counter ON ledger (scope, scope_id, period);

CREATE TABLE tasks (
    id BIGINT PRIMARY KEY,
    interaction_id BIGINT NOT NULL UNIQUE,
    interaction_token TEXT,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    member_name TEXT NOT NULL,
    locale TEXT NOT NULL,
    kind TEXT NOT NULL,
    model TEXT NOT NULL,
    request TEXT NOT NULL,
    profile TEXT NOT NULL,
    host TEXT NOT NULL,
    price BIGINT NOT NULL,
    period TEXT NOT NULL,
    callback_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    reason TEXT,
    confirmed SMALLINT NOT NULL,
    deferred SMALLINT NOT NULL,
    given_back SMALLINT NOT NULL,
    status_message_id BIGINT,
    status_replaced SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    shown_version BIGINT NOT NULL,
    shown_digest TEXT NOT NULL,
    show_after BIGINT NOT NULL,
    show_failures BIGINT NOT NULL,
    service_task_id TEXT,
    hinted_id TEXT,
    created_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    sent_at BIGINT,
    next_poll_at BIGINT,
    looked_at BIGINT,
    ready_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX tasks_by_state ON tasks (state, guild_id, member_id);
CREATE INDEX tasks_to_poll ON tasks (next_poll_at) WHERE next_poll_at IS NOT NULL;
CREATE INDEX tasks_to_show ON tasks (show_after) WHERE version <> shown_version;
CREATE INDEX tasks_durations ON tasks (kind, model, ready_at) WHERE ready_at IS NOT NULL;

-- One row for each create call that was about to be sent: the sliding window counts them, at most one a task between requeues.
CREATE TABLE sends (
    task_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sends_at ON sends (at);

CREATE TABLE tracks (
    id BIGINT PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    service_track_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    style TEXT NOT NULL,
    lyrics TEXT NOT NULL,
    model TEXT NOT NULL,
    duration BIGINT,
    audio_url TEXT NOT NULL,
    stream_url TEXT NOT NULL,
    image_url TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    UNIQUE (task_id, service_track_id)
);
CREATE INDEX tracks_of_guild ON tracks (guild_id, created_at);

CREATE TABLE deliveries (
    id BIGINT PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    track_id BIGINT REFERENCES tracks (id),
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    ping SMALLINT NOT NULL,
    attempts BIGINT NOT NULL,
    first_attempt_at BIGINT,
    last_attempt_at BIGINT,
    not_before BIGINT NOT NULL,
    message_id BIGINT,
    deleted_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (task_id, kind, track_id) WHERE track_id IS NOT NULL;
CREATE INDEX deliveries_of_task ON deliveries (task_id);
CREATE INDEX deliveries_pending ON deliveries (channel_id, created_at, id) WHERE state = 'pending';

-- Who works on what. Rows end with the work; `number` tells two takings of one owner apart.
CREATE TABLE leases (
    lane TEXT NOT NULL,
    item BIGINT NOT NULL,
    owner TEXT NOT NULL,
    number BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (lane, item)
);

-- Why creates at a host are held back, and when to try again.
CREATE TABLE holds (
    host TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    probe_at BIGINT NOT NULL,
    failures BIGINT NOT NULL
);

CREATE TABLE guild_settings (
    guild_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild_id, name)
);

CREATE TABLE audit (
    id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX audit_of_guild ON audit (guild_id, at);
