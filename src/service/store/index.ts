export { type AlarmRow, alarmRow, alarmRows, saveAlarm } from "./alarms.js";
export { type AuditRow, auditRows, insertAudit } from "./audit.js";
export { type Backlog, backlog } from "./backlog.js";
export {
  askConversations,
  awaitConversations,
  type Conversation,
  type ConversationName,
  type Counted,
  conversationRows,
  conversationsNamed,
  countConversations,
  inferredAmong,
  nameConversations,
  quietConversations,
  type StoredMessage,
  saveConversations,
  settleAwaited,
  stillQuiet,
  systemsInConversation,
} from "./conversations.js";
export { type Database, DatabaseUnavailable, passes, type Queries, StorageFull } from "./database.js";
export { eventsBetween, insertEvent, insertEventOnce } from "./events.js";
export { FolderInUse } from "./folder-lock.js";
export { inferenceState, saveInference } from "./inferences.js";
export {
  deleteKey,
  insertKey,
  type KeyRow,
  keyRows,
  keysWithHash,
  markKeyUsed,
  type Scope,
} from "./keys.js";
export { insertLive, type LiveRow, liveAfter, liveRange } from "./live.js";
export { migrate, NewerDatabase } from "./migrate.js";
export { insertObservations, knownContents, type ObservationRow } from "./observations.js";
export {
  type DeliveryRow,
  deleteDestination,
  destinationRows,
  destinationTarget,
  givenUp,
  insertDeliveries,
  insertDestination,
  type Outcome,
  retryFailed,
  settleDelivery,
  takeDeliveries,
} from "./outbox.js";
export { openPglite } from "./pglite.js";
export { openPostgres } from "./postgres.js";
export { insertRejections, rejectionCounts, rejectionRows } from "./rejections.js";
export {
  type LatestMetric,
  latestMetrics,
  type RunRecord,
  runRecord,
  saveRunRecord,
} from "./run-records.js";
export {
  insertRun,
  latestAnswer,
  latestPoints,
  lockedRun,
  type RunRow,
  runDrifts,
  runRow,
  runsOf,
  type StepRow,
  saveMetrics,
  saveRun,
  saveStep,
  stepRow,
} from "./runs.js";
export {
  deleteSystem,
  type EpochRow,
  epochRows,
  insertSystem,
  type LockedSystem,
  lockedSystem,
  type Progress,
  type SystemRow,
  saveProgress,
  systemExists,
  systemRow,
  systemRows,
  timedSystems,
  updateSettings,
} from "./systems.js";
export { insertTranscripts, type PlacedTranscript, transcriptsBetween } from "./transcripts.js";
export { deleteExpired } from "./upkeep.js";
export {
  countWindows,
  entropiesBetween,
  firstWindows,
  insertWindows,
  latestWindows,
  startOfLatest,
  type WindowRange,
  windowsAt,
  windowsBetween,
} from "./windows.js";
