/**
 * The life of an alarm as a pure state machine. Transitions, and there are no others:
 *
 *     no-data -> ok, warning, alarm        evidence comes (a start is no-data)
 *     ok      -> warning, alarm            the warning threshold, the alarm threshold is passed
 *     warning -> alarm                     the alarm threshold is passed
 *     warning -> ok                        `clearAfter` windows in a row without a warning
 *     alarm   -> ok                        `clearAfter` windows in a row back at the baseline: resolved
 *     any     -> no-data                   `noDataAfter` windows in a row without evidence; an open alarm stays open
 *     no-data -> alarm                     evidence comes while an alarm is open
 *     any     -> paused -> no-data         on request; an open alarm stays open
 */
export type AlarmStatus = "ok" | "warning" | "alarm" | "no-data" | "paused";

export interface LifeCycleOptions {
  /** Hysteresis, windows. Default 5. */
  readonly clearAfter?: number | undefined;
  /** Windows without evidence until the status is no-data. Default 3. */
  readonly noDataAfter?: number | undefined;
  /** An open alarm is told again after so many windows. Default never. */
  readonly renotifyAfter?: number | undefined;
}

/** Plain JSON. */
export interface LifeState {
  readonly status: AlarmStatus;
  /** Whether an alarm is open, whatever the status. */
  readonly open: boolean;
  /** Windows in a row without evidence. */
  readonly silent: number;
  /** Windows in a row that count towards clearing. */
  readonly quiet: number;
  /** Windows since the alarm was last told. */
  readonly untold: number;
}

/** What one window says. */
export interface Signal {
  readonly level: "none" | "warning" | "alarm";
  /** The figure is back at its baseline. */
  readonly back: boolean;
}

export type Notice = "raised" | "renotified" | "resolved";

export interface LifeStep {
  readonly state: LifeState;
  readonly notice: Notice | null;
}

/** @throws RangeError unless the options are whole numbers >= 1. */
export function lifeCycle({ clearAfter = 5, noDataAfter = 3, renotifyAfter }: LifeCycleOptions = {}) {
  for (const [name, value] of Object.entries({ clearAfter, noDataAfter, renotifyAfter: renotifyAfter ?? 1 }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a whole number >= 1, got ${value}`);

  function whileOpen(state: LifeState, back: boolean): LifeStep {
    const quiet = back ? state.quiet + 1 : 0;
    if (quiet >= clearAfter)
      return { state: { status: "ok", open: false, silent: 0, quiet: 0, untold: 0 }, notice: "resolved" };
    const due = renotifyAfter !== undefined && state.untold + 1 >= renotifyAfter;
    const untold = due ? 0 : state.untold + 1;
    return {
      state: { status: "alarm", open: true, silent: 0, quiet, untold },
      notice: due ? "renotified" : null,
    };
  }

  return {
    init: (): LifeState => ({ status: "no-data", open: false, silent: 0, quiet: 0, untold: 0 }),

    /** A window with evidence. */
    observe(state: LifeState, { level, back }: Signal): LifeStep {
      if (state.status === "paused") return { state, notice: null };
      if (state.open) return whileOpen(state, back);
      const heard = { ...state, silent: 0, quiet: 0 };
      if (level === "alarm")
        return { state: { ...heard, status: "alarm", open: true, untold: 0 }, notice: "raised" };
      if (level === "warning") return { state: { ...heard, status: "warning" }, notice: null };
      const quiet = state.quiet + 1;
      if (state.status === "warning" && quiet < clearAfter)
        return { state: { ...heard, quiet }, notice: null };
      return { state: { ...heard, status: "ok" }, notice: null };
    },

    /** A window without evidence. */
    silence(state: LifeState): LifeState {
      if (state.status === "paused") return state;
      const silent = state.silent + 1;
      return { ...state, silent, status: silent >= noDataAfter ? "no-data" : state.status };
    },

    pause: (state: LifeState): LifeState => ({ ...state, status: "paused" }),

    resume: (state: LifeState): LifeState =>
      state.status === "paused" ? { ...state, status: "no-data", silent: 0, quiet: 0 } : state,
  };
}

export type LifeCycle = ReturnType<typeof lifeCycle>;
