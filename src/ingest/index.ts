export { readAnswerData } from "./answers/index.js";
export { type CalibrationCounts, readCalibration } from "./classifiers/calibration.js";
export {
  type ProbabilityOptions,
  type ProbabilityRecord,
  readProbabilities,
  sniffProbabilities,
} from "./classifiers/probabilities.js";
export { csvFields } from "./csv-rows.js";
export { parseGoalFile, readGoalFile } from "./goal-file.js";
export type { GoalFields, GoalRecord } from "./goal-record.js";
export { type GoalFormat, type GoalOptions, goalFormats, readGoals } from "./goals.js";
export {
  blockWidth,
  ensureUnchanged,
  FileReader,
  type FloatType,
  type GradientBlock,
  gradientBlocks,
  gradientLayout,
  gradientPaths,
  type Layout,
  type LayoutOptions,
  type LayoutTensor,
  locate,
  type SketchHeader,
  type StoredFile,
  sketchHeader,
  storedFiles,
} from "./gradients/index.js";
export { fileInput, type Input, streamInput } from "./input.js";
export { InputError, NoObservationsError, type Position } from "./input-error.js";
export {
  csvObservations,
  jsonObservations,
  type ObservationFields,
  type ObservationFormat,
  type ObservationReader,
  observationFormats,
  type ReadObservation,
} from "./observations.js";
export {
  type GoalLabel,
  type LogRecord,
  logReading,
  type OtlpEncoding,
  partialSuccessMessage,
  type Reading,
  readLogRecords,
  readSpans,
  type Span,
  spanReading,
  statusMessage,
  type Turn,
} from "./otlp/index.js";
export { printable, quoted } from "./printable.js";
export { readRedactionFile } from "./redaction-file.js";
export { timeIfAny } from "./time.js";
export { type Omission, Omissions } from "./transcripts/omissions.js";
export type { ReadingLimits } from "./transcripts/room.js";
export { readTauBenchFolder } from "./transcripts/tau-bench-folder.js";
export {
  readTranscripts,
  sniffTranscripts,
  type TranscriptFormat,
  type TranscriptOptions,
  type TranscriptReader,
  tooDeep,
  transcriptFormats,
} from "./transcripts/transcripts.js";
export { readWikispeedia } from "./wikispeedia/index.js";
export { type EpisodeFormat, type EpisodeOptions, episodeFormats, readEpisodes } from "./worlds/episodes.js";
export { readWorldFile, type WorldReading } from "./worlds/world-file.js";
