-- Which keys rows may be sealed under. A column beside each sealed one names the row's key and refers to this table: the
-- database itself refuses a row under a key that was forgotten, and refuses to forget a key that a row names.

CREATE TABLE data_key (
    id       BLOB   NOT NULL PRIMARY KEY,       -- the four bytes in front of what is sealed under it
    state    TEXT   NOT NULL CHECK (state IN ('announced', 'active', 'retired', 'lost')),
    since_ms BIGINT NOT NULL                    -- when it came to be in this state; shown, and never decided by
);

CREATE UNIQUE INDEX data_key_active ON data_key (state) WHERE state = 'active';

-- Keys that were taken away. None of them is ever used again, though an old copy of the key file may still have it.
CREATE TABLE forgotten_key (
    id           BLOB   NOT NULL PRIMARY KEY,
    forgotten_ms BIGINT NOT NULL
);

-- The servers, each by its own word. One whose count of beats stands still is not running.
CREATE TABLE key_server (
    id         BLOB   NOT NULL PRIMARY KEY,     -- made at random when the process starts
    name       TEXT   NOT NULL,                 -- for people: where it listens
    beat       BIGINT NOT NULL,                 -- counted up a few times a minute
    beat_ms    BIGINT NOT NULL,                 -- when, by its own clock; shown, and never decided by
    seals_with BLOB   NOT NULL,
    has        TEXT   NOT NULL                  -- its keys, as eight digits 0-9 a-f each, with spaces between
);

-- The keys in use until now. Which of them is active the first server says that starts.
INSERT INTO data_key (id, state, since_ms)
SELECT named.id, 'retired', 0 FROM (
    SELECT substr(proof, 1, 4) AS id FROM sealing_key WHERE sealing_key.id <> 'index'
    UNION SELECT substr(phone, 1, 4) FROM account
    UNION SELECT substr(entry, 1, 4) FROM address
    UNION SELECT substr(private, 1, 4) FROM orders
    UNION SELECT substr(answer, 1, 4) FROM orders
    UNION SELECT substr(said, 1, 4) FROM order_event
    UNION SELECT substr(resident_id, 1, 4) FROM credit_person
    UNION SELECT substr(name, 1, 4) FROM credit_person
    UNION SELECT substr(reason, 1, 4) FROM credit_hardship
    UNION SELECT substr(note, 1, 4) FROM credit_hardship
    UNION SELECT substr(subscription, 1, 4) FROM credit_push
) AS named
WHERE length(named.id) = 4;

ALTER TABLE account ADD COLUMN phone_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(phone) >= 4 THEN substr(phone, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE address ADD COLUMN entry_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(entry) >= 4 THEN substr(entry, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE orders ADD COLUMN private_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(private) >= 4 THEN substr(private, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE orders ADD COLUMN answer_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(answer) >= 4 THEN substr(answer, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE order_event ADD COLUMN said_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(said) >= 4 THEN substr(said, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE credit_person ADD COLUMN resident_id_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(resident_id) >= 4 THEN substr(resident_id, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE credit_person ADD COLUMN name_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(name) >= 4 THEN substr(name, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE credit_hardship ADD COLUMN reason_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(reason) >= 4 THEN substr(reason, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE credit_hardship ADD COLUMN note_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(note) >= 4 THEN substr(note, 1, 4) END) VIRTUAL REFERENCES data_key (id);
ALTER TABLE credit_push ADD COLUMN subscription_key_id BLOB
    GENERATED ALWAYS AS (CASE WHEN length(subscription) >= 4 THEN substr(subscription, 1, 4) END) VIRTUAL REFERENCES data_key (id);

CREATE INDEX account_phone_key ON account (phone_key_id, id) WHERE phone_key_id IS NOT NULL;
CREATE INDEX address_entry_key ON address (entry_key_id, number) WHERE entry_key_id IS NOT NULL;
CREATE INDEX orders_private_key ON orders (private_key_id, number) WHERE private_key_id IS NOT NULL;
CREATE INDEX orders_answer_key ON orders (answer_key_id, number) WHERE answer_key_id IS NOT NULL;
CREATE INDEX order_event_said_key ON order_event (said_key_id, id) WHERE said_key_id IS NOT NULL;
CREATE INDEX credit_person_resident_id_key ON credit_person (resident_id_key_id, account_id) WHERE resident_id_key_id IS NOT NULL;
CREATE INDEX credit_person_name_key ON credit_person (name_key_id, account_id) WHERE name_key_id IS NOT NULL;
CREATE INDEX credit_hardship_reason_key ON credit_hardship (reason_key_id, number) WHERE reason_key_id IS NOT NULL;
CREATE INDEX credit_hardship_note_key ON credit_hardship (note_key_id, number) WHERE note_key_id IS NOT NULL;
CREATE INDEX credit_push_subscription_key ON credit_push (subscription_key_id, number) WHERE subscription_key_id IS NOT NULL;
