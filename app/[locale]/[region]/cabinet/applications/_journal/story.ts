import { z } from "zod";

import { formatDateShort, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { privilegeCategories } from "#lib/privileges/categories.ts";
import { entryClasses } from "#lib/queue/order.ts";
import type { HistoryLine } from "#lib/queue/views.ts";
import { territoryByKato } from "#lib/regions/territories.ts";
import { officeDetail } from "../_office/office-story.ts";
import { nameIn } from "../_wishes/wish-words.ts";
import { categoryName, checkName, paperName, queueTypeName } from "./words.ts";

export type StoryLine = {
  /** `25.11.2026, 10:05:41`, UTC+5: the order of the queue is told to the second. */
  readonly time: string;
  /** ISO 8601. */
  readonly dateTime: string;
  readonly text: string;
  readonly detail: string | null;
  readonly who: string;
  readonly ground: string | null;
};

/** One event of the ledger in words. An event of a kind or with facts nobody foresaw is told as far as it is known. */
export function storyLine(t: Translator, line: HistoryLine): StoryLine {
  const event = `journal.event.${districts(line) === null ? line.kind : "movedDistrict"}`;
  const actor = `journal.actor.${line.actorRole}`;
  return {
    time: `${formatDateShort(line.at)}, ${formatTimeWithSeconds(line.at)}`,
    dateTime: line.at.toISOString(),
    text: t.has(event) ? t(event) : line.kind,
    detail: detailOf(t, line),
    who: t.has(actor) ? t(actor) : t("journal.actor.system"),
    ground: groundOf(t, line),
  };
}

const registered = z.object({
  queueType: z.string(),
  cohort: z.int(),
  class: z.enum(entryClasses),
});
const claimed = z.object({ category: z.string() });
const moved = z.object({
  from: z.object({ cohort: z.int() }),
  to: z.object({ cohort: z.int() }),
});
const district = z.object({ districtKato: z.string().min(1) });
const movedDistrict = z.object({ from: district, to: district });
const checked = z.object({
  check: z.string(),
  result: z.enum(["passed", "failed"]),
});
const added = z.object({ papers: z.array(z.string()) });
const removed = z.object({ paper: z.string() });
const wished = z.object({ wishes: z.array(z.object({ kk: z.string(), ru: z.string() })) });

function detailOf(t: Translator, line: HistoryLine): string | null {
  const { kind, data } = line;
  switch (kind) {
    case "registered": {
      const facts = registered.safeParse(data).data;
      if (facts === undefined) return null;
      const cohort = t("queue.cohort", { year: String(facts.cohort) });
      const order = t(`queue.class.${facts.class}`);
      return `${[queueTypeName(t, facts.queueType), cohort, order].join(". ")}.`;
    }
    case "privilege-claimed":
    case "privilege-confirmed":
    case "privilege-refused":
    case "privilege-expired":
    case "privilege-given-up": {
      const facts = claimed.safeParse(data).data;
      return facts === undefined ? null : categoryName(t, facts.category);
    }
    case "moved": {
      const names = districts(line)?.map((kato) => territoryByKato(kato)?.names[t.locale] ?? kato);
      if (names !== undefined) {
        return t("journal.detail.movedDistrict", { from: names[0] ?? "", to: names[1] ?? "" });
      }
      const facts = moved.safeParse(data).data;
      if (facts === undefined) return null;
      const years = { from: String(facts.from.cohort), to: String(facts.to.cohort) };
      return t("journal.detail.moved", years);
    }
    case "register-checked": {
      const facts = checked.safeParse(data).data;
      if (facts === undefined) return null;
      return `${checkName(t, facts.check)}: ${t(`apply.checkState.${facts.result}`)}`;
    }
    case "paper-added": {
      const facts = added.safeParse(data).data;
      return facts?.papers.map((paper) => paperName(t, paper)).join("; ") ?? null;
    }
    case "wishes-changed": {
      const facts = wished.safeParse(data).data;
      if (facts === undefined) return null;
      const names = facts.wishes.map((each, index) => `${index + 1}. ${nameIn(t.locale, each)}`);
      return names.length === 0 ? t("wishes.historyNone") : names.join("; ");
    }
    case "paper-removed": {
      const facts = removed.safeParse(data).data;
      if (facts === undefined) return null;
      return `${paperName(t, facts.paper)}. ${t("journal.lost.do")}`;
    }
    default:
      return officeDetail(t, kind, data);
  }
}

/** The district before and after; null for what did not change it. */
function districts({ kind, data }: HistoryLine): readonly string[] | null {
  const facts = kind === "moved" ? movedDistrict.safeParse(data).data : undefined;
  return facts === undefined ? null : [facts.from.districtKato, facts.to.districtKato];
}

function groundOf(t: Translator, line: HistoryLine): string | null {
  const ground = groundName(t, line);
  return ground === null ? null : t("journal.history.ground", { ground });
}

function groundName(t: Translator, { legalGround, data }: HistoryLine): string | null {
  if (legalGround === "privilege-claim") {
    // The law that gives the right is the category's own.
    const code = claimed.safeParse(data).data?.category;
    const act = privilegeCategories.find((category) => category.code === code)?.act;
    const law = `act.${act}`;
    return t.has(law) ? t(law) : null;
  }
  const ground = `journal.ground.${legalGround}`;
  return t.has(ground) ? t(ground) : null;
}
