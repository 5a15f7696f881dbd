import { expect, it } from "vitest";
import { failureText, forecastText } from "./report-lines.js";

const windowing = { by: "observations", size: 100 } as const;
const forecast = (lower: number | null, median: number | null, upper: number | null) => ({
  limit: 0.7,
  probability: { value: 0.44, standardError: 0.016 },
  lower,
  median,
  upper,
  level: 0.95,
  horizon: 6000,
});

it.each([
  [forecast(2500, 4000, 9000), "passes 0.7 in 40 [25, 90] windows"],
  [forecast(0, 710, null), "passes 0.7 in 7.1 [0, over 60] windows"],
  [forecast(null, null, null), "passes 0.7 within 60 windows with 44%"],
])("says in a line what is known of %j", (told, text) => {
  expect(forecastText(told, windowing)).toBe(text);
});

it("names a failure with its confidence, and none where it cannot be told", () => {
  expect(failureText({ named: "insufficient work", confidence: 0.806 })).toBe(
    "looks like insufficient work, 0.81",
  );
  expect(failureText({ named: "undetermined", confidence: 0.4 })).toBe("which failure it is cannot be told");
});
