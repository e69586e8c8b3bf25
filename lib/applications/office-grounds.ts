// What an officer may give as the ground of a deed. Each is a code of the ledger with its words in the catalogues
// (`journal.ground.<code>`); what the portal itself says beside them is written where it is said.

/** What is wrong with an application that is given back (`return.reason.<code>`). */
export const returnReasons = [
  "paper-unreadable",
  "paper-missing",
  "paper-expired",
  "wrong-district",
  "wrong-queue-type",
  "wrong-contacts",
] as const;

/** Why nothing is offered for a while. */
export const holdGrounds = ["hold-papers", "hold-register", "hold-request", "stop-list"] as const;

export const refuseGrounds = [
  "refuse-registration",
  "refuse-kinship",
  "refuse-incomplete",
  "refuse-expired",
  "refuse-unreadable",
  "refuse-conclusion",
] as const;

export const removeGrounds = [
  "remove-duplicate",
  "remove-age",
  "remove-moved",
  "remove-registry",
] as const;

/** A child's death, or a record closed by the civil register: told without any other word. */
export const closedByRegister = "remove-registry";
