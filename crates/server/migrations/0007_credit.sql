-- Why: phone credit. An agreement is a loan with its signed terms; the ledger says what is owed. See credit/.
--
-- Days are numbers, counted from 1 January 1970, in the shop's time zone. Amounts are minor units.

-- Who has asked for credit. Nothing of the resident ID is in clear here, not even a part.
CREATE TABLE credit_person (
    account_id     BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    resident_index BLOB   NOT NULL UNIQUE,      -- keyed hash: one person has one account with credit
    resident_id    BLOB   NOT NULL,             -- sealed: credit_person.resident_id
    name           BLOB   NOT NULL,             -- sealed: credit_person.name
    at_ms          BIGINT NOT NULL
);

-- What a shopper may owe over all agreements. It repeats what the ledger says (credit/verify.rs), so that "never more than
-- the line" is a condition of one statement.
CREATE TABLE credit_line (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    granted    BIGINT NOT NULL CHECK (granted >= 0),
    available  BIGINT NOT NULL CHECK (available >= 0),
    CHECK (available <= granted)
);

CREATE TABLE credit_agreement (
    number       INTEGER PRIMARY KEY,           -- for people
    id           TEXT   NOT NULL UNIQUE,        -- the client's
    account_id   BIGINT NOT NULL REFERENCES account (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('handset', 'goods')), -- signed by itself, or an order on the free line
    body_hash    BLOB   NOT NULL,               -- keyed hash of the request: whether a later one is the same
    state        TEXT   NOT NULL CHECK (state IN ('offered', 'signed', 'reserved', 'active', 'late',
                                        'cooling_off_cancelled', 'settled_early', 'settled', 'returned',
                                        'written_off', 'lapsed')),
    sequence     BIGINT NOT NULL,               -- how often it has changed; every change names the one before
    state_ms     BIGINT NOT NULL,
    offered_ms   BIGINT NOT NULL,
    offered_day  BIGINT NOT NULL,
    utc_offset   BIGINT NOT NULL,               -- the shop's time zone then, minutes east
    digest       BLOB   NOT NULL,               -- SHA-256 of the sheet
    decision     TEXT   NOT NULL CHECK (decision IN ('approved', 'referred')),
    line         BIGINT NOT NULL CHECK (line >= 0), -- what the guarantor agreed to lend altogether
    order_number BIGINT UNIQUE REFERENCES orders (number),
    -- Consent.
    signed_ms    BIGINT,
    session_id   TEXT,                          -- the public name of the session in which it was signed
    text_version TEXT,                          -- of the agreement's text
    text_digest  BLOB,                          -- SHA-256 of that text
    signing_hash BLOB,                          -- keyed hash of the request that signed
    -- The loan, from the hand-over on.
    loan         TEXT,                          -- JSON, {"v":1,…}: what the billing run needs of the sheet, with what was conceded since
    up_to_day    BIGINT,                        -- up to which it was brought up to date; days do not go back
    check_day    BIGINT,                        -- the next day on which the run has something to look at
    CHECK ((signed_ms IS NULL) = (order_number IS NULL)),
    CHECK ((state IN ('offered', 'active', 'late')) = (check_day IS NOT NULL))
);

-- The terms of an agreement, which never change. Apart, because the billing run writes each row of the agreements.
CREATE TABLE credit_sheet (
    agreement BIGINT NOT NULL PRIMARY KEY REFERENCES credit_agreement (number),
    wanted    TEXT   NOT NULL,                  -- JSON, {"v":1,…}: what was asked for
    sheet     BLOB   NOT NULL                   -- in the form that is signed
);

CREATE INDEX credit_agreement_by_account ON credit_agreement (account_id, number);
CREATE INDEX credit_agreement_by_state ON credit_agreement (state, number);
CREATE INDEX credit_agreement_to_check ON credit_agreement (check_day, number) WHERE check_day IS NOT NULL;

-- The ledger. Rows are added, and never changed or taken away. What happens once has a key that says so.
CREATE TABLE credit_entry (
    number       INTEGER PRIMARY KEY,
    account_id   BIGINT NOT NULL REFERENCES account (id),
    agreement    BIGINT REFERENCES credit_agreement (number), -- NULL: of the line
    sequence     BIGINT,                        -- of the agreement, after it
    kind         TEXT   NOT NULL,
    instalment   BIGINT,                        -- the one that was billed
    counts_from  BIGINT NOT NULL,               -- day; of a bill, its due date
    at_ms        BIGINT NOT NULL,
    request      TEXT,                          -- the id of the request that it answers
    request_hash BLOB,                          -- keyed hash of that request
    UNIQUE (agreement, sequence),
    UNIQUE (agreement, instalment),
    UNIQUE (agreement, request),
    CHECK ((agreement IS NULL) = (sequence IS NULL)),
    CHECK ((kind = 'billed') = (instalment IS NOT NULL))
);

