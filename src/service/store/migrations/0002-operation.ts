/** What the service needs to run: its queue, its trainers, what it sends out and who may ask. */
export const operation = `
CREATE TABLE queue (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partition text NOT NULL,
  kind text NOT NULL,
  -- The sender's own name of the message, by which it is taken once; kept after the message is done.
  id text NOT NULL,
  payload jsonb NOT NULL,
  size integer NOT NULL,
  appended double precision NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  not_before double precision NOT NULL DEFAULT 0
);
CREATE INDEX queue_by_partition ON queue (partition, sequence);

CREATE TABLE taken (
  partition text NOT NULL,
  id text NOT NULL,
  appended double precision NOT NULL,
  PRIMARY KEY (partition, id)
);
CREATE INDEX taken_by_time ON taken (appended);

CREATE TABLE dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partition text NOT NULL,
  kind text NOT NULL,
  message text NOT NULL,
  payload jsonb NOT NULL,
  failed double precision NOT NULL,
  attempts integer NOT NULL,
  error text NOT NULL
);

CREATE TABLE runs (
  run text PRIMARY KEY,
  settings jsonb NOT NULL,
  policy jsonb NOT NULL,
  steps integer NOT NULL DEFAULT 0,
  created double precision NOT NULL
);

CREATE TABLE run_steps (
  run text NOT NULL REFERENCES runs ON DELETE CASCADE,
  step bigint NOT NULL,
  time double precision NOT NULL,
  request jsonb NOT NULL,
  answer jsonb NOT NULL,
  point jsonb NOT NULL,
  PRIMARY KEY (run, step)
);

-- What open pages are told; old ones are deleted.
CREATE TABLE live (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  system text NOT NULL,
  time double precision NOT NULL,
  body jsonb NOT NULL
);

CREATE TABLE destinations (
  name text PRIMARY KEY,
  kind text NOT NULL,
  url text NOT NULL,
  secret text,
  created double precision NOT NULL
);

CREATE TABLE deliveries (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  destination text NOT NULL REFERENCES destinations ON DELETE CASCADE,
  notice jsonb NOT NULL,
  notice_id text NOT NULL,
  created double precision NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  not_before double precision NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'waiting',
  error text,
  UNIQUE (destination, notice_id)
);
CREATE INDEX deliveries_waiting ON deliveries (not_before) WHERE state = 'waiting';

CREATE TABLE keys (
  id text PRIMARY KEY,
  name text NOT NULL,
  -- SHA-256 of the key, which has 256 random bits: a slow hash is for passwords that can be guessed.
  hash text NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  created double precision NOT NULL,
  last_used double precision
);

CREATE TABLE audit (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  time double precision NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL
);
`;
