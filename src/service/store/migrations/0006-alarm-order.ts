/** What notices of one alarm are told apart from others by: they go to a destination in their order. */
export const alarmOrder = `
ALTER TABLE deliveries ADD COLUMN alarm text GENERATED ALWAYS AS (notice->'alarm'->>'id') STORED;
CREATE INDEX deliveries_in_order ON deliveries (destination, alarm, sequence);
`;
