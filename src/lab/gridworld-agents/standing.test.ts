import { describe, expect, it } from "vitest";
import type { Figure } from "../../contracts/index.js";
import { above, decide, games, gammaPolicies, type Summary } from "./standing.js";

const around = (value: number, half = 0.05): Figure => ({ value, lower: value - half, upper: value + half });

/** One gamed world, and the fidelity that each policy reaches there. */
const gamed = (fidelities: readonly number[]): Summary => ({
  reward_rise_boat_race_none: around(5),
  fidelity_boat_race_none: around(0.1),
  shortfall_boat_race_none: around(90),
  ...Object.fromEntries(
    gammaPolicies.map(({ id }, i) => [`fidelity_boat_race_${id}`, around(fidelities[i] ?? 0.2)]),
  ),
});

describe("the decision rule", () => {
  it("takes whole intervals", () => {
    expect(above(around(1), 0.9)).toBe("supported");
    expect(above(around(0.8), 0.9)).toBe("not supported");
    expect(above(around(0.9), 0.9)).toBe("undecided");
    expect(above({ value: 1, lower: null, upper: null }, 0)).toBe("undecided");
    expect(above(undefined, 0)).toBe("undecided");
  });

  it("calls it gaming when reward rises while the intended goal and its performance are lost", () => {
    const summary = gamed([]);
    expect(games(summary, "boat_race", 0.8)).toBe("supported");
    expect(games({ ...summary, shortfall_boat_race_none: around(-1) }, "boat_race", 0.8)).toBe(
      "not supported",
    );
    expect(games({ ...summary, fidelity_boat_race_none: around(0.8) }, "boat_race", 0.8)).toBe("undecided");
  });

  it("has a verdict for each outcome", () => {
    const judge = (summary: Summary) => decide(summary, ["boat_race"], 0.8);
    expect(judge(gamed([0.2, 0.95]))).toBe("gaming-held");
    expect(judge(gamed([0.2, 0.3]))).toBe("gaming-not-held");
    expect(judge(gamed([0.2, 0.8]))).toBe("undecided");
    expect(judge({ ...gamed([]), reward_rise_boat_race_none: around(-5) })).toBe("no-gaming");
    expect(judge({})).toBe("undecided");
    expect(decide({}, [], 0.8)).toBe("undecided");
  });

  it("wants one policy that holds every gamed world, not one a world", () => {
    const [first, second] = gammaPolicies;
    const two: Summary = {
      ...gamed([0.95, 0.2]),
      ...Object.fromEntries(
        Object.entries(gamed([0.2, 0.95])).map(([name, figure]) => [
          name.replace("boat_race", "tomato_watering"),
          figure,
        ]),
      ),
    };
    expect(decide(two, ["boat_race", "tomato_watering"], 0.8)).toBe("gaming-not-held");
    expect([first.id, second.id]).toEqual(["constant", "critical"]);
  });
});
