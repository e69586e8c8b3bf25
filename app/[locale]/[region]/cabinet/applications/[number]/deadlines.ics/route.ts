import { portalOrigin, requestFacts } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { loadPortal } from "#app/_request/region.ts";
import { deadlineFile } from "#lib/applications/family-deadlines.ts";
import { calendarType } from "#lib/calendar/ics.ts";
import type { DeedParams } from "../../_deeds/load-deed.ts";

type Context = {
  readonly params: DeedParams;
};

/** «Добавить в календарь»: what waits for the family of one application, for its own calendar. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { number, ...address } = await params;
  const { locale, portal, root } = await loadPortal(address);
  const { actor, now } = await requestFacts();
  const cabinet = `${portalOrigin()}${root}/cabinet`;
  const addressed = { regionId: portal.id, number };
  const made = await deadlineFile(actor, addressed, { locale, cabinet }, now);
  if (!made.ok && made.code === "signed-out") {
    const way = signInPath(
      { locale, regionSlug: portal.slug },
      `${root}/cabinet/applications/${number}`,
    );
    return new Response(null, {
      status: 303,
      headers: { location: way, "cache-control": "no-store" },
    });
  }
  if (!made.ok || made.value === null) {
    return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  }
  return new Response(made.value, {
    headers: {
      "content-type": calendarType,
      "content-disposition": 'attachment; filename="kezek.ics"',
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
