-- name: InsertPictureCheck :exec
INSERT INTO picture_checks (app, data_id, channel, due_at) VALUES (@app, @data_id, @channel, @due_at);

-- DuePictureApps steps from app to app instead of reading every check.
-- name: DuePictureApps :many
WITH RECURSIVE found (app) AS (
    SELECT (SELECT first.app FROM picture_checks AS first ORDER BY first.app LIMIT 1)
    UNION ALL
    SELECT (SELECT later.app FROM picture_checks AS later WHERE later.app > found.app ORDER BY later.app LIMIT 1)
    FROM found
    WHERE found.app IS NOT NULL
)
SELECT CAST(found.app AS TEXT) AS app FROM found
WHERE found.app IS NOT NULL
  AND EXISTS (SELECT 1 FROM picture_checks AS due WHERE due.app = found.app AND due.due_at <= @now);

-- name: LockDuePictures :many
SELECT * FROM picture_checks
WHERE app = @app AND due_at <= @now
ORDER BY due_at, id
LIMIT @max_checks
FOR UPDATE SKIP LOCKED;

-- name: LendPicture :exec
UPDATE picture_checks SET due_at = @until, attempts = attempts + 1, owner = @owner, token = @token WHERE id = @id;

-- name: PictureOwners :many
SELECT DISTINCT owner FROM picture_checks WHERE owner <> 0 AND owner <> @self;

-- name: CutPictureLoans :exec
UPDATE picture_checks SET due_at = @now, owner = 0, token = '' WHERE owner = @owner AND owner <> 0;

-- name: PostponePicture :execrows
UPDATE picture_checks SET due_at = @due_at, owner = 0, token = '' WHERE id = @id AND token = @token;

-- name: EndPictureCheck :execrows
DELETE FROM picture_checks WHERE id = @id AND token = @token;

-- AnswerPicture puts what came of a picture into its message.
-- name: AnswerPicture :exec
UPDATE lines
SET outcome = @outcome, checked = 1, label = @label, score = @score, reasons = @reasons, evidence = @evidence, policy = @policy, case_id = @case_id
WHERE data_id = @data_id AND app = @app;

-- name: InsertPicture :exec
INSERT INTO pictures (data_id, app, hash, inner_hash, quality, case_id, opened, case_group, at)
VALUES (@data_id, @app, @hash, @inner_hash, @quality, @case_id, @opened, @case_group, @at);

-- WaitingPictures looks through the newest cases that pictures have opened.
-- name: WaitingPictures :many
SELECT newest.hash, newest.inner_hash, newest.quality, newest.case_group FROM (
    SELECT pictures.hash, pictures.inner_hash, pictures.quality, pictures.case_group, pictures.case_id FROM pictures
    WHERE pictures.app = @app AND pictures.opened = 1
    ORDER BY pictures.case_id DESC
    LIMIT @max_pictures
) AS newest
JOIN cases ON cases.id = newest.case_id
WHERE cases.state <> 'decided' AND newest.case_group <> ''
ORDER BY newest.case_id DESC;

-- name: CasePicture :one
SELECT hash, inner_hash, quality FROM pictures WHERE case_id = @case_id AND opened = 1;

-- name: DropPictures :execrows
DELETE FROM pictures WHERE data_id IN (
    SELECT old.data_id FROM pictures AS old WHERE old.at < @before ORDER BY old.at LIMIT @max_pictures
);

-- name: PicturesRevision :one
SELECT number FROM pictures_revision WHERE id = 1;

-- LockPictures puts the changes of banks in a row.
-- name: LockPictures :one
SELECT number FROM pictures_revision WHERE id = 1 FOR UPDATE;

-- name: RaisePicturesRevision :exec
UPDATE pictures_revision SET number = number + 1 WHERE id = 1;

-- name: PictureBanks :many
SELECT sqlc.embed(picture_banks), (SELECT COUNT(*) FROM picture_entries WHERE picture_entries.bank_id = picture_banks.id) AS entries
FROM picture_banks
ORDER BY picture_banks.app, picture_banks.name, picture_banks.id;

-- name: PictureBank :one
SELECT * FROM picture_banks WHERE id = $1;

-- name: CountPictureBanks :one
SELECT COUNT(*) FROM picture_banks;

-- name: PictureBankByName :one
SELECT * FROM picture_banks WHERE app = $1 AND name = $2;

-- name: InsertPictureBank :one
INSERT INTO picture_banks (app, name, kind, label, revision, created_at, updated_at)
VALUES (@app, @name, @kind, @label, @revision, @created_at, @updated_at)
RETURNING id;

-- name: TouchPictureBank :exec
UPDATE picture_banks SET revision = @revision, updated_at = @updated_at WHERE id = @id;

-- name: DeletePictureBank :exec
DELETE FROM picture_banks WHERE id = $1;

-- name: DeletePictureEntriesOf :execrows
DELETE FROM picture_entries WHERE bank_id = $1;

-- name: CountPictureEntries :one
SELECT COUNT(*) FROM picture_entries;

-- name: PictureEntriesBefore :many
SELECT * FROM picture_entries WHERE bank_id = @bank_id AND id < @before ORDER BY id DESC LIMIT @max_entries;

-- name: PictureEntriesAfter :many
SELECT id, bank_id, hash, inner_hash, quality FROM picture_entries WHERE id > @after ORDER BY id LIMIT @max_entries;

-- name: PictureEntryByHash :one
SELECT * FROM picture_entries WHERE bank_id = @bank_id AND hash = @hash;

-- name: InsertPictureEntry :one
INSERT INTO picture_entries (bank_id, hash, inner_hash, quality, note, case_id, added_by, added_at)
VALUES (@bank_id, @hash, @inner_hash, @quality, @note, @case_id, @added_by, @added_at)
RETURNING id;

-- name: DeletePictureEntry :execrows
DELETE FROM picture_entries WHERE bank_id = @bank_id AND id = @id;
