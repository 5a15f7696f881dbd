import { z } from "zod";

const table = z.record(z.string().min(1), z.record(z.string().min(1), z.number().int().nonnegative()));

/** A confusion matrix in JSON: items by true class and predicted label, or the other way round; what is not said is 0. */
export const confusionFileSchema = z.union(
  [z.strictObject({ true: table }), z.strictObject({ predicted: table })],
  'expected {"true": {class: {label: count}}} or {"predicted": {label: {class: count}}} with whole counts',
);
