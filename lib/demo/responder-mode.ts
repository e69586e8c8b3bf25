/** `slow` answers after three seconds, `down` breaks every connection. */
export const responderModes = ["normal", "slow", "down"] as const;
export type ResponderMode = (typeof responderModes)[number];
