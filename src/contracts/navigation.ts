/** A walk over links: `nodes` in order, back clicks undone, and the article that it was to reach. */
export interface NavigationPath {
  readonly nodes: readonly number[];
  readonly target: number;
}

/** People following links towards an article that they were told to find; articles are numbered from 0. */
export interface NavigationData {
  /** The name of each article. */
  readonly articles: readonly string[];
  /** Every link once. */
  readonly links: readonly (readonly [from: number, to: number])[];
  /** Of each article its categories, each from the broadest to the narrowest. */
  readonly categories: readonly (readonly (readonly string[])[])[];
  /** Paths that end at their target. */
  readonly finished: readonly NavigationPath[];
  /** Paths given up before. */
  readonly unfinished: readonly NavigationPath[];
  /** Paths that could not be used: how many, and what was wrong with the first. */
  readonly skipped: { readonly paths: number; readonly first?: string };
}
