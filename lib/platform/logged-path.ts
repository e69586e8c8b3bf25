// Whoever has the code of a document can open its public page: it is a secret that stands in an address.
const documentCode = /\/verify\/[^/]+/;
// For some minutes, whoever has it can ask what is to be signed.
const mobileSigning = /\/mgov\/[^/]+/;
// For three days, whoever has it can stop a change of phone; for a month, say that a place is still needed.
const stopToken = /\/(m|recover\/stop|i|interest)\/[^/]+/;

/**
 * The path of an address as the log may keep it: without the query, which may hold what a person typed, and without
 * the code of a document, the name of a signing on a telephone or the secret of a link in a message.
 */
export function loggedPath(address: string): string {
  const [path = "/"] = address.split("?", 1);
  return path
    .replace(documentCode, "/verify/***")
    .replace(mobileSigning, "/mgov/***")
    .replace(stopToken, "/$1/***");
}
