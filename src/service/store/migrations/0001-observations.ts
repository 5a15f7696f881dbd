/** Systems, what was observed of them, and what the monitor made of it. */
export const observations = `
CREATE TABLE systems (
  system text PRIMARY KEY,
  created double precision NOT NULL,
  settings jsonb NOT NULL,
  -- Raised whenever the settings change in a way that starts the monitor afresh.
  epoch integer NOT NULL DEFAULT 1,
  monitor jsonb,
  -- The running sums of "can I trust this?".
  observed bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  last_observation double precision,
  status text NOT NULL DEFAULT 'no-data'
);

CREATE TABLE observations (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  id text NOT NULL,
  time double precision NOT NULL,
  received double precision NOT NULL,
  goal text,
  count bigint NOT NULL DEFAULT 1,
  probabilities jsonb,
  -- SHA-256 of what was observed, by which a repeat is told from a conflict.
  content text NOT NULL,
  PRIMARY KEY (system, id)
);
CREATE INDEX observations_by_time ON observations (system, time);

CREATE TABLE transcripts (
  system text NOT NULL,
  id text NOT NULL,
  time double precision NOT NULL,
  goal text,
  messages jsonb NOT NULL,
  PRIMARY KEY (system, id),
  FOREIGN KEY (system, id) REFERENCES observations ON DELETE CASCADE
);

CREATE TABLE windows (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  epoch integer NOT NULL,
  number integer NOT NULL,
  range_start double precision NOT NULL,
  range_end double precision NOT NULL,
  closed double precision NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (system, epoch, number)
);
CREATE INDEX windows_by_end ON windows (system, range_end);

CREATE TABLE rejections (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  batch text NOT NULL,
  place integer NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  content jsonb NOT NULL,
  received double precision NOT NULL
);
CREATE INDEX rejections_by_system ON rejections (system, sequence);

CREATE TABLE alarms (
  id text PRIMARY KEY,
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  state text NOT NULL,
  raised_at double precision NOT NULL,
  resolved_at double precision,
  body jsonb NOT NULL
);
CREATE INDEX alarms_by_system ON alarms (system, raised_at);

CREATE TABLE events (
  id text PRIMARY KEY,
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  time double precision NOT NULL,
  kind text NOT NULL,
  text text NOT NULL
);
CREATE INDEX events_by_system ON events (system, time);
`;
