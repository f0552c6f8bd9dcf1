-- Members, their sign-ins, and the links between an account and an extension.
-- Portable subset: BIGINT and TEXT, times in milliseconds, tokens only as SHA-256.

CREATE TABLE member (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE election (
    member TEXT NOT NULL REFERENCES member (id),
    since_ms BIGINT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (member, since_ms)
);

CREATE TABLE web_session (
    token TEXT PRIMARY KEY,
    member TEXT NOT NULL REFERENCES member (id),
    until_ms BIGINT NOT NULL
);

CREATE TABLE account_link (
    id TEXT PRIMARY KEY,
    member TEXT NOT NULL REFERENCES member (id),
    client TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    ended_ms BIGINT
);
CREATE INDEX account_link_member ON account_link (member);

CREATE TABLE auth_code (
    code TEXT PRIMARY KEY,
    member TEXT NOT NULL REFERENCES member (id),
    client TEXT NOT NULL,
    redirect TEXT NOT NULL,
    challenge TEXT NOT NULL,
    scope TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    spent_ms BIGINT,
    link TEXT REFERENCES account_link (id)
);

CREATE TABLE token_pair (
    refresh TEXT PRIMARY KEY,
    access TEXT NOT NULL UNIQUE,
    link TEXT NOT NULL REFERENCES account_link (id),
    access_until_ms BIGINT NOT NULL,
    refresh_until_ms BIGINT NOT NULL,
    access_used_ms BIGINT,
    spent_ms BIGINT,
    successor TEXT,
    voided_ms BIGINT
);
CREATE INDEX token_pair_link ON token_pair (link);
