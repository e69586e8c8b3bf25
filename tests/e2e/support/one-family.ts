import type { Page, Request } from "playwright-core";
import { artyom, olga } from "./families.ts";
import { draftIn } from "./stored.ts";
import {
  attachTwoPhotos,
  button,
  readNotice,
  signatureAfterPapers,
  signIn,
  toPapers,
  type Walk,
} from "./walk.ts";

/** All that a family has in the portal after one registration and one unfinished draft, by its names and addresses. */
export type Belongings = {
  readonly number: string;
  readonly code: string;
  /** Of the registered application. */
  readonly sent: {
    readonly draft: string;
    readonly files: readonly string[];
    readonly notice: string;
    readonly evidence: string;
  };
  /** Of the draft that is still open, of the sanatorium queue. */
  readonly open: { readonly draft: string; readonly file: string };
  /** The two posts of the signature as the browser sent them: asking for the text, handing in the signed one. */
  readonly signing: readonly Sent[];
};

export type Sent = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Olga registers Artyom with a privilege, then begins another application and leaves it. */
export async function settle(visit: Walk): Promise<Belongings> {
  const { page, root, t } = visit;
  const signing: Sent[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.headers()["next-action"] !== undefined) {
      signing.push(sentBy(request));
    }
  });
  await signIn(visit);
  signing.length = 0;
  await toPapers(visit, { privilege: "large-family" });
  const draft = draftIn(page.url());
  await attachTwoPhotos(visit, "large-family-proof");
  const files = await attachedFiles(page);
  await signatureAfterPapers(visit);
  await button(visit, "eds.sign").click();
  const { number, code } = await readNotice(visit);

  await page.goto(`${root}/cabinet/applications/${number}?tab=documents`);
  const download = page.locator('a[href^="/api/documents/issued/"]').first();
  const notice = (await download.getAttribute("href"))?.split("/").at(-1) ?? "";
  const proof = page.locator('a[href^="/api/documents/evidence/"]');
  const evidence = (await proof.getAttribute("href"))?.split("/").at(-1) ?? "";

  await toPapers(visit, { iin: artyom.iin }, "sanatorium");
  const open = draftIn(page.url());
  const paper = (await page.locator('section[id^="paper-"]').first().getAttribute("id")) ?? "";
  await attachTwoPhotos(visit, paper.replace("paper-", ""));
  const [file = ""] = await attachedFiles(page);
  return {
    number,
    code,
    sent: { draft, files, notice, evidence },
    open: { draft: open, file },
    signing: signing.slice(0, 2),
  };

  async function attachedFiles(at: Page): Promise<string[]> {
    const views = at.getByRole("link", { name: t("apply.files.view") });
    const hrefs = await views.evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    return hrefs.map((href) => href?.split("/").at(-1) ?? "");
  }
}

function sentBy(request: Request): Sent {
  return { url: request.url(), headers: request.headers(), body: request.postData() ?? "" };
}

/** What nobody else may read of this family, in every spelling that the portal uses. */
export function secretsOf({ number, code }: Belongings): readonly string[] {
  return [
    "Артём",
    artyom.givenName,
    artyom.iin,
    "230315 590008",
    "230315\u00a0590008",
    olga.iin,
    "olga.kim@example.kz",
    "page-1.jpg",
    number,
    code,
  ];
}
