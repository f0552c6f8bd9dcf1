-- What is listed, and every list that was signed. BIGINT and TEXT only, so that the same text runs on PostgreSQL.

CREATE TABLE retailer (
  id      BIGINT NOT NULL PRIMARY KEY, -- never given to another retailer
  host    TEXT   NOT NULL UNIQUE,      -- primary host: the retailer keeps its id as long as this stays
  line    TEXT   NOT NULL,             -- as published, without the line feed
  network TEXT   NOT NULL,
  link    TEXT   NOT NULL,             -- template of the network's link
  listed  BIGINT NOT NULL              -- 1, or 0 once taken off the list
);

CREATE TABLE publication (
  seq        BIGINT NOT NULL PRIMARY KEY, -- one for every signature
  ver        BIGINT NOT NULL,             -- rises with the content only
  n          BIGINT NOT NULL,
  path       TEXT   NOT NULL,
  len        BIGINT NOT NULL,
  sha256     TEXT   NOT NULL,
  raw        BIGINT NOT NULL,
  raw_sha256 TEXT   NOT NULL,
  issued     BIGINT NOT NULL              -- seconds UTC, as in the head
);
