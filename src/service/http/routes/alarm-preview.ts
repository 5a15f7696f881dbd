import { alarmPreviewSchema, alarmRuleSchema, systemPathSchema } from "../../../contracts/index.js";
import { storedPreview } from "../../stream/alarm-preview.js";
import { HttpProblem } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

const preview = route(
  {
    method: "POST",
    path: "/api/v1/systems/{system}/alarm-preview",
    summary:
      "What a rule would have said about the windows that are there, of many about the latest 20,000; changes nothing",
    scope: "read",
    parameters: systemPathSchema,
    body: alarmRuleSchema,
    status: 200,
    answer: alarmPreviewSchema,
  },
  async ({ service, parameters: { system }, body: rule, signal }) => {
    const { settings, epoch } = await known(service, system);
    const range = { system, epoch };
    try {
      return await storedPreview(service.database, range, rule, settings.goals.length, () => !signal.aborted);
    } catch (error) {
      throw error instanceof RangeError ? new HttpProblem(422, error.message) : error;
    }
  },
);

export const previews: readonly Route[] = [preview];
