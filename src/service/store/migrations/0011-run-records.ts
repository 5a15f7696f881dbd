/** What MLflow's clients tell of a run beside its metrics. */
export const runRecords = `
CREATE TABLE run_records (
  run text PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  name text NOT NULL,
  status text NOT NULL,
  started double precision NOT NULL,
  ended double precision,
  params jsonb NOT NULL,
  tags jsonb NOT NULL
);
`;
