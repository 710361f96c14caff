-- name: take_lease(lane, item, owner, number, until, now)^
INSERT INTO leases (lane, item, owner, number, until) VALUES (:lane, :item, :owner, :number, :until)
ON CONFLICT (lane, item) DO UPDATE SET owner = excluded.owner, number = excluded.number, until = excluded.until
WHERE leases.until <= :now
RETURNING number;

-- name: hold_lease(lane, item, owner, number, until)^
-- A lease that is over is still its owner's while nobody has taken it.
UPDATE leases SET until = :until WHERE lane = :lane AND item = :item AND owner = :owner AND number = :number
RETURNING number;

-- name: release_lease(lane, item, owner, number)^
DELETE FROM leases WHERE lane = :lane AND item = :item AND owner = :owner AND number = :number RETURNING number;

-- name: void_leases()!
DELETE FROM leases;

-- name: held(host)^
SELECT reason, since, probe_at, failures FROM holds WHERE host = :host;

-- name: hold_creates(host, reason, now, probe_at)^
INSERT INTO holds (host, reason, since, probe_at, failures) VALUES (:host, :reason, :now, :probe_at, 1)
ON CONFLICT (host) DO UPDATE SET reason = excluded.reason, probe_at = excluded.probe_at, failures = holds.failures + 1
RETURNING failures;

-- name: release_creates(host)^
DELETE FROM holds WHERE host = :host RETURNING since;

-- name: note_audit(audit_id, guild_id, actor_id, action, before, after, now)^
INSERT INTO audit (id, guild_id, actor_id, action, before, after, at)
VALUES (:audit_id, :guild_id, :actor_id, :action, :before, :after, :now)
RETURNING id;

-- name: audit_of(guild_id, many)
SELECT actor_id, action, before, after, at FROM audit WHERE guild_id = :guild_id ORDER BY at DESC, id DESC LIMIT :many;

-- name: alive()^
SELECT 1 AS one;
