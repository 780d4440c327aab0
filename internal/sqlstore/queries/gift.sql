-- name: FindGiftCatalogue :one
SELECT * FROM gift_catalogues WHERE app = @app;

-- name: LockGiftCatalogue :one
SELECT * FROM gift_catalogues WHERE app = @app FOR UPDATE;

-- PutGiftCatalogue does nothing where somebody has put a version meanwhile.
-- name: PutGiftCatalogue :execrows
INSERT INTO gift_catalogues (app, version, gifts, updated_at, updated_by)
VALUES (@app, @version, @gifts, @updated_at, @updated_by)
ON CONFLICT (app) DO UPDATE
SET version = excluded.version, gifts = excluded.gifts, updated_at = excluded.updated_at, updated_by = excluded.updated_by
WHERE gift_catalogues.version = excluded.version - 1;

-- HoldCoinAccount locks an account, opening it where it is not there.
-- name: HoldCoinAccount :one
INSERT INTO coin_accounts (app, account, balance) VALUES (@app, @account, 0)
ON CONFLICT (app, account) DO UPDATE SET balance = coin_accounts.balance
RETURNING account, balance;

-- SetCoinBalance is for accounts that are held.
-- name: SetCoinBalance :exec
INSERT INTO coin_accounts (app, account, balance) VALUES (@app, @account, @balance)
ON CONFLICT (app, account) DO UPDATE SET balance = excluded.balance;

-- InsertCoinTransfer inserts nothing where the request or the refund is there.
-- name: InsertCoinTransfer :one
INSERT INTO coin_transfers (app, kind, payer, payee, coins, gift_id, gift_name, gift_price, gift_count, refund_of, house_bears, author, request_id, reason, at)
VALUES (@app, @kind, @payer, @payee, @coins, @gift_id, @gift_name, @gift_price, @gift_count, @refund_of, @house_bears, @author, @request_id, @reason, @at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: InsertCoinEntry :exec
INSERT INTO coin_entries (app, transfer_id, account, coins, balance)
VALUES (@app, @transfer_id, @account, @coins, @balance);

-- name: FindCoinRequest :one
SELECT * FROM coin_transfers WHERE app = @app AND author = @author AND request_id = @request_id AND request_id <> '';

-- name: FindCoinRefund :one
SELECT id FROM coin_transfers WHERE refund_of = @refund_of AND refund_of <> 0;

-- name: FindCoinTransfer :one
SELECT * FROM coin_transfers WHERE id = @id AND app = @app;

-- name: CoinEntries :many
SELECT * FROM coin_entries WHERE app = @app AND transfer_id = @transfer_id ORDER BY account;

-- name: CoinBalance :one
SELECT balance FROM coin_accounts WHERE app = @app AND account = @account;

-- name: CoinStatement :many
SELECT e.coins AS moved, e.balance AS balance_after, sqlc.embed(t),
    CAST(COALESCE((SELECT r.id FROM coin_transfers AS r WHERE r.refund_of = t.id AND r.refund_of <> 0), 0) AS BIGINT) AS refunded_by
FROM coin_entries AS e
JOIN coin_transfers AS t ON t.id = e.transfer_id
WHERE e.app = @app AND e.account = @account AND e.transfer_id < @before
ORDER BY e.transfer_id DESC
LIMIT @max_lines;

-- name: LedgerApps :many
SELECT DISTINCT app FROM coin_accounts ORDER BY app;

-- LedgerTransfers tells, too, whether what a refund says of its reward is so.
-- name: LedgerTransfers :many
SELECT sqlc.embed(t),
    CAST(CASE WHEN t.refund_of = 0 OR EXISTS (
        SELECT 1 FROM coin_transfers AS r
        WHERE r.id = t.refund_of AND r.app = t.app AND r.kind = 'reward' AND r.payer = t.payee AND r.payee = t.payer AND r.coins = t.coins
    ) THEN 1 ELSE 0 END AS BIGINT) AS refund_fits
FROM coin_transfers AS t
WHERE t.app = @app AND t.id > @after
ORDER BY t.id
LIMIT @max_rows;

-- name: LedgerEntries :many
SELECT * FROM coin_entries
WHERE app = @app AND transfer_id > @after AND transfer_id <= @up_to
ORDER BY transfer_id, account;

-- name: LedgerAccounts :many
SELECT account, balance FROM coin_accounts WHERE app = @app AND account > @after ORDER BY account LIMIT @max_rows;
