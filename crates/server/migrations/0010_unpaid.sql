-- Why: whoever left a loan to be written off and deleted their account does not come back as somebody unknown.
CREATE TABLE credit_unpaid (
    resident_index BLOB NOT NULL PRIMARY KEY    -- keyed hash, as of credit_person; nothing else is kept of them
);
