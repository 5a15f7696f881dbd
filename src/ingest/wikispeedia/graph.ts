import { join } from "node:path";
import { InputError, type Position } from "../input-error.js";
import { quoted } from "../printable.js";
import { rows } from "./rows.js";

/** Articles by name, numbered in the order of the file. */
export type Articles = ReadonlyMap<string, number>;

export async function readArticles(folder: string): Promise<Articles> {
  const path = join(folder, "articles.tsv");
  const articles = new Map<string, number>();
  for await (const { fields, position } of rows(path, ["article"])) {
    const [name = ""] = fields;
    if (articles.has(name)) throw new InputError(position, `article ${quoted(name)} is listed twice`);
    articles.set(name, articles.size);
  }
  if (articles.size === 0) throw new InputError({ source: path }, "no articles; expected one a line");
  return articles;
}

/** Every link once; a link of an article to itself is left out, since it leads nowhere. */
export async function readLinks(folder: string, articles: Articles): Promise<[number, number][]> {
  const links = new Map<number, [number, number]>();
  for await (const { fields, position } of rows(join(folder, "links.tsv"), ["linkSource", "linkTarget"])) {
    const [from, to] = fields.map((name) => articleOf(name, articles, position)) as [number, number];
    if (from !== to) links.set(from * articles.size + to, [from, to]);
  }
  return [...links.values()];
}

/** Of each article its categories ("subject.History.Modern"), split at the dots. */
export async function readCategories(folder: string, articles: Articles): Promise<string[][][]> {
  const categories: string[][][] = Array.from(articles, () => []);
  for await (const { fields, position } of rows(join(folder, "categories.tsv"), ["article", "category"])) {
    const [name = "", category = ""] = fields;
    categories[articleOf(name, articles, position)]?.push(category.split("."));
  }
  return categories;
}

export function articleOf(name: string, articles: Articles, position: Position): number {
  const article = articles.get(name);
  if (article === undefined) throw new InputError(position, `no article ${quoted(name)} in articles.tsv`);
  return article;
}
