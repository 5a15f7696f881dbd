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
/** Out of sight for so long a page lets go: a browser has six connections to one service, for all its tabs together. */
const UNSEEN = 30_000;

export const connection = $state({ open: false });

const listeners = new Set<Listener>();
let wake = () => {};
let leave = () => {};
let asleep = false;

/** Without waiting for the pause to end: there is another key. */
export const reconnect = (): void => wake();

export function onLive(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Until woken, or for so many milliseconds. */
const rest = (most?: number): Promise<void> =>
  new Promise((resolve) => {
    wake = resolve;
    if (most !== undefined) setTimeout(resolve, most);
  });

/** Lets go while nobody looks, also where the browser keeps the page for its "back". */
function sleepUnseen(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sleep = () => {
    asleep = true;
    leave();
  };
  const awake = () => {
    clearTimeout(timer);
    if (!asleep) return;
    asleep = false;
    wake();
  };
  addEventListener("pagehide", sleep);
  addEventListener("pageshow", awake);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) timer = setTimeout(sleep, UNSEEN);
    else awake();
  });
}

/** Follows for as long as the page is open and in sight. */
export async function follow(): Promise<never> {
  sleepUnseen();
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
    if (asleep) {
      await rest();
      continue;
    }
    connection.open = false;
    await rest(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}

async function listen(last: string | undefined, hear: (id: string | undefined) => void): Promise<void> {
  const abort = new AbortController();
  const { key } = access;
  leave = () => abort.abort();
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
    if (response.status === 401 && access.key === key) access.refused = true;
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
