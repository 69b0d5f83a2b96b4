-- Why: shoppers are reminded of what is due, if they ask for it. See credit/reminders/.
--
-- Days are numbers, counted from 1 January 1970, in the shop's time zone.

-- Who has chosen; nobody is reminded without a row.
CREATE TABLE credit_reminders (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    sms        BIGINT NOT NULL CHECK (sms IN (0, 1)), -- to the account's phone number
    locale     TEXT   NOT NULL,                 -- of these messages
    at_ms      BIGINT NOT NULL
);

-- A phone or browser that gets notifications, for as long as it is signed in.
CREATE TABLE credit_push (
    number         INTEGER PRIMARY KEY,
    account_id     BIGINT NOT NULL REFERENCES account (id),
    session_id     BIGINT NOT NULL UNIQUE REFERENCES session (id) ON DELETE CASCADE,
    endpoint_index BLOB   NOT NULL UNIQUE,      -- keyed hash: a phone gets the notifications of one account
    subscription   BLOB   NOT NULL,             -- sealed: credit_push.subscription
    locale         TEXT   NOT NULL,
    at_ms          BIGINT NOT NULL
);

CREATE INDEX credit_push_by_account ON credit_push (account_id);

-- What was reminded of: each thing that is due once for each number of days.
CREATE TABLE credit_reminder (
    number      INTEGER PRIMARY KEY,
    agreement   BIGINT NOT NULL REFERENCES credit_agreement (number),
    due_day     BIGINT NOT NULL,
    days_before BIGINT NOT NULL,                -- -1: the day after
    at_ms       BIGINT NOT NULL,
    UNIQUE (agreement, due_day, days_before)
);

CREATE INDEX credit_reminder_by_day ON credit_reminder (due_day);

-- One way that a reminder goes. What it says is worked out when it is sent, and is nowhere here.
CREATE TABLE credit_reminder_message (
    number   INTEGER PRIMARY KEY,
    reminder BIGINT NOT NULL REFERENCES credit_reminder (number) ON DELETE CASCADE,
    way      TEXT   NOT NULL CHECK (way IN ('sms', 'push')),
    push     BIGINT REFERENCES credit_push (number) ON DELETE SET NULL,
    tries    BIGINT NOT NULL DEFAULT 0,         -- that failed
    next_ms  BIGINT NOT NULL,                   -- when it is tried next
    done_ms  BIGINT,
    outcome  TEXT CHECK (outcome IN ('sent', 'failed', 'void')), -- void: paid, or not wanted any more
    CHECK ((done_ms IS NULL) = (outcome IS NULL))
);

CREATE INDEX credit_reminder_message_waiting ON credit_reminder_message (next_ms) WHERE done_ms IS NULL;
CREATE INDEX credit_reminder_message_by_reminder ON credit_reminder_message (reminder);
CREATE INDEX credit_reminder_message_by_push ON credit_reminder_message (push) WHERE push IS NOT NULL;
