import { z } from "zod";
import { announcedTypes } from "#lib/storage/sniff.ts";

const regionId = z.int().positive();
/** Which paper it is a page of, e.g. `privilege`, `non-resident`, `guardianship`, `pmpk`. */
const paper = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

export const ticketInput = z.strictObject({
  regionId,
  draftId: z.uuid(),
  paper,
  fileName: z.string().max(500),
  /** As the browser says; only a hint for the storage's own check, believed by nobody. */
  mime: z.enum(announcedTypes).default("image/jpeg"),
  /** Bytes, as the browser says: refuses early, and only that. */
  size: z.int().nonnegative().optional(),
});
export type TicketInput = z.input<typeof ticketInput>;

export const attachmentInput = z.strictObject({ regionId, id: z.uuid() });

export const moveInput = z.strictObject({ regionId, id: z.uuid(), by: z.enum(["up", "down"]) });
