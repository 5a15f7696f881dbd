/** The page's address as state: links and the browser's buttons change it, and a reload finds the same page. */

/** Pages of no system or alarm, as their paths name them. */
const alone = ["new", "destinations", "keys", "audit", "dead-letters"] as const;

export type Page =
  | { readonly name: "overview" | "nowhere" | (typeof alone)[number] }
  | { readonly name: "system" | "settings"; readonly system: string }
  | { readonly name: "alarm"; readonly id: string };

export const address = $state({ path: location.pathname, query: location.search });

export function pageOf(path: string): Page {
  const [first, second, third, ...rest] = path.split("/").filter(Boolean).map(decoded);
  if (first === undefined) return { name: "overview" };
  const name = alone.find((one) => one === first);
  if (name !== undefined && second === undefined) return { name };
  if (second === undefined || rest.length > 0) return { name: "nowhere" };
  if (first === "systems" && third === undefined) return { name: "system", system: second };
  if (first === "systems" && third === "settings") return { name: "settings", system: second };
  if (first === "alarms" && third === undefined) return { name: "alarm", id: second };
  return { name: "nowhere" };
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** What the address says after the "?". */
export const asked = (name: string): string | null => new URLSearchParams(address.query).get(name);

/** Writes it there without leaving the page; null takes it out. */
export function ask(values: Readonly<Record<string, string | null>>): void {
  const query = new URLSearchParams(address.query);
  for (const [name, value] of Object.entries(values))
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  address.query = query.size === 0 ? "" : `?${query}`;
  history.replaceState(null, "", `${address.path}${address.query}`);
}

/** To another page, whose content then has the focus. */
export function go(href: string): void {
  history.pushState(null, "", href);
  read();
  scrollTo(0, 0);
  document.getElementById("content")?.focus({ preventScroll: true });
}

function read(): void {
  address.path = location.pathname;
  address.query = location.search;
}

/** Follows links within the dashboard without loading the page anew. */
export function navigation(): () => void {
  const click = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (
      link === null ||
      elsewhere ||
      link.origin !== location.origin ||
      link.hash !== "" ||
      link.target !== ""
    )
      return;
    if (link.pathname.startsWith("/api/")) return;
    event.preventDefault();
    go(link.href);
  };
  document.addEventListener("click", click);
  addEventListener("popstate", read);
  return () => {
    document.removeEventListener("click", click);
    removeEventListener("popstate", read);
  };
}
