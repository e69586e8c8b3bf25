import { notFound } from "next/navigation";

import type { PortalPageProps } from "#app/_request/page-props.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { isQueueType, type QueueType } from "#lib/regions/queue-types.ts";

/** What Next hands to the pages and routes of one kind of application. */
export type TypeParams = {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly queueType: string;
  }>;
};

export type TypePageProps = TypeParams & Pick<PortalPageProps, "searchParams">;

export type TypePage = PortalPage & { readonly queueType: QueueType };

/** The portal, the language and the kind of queue that an address names; «not found» when it names none. */
export async function loadType({ params }: TypeParams): Promise<TypePage> {
  const { locale, region, queueType } = await params;
  const place = await loadPortal({ locale, region });
  if (!isQueueType(queueType)) notFound();
  return { ...place, queueType };
}
