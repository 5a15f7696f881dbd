import type { ForecastReport } from "../../contracts/index.js";
import { number } from "./figures.js";

/**
 * "At this rate S passes 0.9 in 40 windows (25 to more than 60)."
 *
 * @param size of a window, in the unit of the forecast.
 */
export function forecastWords(forecast: ForecastReport, size: number): string {
  const { limit, median, lower, upper, horizon, probability } = forecast;
  const windows = (time: number) => String(+(time / size).toPrecision(2));
  const passes = `At this rate S passes ${number(limit)}`;
  if (median === null)
    return `${passes} within ${windows(horizon)} windows with a probability of ${Math.round(100 * probability.value)}%.`;
  const end = (time: number | null) => (time === null ? `more than ${windows(horizon)}` : windows(time));
  return `${passes} in ${windows(median)} windows (${end(lower)} to ${end(upper)}).`;
}
