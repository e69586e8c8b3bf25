import type { Family } from "./family.ts";

export type ParentPage = {
  readonly name: string;
  /** After the language. */
  readonly path: string;
  /** Whether one types into it: then it may bring more script. */
  readonly form: boolean;
  readonly signedIn: boolean;
};

/** The pages that a parent meets on the way, as the first step of the portal has them. */
export function pagesOf(family: Family): readonly ParentPage[] {
  const read = { form: false, signedIn: false };
  const typed = { form: true, signedIn: false };
  const own = { form: false, signedIn: true };
  return [
    { ...read, name: "chooser", path: "" },
    { ...read, name: "home", path: "/akmola" },
    { ...read, name: "help", path: "/akmola/help" },
    { ...read, name: "referrals", path: "/akmola/referrals" },
    { ...read, name: "accessibility", path: "/akmola/accessibility" },
    { ...read, name: "apply", path: "/akmola/apply" },
    { ...own, name: "cabinet", path: "/akmola/cabinet" },
    { ...own, name: "journal", path: "/akmola/cabinet/applications" },
    {
      ...own,
      name: "application",
      path: `/akmola/cabinet/applications/${family.number}?tab=history`,
    },
    { ...typed, name: "queue-check", path: "/akmola/queue" },
    { ...typed, name: "sign-in ways", path: "/akmola/sign-in" },
    { ...typed, name: "sign-in", path: "/akmola/sign-in/eds" },
    { ...typed, name: "sign-in code", path: "/akmola/sign-in/code" },
    { ...typed, name: "verify", path: "/akmola/verify" },
    { ...typed, name: "profile", path: "/akmola/cabinet/profile", signedIn: true },
  ];
}

/** The pages of kindergartens: weighed only, for their scripts say more. The wishes are there where they are asked. */
export function kindergartenPagesOf(family: Family): readonly ParentPage[] {
  const register = "/akmola/kindergartens";
  const read = { form: false, signedIn: false };
  return [
    { ...read, name: "kindergartens", path: register },
    { ...read, name: "kindergartens, searched", path: `${register}?q=зерен` },
    { ...read, name: "kindergarten", path: `${register}/zeren` },
    {
      name: "wishes",
      path: `/akmola/cabinet/applications/${family.number}/wishes`,
      form: false,
      signedIn: true,
    },
  ];
}

/** The pages whose scripts change what they say: weighed only. */
export function scriptedPagesOf(family: Family): readonly ParentPage[] {
  const steps = ["applicant", "child", "documents", "review"];
  return [
    { name: "help: NCALayer", path: "/akmola/help/ncalayer", form: true, signedIn: false },
    ...steps.map((step) => ({
      name: `form: ${step}`,
      path: `/akmola/apply/general?draft=${family.draftId}&step=${step}`,
      form: true,
      signedIn: true,
    })),
  ];
}
