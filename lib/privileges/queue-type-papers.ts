import type { QueueType } from "#lib/regions/queue-types.ts";
import type { PaperRequirement } from "./categories.ts";

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
