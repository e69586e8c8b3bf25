import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "../auth-options.ts";

type Context = { readonly params: Promise<{ nextauth: string[] }> };

// Of next-auth's addresses only these mean something here; its sign-in pages and callbacks are not the portal's.
const served: Readonly<Record<string, readonly string[]>> = {
  GET: ["session", "csrf", "providers"],
  POST: ["signout"],
};

async function answer(request: NextRequest, context: Context): Promise<Response> {
  const [action = "", ...rest] = (await context.params).nextauth;
  if (rest.length > 0 || !(served[request.method] ?? []).includes(action)) {
    return Response.json({ code: "not-found" }, { status: 404 });
  }
  // Its types do not say what the route handler answers with.
  const answered: unknown = await NextAuth(request, context, authOptions());
  if (!(answered instanceof Response)) throw new Error("next-auth gave no answer");
  return answered;
}

export { answer as GET, answer as POST };
