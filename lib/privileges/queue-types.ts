import type { PaperRequirement } from "./categories.ts";

/** The kinds of queue, in the order of the manual's menu; names in the catalogue's `qtype.name.<code>`. */
export const queueTypes = ["general", "special-correctional", "special", "sanatorium"] as const;
export type QueueType = (typeof queueTypes)[number];

export function isQueueType(text: string): text is QueueType {
  return (queueTypes as readonly string[]).includes(text);
}

/**
 * What a child needs to stand in the queue at all: the conclusion of the psychological, medical and pedagogical
 * consultation for special groups, of the medical commission for sanatorium groups. Neither term of validity was found.
 */
export const queueTypePapers: Readonly<Record<QueueType, readonly PaperRequirement[]>> = {
  general: [],
  "special-correctional": [{ code: "pmpk-conclusion", validMonths: null }],
  special: [{ code: "pmpk-conclusion", validMonths: null }],
  sanatorium: [{ code: "vkk-conclusion", validMonths: null }],
};
