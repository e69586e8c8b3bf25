import { z } from "zod";
import { base64Of, bytesOfBase64 } from "./base64.ts";
import { openHead, type Head, type PublicKey } from "./checkpoint.ts";
import { jsonOf, logPath, readLeaf } from "./leaf.ts";
import { verifyReceipt } from "./receipt.ts";
import { grow, hashBytes, hashLeaf, joined, sameHash, type Hash } from "./tree.ts";

/*
 * A whole log as JSON lines: one line about the log, its leaves in order, its heads in order. Whoever has it rebuilds
 * the tree and holds every head that was ever signed against it: two heads over the same leaves are consistent.
 */

const firstLine = z.strictObject({
  kind: z.literal("log"),
  v: z.literal(1),
  region: z.string().max(60),
  origin: z.string().max(300),
  publicKeys: z.array(z.string().max(60)).min(1).max(100),
});
const leafLine = z.strictObject({
  kind: z.literal("leaf"),
  idx: z.int().min(0),
  leaf: z.string().max(2_000),
});
const headLine = z.strictObject({ kind: z.literal("checkpoint"), note: z.string().max(20_000) });
const anyLine = z.discriminatedUnion("kind", [firstLine, leafLine, headLine]);

export type ExportLine = z.infer<typeof anyLine>;

export function exportLine(line: ExportLine): string {
  return `${JSON.stringify(line)}\n`;
}

export type AuditCode =
  | "ok"
  | "form"
  | "key"
  | "leaf-form"
  | "leaf-order"
  | "leaf-region"
  | "seq-order"
  | "head-note"
  | "head-order"
  | "head-origin"
  | "head-root"
  | "leaf-missing"
  | "leaf-unsigned"
  | "no-head"
  | "kept-invalid"
  | "kept-missing";

export type AuditVerdict = {
  readonly valid: boolean;
  readonly code: AuditCode;
  /** The line of the export at which it shows, from 1; 0 where it is no line's fault. */
  readonly line: number;
  readonly leaves: number;
  readonly heads: number;
  readonly lastHead: Head | null;
};

type HeadSeen = { readonly head: Head; readonly line: number };

/** Reads an export line by line; `verdict` says the first thing that is wrong. */
export class ExportAudit {
  readonly #pinned: PublicKey | undefined;
  #line = 0;
  #log: { readonly region: string; readonly origin: string; readonly keys: PublicKey[] } | null =
    null;
  #trouble: { readonly code: AuditCode; readonly line: number } | null = null;
  readonly #hashes: Hash[] = [];
  readonly #heads: HeadSeen[] = [];
  #seq = 0;

  /** @param pinned the log's key from elsewhere; every head must then be signed by it */
  constructor(pinned?: PublicKey) {
    this.#pinned = pinned;
  }

  /** Without its line end. */
  read(line: string): void {
    this.#line += 1;
    if (this.#trouble !== null) return;
    const code = this.#judge(line);
    if (code !== "ok") this.#trouble = { code, line: this.#line };
  }

  #judge(text: string): AuditCode {
    const parsed = anyLine.safeParse(jsonOf(text));
    if (!parsed.success || JSON.stringify(parsed.data) !== text) return "form";
    const line = parsed.data;
    if ((line.kind === "log") !== (this.#line === 1)) return "form";
    if (line.kind === "log") return this.#begin(line);
    return line.kind === "leaf" ? this.#leaf(line) : this.#head(line.note);
  }

  #begin(line: z.infer<typeof firstLine>): AuditCode {
    const keys = line.publicKeys.map(bytesOfBase64).filter((key) => key?.length === hashBytes);
    const sound = keys.filter((key) => key !== null);
    if (sound.length < line.publicKeys.length) return "form";
    if (!line.origin.endsWith(logPath(line.region))) return "form";
    const pinned = this.#pinned;
    if (pinned !== undefined && !line.publicKeys.includes(base64Of(pinned))) return "key";
    const keysHeldTo = pinned === undefined ? sound : [pinned];
    this.#log = { region: line.region, origin: line.origin, keys: keysHeldTo };
    return "ok";
  }

  #leaf(line: z.infer<typeof leafLine>): AuditCode {
    const leaf = readLeaf(line.leaf);
    if (leaf === null) return "leaf-form";
    if (line.idx !== this.#hashes.length) return "leaf-order";
    if (leaf.region !== this.#log?.region) return "leaf-region";
    if (leaf.seq <= this.#seq) return "seq-order";
    this.#seq = leaf.seq;
    this.#hashes.push(hashLeaf(Buffer.from(line.leaf)));
    return "ok";
  }

  #head(note: string): AuditCode {
    const opened = openHead(note, this.#log?.keys ?? []);
    if (opened.code !== "ok") return "head-note";
    const { head } = opened;
    if (head.origin !== this.#log?.origin) return "head-origin";
    const before = this.#heads.at(-1)?.head;
    if (before !== undefined && (head.size <= before.size || head.signedAt < before.signedAt)) {
      return "head-order";
    }
    this.#heads.push({ head, line: this.#line });
    return "ok";
  }

  /**
   * @param kept receipts and heads that somebody kept from before: each must be a part of this very log
   */
  verdict(kept: readonly string[] = []): AuditVerdict {
    const found = this.#trouble ?? this.#wrongHead() ?? this.#wrongEnd() ?? this.#wrongKept(kept);
    return {
      valid: found === null,
      code: found?.code ?? "ok",
      line: found?.line ?? 0,
      leaves: this.#hashes.length,
      heads: this.#heads.length,
      lastHead: this.#heads.at(-1)?.head ?? null,
    };
  }

  #wrongHead() {
    let edge: Hash[] = [];
    let size = 0;
    for (const { head, line } of this.#heads) {
      if (head.size > this.#hashes.length) return { code: "leaf-missing", line } as const;
      edge = grow(edge, size, this.#hashes.slice(size, head.size)).edge;
      size = head.size;
      if (!sameHash(joined(edge), head.root)) return { code: "head-root", line } as const;
    }
    return null;
  }

  #wrongEnd() {
    const last = this.#heads.at(-1);
    if (this.#log === null || last === undefined) return { code: "no-head", line: 0 } as const;
    // A leaf that no head covers may be anything: the log has not stood up for it.
    if (last.head.size < this.#hashes.length) {
      return { code: "leaf-unsigned", line: last.head.size + 2 } as const;
    }
    return null;
  }

  #wrongKept(kept: readonly string[]) {
    for (const text of kept) {
      const code = this.#keptCode(text);
      if (code !== "ok") return { code, line: 0 } as const;
    }
    return null;
  }

  #keptCode(text: string): AuditCode {
    const keys = this.#log?.keys ?? [];
    const receipt = text.startsWith("{") ? verifyReceipt(text) : null;
    if (receipt?.valid === false) return "kept-invalid";
    if (receipt !== null && !keys.some((key) => sameHash(key, receipt.publicKey)))
      return "kept-missing";
    const opened = receipt ?? openHead(text, keys);
    if (!("head" in opened)) return "kept-invalid";
    const { head } = opened;
    if (head.origin !== this.#log?.origin || head.size > this.#hashes.length) return "kept-missing";
    // A receipt's leaf stands under its head, so the head's root over the leaves of the export decides.
    const { edge } = grow([], 0, this.#hashes.slice(0, head.size));
    return sameHash(joined(edge), head.root) ? "ok" : "kept-missing";
  }
}
