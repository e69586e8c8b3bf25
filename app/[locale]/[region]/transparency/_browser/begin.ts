import { factsOf } from "./facts.ts";
import { judgeReceipt } from "./judge.ts";
import type { BrowserVerdict, Place } from "./judge.ts";

// The transparency page's own comfort: a receipt is judged on the device and need not leave it. Where the browser has
// no Ed25519, the form goes to the portal, as it does without JavaScript.

const form = document.querySelector<HTMLFormElement>("form[data-receipt]");

/** Somebody else's work, not a slip of the person's. */
const forged: ReadonlySet<string> = new Set(["changed", "unknown-key", "rewritten"]);

/** Says a verdict in the words that stand on the form. */
function tell(box: HTMLFormElement, code: string): void {
  const words: Readonly<Record<string, string>> = JSON.parse(box.dataset["words"] ?? "{}");
  const tone = code === "ok" ? "done" : forged.has(code) ? "stop" : "wait";
  for (const each of document.querySelectorAll<HTMLElement>("[data-verdict]")) {
    each.hidden = each.dataset["verdict"] !== tone;
    const line = each.querySelector("p");
    if (each.hidden || line === null) continue;
    line.textContent = words[code] ?? "";
    each.focus();
  }
  document.querySelector("[data-answer]")?.remove();
}

/** Whether the log as it is now still has the root that was signed then; «ok» when nobody answers. */
async function ofToday(place: Place, verdict: BrowserVerdict): Promise<string> {
  if (verdict.code !== "ok") return verdict.code;
  const { leafIdx, treeSize, root } = verdict;
  try {
    const answer = await fetch(
      `/api/v1/${place.region}/log/proof/inclusion?index=${leafIdx}&size=${treeSize}`,
    );
    if (answer.status >= 500) return "ok";
    const now: { readonly root?: string } = await answer.json();
    return now.root === root ? "ok" : "rewritten";
  } catch {
    return "ok";
  }
}

async function judgeHere(box: HTMLFormElement): Promise<void> {
  const place: Place = JSON.parse(box.dataset["receipt"] ?? "{}");
  const given = new FormData(box);
  const file = given.get("file");
  const typed = given.get("receipt");
  const text = file instanceof File && file.size > 0 ? await file.text() : String(typed ?? "");
  if (text.trim() === "") return tell(box, "empty");
  const code = await ofToday(place, await judgeReceipt(text, place));
  if (code === "ok") {
    const facts = factsOf(text, JSON.parse(box.dataset["codes"] ?? "{}"));
    for (const each of document.querySelectorAll<HTMLElement>("[data-fact]")) {
      each.textContent = facts[each.dataset["fact"] ?? ""] ?? "";
    }
  }
  tell(box, code);
}

/** Takes the form over when the browser can do the sums. */
async function begin(box: HTMLFormElement): Promise<void> {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
  } catch {
    return;
  }
  box.dataset["here"] = "";
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    void judgeHere(box);
  });
}

/** The name of the chosen file in the page's own field. */
function nameFile(box: HTMLFormElement): void {
  const field = box.querySelector<HTMLInputElement>("input[type=file]");
  const line = box.querySelector<HTMLElement>("[data-file-name]");
  const empty = line?.textContent ?? "";
  box.dataset["names"] = "";
  field?.addEventListener("change", () => {
    if (line !== null) line.textContent = field.files?.[0]?.name ?? empty;
  });
}

if (form !== null) {
  nameFile(form);
  void begin(form);
}
