import type { Env } from "#lib/platform/env.ts";

// A browser names the address at which it takes messages, so a visitor decides where the portal calls. It calls the
// services of the browsers' makers and nobody else, by TLS, without following where they send it on.

/** Chrome and its kin, Firefox, Safari, Edge. `*.`: every name below. */
const knownPushHosts: readonly string[] = [
  "fcm.googleapis.com",
  "*.push.services.mozilla.com",
  "*.push.apple.com",
  "*.notify.windows.com",
];

type Settings = Pick<Env, "PUSH_HOSTS" | "APP_ENV">;

/** Whether the portal may call this address. Pure. */
export function mayCallPushEndpoint(endpoint: string, { PUSH_HOSTS, APP_ENV }: Settings): boolean {
  if (endpoint.length > 1_000 || !URL.canParse(endpoint)) return false;
  const { protocol, username, password, host, hostname } = new URL(endpoint);
  if (username !== "" || password !== "") return false;
  // Only a test has its push service on this machine.
  const near = APP_ENV !== "production" && protocol === "http:" && hostname === "127.0.0.1";
  if (protocol !== "https:" && !near) return false;
  const hosts = PUSH_HOSTS.length > 0 ? PUSH_HOSTS : knownPushHosts;
  return hosts.some((each) =>
    // `host` has the port where it is not the usual one, so a strange port is a strange host.
    each.startsWith("*.") ? host.endsWith(each.slice(1)) : host === each,
  );
}
