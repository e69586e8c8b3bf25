import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freePort } from "#lib/platform/free-port.ts";
import { type Child, finished, listening, pin, serverCore, start } from "./child.ts";
import { linkPackages } from "./packages.ts";

// The baseline: the smallest application of the same Next.js and React, made anew at each run. Without a configuration
// and a package.json of its own it would take the portal's.

const files: Readonly<Record<string, string>> = {
  "package.json": `{ "name": "empty", "private": true, "type": "module" }`,
  "next.config.mjs": `export default {
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ["postgres"],
};`,
  "postcss.config.mjs": `export default { plugins: {} };`,
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="kk"><body>{children}</body></html>;
}`,
  "app/page.jsx": `export default function Page() { return <main><h1>Empty</h1></main>; }`,
  // One query for the session, behind a proxy that does for it what the portal's does.
  "proxy.js": `import { NextResponse } from "next/server";
export function proxy(request) {
  const policy = "script-src 'self' 'nonce-" + crypto.randomUUID() + "' 'strict-dynamic'";
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}
export const config = { matcher: ["/session", "/table"] };`,
  "app/session.js": `import postgres from "postgres";
const sql = (globalThis.sql ??= postgres(process.env.DATABASE_URL ?? "postgres://nobody", { max: 8 }));
export async function person(id) {
  const rows = await sql\`select p.surname from session s join person p on p.id = s.person_id where s.id = \${id}\`;
  return rows[0]?.surname ?? "nobody";
}`,
  "app/session/page.jsx": `import { cookies } from "next/headers";
import { person } from "../session.js";
export const dynamic = "force-dynamic";
export default async function Page() {
  const name = await person((await cookies()).get("sid").value);
  return <main><h1>{name}</h1></main>;
}`,
  // Controls: what must be found too slow, too heavy, or missing without JavaScript.
  "app/table/page.jsx": `import { cookies } from "next/headers";
import { person } from "../session.js";
export const dynamic = "force-dynamic";
export default async function Page() {
  const name = await person((await cookies()).get("sid").value);
  return <main><table><tbody>{Array.from({ length: 200 }, (_, row) => <tr key={row}>
    {Array.from({ length: 6 }, (_, cell) => <td key={cell}>{name} {row} {cell}</td>)}
  </tr>)}</tbody></table></main>;
}`,
  "app/heavy/page.jsx": `import { Heavy } from "./heavy.jsx";
export default function Page() { return <main><Heavy /></main>; }`,
  "app/heavy/heavy.jsx": `"use client";
import { z } from "zod";
export function Heavy() {
  return <p onClick={() => z.strictObject({ a: z.iso.date(), b: z.email() }).parse({})}>Heavy</p>;
}`,
  "app/late/page.jsx": `import { Late } from "./late.jsx";
export default function Page() { return <main><h1>Late</h1><Late /></main>; }`,
  "app/late/late.jsx": `"use client";
import { useEffect, useState } from "react";
export function Late() {
  const [text, setText] = useState("");
  useEffect(() => setText("Came with the script"), []);
  return <p>{text}</p>;
}`,
};

export type EmptyApp = {
  /** Its address, e.g. `http://127.0.0.1:40001`. */
  readonly url: string;
  /** Seconds. */
  readonly built: number;
  /** Seconds until it took connections. */
  readonly started: number;
  stop(): Promise<void>;
};

const next = "node_modules/next/dist/bin/next";

/** Writes, builds and starts it in `folder`, which must lie on the project's disk to share its packages. */
export async function emptyApp(folder: string, databaseUrl?: string): Promise<EmptyApp> {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `${text}\n`);
  }
  linkPackages(folder);
  const began = performance.now();
  await finished(start([next, "build"], { cwd: folder }));
  const built = (performance.now() - began) / 1000;

  const port = await freePort();
  const starting = performance.now();
  const child: Child = start([next, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: folder,
    env: databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl },
  });
  await listening(child, port);
  const started = (performance.now() - starting) / 1000;
  if (child.process.pid !== undefined) pin(child.process.pid, serverCore);
  return { url: `http://127.0.0.1:${port}`, built, started, stop: () => child.stop() };
}
