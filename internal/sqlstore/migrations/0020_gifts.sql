-- +goose Up

-- What users may give each other, where an app has set it itself.
CREATE TABLE gift_catalogues (
    app        TEXT   NOT NULL PRIMARY KEY,
    version    BIGINT NOT NULL,
    gifts      TEXT   NOT NULL, -- JSON
    updated_at BIGINT NOT NULL,
    updated_by TEXT   NOT NULL
);

-- What everybody has. The account without a name is the app's house, which
-- issues coins: what users have, it owes.
CREATE TABLE coin_accounts (
    app     TEXT   NOT NULL,
    account TEXT   NOT NULL, -- a user; empty: the house
    balance BIGINT NOT NULL,
    PRIMARY KEY (app, account),
    CHECK (account = '' OR balance >= 0)
);

-- Every movement of coins. Never changed.
CREATE TABLE coin_transfers (
    id          BIGSERIAL PRIMARY KEY,
    app         TEXT   NOT NULL,
    kind        TEXT   NOT NULL, -- reward, credit, refund
    payer       TEXT   NOT NULL,
    payee       TEXT   NOT NULL,
    coins       BIGINT NOT NULL CHECK (coins > 0),
    gift_id     BIGINT NOT NULL, -- of a reward, as are the next three; 0: none
    gift_name   TEXT   NOT NULL,
    gift_price  BIGINT NOT NULL, -- as it was then
    gift_count  BIGINT NOT NULL,
    refund_of   BIGINT NOT NULL, -- the reward that a refund gives back; 0: none
    house_bears BIGINT NOT NULL, -- 1: what the payer of a refund lacked, the house paid
    author      TEXT   NOT NULL, -- who asked for it; his request_ids are his own
    request_id  TEXT   NOT NULL, -- empty: none was given
    reason      TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    CHECK (payer <> payee)
);
CREATE INDEX coin_transfers_by_app ON coin_transfers (app, id);
CREATE UNIQUE INDEX coin_requests ON coin_transfers (app, author, request_id) WHERE request_id <> '';
CREATE UNIQUE INDEX coin_refunds ON coin_transfers (refund_of) WHERE refund_of <> 0;

-- The sides of the transfers, which sum up to nothing. Those of one account
-- follow each other as the numbers of their transfers do.
CREATE TABLE coin_entries (
    app         TEXT   NOT NULL,
    transfer_id BIGINT NOT NULL,
    account     TEXT   NOT NULL,
    coins       BIGINT NOT NULL CHECK (coins <> 0),
    balance     BIGINT NOT NULL, -- the account's, after it
    PRIMARY KEY (app, transfer_id, account),
    CHECK (account = '' OR balance >= 0)
);
CREATE INDEX coin_entries_by_account ON coin_entries (app, account, transfer_id);
