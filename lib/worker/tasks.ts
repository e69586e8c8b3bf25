import { db } from "#db/client.ts";
import type { JobName, JobPayload } from "#lib/jobs/names.ts";
import { sweepAttempts } from "#lib/platform/rate-limit.ts";

export type Tasks = { readonly [Name in JobName]?: (payload: JobPayload<Name>) => Promise<void> };

/**
 * Which room does which job. A task may run twice (a worker can die after the work and before saying so): each one
 * looks first whether its work is done already.
 */
export const tasks: Tasks = {
  sweep: () => sweepAttempts(db(), new Date()),
};
