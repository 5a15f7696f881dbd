/** What a browser must not be made to do: speak to this service in the name of another page. */

import { BlockList, isIP } from "node:net";
import { hostname } from "node:os";
import { HttpProblem } from "../problem.js";

/** Whether only this machine can reach what listens on `host`. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  if (bare === "localhost" || bare.endsWith(".localhost")) return true;
  const family = isIP(bare);
  return family !== 0 && loopback.check(bare, family === 4 ? "ipv4" : "ipv6");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/**
 * The names under which this service may be asked. A page that has its own name resolve to this address (DNS rebinding)
 * sends its name as Host, and is refused; an address as Host cannot be forged so.
 *
 * @param bound what the server listens on.
 * @param allowed more names, such as that of a proxy before it.
 * @throws HttpProblem 421
 */
export function checkHost({ hostname: host }: URL, bound: string, allowed: readonly string[]): void {
  const own = isLoopback(bound)
    ? isLoopback(host)
    : isLoopback(host) || isIP(host.replace(/^\[|\]$/g, "")) !== 0 || host === hostname().toLowerCase();
  if (!own && host !== bound && !allowed.includes(host))
    throw new HttpProblem(
      421,
      `this service is not asked as '${host.slice(0, 100)}': start it with --allowed-host ${host.slice(0, 100)}`,
    );
}

/**
 * Requests that a browser sends for a page of another origin are refused. There are no cookies to ride on; this guards a
 * service without keys on loopback.
 *
 * @throws HttpProblem 403
 */
export function checkOrigin({ host }: URL, headers: Headers): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const foreign = origin !== null && (!URL.canParse(origin) || new URL(origin).host !== host);
  // Following a link to a page is not a request of another page's scripts.
  const navigation =
    headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
  if (foreign || (site !== null && !["same-origin", "none"].includes(site) && !navigation))
    throw new HttpProblem(403, "requests of pages of another origin are refused");
}
