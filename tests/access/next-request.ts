import { vi } from "vitest";

// What a server action has of Next: a cookie jar and headers, here in the test's hands. Import before the actions.

type Options = { readonly maxAge?: number };

const jar = new Map<string, string>();
const sent = new Headers({ "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/150.0.0.0" });

vi.mock("next/headers", () => ({
  headers: async () => sent,
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string, options: Options = {}) => {
      if (options.maxAge === 0) jar.delete(name);
      else jar.set(name, value);
    },
  }),
}));

/** The browser's cookies; clearing them makes it another browser. */
export const cookieJar = jar;

/** Where an action redirects to, «404» for not found, or null when it answers; anything else thrown is thrown on. */
export async function destinationOf(action: () => Promise<unknown>): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (thrown) {
    // Next tells a redirect by an error whose digest carries the address: «NEXT_REDIRECT;push;/ru/…;303;».
    const digest = thrown instanceof Error && "digest" in thrown ? String(thrown.digest) : "";
    const [kind, second, address] = digest.split(";");
    if (kind === "NEXT_REDIRECT" && address !== undefined) return address;
    if (kind === "NEXT_HTTP_ERROR_FALLBACK" && second !== undefined) return second;
    throw thrown;
  }
}
