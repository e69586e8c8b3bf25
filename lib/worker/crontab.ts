import type { CronItemOptions } from "graphile-worker";
import type { JobName } from "#lib/jobs/names.ts";

/** What runs by the clock (UTC, cron notation); legal deadlines are rows that a minute job compares with our clock. */
type Item = {
  readonly task: JobName;
  readonly match: string;
  readonly options?: CronItemOptions;
};

// Added by the first worker that runs again when every one of them stood still at the hour.
const madeUp: CronItemOptions = { backfillPeriod: 24 * 3_600_000 };

/** Each item becomes one job, however many workers run. */
export const crontab: readonly Item[] = [
  { task: "sweep", match: "17 * * * *" },
  // What waited for the morning goes with the minute.
  { task: "send-waiting", match: "* * * * *" },
  { task: "sequence-log", match: "* * * * *" },
  { task: "watch-interest", match: "* * * * *" },
  { task: "keep-deadlines", match: "* * * * *" },
  { task: "ask-registers-again", match: "*/10 * * * *" },
  // Half past nine in the morning in Kazakhstan: a message that may be read at once.
  { task: "warn-of-ends", match: "31 4 * * *", options: madeUp },
  // A quarter of an hour into the day in Kazakhstan, when the last one's papers have ended.
  { task: "expire-privileges", match: "15 19 * * *", options: madeUp },
  // Two in the morning in Kazakhstan.
  { task: "scan-what-waits", match: "3 21 * * *", options: madeUp },
  { task: "pack-months", match: "53 21 * * *", options: madeUp },
  { task: "check-ledger", match: "11 22 * * *", options: madeUp },
  { task: "prepare-statistics", match: "37 22 * * *", options: madeUp },
  // At night in Kazakhstan, when NCA RK's services have the least to do.
  { task: "complete-evidence", match: "41 20 * * *", options: madeUp },
  // Before the operator's working day.
  { task: "watch-trust", match: "29 3 * * *", options: madeUp },
];
