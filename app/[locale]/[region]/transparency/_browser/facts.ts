/** The words of codes in a leaf, by field and code. */
export type FactWords = {
  readonly event: Readonly<Record<string, string>>;
  readonly class: Readonly<Record<string, string>>;
};

/** What a whole receipt says of its event, by the names of the places on the page. */
export function factsOf(text: string, words: FactWords): Readonly<Record<string, string>> {
  const receipt: { readonly leaf: string; readonly checkpoint: string } = JSON.parse(text);
  const leaf: Readonly<Record<"event" | "entry" | "registeredAt" | "class" | "cohort", string>> =
    JSON.parse(receipt.leaf);
  const signed = /^time (\S+)$/m.exec(receipt.checkpoint)?.[1] ?? "";
  return {
    event: words.event[leaf.event] ?? leaf.event,
    entry: leaf.entry,
    registered: timeOf(leaf.registeredAt),
    cohort: String(leaf.cohort),
    class: words.class[leaf.class] ?? leaf.class,
    head: timeOf(signed),
  };
}

/** `22.11.2026, 23:29:36` in UTC+5, whatever the clock of the device says. */
function timeOf(instant: string): string {
  const at = new Date(Date.parse(instant) + 18_000_000).toISOString();
  return `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)}, ${at.slice(11, 19)}`;
}
