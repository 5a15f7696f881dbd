/** What was learned of the conversations of a system while their goals were inferred, by epoch. */
export const inferences = `
CREATE TABLE inferences (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  epoch integer NOT NULL,
  state json NOT NULL,
  PRIMARY KEY (system, epoch)
);
`;
