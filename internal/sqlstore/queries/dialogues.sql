-- name: FindDialogue :one
SELECT ticket FROM dialogues WHERE app = @app AND credential = @credential AND report_key = @report_key;

-- name: InsertDialogue :exec
INSERT INTO dialogues (app, credential, report_key, ticket) VALUES (@app, @credential, @report_key, @ticket);

-- name: DialogueAppeal :one
SELECT appeal FROM dialogues WHERE ticket = @ticket;

-- name: SetDialogueAppeal :exec
UPDATE dialogues SET appeal = @appeal WHERE ticket = @ticket;
