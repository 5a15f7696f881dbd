/** Who looks, and what they may: what they may not is not offered. */
import type { Access, Scope } from "../../contracts/index.js";
import { Loaded } from "./loaded.svelte.js";
import { request } from "./request.js";

export const actor = new Loaded(() => request<Access>("/access"));

/** Not before it is known. */
export const may = (scope: Scope): boolean =>
  actor.value?.scopes.some((one) => one === scope || one === "admin") ?? false;
