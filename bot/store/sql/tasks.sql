-- name: next_number(name)^
UPDATE counters SET value = value + 1 WHERE name = :name RETURNING value;

-- name: task_of_interaction(interaction_id)^
SELECT * FROM tasks WHERE interaction_id = :interaction_id;

-- name: task(task_id)^
SELECT * FROM tasks WHERE id = :task_id;

-- name: task_in_guild(task_id, guild_id)^
SELECT * FROM tasks WHERE id = :task_id AND guild_id = :guild_id;

-- name: insert_task(task_id, interaction_id, interaction_token, guild_id, channel_id, member_id, member_name, locale, kind, model, request, profile, host, price, period, callback_key, source_track_id, now)^
INSERT INTO tasks (
    id, interaction_id, interaction_token, guild_id, channel_id, member_id, member_name, locale, kind, model, request,
    profile, host, price, period, callback_key, state, stage, confirmed, deferred, given_back, status_replaced, version,
    shown_version, shown_digest, show_after, show_failures, created_at, not_before, source_track_id
) VALUES (
    :task_id, :interaction_id, :interaction_token, :guild_id, :channel_id, :member_id, :member_name, :locale, :kind, :model,
    :request, :profile, :host, :price, :period, :callback_key, 'queued', 'sent', 0, 0, 0, 0, 1, 0, '', 0, 0, :now, :now, :source_track_id
) RETURNING *;

-- name: confirm(task_id, message_id, version, digest, now, later)^
-- The message shows `version`; where the row has moved on meanwhile, the show lane catches up.
UPDATE tasks
SET confirmed = 1, status_message_id = :message_id, interaction_token = NULL, shown_version = :version, shown_digest = :digest,
    show_after = :later, not_before = :now
WHERE id = :task_id AND confirmed = 0
RETURNING id;

-- name: confirm_privately(task_id)^
UPDATE tasks SET confirmed = 1, deferred = 1, interaction_token = NULL WHERE id = :task_id AND confirmed = 0 AND state = 'queued'
RETURNING *;

-- name: unconfirmed(before, now, many)
-- Their token tells: it is kept until the answer was found or looked for, also where somebody cancels the row meanwhile.
SELECT t.* FROM tasks t
WHERE t.interaction_token IS NOT NULL AND t.created_at <= :before AND t.not_before <= :now
AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.lane = 'answer' AND l.item = t.id AND l.until > :now)
ORDER BY t.created_at LIMIT :many;

-- name: look_later(task_id, not_before)^
UPDATE tasks SET not_before = :not_before WHERE id = :task_id AND confirmed = 0 RETURNING id;

-- name: withdraw(task_id, now)^
UPDATE tasks
SET state = 'cancelled', reason = 'not_promised', interaction_token = NULL, ended_at = :now, version = version + 1
WHERE id = :task_id AND state = 'queued' AND confirmed = 0
RETURNING *;

-- name: looked_up(task_id)^
UPDATE tasks SET interaction_token = NULL WHERE id = :task_id AND interaction_token IS NOT NULL RETURNING id;

-- name: cancel(task_id, guild_id, now)^
UPDATE tasks SET state = 'cancelled', reason = 'member', ended_at = :now, version = version + 1
WHERE id = :task_id AND guild_id = :guild_id AND state = 'queued'
RETURNING *;

-- name: sends_since(moment)^
SELECT COUNT(*) AS many FROM sends WHERE at > :moment;

-- name: claim(host, now, cap_guild, cap_member)^
-- queued → submitting, in fair order: the guild with the fewest at the service, then the member, then age.
-- Only what was accepted for this host: what is paid elsewhere could not be followed.
-- The caps are the host's; what a guild has set may only be lower.
-- Reads the open tasks only (index tasks_by_state).
UPDATE tasks SET state = 'submitting', stage = 'sent', reason = NULL, sent_at = :now, version = version + 1
WHERE state = 'queued' AND id = (
    SELECT t.id FROM tasks t
    LEFT JOIN (
        SELECT guild_id, COUNT(*) AS running FROM tasks WHERE state IN ('submitting', 'running') GROUP BY guild_id
    ) g ON g.guild_id = t.guild_id
    LEFT JOIN (
        SELECT guild_id, member_id, COUNT(*) AS running FROM tasks WHERE state IN ('submitting', 'running')
        GROUP BY guild_id, member_id
    ) m ON m.guild_id = t.guild_id AND m.member_id = t.member_id
    WHERE t.state = 'queued' AND t.confirmed = 1 AND t.host = :host AND t.not_before <= :now
    AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.lane = 'create' AND l.item = t.id AND l.until > :now)
    AND COALESCE(g.running, 0) < :cap_guild AND COALESCE(m.running, 0) < :cap_member
    AND NOT EXISTS (
        SELECT 1 FROM guild_settings s WHERE s.guild_id = t.guild_id AND s.name IN ('per_guild', 'per_member')
        AND CASE s.name
            WHEN 'per_guild' THEN CAST(s.value AS BIGINT) <= COALESCE(g.running, 0)
            WHEN 'per_member' THEN CAST(s.value AS BIGINT) <= COALESCE(m.running, 0)
        END
    )
    ORDER BY COALESCE(g.running, 0), COALESCE(m.running, 0), t.created_at, t.id LIMIT 1
)
RETURNING *;

