-- Why: what a person has to act on is a row until somebody has, and not a line of a log. And a payment provider's message is
-- known by what it says, not by its id alone.

-- One row for each thing to act on: while it is open, the same again is counted and makes no second row. See alarms/.
CREATE TABLE alarm (
    number     INTEGER PRIMARY KEY,
    kind       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,                 -- what it is about; nothing personal
    detail     TEXT   NOT NULL,                 -- of the last time; nothing personal
    times      BIGINT NOT NULL CHECK (times > 0),
    first_ms   BIGINT NOT NULL,
    last_ms    BIGINT NOT NULL,
    held_order BIGINT REFERENCES orders (number), -- is not cancelled as unpaid while this is open
    done_ms    BIGINT,
    done_by    TEXT,
    CHECK ((done_ms IS NULL) = (done_by IS NULL))
);

CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE done_ms IS NULL;
CREATE INDEX alarm_holding ON alarm (held_order) WHERE done_ms IS NULL AND held_order IS NOT NULL;

-- Each message of a payment provider that was heeded, with SHA-256 of its body: the same id with another body is another
-- message. Rows of payment_event and credit_payment_event are still written, for servers of the version before.
CREATE TABLE provider_message (
    provider TEXT   NOT NULL,
    id       TEXT   NOT NULL,                   -- the provider's
    digest   BLOB   NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (provider, id)
);
