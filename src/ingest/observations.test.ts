import { expect, it } from "vitest";
import { observationSchema } from "../contracts/index.js";
import { csvObservations, jsonObservations, type ReadObservation } from "./observations.js";

const at = (line: number) => ({ source: "log", line });

it("reads the same from JSON and from CSV", () => {
  const json = jsonObservations({}, true);
  const csv = csvObservations("id, goal,count,time,system,note", {}, true, { source: "log" });
  const expected: ReadObservation = { id: "7", goal: "a, b", count: 3, time: 1767607200, system: "s" };
  const record = { ...expected, id: 7, time: "2026-01-05T10:00:00Z", note: "ignored" };
  expect(json(JSON.stringify(record), at(1))).toEqual(expected);
  expect(csv('7,"a, b",3,2026-01-05T10:00:00Z,s,"ignored, too"', at(2))).toEqual(expected);
  expect(observationSchema.safeParse(record).success).toBe(true);
  expect([json(" ", at(1)), csv("", at(2))]).toEqual([undefined, undefined]);
});

it("reads what columns are named, and times only where they are wanted", () => {
  const fields = { goal: "label", time: "ts" };
  expect(jsonObservations(fields, false)('{"label":"x","ts":"whenever"}', at(1))).toEqual({ goal: "x" });
  expect(csvObservations("label,ts", fields, true, { source: "log" })("x,12", at(2))).toEqual({
    goal: "x",
    time: 12,
  });
});

it.each<[line: string, message: RegExp]>([
  ['{"goal":3}', /^log:1: field 'goal': expected a string, got 3$/],
  ["{}", /field 'goal': expected a string, got undefined/],
  ["[1]", /got an array; expected one object a line/],
  ['{"goal":"x","count":-1}', /field 'count': expected a whole number/],
  ['{"goal":"x"}', /field 'time': expected a time/],
  ['{"goal":"x","time":1,"id":""}', /field 'id': expected an id, got ""/],
  ['{"probabilities":[1]}', /field 'probabilities': got \[1\]/],
  ['{"probabilities":{"x":"1"}}', /probability of x: expected a number, got "1"/],
])("says what is wrong with %s", (line, message) => {
  expect(() => jsonObservations({}, true)(line, at(1))).toThrow(message);
});

it.each<[line: string, message: RegExp]>([
  ["x", /^log:2: expected 2 fields, as in the header, got 1$/],
  ["x,many", /field 'count': expected a whole number.*"many"/],
  [' "x,2', /the quotes of .* are wrong; expected a row on one line/],
  [",2", /expected a goal's name, got nothing/],
])("says what is wrong with the row %s", (line, message) => {
  const read = csvObservations("goal,count", {}, false, { source: "log" });
  expect(() => read(line, at(2))).toThrow(message);
});

it.each([
  ["a,b", {}, /^log:1: no column 'goal' in the header "a,b"$/],
  ["goal", { id: "key" }, /no column 'key'/],
])("refuses the header %s", (header, fields, message) => {
  expect(() => csvObservations(header, fields, false, { source: "log" })).toThrow(message);
});
