import { isFromHere } from "#app/api/uploads/request.ts";
import { portalOrigin, requestFacts, type RequestFacts } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { composeApplication } from "#lib/applications/compose.ts";
import {
  fieldsOfStep,
  isWizardStep,
  wizardSteps,
  type WizardStep,
} from "#lib/applications/draft.ts";
import { saveDraft } from "#lib/applications/drafts.ts";
import type { Problem } from "#lib/applications/problems.ts";
import { wizardView } from "#lib/applications/wizard.ts";
import {
  draftTyping,
  readForm,
  refused,
  seeOther,
  uuid,
  wayOfRefusal,
} from "../../_wizard/post.ts";
import { stepAfter, stepBefore, stepPath, typePath, type PageStep } from "../../_wizard/steps.ts";
import { changedFields } from "../../_wizard/typed-values.ts";
import { loadType, type TypePage, type TypeParams } from "../address.ts";

type Turn = { readonly page: TypePage; readonly facts: RequestFacts; readonly draftId: string };

/**
 * A page of the form was sent: what was typed is kept whatever it is, then the button decides where to go. Nothing is
 * lost by a mistake: the page comes back with what was typed and what to mend.
 */
export async function POST(request: Request, address: TypeParams): Promise<Response> {
  const page = await loadType(address);
  if (!isFromHere(request)) return refused(403);
  const form = await readForm(request);
  const draftId = form?.get("draft") ?? "";
  const step = form?.get("step") ?? "";
  if (form === null || !uuid.test(draftId) || !isWizardStep(step)) return refused(400);
  const turn: Turn = { page, facts: await requestFacts(), draftId };
  const { actor, now } = turn.facts;
  const values = changedFields(step, form);
  const saved = await saveDraft(actor, { regionId: page.portal.id, draftId, values }, now);
  const kept = draftTyping(page.portal.id, draftId);
  if (!saved.ok) {
    const comesBack = saved.code === "signed-out" || saved.code === "too-light";
    if (comesBack) await keepTyping(actor, kept, values, now);
    return refusal(turn, saved.code, step);
  }
  await forgetTyping(actor, kept, now);
  switch (form.get("go") ?? "forward") {
    case "back":
      return to(turn, stepBefore(step));
    case "find":
      return find(turn);
    case "leave":
      return seeOther(typePath(page.root, page.queueType));
    default:
      return forward(turn, step);
  }
}

async function find(turn: Turn): Promise<Response> {
  const { page, facts, draftId } = turn;
  const found = `${pathOf(turn, "child", "iin")}#child-found`;
  const view = await wizardView(facts.actor, { portal: page.portal, draftId }, facts.now);
  if (!view.ok) return refusal(turn, view.code, "child");
  const wrong = view.value.problems.child.some(({ field }) => field === "childIin");
  return wrong || view.value.mayLookUp ? seeOther(found) : stepUp(turn, found);
}

async function forward(turn: Turn, step: WizardStep): Promise<Response> {
  if (step === "documents" || step === "review") return compose(turn);
  const { page, facts, draftId } = turn;
  const view = await wizardView(facts.actor, { portal: page.portal, draftId }, facts.now);
  if (!view.ok) return refusal(turn, view.code, step);
  const { problems, lookup, mayLookUp } = view.value;
  if (problems[step].length > 0) return seeOther(pathOf(turn, step, "all"));
  if (step !== "child" || lookup !== null) return to(turn, stepAfter(step));
  return mayLookUp ? seeOther(pathOf(turn, step, "all")) : stepUp(turn, pathOf(turn, step));
}

/** What was typed is in the draft: the strong ways lead back to it. */
function stepUp({ page: { locale, portal } }: Turn, returnTo: string): Response {
  return seeOther(signInPath({ locale, regionSlug: portal.slug }, returnTo));
}

async function compose(turn: Turn): Promise<Response> {
  const { page, facts, draftId } = turn;
  const { locale, portal } = page;
  const context = { portal, draftId, origin: portalOrigin(), locale };
  const composed = await composeApplication(facts.actor, context, facts.now);
  if (composed.ok) return to(turn, "review");
  switch (composed.code) {
    case "problems":
      return seeOther(pathOf(turn, firstStepWith(composed.detail), "all"));
    case "no-residence":
      return seeOther(typePath(page.root, page.queueType));
    case "changed":
      // Another tab typed in the same moment; the review page offers to compose again.
      return to(turn, "review");
    default:
      return refusal(turn, composed.code, "review");
  }
}

function firstStepWith(problems: readonly Problem[]): WizardStep {
  const owner = (step: WizardStep) =>
    problems.some(({ field }) => (fieldsOfStep[step] as readonly string[]).includes(field));
  return wizardSteps.find(owner) ?? "documents";
}

function refusal(turn: Turn, code: Refusal | "submitted", step: PageStep): Response {
  const { locale, portal, root } = turn.page;
  if (code === "submitted") return seeOther(`${root}/cabinet/applications`);
  const way = wayOfRefusal({ locale, regionSlug: portal.slug }, code, pathOf(turn, step));
  return way === null ? seeOther(pathOf(turn, step)) : seeOther(way);
}

function to(turn: Turn, step: PageStep): Response {
  return seeOther(pathOf(turn, step));
}

function pathOf({ page, draftId }: Turn, step: PageStep, check?: "all" | "iin"): string {
  return stepPath(page.root, { queueType: page.queueType, draftId, step }, check);
}
