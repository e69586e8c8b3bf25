export const dynamic = "force-dynamic";

/** The process runs and answers. Says nothing about what it depends on: a restart would not mend that. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
