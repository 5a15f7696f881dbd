/** What a run's measurements say of its drift, and the trace that a message, or a notice, is part of. */
export const insight = `
ALTER TABLE runs ADD COLUMN drift jsonb;
-- W3C traceparent of who appended it; null where nobody traces.
ALTER TABLE queue ADD COLUMN trace text;
ALTER TABLE deliveries ADD COLUMN trace text;
`;
