import { createHash } from "node:crypto";
import { compress, type Encoding } from "./encoding.ts";

type Kept = {
  readonly policy: string | undefined;
  readonly encoded: Map<Encoding, Buffer>;
  size: number;
};

const limitBytes = 64 * 1024 * 1024;

/**
 * What was worked out for a body that comes again and again: its policy and its compressed forms, found by the
 * content itself. Least recently used ones go first.
 */
export class KeptBodies {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  find(body: Buffer, policyOf: () => string | undefined): Kept {
    const key = createHash("sha256").update(body).digest("base64");
    const found = this.#kept.get(key) ?? { policy: policyOf(), encoded: new Map(), size: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  async encoded(kept: Kept, body: Buffer, encoding: Encoding): Promise<Buffer> {
    const ready = kept.encoded.get(encoding);
    if (ready) return ready;
    const made = await compress(body, encoding, true);
    kept.encoded.set(encoding, made);
    kept.size += made.length;
    this.#bytes += made.length;
    this.#shrink();
    return made;
  }

  #shrink(): void {
    for (const [key, { size }] of this.#kept) {
      if (this.#bytes <= limitBytes && this.#kept.size <= 5_000) return;
      this.#kept.delete(key);
      this.#bytes -= size;
    }
  }
}
