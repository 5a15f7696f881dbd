/** From where a system's clock runs on while nothing comes. */
export const newest = `
-- The latest time that anything was observed at.
ALTER TABLE systems ADD COLUMN newest double precision;
UPDATE systems s SET newest = (SELECT max(time) FROM observations o WHERE o.system = s.system);
`;
