import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { type InboxMessage, openMessage } from "#lib/notifications/inbox.ts";
import { answerWithStatus } from "#lib/platform/answer-status.ts";
import { CabinetPage } from "../../_shell/cabinet-page.tsx";
import { leave } from "../../actions.ts";
import { deedAddress } from "../deed-address.ts";
import { DeliveryLine } from "../delivery.tsx";

type MessagePageProps = Pick<PortalPageProps, "searchParams"> & {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly id: string;
  }>;
};

export async function generateMetadata({ params }: MessagePageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.inbox");
}

/** One message whole; opening it is reading it. */
export default async function MessagePage({ params }: MessagePageProps) {
  const { id, ...address } = await params;
  const place = await loadPortal(address);
  const { locale, portal, root } = place;
  const path = `/cabinet/inbox/${id}`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}${path}`);
  const opened = await openMessage(actor, { id, locale }, await currentInstant());
  if (!opened.ok && opened.code === "signed-out") redirect(signInPath(portalPath, root + path));
  if (!opened.ok) return <NotHere place={place} path={path} />;
  const message = opened.value;
  const t = translator(locale);
  const inbox = { label: t("inbox.title"), href: `${root}/cabinet/inbox` };
  return (
    <CabinetPage
      still
      place={place}
      path={path}
      section="inbox"
      title={message.subject}
      lead={
        <time dateTime={message.createdAt.toISOString()}>
          {formatDateTimeLong(locale, message.createdAt)}
        </time>
      }
      crumbs={[inbox]}
    >
      <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-6">
        <p>{whole(message.body)}</p>
        {message.application !== null && (
          <p>
            <LinkButton href={deedAddress(locale, message.application)} wide>
              {t(message.application.words)}
            </LinkButton>
          </p>
        )}
        <section aria-labelledby="delivery" className="grid gap-2">
          <h2 id="delivery" className="text-lg">
            {t("inbox.delivery")}
          </h2>
          <DeliveryLine locale={locale} message={message} />
          {wantsContacts(message) && (
            <p>
              <Link href={`${root}/cabinet/profile`} className="inline-flex min-h-11 items-center">
                {t("inbox.mendContacts")}
              </Link>
            </p>
          )}
        </section>
        <p>
          <Link href={inbox.href} className="inline-flex min-h-11 items-center">
            {t("inbox.all")}
          </Link>
        </p>
      </div>
    </CabinetPage>
  );
}

/**
 * A message of somebody else, or of nobody: one answer for both, for who was written to is nobody's business. The
 * address stays for whoever signs in next.
 */
function NotHere({ place, path }: { readonly place: PortalPage; readonly path: string }) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  answerWithStatus(404);
  return (
    <CabinetPage
      still
      place={place}
      path={path}
      section="inbox"
      title={t("inbox.notHere.title")}
      lead={t("inbox.notHere.text")}
      crumbs={[{ label: t("inbox.title"), href: `${root}/cabinet/inbox` }]}
    >
      <div className="flex max-w-text flex-wrap items-center gap-x-6 gap-y-3">
        <LinkButton href={`${root}/cabinet/inbox`}>{t("inbox.all")}</LinkButton>
        <form action={leave.bind(null, locale, portal.slug, `${root}${path}`)}>
          <Button look="secondary">{t("inbox.notHere.other")}</Button>
        </form>
      </div>
    </CabinetPage>
  );
}

/** A phone or an address may be wrong, or there is none at all. */
function wantsContacts({ deliveries, forgotten }: InboxMessage): boolean {
  const byHand = deliveries.filter(({ channel }) => channel !== "push");
  return !forgotten && (byHand.length === 0 || byHand.some(({ state }) => state === "failed"));
}
