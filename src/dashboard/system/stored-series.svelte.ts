/** The series of one system as the page holds it: an outline of everything, more of what is looked at, and what comes. */
import type { LiveMessage, Series, SeriesWindow, SystemAlarm } from "../../contracts/index.js";
import { api } from "../api/request.js";
import type { Range } from "../chart/columns.js";

/** Windows held before the outline is asked for anew, in the place of all that came since. */
const MOST = 8000;
/** Milliseconds: what comes is drawn together, and a range is asked for once it rests. */
const TOGETHER = 200;

export class StoredSeries {
  series: Series | undefined = $state.raw();
  alarms: readonly SystemAlarm[] = $state.raw([]);
  #outline: readonly SeriesWindow[] = [];
  #detail: readonly SeriesWindow[] = [];
  #thinned = false;
  #arrived: LiveMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly system: string) {}

  async load(): Promise<void> {
    const [series, alarms] = await Promise.all([api.series(this.system), api.alarms(this.system)]);
    this.#outline = series.windows;
    this.#thinned = series.thinned;
    this.#detail = [];
    this.series = series;
    this.alarms = alarms;
  }

  /** Asks for every window of a range, soon, where some were left out. */
  look({ from, to }: Range): void {
    clearTimeout(this.#wanted);
    if (!this.#thinned) return;
    this.#wanted = setTimeout(() => {
      const width = to - from;
      void api.series(this.system, { from: from - width, to: to + width, points: 6000 }).then(
        ({ windows }) => {
          this.#detail = windows;
          this.#show();
        },
        // The outline stays; what else is wrong, the page's other requests tell.
        () => {},
      );
    }, TOGETHER);
  }

  take(message: LiveMessage): void {
    this.#arrived.push(message);
    this.#timer ??= setTimeout(() => this.#settle(), TOGETHER);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#wanted);
  }

  #settle(): void {
    this.#timer = undefined;
    const arrived = this.#arrived;
    this.#arrived = [];
    const { series } = this;
    if (series === undefined) return;
    if (this.#outline.length > MOST) {
      void this.load().catch(() => {});
      return;
    }
    this.#outline = merged(
      this.#outline,
      arrived.flatMap((m) => (m.kind === "window" ? [m.window] : [])),
    );
    for (const message of arrived) {
      if (message.kind === "alarm") this.alarms = [message.alarm, ...without(this.alarms, message.alarm.id)];
      if (message.kind === "event") series.events.push(message.event);
      if (message.kind === "training") series.training.push(message.point);
    }
    this.#show();
  }

  #show(): void {
    if (this.series) this.series = { ...this.series, windows: merged(this.#outline, this.#detail) };
  }
}

const without = (alarms: readonly SystemAlarm[], id: string) => alarms.filter((alarm) => alarm.id !== id);

/** Windows of both, each once, in order. */
export function merged(a: readonly SeriesWindow[], b: readonly SeriesWindow[]): SeriesWindow[] {
  if (b.length === 0) return [...a];
  const all = new Map([...a, ...b].map((window) => [window.window, window]));
  return [...all.values()].sort((one, other) => one.window - other.window);
}
