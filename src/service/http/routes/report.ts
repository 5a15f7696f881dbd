import { reportStateSchema } from "../../../contracts/index.js";
import { notFound } from "../problem.js";
import { reportPage } from "../report.js";
import { type Route, route } from "../route.js";

const state = route(
  {
    method: "GET",
    path: "/api/v1/report",
    summary: "Whether there is a report beside the dashboard, at /report",
    scope: "read",
    status: 200,
    answer: reportStateSchema,
  },
  async ({ report }) => {
    if (report === undefined) return { state: "none" as const };
    return { state: report() === undefined ? ("coming" as const) : ("ready" as const) };
  },
);

const page = route(
  {
    method: "GET",
    path: "/report",
    summary: "The report beside the dashboard, a page",
    scope: null,
    status: 200,
    writes: { "text/html": null },
  },
  async ({ report }) => {
    const written = report?.();
    if (written === undefined) throw notFound("report here");
    return reportPage(written);
  },
);

export const reports: readonly Route[] = [state, page];
