/** What happens in the service as it happens, by server-sent events; after a break it goes on where it was. */
import { createParser } from "eventsource-parser";
import type { LiveMessage } from "../../contracts/index.js";
import { access, authorisation } from "./key.svelte.js";

export interface Listener {
  message(message: LiveMessage): void;
  /** Messages may have been missed: what is shown is to be asked for again. */
  missed(): void;
}

/** Milliseconds: without a heartbeat for so long a connection is dead; pauses between attempts grow up to a limit. */
const DEAD = 45_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

export const connection = $state({ open: false });

const listeners = new Set<Listener>();

export function onLive(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Follows for as long as the page is open. */
export async function follow(): Promise<never> {
  let last: string | undefined;
  let pause = FIRST_PAUSE;
  for (;;) {
    try {
      await listen(last, (id) => {
        last = id ?? last;
        pause = FIRST_PAUSE;
      });
    } catch {
      // Whatever ended it: the next attempt says whether it is over.
    }
    connection.open = false;
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}

async function listen(last: string | undefined, hear: (id: string | undefined) => void): Promise<void> {
  const abort = new AbortController();
  let watch = setTimeout(() => abort.abort(), DEAD);
  try {
    const response = await fetch("/api/v1/live", {
      signal: abort.signal,
      headers: {
        accept: "text/event-stream",
        ...authorisation(),
        ...(last === undefined ? {} : { "last-event-id": last }),
      },
    });
    if (response.status === 401) access.refused = true;
    if (!response.ok || response.body === null) return;
    connection.open = true;
    hear(undefined);
    const parser = createParser({
      onEvent({ id, event, data }) {
        hear(id);
        if (event === undefined) tell(JSON.parse(data) as LiveMessage);
        else if (event === "start" && !(JSON.parse(data) as { resumed: boolean }).resumed)
          for (const { missed } of listeners) missed();
      },
    });
    for await (const text of chunks(response.body.pipeThrough(new TextDecoderStream()))) {
      clearTimeout(watch);
      watch = setTimeout(() => abort.abort(), DEAD);
      parser.feed(text);
    }
  } finally {
    clearTimeout(watch);
  }
}

async function* chunks(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function tell(message: LiveMessage): void {
  for (const listener of listeners) listener.message(message);
}
