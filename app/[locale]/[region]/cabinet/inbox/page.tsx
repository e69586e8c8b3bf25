import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { Plain } from "#app/_ui/plain.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { pushKey } from "#lib/messaging/transport.ts";
import { type InboxMessage, myInbox } from "#lib/notifications/inbox.ts";
import { pushBrowsers } from "#lib/notifications/push-subscriptions.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { readAll } from "./actions.ts";
import { deedAddress } from "./deed-address.ts";
import { DeliveryLine } from "./delivery.tsx";
import { PushPanel } from "./push-panel.tsx";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.inbox");
}

/** Everything the portal has told the person, the newest first, and what became of it on the way. */
export default async function InboxPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const here = `${root}/cabinet/inbox`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, here);
  const query = await searchParams;
  const cursor = queryValue(query, "before") ?? null;
  const now = await currentInstant();
  const [inbox, browsers] = await Promise.all([
    myInbox(actor, { locale, cursor }, now),
    pushBrowsers(actor),
  ]);
  if (!inbox.ok || !browsers.ok) redirect(signInPath(portalPath, here));
  const t = translator(locale);
  const { messages, next, unread } = inbox.value;
  return (
    <CabinetPage
      still
      place={place}
      path="/cabinet/inbox"
      section="inbox"
      title={t("inbox.title")}
      lead={messages.length === 0 ? undefined : t("inbox.intro")}
    >
      <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-6">
        {queryValue(query, "push") === "off" && (
          <Alert tone="done">
            <p>{t("inbox.push.removed")}</p>
          </Alert>
        )}
        {unread > 0 && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="font-semibold">{t("inbox.unread", { n: unread })}</p>
            <form action={readAll.bind(null, locale, portal.slug)}>
              <Button look="secondary">{t("inbox.readAll")}</Button>
            </form>
          </div>
        )}
        {messages.length === 0 ? (
          <EmptyState title={t("empty.inbox")} text={t("inbox.emptyText")} />
        ) : (
          <Plain>
            <ul className="divide-y divide-line border-y border-line">
              {messages.map((message) => (
                <li key={message.id}>
                  <MessageRow place={place} message={message} />
                </li>
              ))}
            </ul>
          </Plain>
        )}
        {(next !== null || cursor !== null) && (
          <Pagination
            label={t("inbox.all")}
            previous={cursor === null ? undefined : { href: here, label: t("inbox.latest") }}
            next={
              next === null
                ? undefined
                : {
                    href: `${here}?before=${encodeURIComponent(next)}`,
                    label: t("inbox.earlier"),
                  }
            }
          />
        )}
        {/* Nobody whose phone came by answers a short while ago switches browsers on or off. */}
        {!actor.onHold && (
          <PushPanel place={place} browsers={browsers.value} publicKey={pushKey()} />
        )}
      </div>
    </CabinetPage>
  );
}

function MessageRow({ place, message }: { place: PortalPage; message: InboxMessage }) {
  const { locale, root } = place;
  const { application } = message;
  const t = translator(locale);
  return (
    <article className="relative grid gap-1.5 py-4 hover:bg-sky-soft">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
        {message.isNew && <Tag tone="sky">{t("inbox.new")}</Tag>}
        <time dateTime={message.createdAt.toISOString()}>
          {formatDateTimeLong(locale, message.createdAt)}
        </time>
        {application !== null && !message.subject.includes(application.number) && (
          <span>{t("inbox.application", { number: application.number })}</span>
        )}
      </p>
      <h2 className={message.isNew ? "text-lg font-semibold" : "text-lg font-normal"}>
        {/* The whole row opens the message. */}
        <a
          href={`${root}/cabinet/inbox/${message.id}`}
          className="text-ink underline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {whole(message.subject)}
        </a>
      </h2>
      <p className="text-ink-soft">{whole(message.body)}</p>
      {application !== null && application.page !== "" && (
        // Above the link that the whole row is.
        <p className="relative z-1 my-1 justify-self-start max-sm:justify-self-stretch">
          <LinkButton href={deedAddress(locale, application)} look="secondary" wide>
            {t(application.words)}
          </LinkButton>
        </p>
      )}
      <DeliveryLine locale={locale} message={message} />
    </article>
  );
}
