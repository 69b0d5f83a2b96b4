-- Keys that stay although a rotation has ended: only rows that cannot be opened stand under them. `fairday keys forget` notes it,
-- and only then does the next rotation make another key.
ALTER TABLE data_key ADD COLUMN is_left INTEGER NOT NULL DEFAULT 0;
