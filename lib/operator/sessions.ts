import { parseArgs } from "node:util";
import { closeDb } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { readBelievedIin } from "#lib/identity/iin.ts";
import { endSessionsOf } from "#lib/sign-in/end-sessions.ts";
import { usePortalEnvironment } from "./portal-environment.ts";

/**
 * `kezek sessions end`: signs a person out everywhere, whoever sits there.
 * @returns 0 done (also where none was open), 1 refused, 2 wrong usage
 */
export async function sessionsEnd(argv: string[]): Promise<number> {
  const given = read(argv);
  if (given === null) {
    process.stderr.write("kezek sessions end IIN --ground TEXT [--json]\n");
    return 2;
  }
  const { iin, ground, json } = given;
  if (!usePortalEnvironment()) {
    const words = "There is no database: set DATABASE_URL or start npm run demo";
    return refused("no-database", words, json);
  }
  try {
    const ended = await endSessionsOf({ iin, ground }, await currentInstant());
    if (!ended.ok) return refused(ended.code, "Nobody in this portal has this IIN", json);
    const words = `Sessions ended: ${ended.value}`;
    process.stdout.write(
      json ? `${JSON.stringify({ ok: true, ended: ended.value })}\n` : `${words}\n`,
    );
    return 0;
  } finally {
    await closeDb();
  }
}

function read(argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { ground: { type: "string" }, json: { type: "boolean" } },
      allowPositionals: true,
    });
    const iin = positionals.length === 1 ? readBelievedIin(positionals[0] ?? "") : null;
    const ground = (values.ground ?? "").trim();
    if (iin === null || ground === "" || ground.length > 500) return null;
    return { iin, ground, json: values.json === true };
  } catch {
    return null;
  }
}

function refused(code: string, detail: string, json: boolean): number {
  if (json) process.stdout.write(`${JSON.stringify({ ok: false, code, detail })}\n`);
  else process.stderr.write(`${detail}\n`);
  return 1;
}
