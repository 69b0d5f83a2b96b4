-- What a copy of the catalogue needs to be brought up to date with little: which catalogue it is a copy of, and whether
-- a product changed in what is shown or only in what it costs.

ALTER TABLE catalogue ADD COLUMN epoch_ms BIGINT NOT NULL DEFAULT 0; -- when this catalogue was begun
UPDATE catalogue SET epoch_ms = updated_ms;

-- The catalogue's revision when anything but prices, stock, sales and place of this product last changed.
ALTER TABLE product ADD COLUMN shown_revision BIGINT NOT NULL DEFAULT 0;
UPDATE product SET shown_revision = revision;
