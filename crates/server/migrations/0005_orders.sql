-- Why: orders, and what they set aside.
--
-- Of each variant the shop keeps how many are free to sell (stock, NULL where the merchant does not count), how many are
-- set aside for orders under way (reserved) and how many orders have handed over (sold). An order moves pieces from one
-- to the next and never makes or loses any: stock + reserved + sold changes only when the merchant's file sets stock.

ALTER TABLE variant ADD COLUMN reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0);
ALTER TABLE variant ADD COLUMN sold BIGINT NOT NULL DEFAULT 0 CHECK (sold >= 0);

-- Products whose stock orders have changed since the catalogue last told (orders/publish.rs). Only ever added to and
-- taken from, so that an order waits for nobody here.
CREATE TABLE stock_change (
    id         INTEGER PRIMARY KEY,
    product_id BIGINT  NOT NULL REFERENCES product (id),
    at_ms      BIGINT  NOT NULL
);

-- "Order" is a word of SQL, hence the plural.
CREATE TABLE orders (
    number         INTEGER PRIMARY KEY,         -- for people
    id             TEXT   NOT NULL UNIQUE,      -- the client's
    account_id     BIGINT NOT NULL REFERENCES account (id),
    body_hash      BLOB   NOT NULL,             -- keyed hash of the request: whether a later one is the same
    placed_ms      BIGINT NOT NULL,
    status         TEXT   NOT NULL CHECK (status IN ('placed', 'confirmed', 'packed', 'sent', 'ready', 'received',
                                                     'cancelled', 'return_requested', 'returned')),
    status_ms      BIGINT NOT NULL,             -- when it came to be that
    received_ms    BIGINT,
    payment_method TEXT   NOT NULL,
    payment_status TEXT   NOT NULL,
    coupon         TEXT,                        -- the code that was used
    currency       TEXT   NOT NULL,
    total          BIGINT NOT NULL CHECK (total >= 0),
    terms          TEXT   NOT NULL,             -- JSON, {"v":1,…}: what was agreed to, as it was shown
    private        BLOB,                        -- sealed: orders.private, JSON, {"v":1,…}: recipient, note, pick-up code;
                                                -- NULL: the account was deleted
    answer         BLOB                         -- sealed: orders.answer, what was answered; NULL within its transaction, and when the account was deleted
);

CREATE INDEX orders_by_account ON orders (account_id, number);
CREATE INDEX orders_by_status ON orders (status, number);

CREATE TABLE order_line (
    order_number BIGINT NOT NULL REFERENCES orders (number),
    variant_id   BIGINT NOT NULL REFERENCES variant (id),
    quantity     BIGINT NOT NULL CHECK (quantity > 0),
    price        BIGINT NOT NULL CHECK (price >= 0),
    PRIMARY KEY (order_number, variant_id)
);

-- What became of an order, never changed afterwards.
CREATE TABLE order_event (
    id           INTEGER PRIMARY KEY,
    order_number BIGINT NOT NULL REFERENCES orders (number),
    status       TEXT   NOT NULL,
    at_ms        BIGINT NOT NULL,
    said         BLOB                           -- sealed: order_event.said, JSON, {"v":1,…}: a note, the parcel
);

CREATE INDEX order_event_by_order ON order_event (order_number, id);

-- Requests that were refused, by the same hash as in orders.body_hash: a copy of one that was under way all the time must not
-- be placed after its sender was told that nothing was. Needed for as long as their quotes could hold.
CREATE TABLE order_refusal (
    account_id BIGINT NOT NULL REFERENCES account (id),
    order_id   TEXT   NOT NULL,
    body_hash  BLOB   NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (account_id, order_id, body_hash)
);

CREATE INDEX order_refusal_by_expiry ON order_refusal (expires_ms);

-- How often a coupon was used, in orders that were not cancelled: by everybody, and by each account.
CREATE TABLE coupon_use (
    code TEXT   NOT NULL PRIMARY KEY,
    used BIGINT NOT NULL CHECK (used >= 0)
);

CREATE TABLE coupon_account_use (
    code       TEXT   NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    used       BIGINT NOT NULL CHECK (used >= 0),
    PRIMARY KEY (code, account_id)
);
