import { isIP } from "node:net";
import { isLoopback } from "./origin.js";

/**
 * By what the requests of an address are counted: one of IPv4 by itself, also where IPv6 carries it (::ffff:192.0.2.1); one
 * of IPv6 by its /64, of which a single subscriber has all 2^64; this machine's as one.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/, "");
  if (isIP(bare) === 0) return address;
  if (isLoopback(bare)) return "loopback";
  if (isIP(bare) === 4) return bare;
  const groups = groupsOf(bare);
  if (groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff")
    return groups
      .slice(6)
      .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
      .join(".");
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** The eight groups of an IPv6 address, in lower case without leading zeros. */
function groupsOf(address: string): string[] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = [], tail] = canonical
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  if (tail === undefined) return head;
  return [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
}
