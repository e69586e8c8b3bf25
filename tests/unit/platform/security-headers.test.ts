import { expect, test } from "vitest";
import { destinationsOf } from "#lib/platform/destinations.ts";
import { commonHeaders, dynamicPolicy, staticPolicy } from "#lib/platform/security-headers.ts";

const to = destinationsOf({
  NCALAYER_URL: "wss://127.0.0.1:13579",
  S3_ENDPOINT: "https://s3.example.kz/bucket",
});

function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
}

test.each([staticPolicy(["sha256-abc="], to), dynamicPolicy("n0nce", to)])(
  "no policy allows unsafe code: %s",
  (policy) => {
    expect(policy).not.toContain("unsafe");
    expect(policy).not.toMatch(/[ *]\*|https: |http: /);
    const of = directives(policy);
    expect(of.get("object-src")).toEqual(["'none'"]);
    expect(of.get("base-uri")).toEqual(["'none'"]);
    expect(of.get("frame-ancestors")).toEqual(["'none'"]);
  },
);

test("both let a page talk to NCALayer and to the storage of this installation, and nowhere else", () => {
  for (const policy of [staticPolicy([], to), dynamicPolicy("n", to)]) {
    expect(directives(policy).get("connect-src")).toEqual([
      "'self'",
      "wss://127.0.0.1:13579",
      "https://127.0.0.1:24680",
      "https://s3.example.kz",
    ]);
    expect(directives(policy).get("form-action")).toEqual(["'self'", "https://s3.example.kz"]);
  }
});

test("scripts: by hash on static pages, by nonce on dynamic ones", () => {
  expect(directives(staticPolicy(["sha256-abc="], to)).get("script-src")).toEqual([
    "'self'",
    "'sha256-abc='",
  ]);
  expect(directives(dynamicPolicy("n0nce", to)).get("script-src")).toEqual([
    "'self'",
    "'nonce-n0nce'",
    "'strict-dynamic'",
  ]);
});

test("of the powers of a browser, where it is and the way to NCALayer are left, and to our own pages only", () => {
  const powers = commonHeaders(true)["Permissions-Policy"]?.split(", ") ?? [];
  expect(powers.filter((power) => !power.endsWith("=()"))).toEqual([
    "geolocation=(self)",
    "local-network-access=(self)",
    "loopback-network=(self)",
  ]);
  expect(powers).toContain("camera=()");
});

test("forms without JavaScript keep their origin, and https is asked for only where there is https", () => {
  expect(commonHeaders(true)["Referrer-Policy"]).not.toBe("no-referrer");
  expect(commonHeaders(true)).toHaveProperty("Strict-Transport-Security");
  expect(commonHeaders(false)).not.toHaveProperty("Strict-Transport-Security");
});
