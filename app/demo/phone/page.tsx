import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Select } from "#app/_ui/select.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import { keyOwners } from "#lib/demo/demo-ca.ts";
import { defaultSigner, emulatorAlgorithms, emulatorKeyKinds } from "#lib/demo/emulator-answer.ts";
import { type OpenedSigning, openSigning, PhoneRefuses } from "#lib/demo/fake-phone.ts";
import { hasNcaTestKey } from "#lib/demo/nca-test-key.ts";
import { emulatorSetting } from "#lib/demo/settings.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { isLocale, type Locale, localeCookie, negotiate } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { env } from "#lib/platform/env.ts";

import { keyNames } from "../_parts/key-names.ts";
import { Lang } from "../_parts/part.tsx";
import { signOnPhone } from "./actions.ts";
import { demoPhone } from "./demo-phone.ts";

export const dynamic = "force-dynamic";

type Query = Readonly<Record<string, string | string[] | undefined>>;
type PhonePageProps = { readonly searchParams: Promise<Query> };

export async function generateMetadata({ searchParams }: PhonePageProps): Promise<Metadata> {
  const t = translator(await languageOf(await searchParams));
  return { title: t("demo.phone.title"), robots: { index: false } };
}

/** The demo's telephone with eGov Mobile: shows what it was told, and signs. Does not exist in production. */
export default async function PhonePage({ searchParams }: PhonePageProps) {
  if (env().APP_ENV === "production") notFound();
  const query = await searchParams;
  const locale = await languageOf(query);
  const t = translator(locale);
  const link = text(query, "link");
  const result = text(query, "result");
  const opened = link === "" ? null : await open(link);
  return (
    <main id="main" lang={locale} className="mx-auto grid max-w-form gap-6 px-4 py-8">
      <Alert tone="wait">
        <p>{t("demo.banner")}</p>
      </Alert>
      <h1 className="text-2xl">{t("demo.phone.title")}</h1>
      {result === "signed" && (
        <Alert tone="done">
          <p>{t("demo.phone.signed")}</p>
        </Alert>
      )}
      {(result === "refused" || result === "late") && (
        <Alert tone="stop" role="alert">
          <p>{t(`demo.phone.${result}`)}</p>
        </Alert>
      )}
      {opened === "refused" && (
        <Alert tone="stop" role="alert">
          <p>{t("demo.phone.late")}</p>
        </Alert>
      )}
      {opened !== null && opened !== "refused" ? (
        <Opened locale={locale} opened={opened} />
      ) : (
        <form action="/demo/phone" className="grid gap-2">
          <Lang locale={locale} />
          <TextField
            name="link"
            label={t("demo.phone.link")}
            hint={t("demo.phone.linkHint")}
            unfailing
          />
          <div className="mt-2">
            <Button>{t("demo.phone.open")}</Button>
          </div>
        </form>
      )}
      <p>
        <Link href={`/demo?lang=${locale}`} className="inline-flex min-h-11 items-center">
          {t("demo.title")}
        </Link>
      </p>
    </main>
  );
}

type OpenedProps = { readonly locale: Locale; readonly opened: OpenedSigning };

async function Opened({ locale, opened }: OpenedProps) {
  const t = translator(locale);
  const { chosen } = await emulatorSetting();
  return (
    <>
      <section className="grid gap-2 rounded-card border border-line bg-surface p-4 sm:p-5">
        <p className="font-semibold">{opened.organisation}</p>
        <p data-description="">{opened.description}</p>
      </section>
      <form action={signOnPhone} className="grid gap-2">
        <Lang locale={locale} />
        <input type="hidden" name="uri" value={opened.uri} />
        <input type="hidden" name="token" value={opened.token} />
        <Select
          name="signer"
          label={t("demo.emulator.signer")}
          defaultValue={chosen?.iin ?? defaultSigner}
          options={keyOwners().map((person) => ({
            value: person.iin,
            label: `${displayFullName(person)} · ${groupIin(person.iin)}`,
          }))}
        />
        <Select
          name="algorithm"
          label={t("demo.emulator.algorithm")}
          defaultValue={chosen?.algorithm ?? "gost"}
          options={emulatorAlgorithms.map((name) => ({
            value: name,
            label: name === "gost" ? t("demo.emulator.gost") : name.toUpperCase(),
          }))}
        />
        <Select
          name="key"
          label={t("demo.emulator.keyKind")}
          defaultValue={chosen?.key ?? "valid"}
          options={emulatorKeyKinds
            .filter((kind) => kind !== "nca-test" || hasNcaTestKey())
            .map((kind) => ({ value: kind, label: t(keyNames[kind]) }))}
        />
        <div>
          <Button wide>{t("demo.phone.sign")}</Button>
        </div>
      </form>
    </>
  );
}

async function open(link: string): Promise<OpenedSigning | "refused"> {
  try {
    return await openSigning(demoPhone(), link);
  } catch (error) {
    if (error instanceof PhoneRefuses) return "refused";
    throw error;
  }
}

function text(query: Query, name: string): string {
  const value = query[name];
  return typeof value === "string" ? value : "";
}

async function languageOf(query: Query): Promise<Locale> {
  if (isLocale(query["lang"])) return query["lang"];
  const [jar, list] = await Promise.all([cookies(), headers()]);
  return negotiate(jar.get(localeCookie)?.value, list.get("accept-language"));
}
