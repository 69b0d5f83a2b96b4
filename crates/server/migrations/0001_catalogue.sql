-- Why: the catalogue as an importer writes it and the server reads it into memory.
--
-- What is sold (price, stock, SKU) is in columns, because orders will check and change it row by row. What is only
-- shown (texts, options, specifications, pictures) is one JSON document a product, with a version in it, because it
-- is always read whole. Money is whole minor units. Nothing is ever deleted: a product or variant that is no longer
-- for sale is withdrawn, so that its id stays its own and a phone that knows it can be told.

CREATE TABLE catalogue (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    currency       TEXT    NOT NULL,
    default_locale TEXT    NOT NULL,
    name           TEXT    NOT NULL,            -- JSON: the store's name in each language
    revision       BIGINT  NOT NULL,
    updated_ms     BIGINT  NOT NULL
);

CREATE TABLE product (
    id         INTEGER PRIMARY KEY,
    handle     TEXT    NOT NULL UNIQUE,
    position   INTEGER NOT NULL,                -- the merchant's order
    sold       BIGINT  NOT NULL CHECK (sold >= 0),
    display    TEXT    NOT NULL,                -- JSON, {"v":1,…}
    created_ms BIGINT  NOT NULL,
    revision   BIGINT  NOT NULL,                -- of the catalogue when this product or a variant of it last changed
    withdrawn  INTEGER NOT NULL CHECK (withdrawn IN (0, 1))
);

CREATE TABLE variant (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES product (id),
    position   INTEGER NOT NULL,
    sku        TEXT,
    choice     TEXT    NOT NULL,                -- JSON: for each option its value, in the default language
    price      BIGINT  NOT NULL CHECK (price >= 0),
    compare_at BIGINT,
    stock      BIGINT  CHECK (stock >= 0),      -- NULL: not counted
    picture    INTEGER,                         -- index among the product's pictures
    revision   BIGINT  NOT NULL,
    withdrawn  INTEGER NOT NULL CHECK (withdrawn IN (0, 1))
);

CREATE INDEX variant_by_product ON variant (product_id);
