-- name: FindPartySeat :one
SELECT call_id FROM party_seats WHERE app = @app AND user_id = @user_id;

-- name: TakePartySeat :execrows
INSERT INTO party_seats (app, user_id, call_id) VALUES (@app, @user_id, @call_id)
ON CONFLICT (app, user_id) DO NOTHING;

-- name: LeavePartySeat :exec
DELETE FROM party_seats WHERE app = @app AND user_id = @user_id AND call_id = @call_id;

-- name: InsertPartyCall :one
INSERT INTO party_calls (app, call_id, caller, callee, kind, state, reason, invited_at, ring_until, answered_at, ended_at)
VALUES (@app, @call_id, @caller, @callee, @kind, @state, @reason, @invited_at, @ring_until, @answered_at, @ended_at)
RETURNING id;

-- name: FindPartyCall :one
SELECT * FROM party_calls WHERE app = @app AND call_id = @call_id;

-- name: PartyCallOfUser :one
SELECT party_calls.* FROM party_seats
JOIN party_calls ON party_calls.app = party_seats.app AND party_calls.call_id = party_seats.call_id
WHERE party_seats.app = @app AND party_seats.user_id = @user_id;

-- name: LockPartyCall :one
SELECT * FROM party_calls WHERE app = @app AND call_id = @call_id FOR UPDATE;

-- MovePartyCall is what decides a race: of those who found a call in a state,
-- one moves it on.
-- name: MovePartyCall :execrows
UPDATE party_calls SET state = @state, reason = @reason, answered_at = @answered_at, ended_at = @ended_at
WHERE id = @id AND state = @found;

-- PartyCallsDue spares the clock a transaction.
-- name: PartyCallsDue :one
SELECT EXISTS (SELECT 1 FROM party_calls WHERE state = 'ringing' AND ring_until <= @now) AS due;

-- name: LockDuePartyCalls :many
SELECT * FROM party_calls
WHERE state = 'ringing' AND ring_until <= @now
ORDER BY ring_until, id
LIMIT @max_calls
FOR UPDATE SKIP LOCKED;

-- name: PartyCallsGoingOn :many
SELECT * FROM party_calls WHERE state = 'in_call' AND id > @after ORDER BY id LIMIT @max_calls;

-- name: InsertPartyTicket :exec
INSERT INTO party_tickets (call, app, caller, callee) VALUES (@call, @app, @caller, @callee);

-- name: PartyTickets :many
SELECT sqlc.embed(party_calls), party_tickets.id AS ticket_id
FROM party_tickets
JOIN party_calls ON party_calls.id = party_tickets.call
WHERE party_tickets.app = @app AND party_tickets.id < @before
ORDER BY party_tickets.id DESC
LIMIT @max_tickets;

-- PartyTicketsOf reads a page of the tickets that the user called for, and one
-- of those that others did.
-- name: PartyTicketsOf :many
SELECT sqlc.embed(party_calls), both_sides.id AS ticket_id
FROM (
    SELECT * FROM (
        SELECT made.id, made.call FROM party_tickets AS made
        WHERE made.app = @app AND made.caller = @user_id AND made.id < @before
        ORDER BY made.id DESC
        LIMIT @max_tickets
    ) AS made
    UNION ALL
    SELECT * FROM (
        SELECT taken.id, taken.call FROM party_tickets AS taken
        WHERE taken.app = @app AND taken.callee = @user_id AND taken.id < @before
        ORDER BY taken.id DESC
        LIMIT @max_tickets
    ) AS taken
) AS both_sides
JOIN party_calls ON party_calls.id = both_sides.call
ORDER BY both_sides.id DESC
LIMIT @max_tickets;

-- name: DropPartyTickets :exec
DELETE FROM party_tickets WHERE call IN (@call);

-- name: DropPartyCalls :exec
DELETE FROM party_calls WHERE id IN (@id);
