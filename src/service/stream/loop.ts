/** A turn taken again and again in the background, and what becomes of its errors. */
export interface Loop {
  /** There is work: the next turn is taken at once, unless the last one failed. */
  wake(): void;
  /** Waits for the turn that is under way. */
  stop(): Promise<void>;
}

/** Seconds until the turn after one that failed: doubled each time. */
const FIRST = 0.25;
const LONGEST = 5;

/** Takes `turn` at once while it finds work, else after `seconds` or when woken. Errors do not end it, they slow it down. */
export function loop(seconds: number, onError: (error: unknown) => void, turn: () => Promise<boolean>): Loop {
  let running = true;
  let woken = false;
  let rouse = () => {};
  let failures = 0;

  const pause = (length: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, length * 1000);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function take(): Promise<boolean> {
    try {
      const more = await turn();
      failures = 0;
      return more;
    } catch (error) {
      failures++;
      onError(error);
      return false;
    }
  }

  const done = (async () => {
    while (running) {
      woken = false;
      const more = await take();
      if (!running) return;
      if (failures > 0) await pause(Math.min(LONGEST, FIRST * 2 ** (failures - 1)));
      else if (!more && !woken) await pause(seconds);
    }
  })();

  return {
    wake() {
      woken = true;
      if (failures === 0) rouse();
    },
    stop() {
      running = false;
      rouse();
      return done;
    },
  };
}

/** Tells an error once, and again only after `seconds`: a database that is away would fill the log. */
export function seldom(
  tell: (error: unknown) => void,
  seconds: number,
  now: () => number,
): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const text = error instanceof Error ? error.message : String(error);
    const at = now();
    if (at - (told.get(text) ?? Number.NEGATIVE_INFINITY) < seconds) return;
    if (told.size > 100) told.clear();
    told.set(text, at);
    tell(error);
  };
}
