-- Why: loans are paid back over HTTP, and a shopper can read what they have signed for as long as they like. See credit/.

-- Every text that was ever signed.
CREATE TABLE credit_text (
    digest    BLOB NOT NULL PRIMARY KEY,        -- SHA-256 of the text
    agreement TEXT NOT NULL,                    -- its version, with its language
    text      TEXT NOT NULL
);

-- What a shopper wants to pay. It is an entry of the ledger once the money is there.
CREATE TABLE credit_payment (
    number     INTEGER PRIMARY KEY,             -- for people, and for the provider
    id         TEXT   NOT NULL UNIQUE,          -- the client's
    agreement  BIGINT NOT NULL REFERENCES credit_agreement (number),
    body_hash  BLOB   NOT NULL,                 -- keyed hash of the request: whether a later one is the same
    purpose    TEXT   NOT NULL CHECK (purpose IN ('instalments', 'settle', 'settle_and_leave')),
    counted_as TEXT   CHECK (counted_as IN ('instalments', 'settle', 'settle_and_leave')),
    amount     BIGINT NOT NULL CHECK (amount > 0),
    method     TEXT   NOT NULL CHECK (method IN ('online', 'pay_at_pick_up')),
    status     TEXT   NOT NULL CHECK (status IN ('pending', 'failed', 'on_hand_over', 'paid', 'refund_due', 'refunded')),
    asked_ms   BIGINT NOT NULL,
    status_ms  BIGINT NOT NULL,
    CHECK ((status = 'paid') = (counted_as IS NOT NULL))
);

CREATE INDEX credit_payment_by_agreement ON credit_payment (agreement, number);

-- What a provider told of payments. The same message again changes nothing.
CREATE TABLE credit_payment_event (
    id      TEXT   NOT NULL PRIMARY KEY,        -- the provider's
    payment BIGINT NOT NULL REFERENCES credit_payment (number),
    is_paid BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL
);
