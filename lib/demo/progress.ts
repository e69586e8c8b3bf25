const wide = process.stdout.isTTY;

/** Runs one step of the start and tells its name and how long it took. */
export async function step<T>(title: string, work: () => Promise<T> | T): Promise<T> {
  const started = performance.now();
  if (wide) process.stdout.write(`  … ${title}`);
  const clear = wide ? "\r\u001b[K" : "";
  try {
    const result = await work();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${clear}  ✓ ${title} (${seconds} s)\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${clear}  ✗ ${title}\n`);
    throw error;
  }
}

/** One line for the reader. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}
