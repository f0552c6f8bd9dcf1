-- Devices that wait for a member to enter their code (RFC 8628); both codes only as SHA-256. And the ways to what is swept
-- away once it has expired.

CREATE TABLE device_grant (
    device TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    client TEXT NOT NULL,
    scope TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    every_ms BIGINT NOT NULL,          -- how often the device may ask
    asked_ms BIGINT NOT NULL,          -- when it asked last
    state TEXT NOT NULL,               -- waiting, allowed, denied, spent
    member TEXT                        -- who has decided
);
CREATE INDEX device_grant_until ON device_grant (until_ms);
CREATE INDEX auth_code_until ON auth_code (until_ms);
CREATE INDEX token_pair_until ON token_pair (refresh_until_ms);