-- name: note_send(task_id, now)^
INSERT INTO sends (task_id, at) VALUES (:task_id, :now) RETURNING at;

-- name: forget_sends(before)!
DELETE FROM sends WHERE at < :before;

-- name: started(task_id, service_task_id, next_poll_at)^
-- Stored whatever the state is by then: an answer that comes late still names the task.
UPDATE tasks
SET service_task_id = :service_task_id, next_poll_at = :next_poll_at,
    state = CASE WHEN state = 'submitting' THEN 'running' ELSE state END,
    version = version + CASE WHEN state = 'submitting' THEN 1 ELSE 0 END
WHERE id = :task_id AND service_task_id IS NULL
RETURNING *;

-- name: still_to_send(task_id)^
SELECT id FROM tasks WHERE id = :task_id AND state = 'submitting' AND service_task_id IS NULL;

-- name: requeue(task_id, reason, not_before)^
UPDATE tasks SET state = 'queued', reason = :reason, not_before = :not_before, sent_at = NULL, version = version + 1
WHERE id = :task_id AND state = 'submitting' AND service_task_id IS NULL
RETURNING *;

-- name: overdue_in_queue(host, before, many)
-- What waits for another host waits in vain.
SELECT t.* FROM tasks t WHERE t.state = 'queued' AND t.confirmed = 1 AND (t.created_at <= :before OR t.host <> :host)
ORDER BY t.created_at LIMIT :many;

-- name: suspects(sent_before, now, many)
-- Sent, never answered, and nobody is at it: the answer is not coming any more.
SELECT t.* FROM tasks t WHERE t.state = 'submitting' AND t.service_task_id IS NULL AND t.sent_at <= :sent_before
AND t.next_poll_at IS NULL
AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.lane IN ('create', 'poll') AND l.item = t.id AND l.until > :now)
ORDER BY t.sent_at LIMIT :many;

-- name: end_task(task_id, old, new, reason, next_poll_at, now)^
UPDATE tasks
SET state = :new, reason = :reason, next_poll_at = :next_poll_at, interaction_token = NULL, ended_at = :now, version = version + 1
WHERE id = :task_id AND state = :old
RETURNING *;

-- name: mark_given_back(task_id)^
UPDATE tasks SET given_back = 1 WHERE id = :task_id RETURNING *;

-- name: to_poll(now, many)
SELECT t.* FROM tasks t
WHERE t.next_poll_at <= :now AND t.state IN ('submitting', 'running', 'failed', 'unknown')
AND NOT EXISTS (
    SELECT 1 FROM leases l WHERE l.item = t.id AND l.until > :now
    AND (l.lane = 'poll' OR (l.lane = 'create' AND t.state = 'submitting'))
)
ORDER BY t.next_poll_at LIMIT :many;

-- name: looked(task_id, next_poll_at, now)^
UPDATE tasks SET looked_at = :now, next_poll_at = :next_poll_at WHERE id = :task_id RETURNING *;

-- name: staged(task_id, stage)^
UPDATE tasks SET stage = :stage, version = version + 1 WHERE id = :task_id AND state = 'running' AND stage <> :stage RETURNING *;

-- name: ready(task_id, now)^
-- ready_at feeds the expected times, so a late result does not count there. Songs that were owed once are not owed again,
-- nor a WAV that another request brings (index tasks_wav_once), nor anything to who was forgotten: it comes with words.
UPDATE tasks
SET state = 'ready', next_poll_at = NULL, ready_at = CASE WHEN state = 'running' THEN CAST(:now AS BIGINT) END, version = version + 1
WHERE id = :task_id AND state IN ('running', 'failed', 'unknown')
AND (state = 'running' OR member_id <> 0 AND NOT EXISTS (
    SELECT 1 FROM deliveries d WHERE d.task_id = :task_id AND d.kind IN ('song', 'wav', 'drafts')
) AND NOT EXISTS (
    SELECT 1 FROM tasks o WHERE tasks.kind = 'wav' AND o.source_track_id = tasks.source_track_id AND o.kind = 'wav'
    AND o.state IN ('queued', 'submitting', 'running', 'ready', 'delivered')
))
RETURNING *;

-- name: hinted(callback_key, service_task_id, now, gap)^
-- The task that a callback's key belongs to, and whether the hint changes anything: it brings a look nearer, or names an id.
SELECT id, CASE
    WHEN state NOT IN ('submitting', 'running', 'failed', 'unknown') OR member_id = 0 THEN 0
    WHEN service_task_id IS NULL AND CAST(:service_task_id AS TEXT) IS NULL THEN 0
    WHEN service_task_id IS NULL AND COALESCE(hinted_id, '') <> CAST(:service_task_id AS TEXT) THEN 1
    WHEN next_poll_at <= CAST(:now AS BIGINT) OR next_poll_at <= looked_at + CAST(:gap AS BIGINT) THEN 0
    ELSE 1 END AS changes
