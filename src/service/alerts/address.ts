/** Where notices may be sent: not to this machine or its network, unless its owner says so (server-side request forgery). */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

export interface Address {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (host: string) => Promise<readonly Address[]>;

/** The destination's address is not one that may be sent to. */
export class TargetRefused extends Error {
  override readonly name = "TargetRefused";
}

export const systemResolve: Resolve = (host) => lookup(host, { all: true });

/**
 * The addresses to connect to, and to no other: a name that is looked up again could answer otherwise (DNS rebinding). Every
 * address that the name has must be public.
 *
 * @throws TargetRefused
 */
export async function addressesOf(
  url: URL,
  allowPrivate: boolean,
  resolve: Resolve,
): Promise<readonly Address[]> {
  checkForm(url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  const addresses = family === 0 ? await resolved(host, resolve) : [{ address: host, family }];
  const hidden = addresses.find(({ address }) => isPrivate(address));
  if (hidden !== undefined && !allowPrivate)
    throw new TargetRefused(
      `${host} is at ${hidden.address}, a private address: start the service with --allow-private-targets to send there`,
    );
  return addresses;
}

/** @throws TargetRefused */
function checkForm({ protocol, username, password }: URL): void {
  if (protocol !== "http:" && protocol !== "https:")
    throw new TargetRefused(`expected a URL of http or https, got ${protocol}`);
  if (username !== "" || password !== "")
    throw new TargetRefused("expected a URL without a user and password");
}

async function resolved(host: string, resolve: Resolve): Promise<readonly Address[]> {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new Error(`${host} has no address`);
  return addresses;
}

/** Everything that IANA's registries of special-purpose addresses (RFC 6890) do not have as globally reachable. */
export function isPrivate(address: string): boolean {
  const family = isIP(address);
  return family === 4 ? special4.check(address) : family === 0 || special6.check(address, "ipv6");
}

const V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Public by its number, and answered inside of Azure: its metadata.
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

/** With the prefixes that carry an IPv4 address: mapped, translated (NAT64), 6to4 and Teredo. */
const V6 = [
  ["::", 96],
  ["::ffff:0:0", 96],
  ["::ffff:0:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const;

// Two lists: in one, every IPv4 address would be taken for one that IPv6 maps.
const special4 = new BlockList();
for (const [net, prefix] of V4) special4.addSubnet(net, prefix);
const special6 = new BlockList();
for (const [net, prefix] of V6) special6.addSubnet(net, prefix, "ipv6");
