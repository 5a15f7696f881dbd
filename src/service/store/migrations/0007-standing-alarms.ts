/** What some destinations are told of again and again, while an alarm is open, is found as fast as what waits. */
export const standingAlarms = `
CREATE INDEX deliveries_due ON deliveries (destination, not_before, sequence) WHERE state IN ('waiting', 'standing');
DROP INDEX deliveries_waiting;
`;
