import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

// A page that says it is still loses every script of the framework (lib/front/still-page.ts). So nothing may stand on
// it that lives by one, except what is named here: it works by plain posting, or public/page.js does the same.
const harmless: Readonly<Record<string, readonly string[]>> = {
  // Error boundaries: they speak when the page has failed, and a page that failed is not still.
  "app/_ui/trouble.tsx": ["onClick", "use"],
  "app/[locale]/error.tsx": [],
  "app/[locale]/[region]/error.tsx": [],
  // Fetches page.js where there is no mark.
  "app/_ui/page-helper.tsx": ["useEffect", "usePathname", "useRef"],
  // No behaviour at all: they are sent once where scripts run.
  "app/_ui/frame-once.tsx": [],
  "app/_ui/document.tsx": [],
  // page.js leads to `data-answer` and groups `data-digits`.
  "app/_ui/error-summary.tsx": ["useEffect", "useRef"],
  "app/_ui/digits-field.tsx": ["onBlur", "onInput"],
  // Forms that post plainly: the answer is the page.
  "app/[locale]/[region]/queue/check-form.tsx": ["useActionState", "useEffect", "useRef"],
  "app/[locale]/[region]/cabinet/applications/_office/words-form.tsx": ["useActionState"],
  "app/[locale]/[region]/cabinet/profile/profile-form.tsx": ["useActionState"],
  "app/[locale]/[region]/transparency/receipt-form.tsx": ["useActionState"],
  "app/[locale]/[region]/sign-in/_steps/step-form.tsx": ["useActionState", "useMemo"],
};

type Read = (path: string) => string | undefined;

const fromDisk: Read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
const withoutComments = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");

function isStill(text: string): boolean {
  return /<(?:Page|Frame|CabinetPage|DeedPage)\b[^>]*?\sstill\b(?!=)|<Still\b/.test(
    withoutComments(text),
  );
}

/** Everything that runs for a page: what it imports, types aside, and the layouts above it with theirs. */
function closureOf(page: string, read: Read): Map<string, string> {
  const found = new Map<string, string>();
  const waiting = [page];
  for (let folder = dirname(page); folder !== "."; folder = dirname(folder)) {
    waiting.push(join(folder, "layout.tsx"), join(folder, "error.tsx"));
  }
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = found.has(path) ? undefined : read(path);
    if (text === undefined) continue;
    found.set(path, text);
    for (const [, type, from = ""] of withoutComments(text).matchAll(
      /(?:import|export)\s+(type\s)?[^;"']*?["']([#.][^"']+\.tsx?)["']/g,
    )) {
      if (type === undefined)
        waiting.push(from.startsWith("#") ? from.slice(1) : normalize(join(dirname(path), from)));
    }
  }
  return found;
}

/** What in a component lives by a script: hooks, handlers. */
function behaviourOf(path: string, text: string): string[] {
  if (!path.startsWith("app/") || !path.endsWith(".tsx")) return [];
  const code = withoutComments(text);
  const names = [
    ...code.matchAll(/\b(use(?:[A-Z]\w*)?)\(/g),
    ...code.matchAll(/\s(on[A-Z]\w*)=\{/g),
  ].map(([, name = ""]) => name);
  return [...new Set(names)].toSorted();
}

function problemsOf(page: string, read: Read): string[] {
  const problems: string[] = [];
  for (const [path, text] of closureOf(page, read)) {
    const allowed = harmless[path];
    if (/^["']use client["']/.test(text) && allowed === undefined) problems.push(path);
    for (const name of behaviourOf(path, text)) {
      if (!allowed?.includes(name)) problems.push(`${path}: ${name}`);
    }
  }
  return problems;
}

const pages = globSync("app/**/{page,global-not-found}.tsx").filter((path) => {
  const text = fromDisk(path);
  return text !== undefined && !path.startsWith("app/_ui/") && isStill(text);
});

describe("a still page has nothing that lives by its script:", () => {
  test.each(pages)("%s", (page) => {
    expect(problemsOf(page, fromDisk)).toEqual([]);
  });
});

test("the pages that a parent reads are still; those that sign, upload, save drafts or test are not", () => {
  const region = "app/[locale]/[region]";
  for (const path of ["", "/help", "/referrals", "/queue", "/cabinet", "/cabinet/applications"]) {
    expect(pages).toContain(`${region}${path}/page.tsx`);
  }
  for (const path of ["/sign-in/eds", "/apply/[queueType]", "/help/ncalayer"]) {
    expect(problemsOf(`${region}${path}/page.tsx`, fromDisk)).not.toEqual([]);
    expect(pages).not.toContain(`${region}${path}/page.tsx`);
  }
});

test.each([
  ["a client component", 'import { A } from "./a.tsx";', '"use client";\nexport function A() {}'],
  ["one behind another file", 'export { A } from "./b.ts";', '"use client";'],
  ["one in the layout", "", '"use client";'],
  ["a handler", 'import { A } from "#app/x/a.tsx";', "<p onClick={() => 1} />"],
])("%s planted on a still page is seen", (_, imports, planted) => {
  const files: Readonly<Record<string, string>> = {
    "app/x/page.tsx": `${imports}\n<Page\n still\n locale={1}>`,
    "app/x/a.tsx": planted,
    "app/x/b.ts": 'export { A } from "./a.tsx";',
    "app/layout.tsx": 'import { A } from "./x/a.tsx";',
  };
  const read: Read = (path) => (imports !== "" && path === "app/layout.tsx" ? "" : files[path]);
  expect(isStill(files["app/x/page.tsx"] ?? "")).toBe(true);
  expect(problemsOf("app/x/page.tsx", read)).not.toEqual([]);
});

test("a type of a client component is no component", () => {
  const files: Readonly<Record<string, string>> = {
    "app/page.tsx": 'import type { A } from "./a.tsx";',
    "app/a.tsx": '"use client";',
  };
  expect(problemsOf("app/page.tsx", (path) => files[path])).toEqual([]);
});
