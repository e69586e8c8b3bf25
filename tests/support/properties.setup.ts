import fc from "fast-check";

// Properties are tried on the same examples in every run, so that a change is judged by itself and not by luck.
// `PROPERTY_SEED=fresh` looks for examples nobody has met yet, and a number tries one such run again.

const FIXED = 20261122;
const asked = process.env.PROPERTY_SEED ?? String(FIXED);

if (asked !== "fresh") fc.configureGlobal({ seed: Number(asked) });
