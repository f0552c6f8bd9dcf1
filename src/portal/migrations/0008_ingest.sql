-- Several networks, each with a place to read its reports from; and what a person decides about reports in doubt.

ALTER TABLE quarantine ADD COLUMN click_ref TEXT NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN dropped_ms BIGINT; -- looked at and given up; kept, so that it does not come back
CREATE INDEX quarantine_click ON quarantine (click_ref);

-- A network names a click that is not known; a person found the one that is meant. Later revisions follow.
CREATE TABLE reassigned (
    network TEXT NOT NULL,
    ext_id TEXT NOT NULL,
    named TEXT NOT NULL,
    click_ref TEXT NOT NULL,
    PRIMARY KEY (network, ext_id, named)
);

-- What was bought, minor units: bonuses depend on it, and it shows which rate was paid in the end.
ALTER TABLE earning ADD COLUMN sale BIGINT NOT NULL DEFAULT 0;

CREATE TABLE network (
    name TEXT PRIMARY KEY,
    source TEXT NOT NULL,    -- folder, https address, or empty: files are handed in by command
    mapping TEXT NOT NULL,   -- what the network calls our columns: sale=amount;commission=fee
    zone TEXT NOT NULL,      -- of times that do not say theirs; empty: such times are refused
    since_ms BIGINT NOT NULL
);

-- Files of a network that were read to the end, by content: reading them again would change nothing.
CREATE TABLE network_file (
    network TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    taken BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (network, sha256)
);
