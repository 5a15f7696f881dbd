import { healthSchema } from "../../../contracts/index.js";
import { type Route, route } from "../route.js";

const live = route(
  {
    method: "GET",
    path: "/health/live",
    summary: "Whether the process answers",
    scope: null,
    status: 200,
    answer: healthSchema,
  },
  async () => ({ status: "ok" as const }),
);

const ready = route(
  {
    method: "GET",
    path: "/health/ready",
    summary: "Whether the database answers: 503 where it does not",
    scope: null,
    status: 200,
    answer: healthSchema,
  },
  async ({ service: { queue } }) => ({ status: "ok" as const, waiting: await queue.waiting() }),
);

export const health: readonly Route[] = [live, ready];
