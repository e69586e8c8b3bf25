import { currentInstant } from "#db/demo-clock.ts";
import { readBelievedIin } from "#lib/identity/iin.ts";
import { blocksOf, liftRecovery } from "#lib/sign-in/recovery-lift.ts";
import { exit, read, refused, say, textOf, withRegion, wrong } from "./command-line.ts";

const liftUsage = "IIN --region SLUG --by OFFICER_IIN --ground TEXT [--settle] [--json]";
const listUsage = "--region SLUG [--json]";

/**
 * `kezek recovery lift`: opens the update of the phone by questions again for somebody whose papers an officer of the
 * region has seen. `--settle`: the number given by answers is the person's own, the 72 hours end.
 * @returns 0 done (also where nothing was closed), 1 refused, 2 wrong usage
 */
export async function recoveryLift(argv: string[]): Promise<number> {
  const given = read(argv, {
    region: { type: "string" },
    by: { type: "string" },
    ground: { type: "string" },
    settle: { type: "boolean" },
    json: { type: "boolean" },
  });
  const [typed, ...more] = given?.positionals ?? [];
  const iin = readBelievedIin(typed ?? "");
  const by = readBelievedIin(textOf(given?.values["by"]));
  const ground = textOf(given?.values["ground"]).trim();
  if (iin === null || by === null || ground === "" || ground.length > 500 || more.length > 0) {
    return wrong(`kezek recovery lift ${liftUsage}`);
  }
  const json = given?.values["json"] === true;
  return withRegion(textOf(given?.values["region"]), json, async (regionId) => {
    const settle = given?.values["settle"] === true;
    const done = await liftRecovery({ regionId, iin, by, ground, settle }, await currentInstant());
    if (!done.ok) return refused(done.code, refusals[done.code], json);
    const { lifted, settled } = done.value;
    const words = [
      lifted ? "The update by questions is open again." : "It was not closed.",
      ...(settled ? ["The number is settled."] : []),
    ];
    say({ ok: true, ...done.value }, words.join(" "), json);
    return exit.done;
  });
}

/** `kezek recovery list`: the closed ways of a region; of an IIN that has no cabinet only its pseudonym is known. */
export async function recoveryList(argv: string[]): Promise<number> {
  const given = read(argv, { region: { type: "string" }, json: { type: "boolean" } });
  if (given === null || given.positionals.length > 0) {
    return wrong(`kezek recovery list ${listUsage}`);
  }
  const json = given.values["json"] === true;
  return withRegion(textOf(given.values["region"]), json, async (regionId) => {
    const blocks = await blocksOf(regionId);
    const lines = blocks.map(({ iin, since, here, ground }) =>
      [since.toISOString(), iin ?? "nobody here", here ? "" : "asked elsewhere", ground ?? ""]
        .filter(Boolean)
        .join("  "),
    );
    say({ ok: true, blocks }, lines.join("\n") || "Nothing is closed.", json);
    return exit.done;
  });
}

const refusals = {
  "not-granted": "This officer holds no role in the region that may lift a block",
  "not-here": "The block belongs to another region, and the person has no cabinet in this one",
} as const;
