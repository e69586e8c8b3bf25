/** Who the journeys are about; everything else about them stands in db/demo/people.json. */
export const olga = { iin: "910925490000", surname: "Ким", givenName: "Ольга" } as const;
export const sergey = { iin: "890117390005" } as const;
/** Olga's and Sergey's. */
export const artyom = { iin: "230315590008", surname: "КИМ", givenName: "АРТЁМ" } as const;
export const daniil = { iin: "211130590001" } as const;
/** Registered in Akmola, though his twins stand in the queue of Oral. */
export const yerlan = { iin: "880729390000" } as const;
export const aisha = { iin: "230316690004" } as const;
/** Registered nowhere. */
export const maria = { iin: "950211490006" } as const;

/** Көкшетау: the district in which both families live. */
export const kokshetau = "111000000";
