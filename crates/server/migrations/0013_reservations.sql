-- Why: one account could reserve every piece of a shop, and place and cancel without end under one quote.
--
-- One row an order, beside it and not in it, because it is needed for a while only: housekeeping takes it away when the
-- order is no longer reserved and unpaid and no limit counts it any more (orders/reservations.rs). Whether it is reserved and
-- unpaid is what the order's own row says.

CREATE TABLE reservation (
    order_number BIGINT NOT NULL PRIMARY KEY REFERENCES orders (number),
    account_id   BIGINT NOT NULL REFERENCES account (id),
    number_index BLOB,                          -- keyed hash of the recipient's phone number; NULL: placed before this step
    network      BLOB,                          -- keyed hash of the network it was placed from; NULL: not known
    quote        BLOB   UNIQUE,                 -- SHA-256 of the id of the quote that it spent
    pieces       BIGINT NOT NULL CHECK (pieces >= 0),
    amount       BIGINT NOT NULL CHECK (amount >= 0),
    placed_ms    BIGINT NOT NULL
);

CREATE INDEX reservation_by_account ON reservation (account_id);
CREATE INDEX reservation_by_number ON reservation (number_index);
CREATE INDEX reservation_by_network ON reservation (network);
CREATE INDEX reservation_by_time ON reservation (placed_ms);

INSERT INTO reservation (order_number, account_id, pieces, amount, placed_ms)
SELECT orders.number, orders.account_id,
       CAST(COALESCE((SELECT SUM(quantity) FROM order_line WHERE order_line.order_number = orders.number), 0) AS BIGINT),
       orders.total, orders.placed_ms
FROM orders
WHERE status IN ('placed', 'confirmed', 'packed', 'sent', 'ready')
AND payment_status IN ('on_hand_over', 'pending', 'failed');
