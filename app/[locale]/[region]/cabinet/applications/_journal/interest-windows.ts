import { policyFor } from "#lib/regions/views.ts";

/** For each queue type named: how many days before the last day interest can be confirmed, by the policy in force. */
export async function interestWindows(
  regionId: number,
  queueTypes: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, number>> {
  const found = await Promise.all(
    [...new Set(queueTypes)].map(async (queueType) => {
      const { parameters } = await policyFor({ regionId, queueType, at });
      return [queueType, parameters.interestWindowDays] as const;
    }),
  );
  return new Map(found);
}
