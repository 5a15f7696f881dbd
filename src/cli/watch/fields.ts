import { InvalidArgumentError } from "commander";
import { csvFields, type ObservationFields } from "../../ingest/index.js";

const known = ["goal", "count", "time", "id", "system"] as const;

/** Parser of "goal=NAME,time=NAME" and the like. */
export function fieldNames(text: string): ObservationFields {
  const fields: Partial<Record<(typeof known)[number], string>> = {};
  for (const item of csvFields(text)) {
    const [key, name = ""] = item.split(/=(.*)/s);
    const field = known.find((own) => own === key);
    if (field === undefined || name === "")
      throw new InvalidArgumentError(
        `expected ${known.map((own) => `${own}=NAME`).join(", ")} or several between commas.`,
      );
    fields[field] = name;
  }
  return fields;
}
