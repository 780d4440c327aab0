-- name: KeepPresenceFold :exec
INSERT INTO presence_folds (node, seq, kept_at, told) VALUES (@node, @seq, @kept_at, @told);

-- name: PresenceNodes :many
SELECT node, CAST(MAX(seq) AS BIGINT) AS seq FROM presence_folds GROUP BY node ORDER BY node;

-- name: PresenceFolds :many
SELECT * FROM presence_folds WHERE node = @node AND seq > @after AND seq <= @up_to ORDER BY seq LIMIT @most;

-- name: DropPresenceFolds :exec
DELETE FROM presence_folds WHERE kept_at < @before;
