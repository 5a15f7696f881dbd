/** The page's address as state: links and the browser's buttons change it, and a reload finds the same page. */

export type Page =
  | { readonly name: "overview" }
  | { readonly name: "system"; readonly system: string }
  | { readonly name: "alarm"; readonly id: string }
  | { readonly name: "nowhere" };

export const address = $state({ path: location.pathname, query: location.search });

export function pageOf(path: string): Page {
  const [first, second, ...rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
  if (first === undefined) return { name: "overview" };
  if (second !== undefined && rest.length === 0) {
    if (first === "systems") return { name: "system", system: second };
    if (first === "alarms") return { name: "alarm", id: second };
  }
  return { name: "nowhere" };
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
    history.pushState(null, "", link.href);
    read();
    scrollTo(0, 0);
  };
  document.addEventListener("click", click);
  addEventListener("popstate", read);
  return () => {
    document.removeEventListener("click", click);
    removeEventListener("popstate", read);
  };
}
