-- Why: a push service may let go of a phone by itself. Its shopper is told so on the page of reminders, until they choose
-- again. See credit/reminders/.
CREATE TABLE credit_push_lost (
    session_id BIGINT NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    at_ms      BIGINT NOT NULL
);
