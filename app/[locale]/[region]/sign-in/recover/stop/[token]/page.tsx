import type { Metadata } from "next";

import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { BottomBar } from "#app/_ui/bottom-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Page } from "#app/_ui/page.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { formatDateTime } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { changeByToken, type StoppableChange } from "#lib/sign-in/phone-change-stop.ts";
import { stopChange } from "./actions.ts";

export const dynamic = "force-dynamic";

type StopPageProps = {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly token: string;
  }>;
};

export async function generateMetadata({ params }: StopPageProps): Promise<Metadata> {
  return {
    ...(await titleMetadata(params, "recover.stop.title")),
    // The secret of the address goes to nobody, and the form still names where it comes from.
    referrer: "same-origin",
  };
}

/** Where the link of «your phone number is being changed» leads: to look is harmless, only the button stops. */
export default async function StopPage({ params }: StopPageProps) {
  const place = await loadPortal(await params);
  const { token } = await params;
  const { locale, portal } = place;
  const t = translator(locale);
  const found = await changeByToken(token, await currentInstant());
  const change = found?.regionId === portal.id ? found : null;
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/sign-in/recover/stop/${encodeURIComponent(token)}`}
      region={portal}
      title={change?.state === "stopped" ? t("recover.stop.done") : t("recover.stop.title")}
      crumbs={[]}
      here="cabinet"
      width="text"
    >
      <div className="grid gap-6">
        <Told place={place} change={change} token={token} />
      </div>
    </Page>
  );
}

type ToldProps = {
  readonly place: PortalPage;
  readonly change: StoppableChange | null;
  readonly token: string;
};

function Told({ place: { locale, portal, root }, change, token }: ToldProps) {
  const t = translator(locale);
  const phone = groupPhone(portal.supportPhone);
  if (change === null || change.state === "over") {
    const text =
      change === null ? t("recover.stop.unknown", { phone }) : t("recover.stop.over", { phone });
    return (
      <Alert tone="wait">
        <p>{text}</p>
      </Alert>
    );
  }
  if (change.state === "stopped") {
    return (
      <>
        <Alert tone="done">
          <p>{t("recover.stop.doneText")}</p>
        </Alert>
        <p>
          <LinkButton href={`${root}/sign-in`} wide>
            {t("signin.enter")}
          </LinkButton>
        </p>
      </>
    );
  }
  const time = formatDateTime(change.at);
  return (
    <>
      <Alert tone="wait">
        <p>{t("recover.stop.about", { phone: change.maskedPhone, time })}</p>
        <p>{t("recover.stop.mine")}</p>
      </Alert>
      <p>{t("recover.stop.then")}</p>
      <p className="font-semibold">
        {t("recover.stop.until", { time: formatDateTime(change.holdUntil) })}
      </p>
      <form action={stopChange.bind(null, locale, portal.slug, token)}>
        <BottomBar>
          <Button wide>{t("recover.stop.button")}</Button>
        </BottomBar>
      </form>
    </>
  );
}
