// What a browser may do with our pages. Static pages are allowed their inline scripts by hash (the front computes
// them), dynamic ones by nonce (proxy.ts): docs/security.md tells the whole picture.

export type Destinations = {
  /** Address of NCALayer on the parent's computer, `wss://127.0.0.1:13579` as a rule. */
  readonly ncalayerUrl: string;
  /** Origin of the object storage that browsers upload to, when there is one. */
  readonly storageOrigin?: string | undefined;
  /** `next dev` evaluates code and talks to itself by WebSocket. */
  readonly development?: boolean;
};

// react-aria inserts one constant <style> element.
const reactAriaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

// ncalayer-js-client also looks for KAZTOKEN's own program, even when it is told not to use it.
const kaztokenUrl = "https://127.0.0.1:24680";

/** The policy of a static or cached page: `scriptHashes` are those of its inline scripts, as `sha256-…`. */
export function staticPolicy(scriptHashes: readonly string[], to: Destinations): string {
  const scripts = ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)];
  return policy(scripts, ["'self'", reactAriaStyle], to);
}

/** The policy of a page made for one request. */
export function dynamicPolicy(nonce: string, to: Destinations): string {
  return policy(
    ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'"],
    ["'self'", `'nonce-${nonce}'`, reactAriaStyle],
    to,
  );
}

/** The policy of an answer that is no page: a file, JSON, an error of the front. */
export const nothingPolicy = "default-src 'none'; frame-ancestors 'none'";

function policy(scripts: readonly string[], styles: readonly string[], to: Destinations): string {
  const storage = to.storageOrigin ? [to.storageOrigin] : [];
  const directives: Record<string, readonly string[]> = {
    "default-src": ["'self'"],
    "script-src": to.development ? [...scripts, "'unsafe-eval'"] : scripts,
    "style-src": to.development ? ["'self'", "'unsafe-inline'"] : styles,
    "img-src": ["'self'", "blob:", "data:", ...storage],
    "font-src": ["'self'"],
    "connect-src": [
      "'self'",
      ...ncalayerAddresses(to.ncalayerUrl),
      ...storage,
      ...(to.development ? ["ws:"] : []),
    ],
    "form-action": ["'self'", ...storage],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}

function ncalayerAddresses(ncalayerUrl: string): string[] {
  // A source without a path allows every path, and the library asks for «/».
  return [ncalayerUrl.replace(/\/+$/, ""), kaztokenUrl];
}

/** Headers of every answer. `secure`: the portal is reached by https only. */
export function commonHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    // Never no-referrer: Chromium then sends `Origin: null` with forms without JavaScript, and each would be refused.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    // The list of kindergartens may ask where the reader is, to count distances in the browser (nobody is told).
    // NCALayer is a program on the parent's computer: our own pages may ask for the way to it, frames in them may not.
    "Permissions-Policy":
      "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), local-network-access=(self), loopback-network=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    ...(secure ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
