import type { Component } from "svelte";
import type { Page } from "./route.svelte.js";

type Name = Exclude<Page["name"], "overview" | "system" | "alarm" | "nowhere">;

/** Pages that are not part of the first load; what they are of, they read in the address. */
export const loadedLater: Record<Name, () => Promise<{ default: Component<Record<string, never>> }>> = {
  new: () => import("./settings/NewSystem.svelte"),
  settings: () => import("./settings/Settings.svelte"),
  destinations: () => import("./admin/Destinations.svelte"),
  keys: () => import("./admin/Keys.svelte"),
  audit: () => import("./admin/Audit.svelte"),
  "dead-letters": () => import("./admin/DeadLetters.svelte"),
};
