import { notFound, redirect } from "next/navigation";

import { getActor, signInPath } from "#app/_request/actor.ts";
import { keptTyping } from "#app/_request/kept-typing.ts";
import { Page } from "#app/_ui/page.tsx";
import { Steps } from "#app/_ui/steps.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { signingView } from "#lib/applications/compose.ts";
import { readValues } from "#lib/applications/draft.ts";
import { wizardView, type WizardView } from "#lib/applications/wizard.ts";
import { translator } from "#lib/i18n/translate.ts";
import { cornerName } from "../_service/corner-name.ts";
import type { TypePage } from "../[queueType]/address.ts";
import { ApplicantStep } from "./applicant-step.tsx";
import { ChildStep } from "./child-step.tsx";
import { DocumentsStep } from "./documents-step.tsx";
import type { SentPlain } from "./paper-upload.tsx";
import { draftTyping, uuid, wayOfRefusal } from "./post.ts";
import { fieldErrors } from "./problem-texts.ts";
import { ReviewStep } from "./review-step.tsx";
import { shownProblems } from "./shown-problems.ts";
import { SignStep } from "./sign-step.tsx";
import { openStep, pageSteps, stepPath, typePath, type Check, type PageStep } from "./steps.ts";

type WizardProps = {
  readonly page: TypePage;
  readonly draftId: string;
  readonly asked: PageStep;
  readonly check: Check | null;
  readonly sent: SentPlain;
};

/** One page of the form, or the way to where the person has to be first. */
export async function Wizard({ page, draftId, asked, check, sent }: WizardProps) {
  const { locale, portal, root } = page;
  if (!uuid.test(draftId)) notFound();
  const [actor, now] = await Promise.all([getActor(), currentInstant()]);
  const portalPath = { locale, regionSlug: portal.slug };
  const here = stepPath(root, { queueType: page.queueType, draftId, step: asked });
  const view = await wizardView(actor, { portal, draftId }, now);
  if (!view.ok) {
    if (view.code === "submitted") redirect(`${root}/cabinet/applications`);
    redirect(wayOfRefusal(portalPath, view.code, here) ?? notFound());
  }
  const { draft, problems, applicant, mayType, mayLookUp } = view.value;
  // The first two pages can be filled in by any sign-in; what the registers say, papers and signature need a strong one.
  const open = asked === "applicant" || asked === "child" ? mayType : mayLookUp;
  if (!open || actor.kind !== "person") redirect(signInPath(portalPath, here));
  const at = { queueType: draft.queueType, draftId };
  if (view.value.policy.residenceRequired && applicant.residence === "elsewhere") {
    redirect(typePath(root, draft.queueType));
  }
  const step = openStep(asked, problems);
  if (step !== asked) redirect(stepPath(root, { ...at, step }, "all"));
  if (draft.queueType !== page.queueType) redirect(stepPath(root, { ...at, step }));

  if (step === "review" || step === "sign") {
    const signing = await signingView(actor, { regionId: portal.id, draftId }, now);
    const shown = signing.ok ? signing.value : null;
    if (step === "sign" && shown?.content.language !== locale) {
      redirect(stepPath(root, { ...at, step: "review" }));
    }
    if (step === "review" || shown === null) {
      return (
        <WizardPage page={page} draftId={draftId} step={step}>
          <ReviewStep place={page} draft={draft} signing={shown} />
        </WizardPage>
      );
    }
    return (
      <WizardPage page={page} draftId={draftId} step={step}>
        <SignStep
          place={page}
          draftId={draftId}
          applicantIin={actor.iin}
          signing={shown}
          check={check}
        />
      </WizardPage>
    );
  }
  const kept = readValues(await keptTyping(actor, draftTyping(portal.id, draftId), now));
  const t = translator(locale);
  const errors = fieldErrors(t, shownProblems(step, problems[step], draft.values, check));
  return (
    <WizardPage page={page} draftId={draftId} step={step}>
      <StepBody
        step={step}
        place={page}
        view={{ ...view.value, draft: { ...draft, values: { ...draft.values, ...kept } } }}
        stored={draft.values}
        errors={errors}
        check={check}
        sent={sent}
      />
    </WizardPage>
  );
}

type StepBodyProps = Parameters<typeof DocumentsStep>[0] & {
  readonly step: "applicant" | "child" | "documents";
  readonly view: WizardView;
};

function StepBody({ step, sent, ...props }: StepBodyProps) {
  switch (step) {
    case "applicant":
      return <ApplicantStep {...props} />;
    case "child":
      return <ChildStep {...props} />;
    case "documents":
      return <DocumentsStep {...props} sent={sent} />;
  }
}

type WizardPageProps = {
  readonly page: TypePage;
  readonly draftId: string;
  readonly step: PageStep;
  readonly children: React.ReactNode;
};

async function WizardPage({ page, draftId, step, children }: WizardPageProps) {
  const { locale, portal, root, queueType } = page;
  const t = translator(locale);
  const at = { queueType, draftId };
  const current = pageSteps.indexOf(step);
  return (
    <Page
      locale={locale}
      path={stepPath(`/${portal.slug}`, { ...at, step })}
      region={portal}
      title={t(`apply.stepTitle.${step}`)}
      crumbs={[
        { label: t("apply.menu"), href: `${root}/apply` },
        { label: t(`qtype.name.${queueType}`), href: typePath(root, queueType) },
      ]}
      crumb={t(`apply.steps.${step}`)}
      here="apply"
      person={await cornerName()}
      aside={
        <Steps
          label={t("apply.step", { n: current + 1, m: pageSteps.length })}
          current={current}
          steps={pageSteps.map((each) => ({
            label: t(`apply.steps.${each}`),
            href: stepPath(root, { ...at, step: each }),
          }))}
        />
      }
    >
      {children}
    </Page>
  );
}
