/** The series of one system as the page holds it: an outline of everything, more of what is looked at, and what comes. */
import type {
  LiveMessage,
  Series,
  SeriesWindow,
  SystemAlarm,
  SystemEvent,
  TrainingPoint,
} from "../../contracts/index.js";
import { api } from "../api/api.js";
import type { Range } from "../chart/columns.js";
import { withPoint } from "./runs.js";

/** Windows held before the outline is asked for anew, in the place of all that came since. */
const MOST = 8000;
/** Milliseconds: what comes is drawn together, and a range is asked for once it rests. */
const TOGETHER = 200;

export class StoredSeries {
  series: Series | undefined = $state.raw();
  alarms: readonly SystemAlarm[] = $state.raw([]);
  #outline: readonly SeriesWindow[] = [];
  #detail: readonly SeriesWindow[] = [];
  #epoch: number | undefined;
  #thinned = false;
  #asked = 0;
  #arrived: LiveMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly system: string) {}

  /** @param epoch whose windows; those of the present settings by default. */
  async load(epoch: number | undefined): Promise<void> {
    const asked = ++this.#asked;
    const [series, alarms] = await Promise.all([api.series(this.system, { epoch }), api.alarms(this.system)]);
    // Answers need not come in the order of the questions.
    if (asked !== this.#asked) return;
    this.#epoch = epoch;
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
      void api
        .series(this.system, { epoch: this.#epoch, from: from - width, to: to + width, points: 6000 })
        .then(
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
    const windows = arrived.flatMap((message) => (message.kind === "window" ? [message.window] : []));
    if (this.#outline.length > MOST || this.#broken(windows) || arrived.some(isNewEpoch)) {
      void this.load(this.#epoch).catch(() => {});
      return;
    }
    if (this.#epoch === undefined) this.#outline = merged(this.#outline, windows);
    for (const message of arrived) {
      if (message.kind === "alarm") this.alarms = [message.alarm, ...without(this.alarms, message.alarm.id)];
      if (message.kind === "event") this.#addEvent(message.event);
      if (message.kind === "training") this.#addPoint(message.run, message.point);
    }
    this.#show();
  }

  /** Windows are numbered without holes: where one is missing, messages were missed. */
  #broken(windows: readonly SeriesWindow[]): boolean {
    const next = (this.#outline.at(-1)?.window ?? -1) + 1;
    return this.#epoch === undefined && windows.some(({ window }) => window >= next + windows.length);
  }

  /** A message may come twice after a break. */
  #addEvent(event: SystemEvent): void {
    const { series } = this;
    if (series === undefined || series.events.at(-1)?.id === event.id) return;
    this.series = { ...series, events: [...series.events, event] };
  }

  #addPoint(run: string, point: TrainingPoint): void {
    if (this.series) this.series = { ...this.series, training: withPoint(this.series.training, run, point) };
  }

  #show(): void {
    if (this.series) this.series = { ...this.series, windows: merged(this.#outline, this.#detail) };
  }
}

const isNewEpoch = (message: LiveMessage) => message.kind === "event" && message.event.kind === "settings";
const without = (alarms: readonly SystemAlarm[], id: string) => alarms.filter((alarm) => alarm.id !== id);

/** Windows of both, each once, in order. */
export function merged(a: readonly SeriesWindow[], b: readonly SeriesWindow[]): SeriesWindow[] {
  if (b.length === 0) return [...a];
  const all = new Map([...a, ...b].map((window) => [window.window, window]));
  return [...all.values()].sort((one, other) => one.window - other.window);
}
