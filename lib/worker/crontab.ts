import type { JobName } from "#lib/jobs/names.ts";

/** What runs by the clock (UTC, cron notation); legal deadlines are rows that a minute job compares with our clock. */
export const crontab: readonly { readonly task: JobName; readonly match: string }[] = [
  { task: "sweep", match: "17 * * * *" },
  // Two in the morning in Kazakhstan.
  { task: "scan-what-waits", match: "3 21 * * *" },
  // At night in Kazakhstan, when NCA RK's services have the least to do.
  { task: "complete-evidence", match: "41 20 * * *" },
];
