import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";

import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { OrnamentBand } from "#app/_ui/ornament.tsx";
import { ToyQueue } from "#app/_ui/pictures/toys.tsx";
import { SkipLink } from "#app/_ui/skip-link.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { registrySettings } from "#lib/demo/registry-modes.ts";
import { emulatorSetting, responderMode } from "#lib/demo/settings.ts";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { isLocale, type Locale, localeCookie, locales, negotiate } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { outbox } from "#lib/notifications/views.ts";
import { env } from "#lib/platform/env.ts";
import { ClockForm } from "./_parts/clock-form.tsx";
import { EmulatorForm } from "./_parts/emulator-form.tsx";
import { OutboxList } from "./_parts/outbox-list.tsx";
import { Section } from "./_parts/part.tsx";
import { People } from "./_parts/people.tsx";
import { RegistersForm } from "./_parts/registers-form.tsx";

export const dynamic = "force-dynamic";

type Query = Readonly<Record<string, string | string[] | undefined>>;
type DemoPageProps = { readonly searchParams: Promise<Query> };

export async function generateMetadata({ searchParams }: DemoPageProps): Promise<Metadata> {
  const t = translator(await languageOf(await searchParams));
  return { title: t("demo.title"), robots: { index: false } };
}

/** The demo's desk: who signs, what the registers do, what time it is, what was sent. Does not exist in production. */
export default async function DemoPage({ searchParams }: DemoPageProps) {
  if (env().APP_ENV === "production") notFound();
  const query = await searchParams;
  const locale = await languageOf(query);
  const t = translator(locale);
  const to = typeof query["to"] === "string" ? query["to"].trim() : "";
  const saved = typeof query["saved"] === "string" ? query["saved"] : "";
  const [setting, modes, responder, now, messages] = await Promise.all([
    emulatorSetting(),
    registrySettings(),
    responderMode(),
    currentInstant(),
    outbox(to === "" ? undefined : to, 30),
  ]);
  const savedWords = (part: string) => (saved === part ? t("demo.saved") : undefined);
  return (
    <div lang={locale} className="pb-20">
      <SkipLink label={t("a11y.skip")} />
      <Languages locale={locale} />
      <OrnamentBand />
      <main id="main" tabIndex={-1} className="mx-auto max-w-page px-4 pt-6 sm:px-6">
        <Alert tone="wait">
          <p>{t("demo.banner")}</p>
        </Alert>
        <div className="mt-6 grid gap-6 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end">
          <div>
            <h1 className="text-2xl sm:text-3xl">{t("demo.title")}</h1>
            <p className="mt-3 max-w-text text-lg text-ink-soft">{t("demo.intro")}</p>
            <h2 className="mt-6 text-lg">{t("demo.scenario.title")}</h2>
            <ol className="mt-2 max-w-text list-decimal space-y-1 ps-6">
              {(["step1", "step2", "step3", "step4"] as const).map((step) => (
                <li key={step}>{t(`demo.scenario.${step}`)}</li>
              ))}
            </ol>
            <div className="mt-6">
              <LinkButton href={`/${locale}`} icon="arrow" iconAfter wide>
                {t("demo.openPortal")}
              </LinkButton>
            </div>
          </div>
          <ToyQueue ahead={3} className="h-28 max-w-full" />
        </div>
        <Section id="people" title={t("demo.people.title")} saved={savedWords("people")}>
          <People locale={locale} chosen={setting.chosen} />
        </Section>
        <Section
          id="emulator"
          title={t("demo.emulator.title")}
          hint={t("demo.emulator.hint")}
          saved={saved === "emulator" ? t("demo.emulator.saved") : undefined}
        >
          <EmulatorForm locale={locale} setting={setting} />
        </Section>
        <Section id="phone" title={t("demo.phone.title")} hint={t("demo.phone.hint")}>
          <Link href={`/demo/phone?lang=${locale}`} className="inline-flex min-h-11 items-center">
            {t("demo.phone.open")}
          </Link>
        </Section>
        <Section
          id="registers"
          title={t("demo.registers.title")}
          saved={saved === "registers" ? t("demo.registers.saved") : undefined}
        >
          <RegistersForm locale={locale} modes={modes} responder={responder} />
        </Section>
        <Section
          id="clock"
          title={t("demo.clock.title")}
          hint={t("demo.clock.hint")}
          saved={savedWords("clock")}
        >
          <p className="mb-4 font-semibold">
            {t("demo.clock.now", { time: formatDateTimeLong(locale, now) })}
          </p>
          <ClockForm
            locale={locale}
            problem={saved === "clock-not-understood" ? t("demo.clock.notUnderstood") : undefined}
          />
        </Section>
        <Section id="outbox" title={t("demo.outbox.title")} hint={t("demo.outbox.hint")}>
          <OutboxList locale={locale} messages={messages} to={to} />
        </Section>
      </main>
    </div>
  );
}

/** The same page in another language; the names of languages are the browser's own data. */
function Languages({ locale }: { readonly locale: Locale }) {
  const t = translator(locale);
  return (
    <nav
      aria-label={t("header.language")}
      className="mx-auto flex max-w-page flex-wrap justify-end px-4 sm:px-6"
    >
      {locales.map((other) => (
        <a
          key={other}
          href={`/demo?lang=${other}`}
          lang={other}
          hrefLang={other}
          aria-current={other === locale ? "true" : undefined}
          className="inline-flex min-h-11 items-center px-2 text-sm text-link aria-[current]:font-bold aria-[current]:text-ink"
        >
          {new Intl.DisplayNames(other, { type: "language" }).of(other) ?? other}
        </a>
      ))}
    </nav>
  );
}

async function languageOf(query: Query): Promise<Locale> {
  if (isLocale(query["lang"])) return query["lang"];
  const [jar, list] = await Promise.all([cookies(), headers()]);
  return negotiate(jar.get(localeCookie)?.value, list.get("accept-language"));
}
