import { statisticsOf } from "#lib/reports/views.ts";
import type { Cell } from "#lib/reports/small-cells.ts";
import { smallest } from "#lib/reports/small-cells.ts";
import type { QueueFigures } from "#lib/reports/statistics.ts";
import { jsonAnswer, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

/** How many wait, came and left, and how the forecasts have done: the figures of the statistics page. */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const statistics = await statisticsOf(portal.id);
  if (statistics === null) return problem(404, "no-statistics");
  const { madeAt, queues, tested } = statistics;
  const body = {
    region: portal.slug,
    madeAt: madeAt.toISOString(),
    smallest,
    queues: queues.map(({ queueType, district, ...figures }) => ({
      queueType,
      district,
      ...published(figures),
    })),
    forecast: tested && { share: 0.8, ...tested },
  };
  const etag = `"${portal.id}-${madeAt.getTime()}"`;
  if (request.headers.get("if-none-match") === etag) return jsonAnswer(null, "nightly", etag);
  return jsonAnswer(body, "nightly", etag);
}

/** Null where a number is not told. */
const numberOf = (cell: Cell): number | null => (typeof cell === "number" ? cell : null);

function published({ waiting, months }: QueueFigures) {
  return {
    waiting: {
      total: numberOf(waiting.total),
      cohorts: waiting.cohorts.map(({ cohort, total, classes }) => ({
        cohort,
        total: numberOf(total),
        classes: {
          extraordinary: numberOf(classes.extraordinary),
          "first-priority": numberOf(classes["first-priority"]),
          ordinary: numberOf(classes.ordinary),
        },
      })),
    },
    months: months.map(({ month, joined, placed, left }) => ({
      month,
      joined: numberOf(joined),
      placed: numberOf(placed),
      left: numberOf(left),
    })),
  };
}
