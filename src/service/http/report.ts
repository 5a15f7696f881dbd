/** A report shown beside the dashboard: one page that needs nothing else, under a policy that allows its own styles alone. */
import { createHash } from "node:crypto";
import { securityHeaders } from "./security/headers.js";

/** The report's page; undefined while it is being made. */
export type Report = () => string | undefined;

export function reportPage(page: string): Response {
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "content-security-policy": policyOf(page),
    },
  });
}

/** As that of the service's pages, with the hashes of the page's own styles in the place of its files and its scripts. */
function policyOf(page: string): string {
  const elements = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style!);
  const attributes = [...page.matchAll(/\sstyle="([^"]*)"/g)].map(([, style]) => decoded(style!));
  const hashes = [...new Set([...elements, ...attributes])].map(
    (style) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  );
  const own: Readonly<Record<string, string>> = {
    "script-src": "'none'",
    // A hash is for elements; "unsafe-hashes" lets the same hashes count for style attributes.
    "style-src": hashes.length === 0 ? "'none'" : `'unsafe-hashes' ${hashes.join(" ")}`,
    "connect-src": "'none'",
  };
  return securityHeaders["content-security-policy"]!.split("; ")
    .map((directive) => {
      const [name] = directive.split(" ") as [string];
      return name in own ? `${name} ${own[name]}` : directive;
    })
    .join("; ");
}

const decoded = (attribute: string): string =>
  attribute
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, "<")
    .replace(/&amp;/g, "&");
