/** What is read or deleted in slices has an index that begins where a slice does. */
export const slices = `
-- The block range index matched whatever other systems keep for good: with rows of one batch together a tree costs 10 bytes
-- a row, and a slice of a system is found at once.
DROP INDEX observations_by_receipt;
CREATE INDEX observations_by_receipt ON observations (system, received);
CREATE INDEX live_by_time ON live (time);
CREATE INDEX rejections_by_receipt ON rejections (system, received);
CREATE INDEX dead_letters_by_failure ON dead_letters (partition, failed);
CREATE INDEX deliveries_done ON deliveries (created) WHERE state <> 'waiting';

-- A series is thinned by S alone, in the index.
ALTER TABLE windows ADD COLUMN entropy double precision
  GENERATED ALWAYS AS ((body->'entropy'->>'value')::double precision) STORED;
DROP INDEX windows_by_end;
CREATE INDEX windows_by_end ON windows (system, epoch, range_end) INCLUDE (entropy);
`;
