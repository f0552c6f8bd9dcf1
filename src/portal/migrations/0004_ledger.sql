-- The ledger: one row moves one amount from one account to another, so it balances by construction.
-- Movements and reports are only ever inserted.

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    asset TEXT NOT NULL,
    UNIQUE (kind, owner, asset)
);

CREATE TABLE movement (
    id TEXT PRIMARY KEY,
    grp TEXT NOT NULL,
    debit TEXT NOT NULL REFERENCES account (id),
    credit TEXT NOT NULL REFERENCES account (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    code TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    effective_ms BIGINT NOT NULL,
    CHECK (debit <> credit)
);
CREATE INDEX movement_debit ON movement (debit);

-- Member accounts only: a running sum on a system account would make every posting wait for the others.
CREATE TABLE balance (
    account TEXT PRIMARY KEY REFERENCES account (id),
    debits BIGINT NOT NULL,
    credits BIGINT NOT NULL
);

CREATE TABLE report (
    network TEXT NOT NULL,
    ext_id TEXT NOT NULL,
    rev TEXT NOT NULL,
    click_ref TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (network, ext_id, rev)
);
CREATE INDEX report_click ON report (click_ref);

CREATE TABLE quarantine (
    network TEXT NOT NULL,
    ext_id TEXT NOT NULL,
    rev TEXT NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (network, ext_id, rev)
);

CREATE TABLE earning (
    id TEXT PRIMARY KEY,
    network TEXT NOT NULL,
    ext_id TEXT NOT NULL,
    member TEXT NOT NULL,
    click TEXT NOT NULL,
    state TEXT NOT NULL,
    base BIGINT NOT NULL,
    boost BIGINT NOT NULL,
    commission BIGINT NOT NULL,
    version BIGINT NOT NULL,
    event_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    UNIQUE (network, ext_id)
);
CREATE INDEX earning_click ON earning (click);

-- What networks pushed: kept as it came, and only a hint to go and ask.
CREATE TABLE intake (
    id TEXT PRIMARY KEY,
    network TEXT NOT NULL,
    body TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);

-- The simulated network's own books; the portal reads them only through its reports.
CREATE TABLE sim_order (
    id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    click_ref TEXT NOT NULL,
    shop TEXT NOT NULL,
    sale_minor BIGINT NOT NULL,
    commission_minor BIGINT NOT NULL,
    status TEXT NOT NULL,
    ordered_ms BIGINT NOT NULL,
    updated_ms BIGINT NOT NULL,
    PRIMARY KEY (id, seq)
);
CREATE INDEX sim_order_updated ON sim_order (updated_ms);
