-- Why: other systems of the shop are told when an order changes, and orders are paid at a provider's page.

-- Whether what happens to orders is to be told: set by a server at its start, from its configuration. One row, so that
-- whoever changes an order, also from the command line, knows.
CREATE TABLE webhook_endpoint (
    id    BIGINT  NOT NULL PRIMARY KEY CHECK (id = 1),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1))
);

INSERT INTO webhook_endpoint (id, is_on) VALUES (1, 0);

-- What is still to be told, written in the transaction in which it happened. A row goes when it was delivered.
CREATE TABLE webhook (
    id             INTEGER PRIMARY KEY,         -- of one order, the order in which they are told
    order_number   BIGINT NOT NULL REFERENCES orders (number),
    kind           TEXT   NOT NULL CHECK (kind IN ('order.status', 'order.payment')),
    status         TEXT   NOT NULL,             -- of the order then
    payment_status TEXT   NOT NULL,
    at_ms          BIGINT NOT NULL,             -- when it happened
    tries          BIGINT NOT NULL DEFAULT 0,
    next_ms        BIGINT NOT NULL,             -- not tried before
    dead_ms        BIGINT,                      -- when it was given up
    failure        TEXT                         -- of the last try
);

CREATE INDEX webhook_by_order ON webhook (order_number, id);
CREATE INDEX webhook_due ON webhook (next_ms) WHERE dead_ms IS NULL;

-- Work that one process does at a time (lease.rs).
CREATE TABLE lease (
    name     TEXT   NOT NULL PRIMARY KEY,
    holder   BLOB   NOT NULL,
    until_ms BIGINT NOT NULL
);

-- Each message of a payment provider that was heeded; the same again changes nothing.
CREATE TABLE payment_event (
    id           TEXT   NOT NULL PRIMARY KEY,   -- the provider's
    order_number BIGINT NOT NULL REFERENCES orders (number),
    is_paid      INTEGER NOT NULL CHECK (is_paid IN (0, 1)),
    at_ms        BIGINT NOT NULL
);

CREATE INDEX orders_unpaid ON orders (placed_ms) WHERE payment_status IN ('pending', 'failed');
