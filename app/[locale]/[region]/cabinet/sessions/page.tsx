import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { readDeviceSecret } from "#app/_request/browser-cookie.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator, type MessageKey } from "#lib/i18n/translate.ts";
import { listDevices } from "#lib/sign-in/device-views.ts";
import { listSessions, type SessionView } from "#lib/sign-in/sessions.ts";
import { leaveEverywhere } from "../actions.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { endOtherSessions, endSession } from "./actions.ts";
import { Devices } from "./devices.tsx";
import { NotYou } from "./not-you.tsx";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.sessions");
}

/** Where the cabinet is open, and a button to close each. */
export default async function SessionsPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const here = `${root}/cabinet/sessions`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, here);
  const now = await currentInstant();
  const [list, devices] = await Promise.all([
    listSessions(actor, now),
    listDevices(actor, await readDeviceSecret(), now),
  ]);
  if (!list.ok || !devices.ok) redirect(signInPath(portalPath, here));
  const t = translator(locale);
  const query = await searchParams;
  const notice = notices.find(([name]) => queryValue(query, name) !== undefined);
  return (
    <CabinetPage
      still
      place={place}
      path="/cabinet/sessions"
      section="sessions"
      title={t("sessions.title")}
      lead={t("sessions.intro")}
    >
      <div className="grid max-w-text gap-6">
        {notice !== undefined && (
          <Alert tone="done">
            <p>{t(notice[1])}</p>
          </Alert>
        )}
        <ul className="grid gap-6">
          {list.value.map((session) => (
            <li key={session.id}>
              <SessionRow place={place} session={session} />
            </li>
          ))}
        </ul>
        <p className="text-ink-soft">{t("sessions.limits")}</p>
        <NotYou place={place} />
        {list.value.length > 1 && (
          <form action={endOtherSessions.bind(null, locale, portal.slug)}>
            <Button look="secondary" wide>
              {t("sessions.endOthers")}
            </Button>
          </form>
        )}
        <form action={leaveEverywhere.bind(null, locale, portal.slug)}>
          <Button look="danger" wide>
            {t("signin.exitEverywhere")}
          </Button>
        </form>
        <Devices place={place} devices={devices.value} />
      </div>
    </CabinetPage>
  );
}

const notices: readonly (readonly [string, MessageKey])[] = [
  ["ended", "sessions.ended"],
  ["gone", "sessions.gone"],
  ["others", "sessions.othersEnded"],
  ["forgotten", "sessions.devices.forgotten"],
];

const ways: Readonly<Record<SessionView["method"], MessageKey>> = {
  eds: "signin.ways.eds",
  "egov-mobile": "signin.ways.mgov",
  password: "signin.ways.password",
  code: "signin.ways.code",
  "one-time-code": "signin.ways.oneTimeCode",
  recovery: "signin.ways.recovery",
  staff: "signin.ways.staff",
};

function SessionRow({ place, session }: { place: PortalPage; session: SessionView }) {
  const { locale, portal } = place;
  const t = translator(locale);
  const device = session.device === "" ? t("sessions.deviceUnknown") : session.device;
  const titleId = `session-${session.id}`;
  return (
    <section aria-labelledby={titleId} className="rounded-card border border-line p-4 sm:p-5">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id={titleId} className="text-lg">
          {device}
        </h2>
        {session.current && <Tag tone="sky">{t("sessions.current")}</Tag>}
      </div>
      <SummaryList
        rows={[
          { term: t("sessions.method"), value: t(ways[session.method]) },
          {
            term: t("sessions.place"),
            value: session.place === "" ? t("sessions.placeUnknown") : session.place,
          },
          { term: t("sessions.opened"), value: formatDateTimeLong(locale, session.createdAt) },
          { term: t("sessions.lastSeen"), value: formatDateTimeLong(locale, session.lastSeenAt) },
        ]}
      />
      {!session.current && (
        <form action={endSession.bind(null, locale, portal.slug, session.id)} className="mt-3">
          <Button look="secondary">
            {t("sessions.end")}
            <span className="sr-only">: {device}</span>
          </Button>
        </form>
      )}
    </section>
  );
}
