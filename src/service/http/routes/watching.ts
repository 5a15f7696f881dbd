import { eventSchema, systemPathSchema } from "../../../contracts/index.js";
import { insertAudit } from "../../store/index.js";
import { setPaused } from "../../stream/watching.js";
import { notFound } from "../problem.js";
import { type Route, route } from "../route.js";

const watching = (paused: boolean): Route =>
  route(
    {
      method: "POST",
      path: `/api/v1/systems/{system}/${paused ? "pause" : "resume"}`,
      summary: paused
        ? "Silences the alarms of a system; its observations are counted all the same"
        : "Arms the alarms of a system again",
      scope: "admin",
      parameters: systemPathSchema,
      status: 200,
      answer: eventSchema,
    },
    async ({ service, actor, parameters: { system } }) => {
      const time = service.now();
      const event = await service.database.transaction(async (tx) => {
        const mark = await setPaused(tx, system, paused, time);
        if (mark === undefined) throw notFound(`system '${system}'`);
        const action = paused ? "pause system" : "resume system";
        await insertAudit(tx, { time, actor, action, subject: system, detail: {} });
        return mark;
      });
      service.announce();
      return event;
    },
  );

export const pausing: readonly Route[] = [watching(true), watching(false)];
