import type { Service } from "../../service.js";
import { backlog } from "../../store/index.js";
import { systemMetrics } from "./systems.js";
import type { Metric } from "./text.js";
import type { Traffic } from "./traffic.js";

/** Figures of the systems and of the service. */
export const allMetrics = async (service: Service, traffic: Traffic): Promise<Metric[]> => [
  ...(await systemMetrics(service.database)),
  ...(await ownMetrics(service)),
  ...traffic.metrics(),
];

async function ownMetrics({ database, queue }: Service): Promise<Metric[]> {
  const { deadLetters, deliveriesWaiting, deliveriesFailed } = await backlog(database);
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const one = (name: string, help: string, value: number, type: Metric["type"] = "gauge"): Metric => ({
    name,
    help,
    type,
    samples: [{ labels: {}, value }],
  });
  return [
    one("telostat_queue_waiting", "Observations that wait to be counted", await queue.waiting()),
    one("telostat_dead_letters", "Messages that could not be handled", deadLetters),
    one("telostat_deliveries_waiting", "Notices of alarms that are to be sent", deliveriesWaiting),
    one("telostat_deliveries_failed", "Notices of alarms that were given up", deliveriesFailed),
    one("process_resident_memory_bytes", "Resident memory", rss),
    one("nodejs_heap_size_used_bytes", "JavaScript heap in use", heapUsed),
    one("nodejs_external_memory_bytes", "Memory of buffers and WebAssembly", external),
    one("process_cpu_seconds_total", "Processor time", (user + system) / 1e6, "counter"),
    one("process_start_time_seconds", "When the process began", Math.round(performance.timeOrigin) / 1000),
  ];
}
