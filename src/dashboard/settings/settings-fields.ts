import type { SystemSettings } from "../../contracts/index.js";

type Observer = SystemSettings["observers"][number];
type Drift = NonNullable<SystemSettings["referenceDrift"]>;

/** Null where a number is left empty. */
export interface ObserverFields {
  name: string;
  kind: Observer["kind"];
  /** Percent. */
  accuracy: number | null;
  checked: number | null;
  /** A day, "2026-11-26"; empty for none. */
  checkedAt: string;
}

/** A system's settings as the fields of a form; its alarms are edited on its page. */
export interface SettingsFields {
  title: string;
  /** One a line. */
  goals: string;
  intended: string;
  by: SystemSettings["window"]["by"];
  size: number | null;
  slide: number | null;
  lateness: number | null;
  target: number | null;
  retentionDays: number | null;
  /** dS/dt without work; none where its value is empty. */
  drift: { value: number | null; lower: number | null; upper: number | null; per: Drift["per"] };
  observers: ObserverFields[];
}

export const newFields = (): SettingsFields => ({
  title: "",
  goals: "",
  intended: "",
  by: "observations",
  size: 100,
  slide: null,
  lateness: 0,
  target: null,
  retentionDays: null,
  drift: { value: null, lower: null, upper: null, per: "window" },
  observers: [],
});

export const newObserver = (): ObserverFields => ({
  name: "",
  kind: "classifier",
  accuracy: null,
  checked: null,
  checkedAt: "",
});

export const goalsIn = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export const fieldsOf = (settings: SystemSettings): SettingsFields => ({
  title: settings.title ?? "",
  goals: settings.goals.join("\n"),
  intended: settings.intended,
  by: settings.window.by,
  size: settings.window.size,
  slide: settings.window.slide ?? null,
  lateness: settings.lateness,
  target: settings.target ?? null,
  retentionDays: settings.retentionDays ?? null,
  drift: settings.referenceDrift ?? newFields().drift,
  observers: settings.observers.map(({ name, kind, accuracy, checked, checkedAt }) => ({
    name,
    kind,
    accuracy: accuracy === undefined ? null : Number((100 * accuracy).toFixed(4)),
    checked: checked ?? null,
    checkedAt: checkedAt === undefined ? "" : new Date(checkedAt * 1000).toISOString().slice(0, 10),
  })),
});

/** What is sent: the service says what is wrong with it. What the form does not show stays as it was. */
export const settingsOf = (fields: SettingsFields, before: Partial<SystemSettings> = {}) => ({
  ...before,
  title: fields.title.trim() === "" ? undefined : fields.title.trim(),
  goals: goalsIn(fields.goals),
  intended: fields.intended,
  window: { by: fields.by, size: fields.size ?? undefined, slide: fields.slide ?? undefined },
  lateness: fields.lateness ?? undefined,
  target: fields.target ?? undefined,
  retentionDays: fields.retentionDays ?? undefined,
  referenceDrift: driftOf(fields.drift),
  observers: fields.observers.map(({ name, kind, accuracy, checked, checkedAt }) => ({
    name: name.trim(),
    kind,
    accuracy: accuracy === null ? undefined : accuracy / 100,
    checked: checked ?? undefined,
    checkedAt: checkedAt === "" ? undefined : Date.parse(checkedAt) / 1000,
  })),
});

function driftOf({ value, lower, upper, per }: SettingsFields["drift"]) {
  return value === null ? undefined : { value, lower: lower ?? undefined, upper: upper ?? undefined, per };
}

/** Whether windows and alarms are counted anew with `after`. */
export function beginsAnew(before: SystemSettings, after: ReturnType<typeof settingsOf>): boolean {
  const of = ({ goals, intended, window: { by, size, slide }, lateness }: typeof after | SystemSettings) =>
    JSON.stringify([goals, intended, by, size, slide, lateness]);
  return of(before) !== of(after);
}
