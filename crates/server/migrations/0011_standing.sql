-- Why: the billing run read every entry of every agreement to know where it stands, more than half of its time, and more
-- with each month. What the entries sum up to is kept with the agreement, and written with its sequence. The entries are what
-- counts (credit/verify.rs compares them); where there is none, as before this version, they are summed up.

ALTER TABLE credit_agreement ADD COLUMN standing TEXT; -- JSON, {"v":1,...}
