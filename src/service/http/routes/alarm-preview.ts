import { alarmPreviewSchema, alarmRuleSchema, systemPathSchema } from "../../../contracts/index.js";
import { windowsBetween } from "../../store/index.js";
import { alarmPreview } from "../../stream/alarm-preview.js";
import { HttpProblem } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

const preview = route(
  {
    method: "POST",
    path: "/api/v1/systems/{system}/alarm-preview",
    summary: "What a rule would have said about the windows that are there; changes nothing",
    scope: "read",
    parameters: systemPathSchema,
    body: alarmRuleSchema,
    status: 200,
    answer: alarmPreviewSchema,
  },
  async ({ service: { database }, service, parameters: { system }, body: rule }) => {
    const { settings, epoch } = await known(service, system);
    const windows = await windowsBetween(database, system, epoch, undefined, undefined);
    try {
      return alarmPreview(rule, settings.goals.length, windows);
    } catch (error) {
      throw error instanceof RangeError ? new HttpProblem(422, error.message) : error;
    }
  },
);

export const previews: readonly Route[] = [preview];
