-- What a payout and the other earnings need to know of each earning; and whose turn it is to write.

ALTER TABLE earning ADD COLUMN kind TEXT NOT NULL DEFAULT 'purchase';
ALTER TABLE earning ADD COLUMN reported_ms BIGINT NOT NULL DEFAULT 0; -- first report
ALTER TABLE earning ADD COLUMN confirmed_ms BIGINT;                   -- when it was confirmed last; NULL before
UPDATE earning SET reported_ms = updated_ms;
UPDATE earning SET confirmed_ms = updated_ms WHERE state = 'confirmed';
CREATE INDEX earning_member ON earning (member, state);

-- One row for each kind of work that only one server does at a time. Whoever updates the row has the turn until the
-- end of the transaction; the others wait for it, and then see what it has written.
CREATE TABLE turn (
    name TEXT PRIMARY KEY,
    taken BIGINT NOT NULL
);
INSERT INTO turn (name, taken) VALUES ('ledger', 0);
INSERT INTO turn (name, taken) VALUES ('catalog', 0);
