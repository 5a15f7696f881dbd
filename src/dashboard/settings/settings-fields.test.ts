import { expect, it } from "vitest";
import { type SystemSettings, systemSettingsSchema } from "../../contracts/index.js";
import { beginsAnew, fieldsOf, newFields, newObserver, settingsOf } from "./settings-fields.js";

const settings: SystemSettings = {
  title: "Support agent",
  goals: ["help", "flatter"],
  intended: "help",
  window: { by: "time", size: 3600, slide: 600 },
  lateness: 5,
  alarms: [{ name: "s", against: { limit: 0.5 } }],
  observers: [
    { name: "judge", kind: "judge", accuracy: 0.29, checked: 40, checkedAt: Date.parse("2026-11-26") / 1000 },
    { name: "people", kind: "person" },
  ],
  retentionDays: 30,
  target: 0.3,
  referenceDrift: { value: 0.2, lower: 0.1, upper: 0.3, per: "hour" },
};

it("gives back the settings it was made of, those that it does not show among them", () => {
  expect(systemSettingsSchema.parse(settingsOf(fieldsOf(settings), settings))).toEqual(settings);
  expect(beginsAnew(settings, settingsOf(fieldsOf(settings), settings))).toBe(false);
});

it("leaves out what is left empty", () => {
  const sent = settingsOf({ ...newFields(), goals: " help \n\nflatter\n", intended: "help" });
  expect(JSON.parse(JSON.stringify(sent))).toEqual({
    goals: ["help", "flatter"],
    intended: "help",
    window: { by: "observations", size: 100 },
    lateness: 0,
    observers: [],
  });
  expect(
    JSON.parse(JSON.stringify(settingsOf({ ...newFields(), observers: [newObserver()] }))),
  ).toMatchObject({
    observers: [{ name: "", kind: "classifier" }],
  });
});

it.each([
  ["goals", { goals: "flatter\nhelp" }, true],
  ["the intended goal", { intended: "flatter" }, true],
  ["windows", { size: 1800 }, true],
  ["the title", { title: "Other" }, false],
  ["observers", { observers: [] }, false],
])("knows whether other %s begin anew", (_, change, anew) => {
  expect(beginsAnew(settings, settingsOf({ ...fieldsOf(settings), ...change }, settings))).toBe(anew);
});
