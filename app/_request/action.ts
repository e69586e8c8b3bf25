import { headers } from "next/headers";
import { currentInstant } from "#db/demo-clock.ts";
import type { Actor } from "#lib/access/actor.ts";
import { env } from "#lib/platform/env.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import { describeDevice } from "#lib/sign-in/device.ts";
import { getActor } from "./actor.ts";
import { loadPortal, type PortalPage } from "./region.ts";

export type RequestFacts = {
  readonly actor: Actor;
  /** The portal's «now», an instant. */
  readonly now: Date;
  readonly requestId: string | null;
  /** The visitor's network address as far as our proxies can be believed; empty when unknown. */
  readonly address: string;
  /** «Chrome · Windows», or empty. */
  readonly device: string;
};

/** What every command is told about the request it serves, in actions and routes alike. */
export async function requestFacts(): Promise<RequestFacts> {
  const [actor, now, headerList] = await Promise.all([getActor(), currentInstant(), headers()]);
  const context = requestContext();
  return {
    actor,
    now,
    requestId: context?.requestId ?? null,
    address: context?.clientIp ?? "",
    device: describeDevice(headerList.get("user-agent")),
  };
}

/**
 * The beginning of every server action. Language and region come from bound arguments, which anybody can change: they
 * are looked up like an address of the portal, and an unknown one is «not found».
 */
export async function beginAction(
  locale: unknown,
  regionSlug: unknown,
): Promise<RequestFacts & PortalPage> {
  const place = await loadPortal({ locale: String(locale), region: String(regionSlug) });
  return { ...(await requestFacts()), ...place };
}

/** Scheme, host and port under which people reach the portal; never taken from a header, which a visitor can write. */
export function portalOrigin(): string {
  return new URL(env().NEXTAUTH_URL).origin;
}
