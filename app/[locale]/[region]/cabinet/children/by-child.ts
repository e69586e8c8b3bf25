import type { JournalLine } from "#lib/applications/journal.ts";

type Child = {
  readonly childId: string;
  readonly name: JournalLine["childName"];
  readonly lines: readonly JournalLine[];
};

/** The applications under the child they are for; children and applications in the order in which they come. */
export function byChild(lines: readonly JournalLine[]): readonly Child[] {
  const groups = Map.groupBy(lines, (line) => line.childId);
  return [...groups].flatMap(([childId, own]) => {
    const [first] = own;
    return first === undefined ? [] : [{ childId, name: first.childName, lines: own }];
  });
}
