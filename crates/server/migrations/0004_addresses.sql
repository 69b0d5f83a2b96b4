-- Why: shoppers keep the addresses that things are brought to.
--
-- Ids are made by phones, so two accounts may have the same one. Who and where, and what the shopper calls it, is sealed as
-- one JSON document (addresses/entry.rs).

CREATE TABLE address (
    number     INTEGER PRIMARY KEY,            -- names the row when keys are changed
    account_id INTEGER NOT NULL REFERENCES account (id),
    id         TEXT    NOT NULL,
    entry      BLOB    NOT NULL,               -- sealed: address.entry
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    saved_ms   BIGINT  NOT NULL,
    UNIQUE (account_id, id)
);

CREATE UNIQUE INDEX address_default ON address (account_id) WHERE is_default = 1;
