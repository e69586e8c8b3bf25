import { Disclosure } from "#app/_ui/disclosure.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { translator, type MessageKey, type Translator } from "#lib/i18n/translate.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { PrivilegeCategory } from "#lib/privileges/categories.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { privilegeOptions } from "../_wizard/privilege-options.ts";

type AboutServiceProps = {
  readonly locale: Locale;
  readonly policy: PolicyParameters;
  readonly categories: readonly PrivilegeCategory[];
};

const algorithm: readonly MessageKey[] = [
  "service.algorithm.step1",
  "service.algorithm.step2",
  "service.algorithm.step3",
  "service.algorithm.step4",
  "service.algorithm.step5",
  "service.algorithm.step6",
  "service.algorithm.step7",
  "service.algorithm.step8",
];

/** Who, what is needed, how long, what it costs, and on which text it rests. */
export function ServiceFacts({ locale, policy }: Omit<AboutServiceProps, "categories">) {
  const t = translator(locale);
  const rows = [
    { term: t("service.who.label"), value: t("service.who.text") },
    { term: t("service.age.label"), value: t("service.age.text", { n: policy.ageLimitYears }) },
    { term: t("service.papers.label"), value: <Papers t={t} /> },
    { term: t("service.time.label"), value: t("service.time.text", { n: minutesOfService }) },
    { term: t("service.cost.label"), value: t("service.cost.text") },
    { term: t("service.result.label"), value: t("service.result.text") },
    { term: t("service.legalBasis.label"), value: t("service.legalBasis.text") },
  ];
  return (
    <section aria-labelledby="about-service" className="max-w-text">
      <h2 id="about-service" className="mb-3 text-xl">
        {t("service.about.title")}
      </h2>
      <SummaryList rows={rows} />
    </section>
  );
}

// The service's result is promised within half an hour (egov.kz on the service, 26.05.2020 and 11.02.2021).
const minutesOfService = 30;

function Papers({ t }: { readonly t: Translator }) {
  return (
    <ul className="list-disc space-y-1 ps-5">
      <li>{t("service.papers.eds")}</li>
      <li>{t("service.papers.iin")}</li>
      <li>{t("service.papers.conclusion")}</li>
      <li>{t("service.papers.privilege")}</li>
    </ul>
  );
}

/** The Algorithm that the parent confirms to have read. */
export function Algorithm({ locale }: { readonly locale: Locale }) {
  const t = translator(locale);
  return (
    <section aria-labelledby="algorithm" className="max-w-text">
      <h2 id="algorithm" className="mb-3 text-xl">
        {t("service.algorithm.title")}
      </h2>
      <ol className="list-decimal space-y-2 ps-6 marker:font-semibold">
        {algorithm.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
    </section>
  );
}

/** Each ground of privilege with what it gives and the paper that proves it. */
export function Privileges({ locale, policy, categories }: AboutServiceProps) {
  const t = translator(locale);
  const options = privilegeOptions(t, categories, policy.priorityRatio);
  return (
    <section aria-labelledby="privileges" className="max-w-text">
      <h2 id="privileges" className="text-xl">
        {t("apply.intro.privileges")}
      </h2>
      <p className="mt-2 mb-2">{t("apply.intro.privilegesText")}</p>
      {options.map((option) => (
        <Disclosure key={option.value} title={option.label}>
          {option.about.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Disclosure>
      ))}
    </section>
  );
}
