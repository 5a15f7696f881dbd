export { alarmSchema } from "./alarm.js";
export type { AnswerData, ModelActions, ModelAnswers } from "./answers.js";
export {
  type CalibrateEntropyResult,
  type CalibrationCell,
  calibrateEntropyResultSchema,
} from "./calibrate-entropy.js";
export { type Chart, type ChartPanel, type ChartPoint, chartSchema } from "./chart.js";
export {
  type Band,
  type ClosedLoopResult,
  closedLoopResultSchema,
  type PolicySeries,
} from "./closed-loop.js";
export { confusionFileSchema } from "./confusion-file.js";
export {
  type DiagnosisReport,
  diagnosisSchema,
  type ForecastReport,
  forecastSchema,
  type NamedFailure,
  namedFailureSchema,
} from "./diagnosis.js";
export type { EpisodeRecord } from "./episode.js";
export { estimateSchema } from "./estimate.js";
export {
  type ExperimentResult,
  experimentResultSchema,
  type Figure,
  type Finding,
  figureSchema,
  findingSchema,
  reportableResultSchema,
  rerunSchema,
  timingSchema,
} from "./experiment.js";
export { type FailureSignaturesResult, failureSignaturesResultSchema } from "./failure-signatures.js";
export { type FisherResult, fisherResultSchema } from "./fisher.js";
export { type GoalFile, goalFileSchema } from "./goal-file.js";
export { jsonSchema, type Schema } from "./json-schema.js";
export {
  type LambdaBracketCell,
  type LambdaBracketResult,
  lambdaBracketResultSchema,
} from "./lambda-bracket.js";
export {
  type CrossCheck,
  type Divergence,
  type GoalShare,
  type MeasureResult,
  type MeasureWindow,
  measureResultSchema,
} from "./measure.js";
export { monitorStateSchema, type WatchState, watchStateSchema } from "./monitor-state.js";
export type { NavigationData, NavigationPath } from "./navigation.js";
export { type ObservationRecord, observationSchema } from "./observation.js";
export { type RealStreamsResult, realStreamsResultSchema } from "./real-streams.js";
export {
  type Claim,
  claimSchema,
  type ReproduceResult,
  reproduceResultSchema,
  verdictSchema,
} from "./reproduce.js";
export {
  type AlarmNotice,
  type AlarmPage,
  type AlarmPreview,
  alarmNoticeSchema,
  alarmPageSchema,
  alarmPreviewSchema,
  type Destination,
  type DestinationSettings,
  destinationSchema,
  destinationSettingsSchema,
  type GivenUp,
  givenUpSchema,
  type MadeDestination,
  madeDestinationSchema,
  retriedSchema,
  type StoredTranscript,
  type SystemAlarm,
  systemAlarmSchema,
  type Tested,
  testedSchema,
} from "./service/alarms.js";
export {
  type Accepted,
  acceptedSchema,
  type Batch,
  batchSchema,
  exportAnswerSchema,
  type NewObservation,
  newObservationSchema,
  type Problem,
  problemSchema,
  rejectionSchema,
  type StoredRejection,
  statusSchema,
  type Uploaded,
  type UploadFormat,
  uploadedSchema,
  uploadFormats,
} from "./service/ingest.js";
export {
  type Access,
  type AuditEntry,
  accessSchema,
  auditSchema,
  type DeadLetter,
  deadLetterSchema,
  healthSchema,
  type Key,
  keySchema,
  type MadeKey,
  madeKeySchema,
  type NewKey,
  newKeySchema,
  type Scope,
  scopeSchema,
} from "./service/keys.js";
export { type LiveMessage, liveMessageSchema } from "./service/live.js";
export {
  type CreateMlflowRun,
  createExperimentSchema,
  createMlflowRunSchema,
  experimentAnswerSchema,
  experimentNameQuerySchema,
  experimentQuerySchema,
  type LogBatch,
  logBatchSchema,
  loggedSchema,
  logMetricSchema,
  logParameterSchema,
  type MlflowRun,
  type MlflowRunStatus,
  mlflowErrorSchema,
  mlflowRunAnswerSchema,
  mlflowRunInfoAnswerSchema,
  mlflowRunInfoSchema,
  mlflowRunQuerySchema,
  mlflowRunStatusSchema,
  setTagSchema,
  type UpdateMlflowRun,
  updateMlflowRunSchema,
} from "./service/mlflow.js";
export {
  type Distribution,
  distributionSchema,
  type SystemDescription,
  type SystemOverview,
  systemOverviewSchema,
  systemSchema,
  type Trust,
  trustSchema,
} from "./service/overview.js";
export {
  alarmQuerySchema,
  idPathSchema,
  listQuerySchema,
  namePathSchema,
  runPathSchema,
  seriesQuerySchema,
  systemPathSchema,
  uploadQuerySchema,
} from "./service/queries.js";
export { type RedactionFile, redactionFileSchema } from "./service/redaction.js";
export { type ReportState, reportStateSchema } from "./service/report.js";
export { nameSchema, secondsSchema, timeSchema } from "./service/scalars.js";
export {
  type AlarmRuleSettings,
  alarmRuleSchema,
  type SystemSettings,
  type SystemStatus,
  systemSettingsSchema,
} from "./service/system.js";
export {
  type PolicySettings,
  policySettingsSchema,
  type RunDescription,
  type RunSettings,
  runSchema,
  runSettingsSchema,
  type TrainerAnswer,
  type TrainerStep,
  trainerAnswerSchema,
  trainerStepSchema,
} from "./service/trainer.js";
export {
  type Epoch,
  epochSchema,
  eventSchema,
  type Insight,
  insightSchema,
  newEventSchema,
  type Series,
  type SeriesWindow,
  type SystemEvent,
  seriesSchema,
  type TrainingPoint,
  type TrainingRun,
  trainingPointSchema,
  trainingRunSchema,
  windowSchema,
} from "./service/windows.js";
export {
  type TauBenchResult,
  type TauBenchRun,
  type TauBenchTask,
  tauBenchResultSchema,
} from "./tau-bench.js";
export type { Transcript, TranscriptMessage, TranscriptToolCall } from "./transcript.js";
export {
  type LambdaCell,
  type LambdaPoint,
  type ValidateLambdaResult,
  validateLambdaResultSchema,
} from "./validate-lambda.js";
export { type WatchLine, type WatchWindow, watchLineSchema } from "./watch.js";
export {
  type ReliabilityBin,
  type WikispeediaResult,
  type WikispeediaStage,
  wikispeediaResultSchema,
} from "./wikispeedia.js";
export { type WorldFile, worldFileSchema } from "./world-file.js";
