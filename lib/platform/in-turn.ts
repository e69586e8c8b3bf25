/**
 * Does all of the works, one after another, so that one that fails keeps none of the others from being done.
 * @throws the first failure, at the end
 */
export async function inTurn(works: Iterable<() => Promise<unknown>>): Promise<void> {
  const failed: unknown[] = [];
  for (const work of works) {
    try {
      await work();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}
