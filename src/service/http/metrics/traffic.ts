import type { Metric, Sample } from "./text.js";

/** Upper ends of the buckets of request durations, seconds: Prometheus' own defaults. */
const ENDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Durations {
  readonly buckets: number[];
  sum: number;
  count: number;
}

/** Requests that were answered since the start, by route: paths of what is not there do not count one by one. */
export class Traffic {
  readonly #requests = new Map<string, { labels: Record<string, string>; value: number }>();
  readonly #durations = new Map<string, Durations>();

  /** @param route as in the table of routes: "/api/v1/systems/{system}". */
  note(method: string, route: string, status: number, seconds: number): void {
    const labels = { method, route, status: String(status) };
    const key = Object.values(labels).join(" ");
    const requests = this.#requests.get(key) ?? { labels, value: 0 };
    requests.value++;
    this.#requests.set(key, requests);
    const durations = this.#durations.get(route) ?? { buckets: ENDS.map(() => 0), sum: 0, count: 0 };
    ENDS.forEach((end, i) => {
      if (seconds <= end) durations.buckets[i]!++;
    });
    durations.sum += seconds;
    durations.count++;
    this.#durations.set(route, durations);
  }

  metrics(): Metric[] {
    return [
      {
        name: "telostat_http_requests_total",
        help: "Requests that were answered",
        type: "counter",
        samples: [...this.#requests.values()],
      },
      {
        name: "telostat_http_request_duration_seconds",
        help: "Time until the answer began",
        type: "histogram",
        samples: [...this.#durations].flatMap(([route, durations]) => histogram(route, durations)),
      },
    ];
  }
}

const histogram = (route: string, { buckets, sum, count }: Durations): Sample[] => [
  ...ENDS.map((end, i) => ({
    suffix: "_bucket",
    labels: { route, le: String(end) },
    value: buckets[i]!,
  })),
  { suffix: "_bucket", labels: { route, le: "+Inf" }, value: count },
  { suffix: "_sum", labels: { route }, value: sum },
  { suffix: "_count", labels: { route }, value: count },
];
