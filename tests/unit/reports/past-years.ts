import type { Flow, Flows } from "#db/schema/reports.ts";
import { plusMonths, yearOf } from "#lib/reports/months.ts";

const seasons = [3, 3, 3, 3, 5, 8, 24, 27, 10, 6, 4, 4];

/** Months of a region that gives `yearly` places to each age from two to five, most of them in July and August. */
export function history(yearly: number, count = 24, from = "2024-11"): Flows {
  const flow = (placed: number, waiting: number): Flow => ({ waiting, joined: 4, placed, left: 3 });
  const cohorts = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026].map((cohort) => {
    const months = (share: number, waiting: number) =>
      Array.from({ length: count }, (_, i) => {
        const month = plusMonths(from, i);
        const age = yearOf(month) - cohort;
        const season = seasons[Number(month.slice(5, 7)) - 1] ?? 0;
        const places = age >= 2 && age <= 5 ? Math.round((yearly * share * season) / 100) : 0;
        return flow(places, waiting);
      });
    const classes = {
      extraordinary: months(0.05, 20),
      "first-priority": months(0.25, 120),
      ordinary: months(0.7, 900),
    };
    return { cohort, classes };
  });
  return { from, count, cohorts };
}
