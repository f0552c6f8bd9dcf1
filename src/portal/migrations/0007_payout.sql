-- Payouts and seals. Apart from `payout_rule` and the state of a `period`, rows are only ever inserted: what was frozen,
-- sent or answered does not change any more.

-- What the operator decides: `zone`, `cut_off`, and `elect/UNIT` for who may elect a unit.
CREATE TABLE payout_rule (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Where a member wants to be paid: one dated row for each choice, apart for each unit.
CREATE TABLE payout_way (
    member TEXT NOT NULL REFERENCES member (id),
    unit TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,    -- check, paypal, account
    address TEXT NOT NULL, -- lines of a postal address, an e-mail address, an account of a programme
    PRIMARY KEY (member, unit, since_ms)
);

-- What a programme said of a member's account, written by the operator. It counts for that very account only.
CREATE TABLE programme_account (
    member TEXT NOT NULL REFERENCES member (id),
    unit TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    account TEXT NOT NULL,
    tier TEXT NOT NULL,    -- the member's status there; empty when it has none
    PRIMARY KEY (member, unit, since_ms)
);

-- One payout day. The rules are copied here when the freeze begins, so that a rerun follows the same.
CREATE TABLE period (
    date TEXT PRIMARY KEY,
    cut_off TEXT NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL,   -- freezing, frozen
    started_ms BIGINT NOT NULL,
    frozen_ms BIGINT,
    hash TEXT              -- over the sorted items; written last
);

CREATE TABLE payout_item (
    id TEXT PRIMARY KEY,
    period TEXT NOT NULL REFERENCES period (date),
    member TEXT NOT NULL,
    asset TEXT NOT NULL,   -- what is delivered: USD, MR, …
    rail TEXT NOT NULL,    -- check, paypal, points-UNIT
    way_ms BIGINT NOT NULL, -- the row of `payout_way`
    cents BIGINT NOT NULL CHECK (cents > 0),
    amount BIGINT NOT NULL CHECK (amount > 0), -- cents or points
    rounding BIGINT NOT NULL, -- of the cents, those that make no whole point
    UNIQUE (period, member, asset)
);
CREATE INDEX payout_item_member ON payout_item (member);

-- Which earnings an item pays, and what they were worth then.
CREATE TABLE payout_earning (
    item TEXT NOT NULL REFERENCES payout_item (id),
    earning TEXT NOT NULL,
    reward BIGINT NOT NULL,
    PRIMARY KEY (item, earning)
);

-- Who was not paid although something was confirmed, and why.
CREATE TABLE payout_carried (
    period TEXT NOT NULL REFERENCES period (date),
    member TEXT NOT NULL,
    cents BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (period, member)
);

-- The outbox: a file is announced here before it is written. Its items are in no other file.
CREATE TABLE submission (
    file TEXT PRIMARY KEY, -- also the key by which the rail knows it
    period TEXT NOT NULL REFERENCES period (date),
    rail TEXT NOT NULL,
    number BIGINT NOT NULL,
    items BIGINT NOT NULL,
    total BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    UNIQUE (rail, number)
);

CREATE TABLE submission_item (
    item TEXT PRIMARY KEY REFERENCES payout_item (id),
    file TEXT NOT NULL REFERENCES submission (file)
);
CREATE INDEX submission_item_file ON submission_item (file);

-- What became of an item. There is one answer, and it is final.
CREATE TABLE payout_answer (
    item TEXT PRIMARY KEY REFERENCES payout_item (id),
    outcome TEXT NOT NULL, -- paid, failed
    reason TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);

-- One row for each day (UTC) since the first movement: whoever changes the past must change every seal after it.
CREATE TABLE seal (
    day TEXT PRIMARY KEY,
    movements BIGINT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX movement_at ON movement (at_ms);
