/** What happens in the service as it happens, as server-sent events that a page follows and takes up again after a break. */
import type { Service } from "../../service.js";
import { type LiveRow, liveAfter, liveRange } from "../../store/index.js";
import { type Route, route } from "../route.js";

/** Seconds between signs of life; also how late what another process did is seen. */
const BEAT = 10;
/** Messages read at once. */
const MOST = 500;

const follow = route(
  {
    method: "GET",
    path: "/api/v1/live",
    summary:
      "Server-sent events: windows, alarms, marks and training points as they come; Last-Event-ID goes on after a break",
    scope: "read",
    status: 200,
    writes: { "text/event-stream": null },
  },
  async ({ service, headers, signal: gone, closing }) => {
    const signal = closing === undefined ? gone : AbortSignal.any([gone, closing]);
    const { oldest, newest } = await liveRange(service.database);
    const last = Number(headers.get("last-event-id") ?? Number.NaN);
    // What is not kept any more cannot be told: the page asks for everything anew.
    const resumed = Number.isSafeInteger(last) && last >= oldest - 1 && last <= newest;
    return new Response(ReadableStream.from(events(service, resumed, resumed ? last : newest, signal)), {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  },
);

export const live: readonly Route[] = [follow];

async function* events(
  service: Service,
  resumed: boolean,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder();
  let last = from;
  yield bytes.encode(`event: start\nid: ${last}\ndata: ${JSON.stringify({ resumed })}\n\n`);
  while (!signal.aborted) {
    // Listened for before it is looked: what comes in between is not missed.
    const next = change(service, signal);
    const rows = await liveAfter(service.database, last, MOST).catch((error: unknown) => {
      next.stop();
      throw error;
    });
    last = rows.at(-1)?.sequence ?? last;
    if (rows.length > 0) {
      next.stop();
      yield bytes.encode(rows.map(frame).join(""));
    } else if ((await next.happened) === "beat") yield bytes.encode(": beat\n\n");
  }
}

const frame = ({ sequence, body }: LiveRow): string => `id: ${sequence}\ndata: ${JSON.stringify(body)}\n\n`;

/** The next change, a beat without one, or the end. */
function change(service: Service, signal: AbortSignal) {
  let stop = () => {};
  const happened = new Promise<"change" | "beat" | "end">((resolve) => {
    const timer = setTimeout(() => done("beat"), BEAT * 1000);
    const leave = service.onChange(() => done("change"));
    const gone = () => done("end");
    signal.addEventListener("abort", gone);
    const done = (what: "change" | "beat" | "end") => {
      clearTimeout(timer);
      leave();
      signal.removeEventListener("abort", gone);
      resolve(what);
    };
    stop = gone;
  });
  return { happened, stop };
}