FROM tasks WHERE callback_key = :callback_key;

-- name: hint(callback_key, service_task_id, now, gap)^
-- A callback only makes the poller look at once; the id it names is believed when record-info of that id answers.
-- However many come, looks keep `gap` between them. What was forgotten (member 0) is looked at no more.
UPDATE tasks
SET next_poll_at = CASE
        WHEN next_poll_at <= :now OR next_poll_at <= looked_at + CAST(:gap AS BIGINT) THEN next_poll_at
        WHEN looked_at + CAST(:gap AS BIGINT) > :now THEN looked_at + CAST(:gap AS BIGINT)
        ELSE :now END,
    hinted_id = CASE WHEN service_task_id IS NULL THEN COALESCE(CAST(:service_task_id AS TEXT), hinted_id) ELSE hinted_id END
WHERE callback_key = :callback_key AND state IN ('submitting', 'running', 'failed', 'unknown') AND member_id <> 0
AND (service_task_id IS NOT NULL OR CAST(:service_task_id AS TEXT) IS NOT NULL)
RETURNING id;

-- name: forget_hint(task_id, hinted_id, now)^
UPDATE tasks SET hinted_id = NULL, next_poll_at = NULL, looked_at = :now
WHERE id = :task_id AND service_task_id IS NULL AND hinted_id = :hinted_id
RETURNING *;

-- name: durations(kind, model, longest, gap, many)
-- Of those that were watched to their end. Others were ready at some time while the bot, or the service, was away.
SELECT ready_at - sent_at AS length FROM tasks
WHERE kind = :kind AND model = :model AND ready_at IS NOT NULL AND ready_at - sent_at <= :longest
AND ready_at - COALESCE(looked_at, sent_at) <= :gap
ORDER BY ready_at DESC LIMIT :many;

-- name: to_show(now, refresh_before, many)
-- Rows whose message is behind, and open ones now and then: their place in the queue moves, or they become slow.
-- Waiting ones that were last shown (5 s before show_after) before creates were held back are behind as well.
-- What has changed goes before what may have moved.
SELECT t.* FROM tasks t
WHERE t.status_message_id IS NOT NULL AND (
    (t.version <> t.shown_version AND t.show_after <= :now)
    OR (t.state = 'queued' AND t.show_after <= :now
        AND t.show_after - 5000 <= (SELECT h.since FROM holds h WHERE h.host = t.host))
    OR (t.state IN ('queued', 'submitting', 'running') AND t.show_after <= :refresh_before)
)
AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.lane = 'show' AND l.item = t.id AND l.until > :now)
ORDER BY CASE WHEN t.version <> t.shown_version THEN 0 ELSE 1 END, t.show_after LIMIT :many;

-- name: shown(task_id, version, digest, later)^
UPDATE tasks SET shown_version = :version, shown_digest = :digest, show_after = :later, show_failures = 0
WHERE id = :task_id AND shown_version <= :version
RETURNING id;

-- name: show_failed(task_id, later)^
UPDATE tasks SET show_after = :later, show_failures = show_failures + 1 WHERE id = :task_id RETURNING id;

-- name: show_soon(task_id, now)^
-- What kept the message from being edited is over.
UPDATE tasks SET show_after = :now, show_failures = 0 WHERE id = :task_id AND show_failures > 0 RETURNING id;

-- name: lose_status(task_id)^
UPDATE tasks SET status_message_id = NULL, status_replaced = 1 WHERE id = :task_id AND status_replaced = 0 RETURNING *;

-- name: status_posted(task_id, message_id, version, digest, later)^
UPDATE tasks
SET status_message_id = :message_id, shown_version = :version, shown_digest = :digest, show_after = :later, show_failures = 0
WHERE id = :task_id
RETURNING id;

-- name: open_in_guild(guild_id, many)
SELECT * FROM tasks WHERE guild_id = :guild_id AND state IN ('queued', 'submitting', 'running', 'ready')
ORDER BY created_at, id LIMIT :many;

-- name: place(task_id, guild_id, created_at)^
SELECT COUNT(*) AS waiting,
    COALESCE(SUM(CASE WHEN created_at < :created_at OR (created_at = :created_at AND id <= :task_id) THEN 1 ELSE 0 END), 0) AS place
FROM tasks WHERE guild_id = :guild_id AND state = 'queued';

-- name: count_by_state()
-- Reads of the index tasks_by_state alone, as many entries as there are open requests.
SELECT state, COUNT(*) AS many FROM tasks WHERE state IN ('queued', 'submitting', 'running', 'ready') GROUP BY state;
