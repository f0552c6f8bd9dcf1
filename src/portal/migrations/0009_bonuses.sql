-- Earnings that do not follow a click: bonuses for new members, and purchases with a linked card.

-- Dated, and never changed except for an earlier end: what was promised at a sign-up stays.
CREATE TABLE campaign (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- referral or welcome
    starts_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,
    bonus BIGINT NOT NULL,           -- for the new member, minor units
    inviter_bonus BIGINT NOT NULL,   -- for who invited them
    spend BIGINT NOT NULL,           -- least that must be bought
    window_days BIGINT NOT NULL,     -- within this many days
    places BIGINT NOT NULL,          -- most members who can join
    taken BIGINT NOT NULL
);

CREATE TABLE invite (
    code TEXT PRIMARY KEY,
    member TEXT NOT NULL UNIQUE
);

-- A new member under a campaign; at most one for life.
CREATE TABLE enrolment (
    member TEXT PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    inviter TEXT,
    since_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX enrolment_inviter ON enrolment (inviter);

-- A card as its holder calls it. Its number is never seen here: the partner knows the card by our id.
CREATE TABLE card (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    label TEXT NOT NULL,
    linked_ms BIGINT NOT NULL,
    ended_ms BIGINT
);
CREATE INDEX card_member ON card (member);

-- Dated like campaigns.
CREATE TABLE offer (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- in_store or dining
    network TEXT NOT NULL,           -- the partner that reports it
    store TEXT NOT NULL,
    rate TEXT NOT NULL,              -- as in a rate list, JSON
    spend BIGINT NOT NULL,           -- least purchase, minor units
    most BIGINT NOT NULL,            -- most that one use pays, minor units
    days BIGINT NOT NULL,            -- for so long after it was added
    starts_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL
);

CREATE TABLE added_offer (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL,
    offer TEXT NOT NULL REFERENCES offer (id),
    added_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX added_offer_member ON added_offer (member, offer);
