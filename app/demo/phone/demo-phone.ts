import type { Phone } from "#lib/demo/fake-phone.ts";
import { env } from "#lib/platform/env.ts";

/** The demo's telephone knows this portal and no other, so it asks nothing of strangers. */
export function demoPhone(): Phone {
  return {
    portals: [new URL(env().NEXTAUTH_URL).origin],
    wire: (address, init) => fetch(address, init),
  };
}
