-- Signatures are counted anew in each epoch, and each names the deltas it offered, so that those stay as long as it may
-- be held by a client.

CREATE TABLE publication_of_epoch (
  epoch      BIGINT NOT NULL,
  seq        BIGINT NOT NULL, -- one for every signature of an epoch
  ver        BIGINT NOT NULL, -- rises with the content only
  n          BIGINT NOT NULL,
  path       TEXT   NOT NULL,
  len        BIGINT NOT NULL,
  sha256     TEXT   NOT NULL,
  raw        BIGINT NOT NULL,
  raw_sha256 TEXT   NOT NULL,
  deltas     TEXT   NOT NULL, -- as in the head
  issued     BIGINT NOT NULL, -- seconds UTC, as in the head
  PRIMARY KEY (epoch, seq)
);

INSERT INTO publication_of_epoch (epoch, seq, ver, n, path, len, sha256, raw, raw_sha256, deltas, issued)
  SELECT 1, seq, ver, n, path, len, sha256, raw, raw_sha256, '[]', issued FROM publication;

DROP TABLE publication;

ALTER TABLE publication_of_epoch RENAME TO publication;
