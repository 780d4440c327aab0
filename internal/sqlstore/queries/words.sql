-- name: WordsRevision :one
SELECT number FROM words_revision WHERE id = 1;

-- LockWords puts the changes of word lists in a row.
-- name: LockWords :one
SELECT number FROM words_revision WHERE id = 1 FOR UPDATE;

-- name: RaiseWordsRevision :exec
UPDATE words_revision SET number = number + 1 WHERE id = 1;

-- name: WordLists :many
SELECT sqlc.embed(word_lists), (SELECT COUNT(*) FROM word_terms WHERE word_terms.list_id = word_lists.id) AS terms
FROM word_lists
ORDER BY word_lists.app, word_lists.name, word_lists.id;

-- name: CountWordLists :one
SELECT COUNT(*) FROM word_lists;

-- name: WordList :one
SELECT * FROM word_lists WHERE id = $1;

-- name: WordListByName :one
SELECT * FROM word_lists WHERE app = $1 AND name = $2;

-- name: InsertWordList :one
INSERT INTO word_lists (app, name, note, enabled, revision, created_at, updated_at)
VALUES (@app, @name, @note, @enabled, @revision, @created_at, @updated_at)
RETURNING id;

-- name: UpdateWordList :exec
UPDATE word_lists SET app = @app, name = @name, note = @note, enabled = @enabled, revision = @revision, updated_at = @updated_at
WHERE id = @id;

-- name: TouchWordList :exec
UPDATE word_lists SET revision = @revision, updated_at = @updated_at WHERE id = @id;

-- name: DeleteWordList :exec
DELETE FROM word_lists WHERE id = $1;

-- name: DeleteWordTermsOf :exec
DELETE FROM word_terms WHERE list_id = $1;

-- name: CountWordTerms :one
SELECT COUNT(*) FROM word_terms WHERE list_id = $1;

-- WordTermsAfter are a list's terms in the order in which they were added.
-- name: WordTermsAfter :many
SELECT * FROM word_terms
WHERE list_id = @list_id AND id > @after
ORDER BY id
LIMIT @max_terms;

-- WordTermsSince are the terms that were put or changed after a revision, in
-- that order, and after the one of that revision.
-- name: WordTermsSince :many
SELECT * FROM word_terms
WHERE list_id = @list_id AND revision >= @revision AND (revision > @revision OR id > @after)
ORDER BY revision, id
LIMIT @max_terms;

-- name: WordTermIDs :many
SELECT id FROM word_terms WHERE list_id = @list_id ORDER BY id;

-- WordTermsBefore are a page of a list, the newest first. Empty filters match
-- everything.
-- name: WordTermsBefore :many
SELECT * FROM word_terms
WHERE list_id = @list_id AND id < @before
  AND (CAST(@category AS TEXT) = '' OR category = @category)
  AND (CAST(@action AS TEXT) = '' OR action = @action)
  AND (CAST(@pattern AS TEXT) = ''
    OR LOWER(text) LIKE LOWER(@pattern) ESCAPE '!'
    OR LOWER(note) LIKE LOWER(@pattern) ESCAPE '!'
    OR (CAST(@folded AS TEXT) <> '' AND folded LIKE @folded ESCAPE '!'))
ORDER BY id DESC
LIMIT @max_terms;

-- name: WordTermsByFolded :many
SELECT * FROM word_terms WHERE list_id = @list_id AND folded IN (@folded);

-- name: WordTermsByID :many
SELECT * FROM word_terms WHERE list_id = @list_id AND id IN (@id);

-- name: DeleteWordTerm :exec
DELETE FROM word_terms WHERE list_id = @list_id AND id IN (@id);

-- name: PutWordTerm :exec
INSERT INTO word_terms (list_id, folded, text, category, level, action, mode, scenes, valid_from, valid_until, note, added_by, added_at, revision)
VALUES (@list_id, @folded, @text, @category, @level, @action, @mode, @scenes, @valid_from, @valid_until, @note, @added_by, @added_at, @revision)
ON CONFLICT (list_id, folded) DO UPDATE
SET text = excluded.text, category = excluded.category, level = excluded.level, action = excluded.action, mode = excluded.mode,
    scenes = excluded.scenes, valid_from = excluded.valid_from, valid_until = excluded.valid_until, note = excluded.note, revision = excluded.revision;
