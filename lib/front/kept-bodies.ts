import { createHash } from "node:crypto";
import { compress, type Encoding } from "./encoding.ts";
import type { ShapedPage } from "./shaped-page.ts";

type Kept = ShapedPage & {
  /** Weak, of the words as they are sent (RFC 9110 §8.8.1): the same in every encoding. */
  readonly tag: string;
  readonly encoded: Map<Encoding, Buffer>;
  size: number;
  /** Let go while somebody was still compressing it. */
  gone: boolean;
};

const limitBytes = 64 * 1024 * 1024;
const limitBodies = 2_000;

/**
 * What was worked out for a body that comes again and again: what is sent in its place, its policy and its compressed
 * forms, found by the content itself. Least recently used ones go first, and no more are kept than fit: a robot that
 * makes up addresses gets another «not found» for each.
 */
export class KeptBodies {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  find(body: Buffer, shape: () => ShapedPage): Kept {
    const key = digest(body);
    const found = this.#kept.get(key) ?? this.#add(shape());
    this.#kept.delete(key);
    this.#kept.set(key, found);
    this.#shrink();
    return found;
  }

  /** How many bodies are remembered now. */
  get count(): number {
    return this.#kept.size;
  }

  async encoded(kept: Kept, encoding: Encoding): Promise<Buffer> {
    const ready = kept.encoded.get(encoding);
    if (ready) return ready;
    const made = await compress(kept.body, encoding, true);
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

  #add(shaped: ShapedPage): Kept {
    const size = shaped.body.length;
    this.#bytes += size;
    const tag = `W/"${digest(shaped.body).slice(0, 22)}"`;
    return { ...shaped, tag, encoded: new Map(), size, gone: false };
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

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64url");
}
