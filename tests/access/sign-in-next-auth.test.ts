import { eq } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { describe, expect, test, vi } from "vitest";
import "./next-request.ts";
import { getActor } from "#app/_request/actor.ts";
import { authOptions } from "#app/api/auth/auth-options.ts";
import { db } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { sessionOf } from "./cabinet-form.ts";
import { signIn, useSignInDesk } from "./sign-in-desk.ts";

useTestDatabase();
useSignInDesk();

/** What next-auth would say about a cookie that names this session. */
async function heard(sid: unknown) {
  const { callbacks } = authOptions();
  const token = await callbacks?.jwt?.({ token: { sid }, user: { id: "" }, account: null });
  const user = { id: "", email: "", emailVerified: null };
  return callbacks?.session?.({
    session: { expires: "", user: {} },
    token: token ?? {},
    user,
    newSession: null,
    trigger: "update",
  });
}

async function signedIn() {
  await signIn();
  const row = await sessionOf(await getActor());
  if (!row) throw new Error("no session");
  return row;
}

describe("next-auth", () => {
  test("has no way in of its own", () => {
    expect(authOptions().providers).toEqual([]);
  });

  test("says the name and the end of an open session, and no IIN", async () => {
    const row = await signedIn();
    expect(await heard(row.id)).toEqual({
      user: { name: "Ким Ольга Сергеевна" },
      expires: row.expiresAt.toISOString(),
    });
  });

  test("knows nobody by a revoked, an ended, an unknown or an absent session", async () => {
    const row = await signedIn();
    await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, row.id));
    const ended = await signedIn();
    await db().update(session).set({ expiresAt: new Date() }).where(eq(session.id, ended.id));
    for (const sid of [row.id, ended.id, "00000000-0000-4000-8000-000000000000", "x", undefined]) {
      await expect(heard(sid)).rejects.toThrow("the session is over");
    }
  });

  test("makes no noise about a cookie that we never wrote, and some about a failure of ours", async () => {
    const { logger } = authOptions();
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const rubbish = await decode({ token: "rubbish", secret: "x" }).catch((error: Error) => error);
    logger?.error?.("JWT_SESSION_ERROR", rubbish instanceof Error ? rubbish : new Error("decoded"));
    expect(write).not.toHaveBeenCalled();
    logger?.error?.("JWT_SESSION_ERROR", new Error("the database is gone"));
    expect(write).toHaveBeenCalledOnce();
    write.mockRestore();
  });

  test("ends the session in the table when it is told to sign out", async () => {
    const row = await signedIn();
    await authOptions().events?.signOut?.({ token: { sid: row.id }, session: { expires: "" } });
    await expect(heard(row.id)).rejects.toThrow("the session is over");
  });

  test("gives the cookie only to TLS where the portal is reached by TLS", () => {
    expect(authOptions().cookies?.sessionToken).toMatchObject({
      name: "next-auth.session-token",
      options: { httpOnly: true, sameSite: "lax", secure: false },
    });
    const { DATABASE_URL: url = "" } = process.env;
    useTestEnvironment({ NEXTAUTH_URL: "https://kezek.example", DATABASE_URL: url });
    expect(authOptions()).toMatchObject({
      useSecureCookies: true,
      cookies: {
        sessionToken: {
          name: "__Host-next-auth.session-token",
          options: { httpOnly: true, sameSite: "lax", secure: true, path: "/" },
        },
      },
    });
    useTestEnvironment({ DATABASE_URL: url });
  });
});