CREATE UNIQUE INDEX credit_entry_once ON credit_entry (agreement, kind) WHERE kind IN ('reserved', 'captured');
CREATE INDEX credit_entry_by_account ON credit_entry (account_id, number);

-- Each row debits one account and credits another, so no entry can be out of balance.
CREATE TABLE credit_transfer (
    entry  BIGINT NOT NULL REFERENCES credit_entry (number),
    place  BIGINT NOT NULL,                     -- from 0
    debit  TEXT   NOT NULL,
    credit TEXT   NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (entry, place),
    CHECK (debit <> credit)
);

-- The code that was sent last to sign an agreement. It is worth nothing for other terms.
CREATE TABLE credit_code (
    agreement  BIGINT NOT NULL PRIMARY KEY REFERENCES credit_agreement (number),
    code_hash  BLOB   NOT NULL,                 -- of the code with the digest of the terms
    expires_ms BIGINT NOT NULL,
    tries_left BIGINT NOT NULL CHECK (tries_left >= 0)
);

CREATE INDEX credit_code_by_expiry ON credit_code (expires_ms);

-- What the guarantor is told, written in the transaction in which it happened. The key makes a message that is sent twice
-- one act.
CREATE TABLE credit_guarantee (
    agreement BIGINT NOT NULL REFERENCES credit_agreement (number),
    act       TEXT   NOT NULL CHECK (act IN ('reserve', 'capture', 'release')),
    place     BIGINT NOT NULL,                  -- a reservation comes before what follows it
    key       TEXT   NOT NULL UNIQUE,
    amount    BIGINT NOT NULL CHECK (amount >= 0),
    at_ms     BIGINT NOT NULL,
    tries     BIGINT NOT NULL DEFAULT 0,        -- that failed
    next_ms   BIGINT NOT NULL,                  -- when it is tried next
    done_ms   BIGINT,
    PRIMARY KEY (agreement, act)
);

CREATE INDEX credit_guarantee_waiting ON credit_guarantee (next_ms) WHERE done_ms IS NULL;

-- A shopper asks for patience. Accepted, the late fees stop and the days of grace are more; it is never taken back.
CREATE TABLE credit_hardship (
    number      INTEGER PRIMARY KEY,
    agreement   BIGINT NOT NULL REFERENCES credit_agreement (number),
    reason      BLOB,                           -- sealed: credit_hardship.reason; NULL since its owner was deleted
    reason_hash BLOB   NOT NULL,                -- keyed: the same reason again is the same request
    asked_ms    BIGINT NOT NULL,
    answer      TEXT CHECK (answer IN ('accepted', 'declined')),
    answered_ms BIGINT,
    note        BLOB,                           -- sealed: credit_hardship.note
    grace_days  BIGINT,                         -- with an acceptance: how many there are since
    CHECK ((answer IS NULL) = (answered_ms IS NULL)),
    CHECK ((answer = 'accepted') = (grace_days IS NOT NULL) OR answer IS NULL)
);

CREATE INDEX credit_hardship_by_agreement ON credit_hardship (agreement, number);
CREATE UNIQUE INDEX credit_hardship_open ON credit_hardship (agreement) WHERE answer IS NULL;

-- What somebody of the shop did. Each row's hash is of the row and of the hash before it, and no hash has two that follow:
-- a row that is changed or taken away breaks the chain.
CREATE TABLE credit_audit (
    number    INTEGER PRIMARY KEY,
    previous  BLOB   NOT NULL UNIQUE,
    hash      BLOB   NOT NULL,
    at_ms     BIGINT NOT NULL,
    operator  TEXT   NOT NULL,
    act       TEXT   NOT NULL,
    agreement BIGINT NOT NULL REFERENCES credit_agreement (number),
    detail    TEXT   NOT NULL,
    request   TEXT,                             -- the id of the request that did it: sent again, it does nothing
    UNIQUE (agreement, request)
);

-- How many rows the audit log has, and the last one's hash: rows that were taken away at its end are missed.
CREATE TABLE audit_head (
    id   BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    acts BIGINT NOT NULL,
    hash BLOB   NOT NULL
);
