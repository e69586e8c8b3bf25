import { NoopLogger } from "drizzle-orm/logger";
import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";

/** What PostgreSQL did for one question. */
export type PlanFacts = {
  readonly question: string;
  /** Pages of 8 kB it touched, found in memory or not. */
  readonly buffers: number;
  /** Tables it read from one end to the other. */
  readonly scanned: readonly string[];
};

type Asked = { readonly text: string; readonly params: readonly unknown[] };
type PlanNode = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly Plans?: readonly PlanNode[];
};

/** The questions that `work` puts to the database, through whatever it calls. */
export async function questionsOf(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  const silent = Object.getOwnPropertyDescriptor(NoopLogger.prototype, "logQuery");
  if (silent === undefined) throw new Error("drizzle logs elsewhere now");
  const write = (text: string, params: unknown[]) => void asked.push({ text, params });
  Object.defineProperty(NoopLogger.prototype, "logQuery", { ...silent, value: write });
  try {
    await work();
  } finally {
    Object.defineProperty(NoopLogger.prototype, "logQuery", silent);
  }
  return asked;
}

/** How PostgreSQL answers a question: it is asked once more. Only for questions that change nothing. */
export async function planOf(database: Queryable, { text, params }: Asked): Promise<PlanFacts> {
  const chunks = text
    .split(/\$(\d+)/)
    .map((part, i) => (i % 2 === 0 ? sql.raw(part) : sql`${sql.param(params[Number(part) - 1])}`));
  const [row] = await database.execute<{ "QUERY PLAN": [{ readonly Plan: PlanNode }] }>(
    sql`explain (analyze, buffers, format json) ${sql.join(chunks)}`,
  );
  if (row === undefined) throw new Error("no plan");
  const [{ Plan: plan }] = row["QUERY PLAN"];
  return {
    question: text.replaceAll(/\s+/g, " "),
    buffers: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    scanned: scannedBy(plan),
  };
}

function scannedBy(node: PlanNode): string[] {
  const own = node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? "?"] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scannedBy)];
}
