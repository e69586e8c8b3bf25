import { createHash } from "node:crypto";
import { compress, type Encoding } from "./encoding.ts";

type Kept = {
  readonly policy: string | undefined;
  readonly encoded: Map<Encoding, Buffer>;
  size: number;
  /** Let go while somebody was still compressing it. */
  gone: boolean;
};

const limitBytes = 64 * 1024 * 1024;
const limitBodies = 2_000;

/**
 * What was worked out for a body that comes again and again: its policy and its compressed forms, found by the
 * content itself. Least recently used ones go first, and no more are kept than fit: a robot that makes up addresses
 * gets another «not found» for each.
 */
export class KeptBodies {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  find(body: Buffer, policyOf: () => string | undefined): Kept {
    const key = createHash("sha256").update(body).digest("base64");
    const found = this.#kept.get(key) ?? {
      policy: policyOf(),
      encoded: new Map(),
      size: 0,
      gone: false,
    };
    this.#kept.delete(key);
    this.#kept.set(key, found);
    this.#shrink();
    return found;
  }

  /** How many bodies are remembered now. */
  get count(): number {
    return this.#kept.size;
  }

  async encoded(kept: Kept, body: Buffer, encoding: Encoding): Promise<Buffer> {
    const ready = kept.encoded.get(encoding);
    if (ready) return ready;
    const made = await compress(body, encoding, true);
    // Two who asked at once have both made it; and what was let go meanwhile is counted no more.
    if (kept.encoded.has(encoding)) return made;
    kept.encoded.set(encoding, made);
    if (!kept.gone) {
      kept.size += made.length;
      this.#bytes += made.length;
      this.#shrink();
    }
    return made;
  }

  #shrink(): void {
    for (const [key, kept] of this.#kept) {
      if (this.#bytes <= limitBytes && this.#kept.size <= limitBodies) return;
      this.#kept.delete(key);
      this.#bytes -= kept.size;
      kept.gone = true;
    }
  }
}
