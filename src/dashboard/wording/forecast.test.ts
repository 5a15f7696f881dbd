import { expect, it } from "vitest";
import { forecastWords } from "./forecast.js";

const forecast = (lower: number | null, median: number | null, upper: number | null) => ({
  limit: 0.9,
  probability: { value: 0.44, standardError: 0.016 },
  lower,
  median,
  upper,
  level: 0.95,
  horizon: 6000,
});

it.each([
  [forecast(2500, 4000, 9000), "At this rate S passes 0.9 in 40 windows (25 to 90)."],
  [forecast(2500, 4000, null), "At this rate S passes 0.9 in 40 windows (25 to more than 60)."],
  [forecast(2500, null, null), "At this rate S passes 0.9 within 60 windows with a probability of 44%."],
])("says what is known of %j", (told, words) => {
  expect(forecastWords(told, 100)).toBe(words);
});
