/** Which settings windows, alarms and transcripts belong to, and where in the windows a transcript lies. */
export const epochs = `
CREATE TABLE epochs (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  epoch integer NOT NULL,
  settings jsonb NOT NULL,
  since double precision NOT NULL,
  PRIMARY KEY (system, epoch)
);
INSERT INTO epochs (system, epoch, settings, since) SELECT system, epoch, settings, created FROM systems;

ALTER TABLE alarms ADD COLUMN epoch integer NOT NULL DEFAULT 1;
UPDATE alarms SET epoch = split_part(substr(id, length(system) + 2), '.', 1)::integer;

-- In seconds, or the running number of the observation as the windows of its epoch count it; null where it is not known.
ALTER TABLE transcripts ADD COLUMN epoch integer NOT NULL DEFAULT 1, ADD COLUMN position double precision;
UPDATE transcripts t SET position = t.time, epoch = s.epoch FROM systems s
  WHERE s.system = t.system AND s.settings->'window'->>'by' = 'time';
CREATE INDEX transcripts_by_position ON transcripts (system, epoch, position);

-- Retention goes by when an observation came in: its own time may be anything. Rows come in that order, and few are asked
-- for by it: a block range index costs next to nothing on the way in.
DROP INDEX observations_by_time;
CREATE INDEX observations_by_receipt ON observations USING brin (received);

-- Checked row by row on the way in, they cost as much as the rows: the worker holds the system locked in their place.
ALTER TABLE transcripts DROP CONSTRAINT transcripts_system_id_fkey;
ALTER TABLE observations DROP CONSTRAINT observations_system_fkey;

-- Kept as they came: jsonb refuses some text that JSON allows (NUL, half a surrogate pair), and costs more to write.
ALTER TABLE transcripts ALTER COLUMN messages TYPE json;
ALTER TABLE rejections ALTER COLUMN content TYPE json;
ALTER TABLE queue ALTER COLUMN payload TYPE json, ALTER COLUMN payload SET STORAGE EXTERNAL;
ALTER TABLE dead_letters ALTER COLUMN payload TYPE json, ADD COLUMN size integer NOT NULL DEFAULT 1;
`;
