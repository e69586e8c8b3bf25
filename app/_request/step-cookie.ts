import { decode, encode } from "next-auth/jwt";
import { cookies } from "next/headers";
import type { z } from "zod";
import { env } from "#lib/platform/env.ts";
import { secureCookies } from "./session-cookie.ts";

// What was typed at one step of a way in and is needed at the next, such as the IIN: sealed, so that it stands in clear
// neither in an address nor on the disk of a shared computer, and gone with the window or after a quarter of an hour.
const lifeSeconds = 15 * 60;

function name(): string {
  return `${secureCookies() ? "__Host-" : ""}kezek-step`;
}

const options = () =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() }) as const;

/** What the step before left, if it is of this kind and shape and not too old; null otherwise. */
export async function readStep<T>(kind: string, shape: z.ZodType<T>): Promise<T | null> {
  const token = (await cookies()).get(name())?.value;
  if (token === undefined) return null;
  try {
    const content = await decode({ token, secret: env().NEXTAUTH_SECRET, salt: "step" });
    if (content?.["kind"] !== kind) return null;
    const read = shape.safeParse(content["value"]);
    return read.success ? read.data : null;
  } catch {
    // Old, or sealed with another key: the same as none.
    return null;
  }
}

/** Leaves something for the next step; there is one at a time. Only in an action or a route. */
export async function writeStep(kind: string, value: unknown): Promise<void> {
  const token = await encode({
    token: { kind, value },
    secret: env().NEXTAUTH_SECRET,
    salt: "step",
    maxAge: lifeSeconds,
  });
  (await cookies()).set(name(), token, options());
}

/** Takes it away. Only in an action or a route. */
export async function dropStep(): Promise<void> {
  (await cookies()).set(name(), "", { ...options(), maxAge: 0 });
}
