-- What only the portal's own pages say of a retailer. The signed list stays as it is.

ALTER TABLE retailer ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE retailer ADD COLUMN featured BIGINT NOT NULL DEFAULT 0; -- 1: shown first in the directory
ALTER TABLE retailer ADD COLUMN terms TEXT NOT NULL DEFAULT '';     -- one sentence a line
