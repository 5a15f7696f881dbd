export type { GoalLabel, Reading, Reference, Turn } from "./conversation.js";
export { type OtlpEncoding, readLogRecords, readSpans } from "./decode.js";
export { logReading, spanReading } from "./generative-ai.js";
export { partialSuccessMessage, statusMessage } from "./protobuf.js";
export type { LogRecord, Span } from "./telemetry.js";
