// Whoever has the code of a document can open its public page: it is a secret that stands in an address.
const documentCode = /\/verify\/[^/]+/;

/**
 * The path of an address as the log may keep it: without the query, which may hold what a person typed, and without
 * the code of a document.
 */
export function loggedPath(address: string): string {
  const [path = "/"] = address.split("?", 1);
  return path.replace(documentCode, "/verify/***");
}
