-- Why: shoppers sign in with a phone number and a one-time code.
--
-- A phone number is kept sealed (privacy/keys.rs), and beside it a keyed hash to find it by. Of codes and session tokens
-- only hashes are kept. An account that is deleted leaves an empty row, because orders that must be kept point at it.

-- Each key that was ever current, with something sealed under it; and a hash of the index key. See privacy/proof.rs.
CREATE TABLE sealing_key (
    id       TEXT   NOT NULL PRIMARY KEY,
    proof    BLOB   NOT NULL,
    since_ms BIGINT NOT NULL
);

CREATE TABLE account (
    id          INTEGER PRIMARY KEY,
    phone_index BLOB   UNIQUE,                 -- NULL: deleted
    phone       BLOB,                           -- sealed: account.phone
    created_ms  BIGINT NOT NULL,
    deleted_ms  BIGINT
);

CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    public_id  TEXT    NOT NULL UNIQUE,         -- names it in URLs
    account_id INTEGER NOT NULL REFERENCES account (id),
    token_hash BLOB    NOT NULL UNIQUE,
    device     TEXT    NOT NULL,
    created_ms BIGINT  NOT NULL,
    seen_ms    BIGINT  NOT NULL,                -- written once an hour
    expires_ms BIGINT  NOT NULL
);

CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_ms);

-- The code that was sent last to each number. One that was used stays until it expires, so that the same attempt, sent
-- again after its answer was lost, can be told from another.
CREATE TABLE sign_in_code (
    phone_index  BLOB   NOT NULL PRIMARY KEY,
    code_hash    BLOB   NOT NULL,
    expires_ms   BIGINT NOT NULL,
    tries_left   BIGINT NOT NULL CHECK (tries_left >= 0),
    attempt_hash BLOB,                          -- of the attempt that used it
    session_id   BIGINT                         -- that this attempt began
);

CREATE INDEX sign_in_code_by_expiry ON sign_in_code (expires_ms);

-- How often something was done in the window that ends at end_ms. What and by whom is a keyed hash.
CREATE TABLE rate_limit (
    subject  BLOB   NOT NULL PRIMARY KEY,
    end_ms   BIGINT NOT NULL,
    used     BIGINT NOT NULL
);

CREATE INDEX rate_limit_by_end ON rate_limit (end_ms);
