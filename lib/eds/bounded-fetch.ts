export type FetchLimits = {
  /** Milliseconds for the whole answer. */
  readonly timeout: number;
  readonly maxBytes: number;
  readonly post?: { readonly type: string; readonly body: Uint8Array };
};

export type FetchedAnswer = { readonly status: number; readonly body: Uint8Array };

/**
 * What a configured service answers, within the limits; null when it is unreachable, too slow, too long or cut off.
 * Redirects are not followed: they lead where we did not say.
 */
export async function boundedFetch(
  url: string,
  { timeout, maxBytes, post }: FetchLimits,
): Promise<FetchedAnswer | null> {
  try {
    const response = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
      ...(post === undefined
        ? {}
        : {
            method: "POST",
            headers: { "content-type": post.type },
            body: Uint8Array.from(post.body),
          }),
    });
    const body = response.body === null ? null : await readAtMost(response.body, maxBytes);
    return body === null ? null : { status: response.status, body };
  } catch {
    return null; // The caller has a word for it.
  }
}

/** The body of a 200 answer, else null. */
export async function fetchBytes(url: string, limits: FetchLimits): Promise<Uint8Array | null> {
  const answer = await boundedFetch(url, limits);
  return answer?.status === 200 ? answer.body : null;
}

async function readAtMost(
  body: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) return null; // Leaving the loop cancels the stream.
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
