export { csvFields } from "./csv-rows.js";
export type { GoalFields, GoalRecord } from "./goal-record.js";
export { type GoalFormat, type GoalOptions, goalFormats, readGoals } from "./goals.js";
export { fileInput, type Input, streamInput } from "./input.js";
export { InputError, type Position } from "./input-error.js";
export { printable, quoted } from "./printable.js";
