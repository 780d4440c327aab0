-- name: FindReport :one
SELECT * FROM reports WHERE id = $1;
