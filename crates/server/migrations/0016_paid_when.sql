-- Why: money counts from when it was paid and not from when it was booked, and a second payment for one thing is a row to work
-- off and not a line of a log.

-- When it was paid, as the provider says, beside when the provider told it (at_ms). NULL: it does not say.
ALTER TABLE payment_event ADD COLUMN paid_ms BIGINT;
ALTER TABLE credit_payment_event ADD COLUMN paid_ms BIGINT;
CREATE INDEX payment_event_by_order ON payment_event (order_number);

-- The day from which a payment counts in the ledger, beside when it was booked (status_ms).
ALTER TABLE credit_payment ADD COLUMN paid_day BIGINT;

-- A payment that came for something that was paid already. It is to be paid back at the provider's.
CREATE TABLE second_payment (
    number       INTEGER PRIMARY KEY,           -- for people
    order_number BIGINT NOT NULL REFERENCES orders (number), -- of a payment of phone credit, the order of its agreement
    repayment    BIGINT REFERENCES credit_payment (number),  -- NULL: the order itself was paid twice
    provider     TEXT   NOT NULL,
    message      TEXT   NOT NULL,               -- the provider's id of the message that told of it
    amount       BIGINT NOT NULL CHECK (amount > 0),
    currency     TEXT   NOT NULL,
    status       TEXT   NOT NULL CHECK (status IN ('refund_due', 'refunded')),
    paid_ms      BIGINT,                        -- as the provider says
    at_ms        BIGINT NOT NULL,               -- when it was told
    done_ms      BIGINT,                        -- when it was said to be paid back
    UNIQUE (provider, message),
    CHECK ((status = 'refunded') = (done_ms IS NOT NULL))
);

CREATE INDEX second_payment_by_order ON second_payment (order_number, number);

-- What is told of one: which, and where it was then.
ALTER TABLE webhook ADD COLUMN second_payment BIGINT REFERENCES second_payment (number);
ALTER TABLE webhook ADD COLUMN second_status TEXT;
