-- Click-outs: what was promised at click time, and nothing about the browser that clicked.

CREATE TABLE click (
    id TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    member TEXT NOT NULL,
    retailer BIGINT NOT NULL,
    ref TEXT NOT NULL UNIQUE,
    network TEXT NOT NULL,
    destination TEXT NOT NULL,
    link TEXT NOT NULL,
    terms TEXT NOT NULL,
    boost_key TEXT NOT NULL,
    elect TEXT NOT NULL,
    hosts TEXT NOT NULL,
    trip_s BIGINT NOT NULL,
    list_seq BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    used_ms BIGINT
);
CREATE INDEX click_member ON click (member, created_ms);
CREATE INDEX click_boost ON click (member, boost_key);
