import { currentInstant } from "#db/demo-clock.ts";
import { readBelievedIin } from "#lib/identity/iin.ts";
import { endSessionsOf } from "#lib/sign-in/end-sessions.ts";
import { exit, read, refused, say, textOf, withPortal, wrong } from "./command-line.ts";

/**
 * `kezek sessions end`: signs a person out everywhere, whoever sits there.
 * @returns 0 done (also where none was open), 1 refused, 2 wrong usage
 */
export async function sessionsEnd(argv: string[]): Promise<number> {
  const given = read(argv, { ground: { type: "string" }, json: { type: "boolean" } });
  const [typed, ...more] = given?.positionals ?? [];
  const iin = readBelievedIin(typed ?? "");
  const ground = textOf(given?.values["ground"]).trim();
  if (iin === null || ground === "" || ground.length > 500 || more.length > 0) {
    return wrong("kezek sessions end IIN --ground TEXT [--json]");
  }
  const json = given?.values["json"] === true;
  return await withPortal(json, async () => {
    const ended = await endSessionsOf({ iin, ground }, await currentInstant());
    if (!ended.ok) return refused(ended.code, "Nobody in this portal has this IIN", json);
    say({ ok: true, ended: ended.value }, `Sessions ended: ${ended.value}`, json);
    return exit.done;
  });
}
