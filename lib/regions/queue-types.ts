/** The kinds of queue, in the order of the manual's menu; names in the catalogue's `qtype.name.<code>`. */
export const queueTypes = ["general", "special-correctional", "special", "sanatorium"] as const;
export type QueueType = (typeof queueTypes)[number];

export function isQueueType(text: string): text is QueueType {
  return (queueTypes as readonly string[]).includes(text);
}
