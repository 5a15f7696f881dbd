import { allMetrics } from "../metrics/all.js";
import { CONTENT_TYPE, exposition } from "../metrics/text.js";
import { type Route, route } from "../route.js";

const read = route(
  {
    method: "GET",
    path: "/metrics",
    summary: "Figures of the systems and of the service, for Prometheus",
    scope: "read",
    status: 200,
    writes: { "text/plain": null },
  },
  async ({ service, traffic }) =>
    new Response(exposition(await allMetrics(service, traffic)), {
      headers: { "content-type": CONTENT_TYPE },
    }),
);

export const metrics: readonly Route[] = [read];
