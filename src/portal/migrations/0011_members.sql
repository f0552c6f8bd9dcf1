-- What a member can see and end of themselves: sessions, claims, what they said about a points programme; and the
-- moment they left.

ALTER TABLE member ADD COLUMN erased_ms BIGINT; -- the row stays for the ledger, with nothing personal in it

ALTER TABLE web_session ADD COLUMN started_ms BIGINT NOT NULL DEFAULT 0;
UPDATE web_session SET started_ms = until_ms - 2592000000; -- thirty days, as sessions have always had
CREATE INDEX web_session_member ON web_session (member);

CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL REFERENCES member (id),
    click TEXT NOT NULL,
    order_number TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    note TEXT NOT NULL,
    receipts TEXT NOT NULL,              -- as the extension exports them, or empty
    state TEXT NOT NULL,                 -- open, answered, closed
    answer TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    answered_ms BIGINT,
    closed_ms BIGINT,
    UNIQUE (member, click, order_number) -- asking twice is asking once
);
CREATE INDEX claim_state ON claim (state, created_ms);

-- The operator's question before points may be elected, by date; the newest is asked.
CREATE TABLE programme_terms (
    unit TEXT NOT NULL,
    version TEXT NOT NULL,
    question TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (unit, version)
);

CREATE TABLE programme_consent (
    member TEXT NOT NULL REFERENCES member (id),
    unit TEXT NOT NULL,
    version TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (member, unit, version)
);
