import { dirname, isAbsolute, join } from "node:path";
import { type WorldFile, worldFileSchema } from "../../contracts/index.js";
import { type DocumentReading, readDocument } from "../document.js";
import { fileInput } from "../input.js";
import { readLinks } from "./links.js";

export interface WorldReading extends DocumentReading<WorldFile> {
  /** Of a graph, in the order of the file. */
  readonly links: readonly (readonly [from: string, to: string])[];
}

/** Reads a world file, YAML or JSON, and its list of links if it names one. @throws InputError at what is wrong. */
export async function readWorldFile(path: string): Promise<WorldReading> {
  const reading = await readDocument(fileInput(path), worldFileSchema, "a world file");
  return { ...reading, links: await linksOf(reading.value, path) };
}

async function linksOf(file: WorldFile, path: string): Promise<(readonly [string, string])[]> {
  if (file.kind !== "graph") return [];
  const { links, links_file } = file;
  if (links_file !== undefined) {
    return readLinks(fileInput(isAbsolute(links_file) ? links_file : join(dirname(path), links_file)));
  }
  return Object.entries(links ?? {}).flatMap(([from, targets]) => targets.map((to) => [from, to] as const));
}
