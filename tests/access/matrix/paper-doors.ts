import { moveAttachment, removeAttachment } from "#lib/documents/attachment-commands.ts";
import {
  attachmentsOfApplication,
  attachmentsOfDraft,
  openAttachment,
} from "#lib/documents/attachment-views.ts";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";
import { filed } from "./world.ts";

// The files of papers, of a draft and of an application.

const thing = (name: string, knock: Door["knock"]): Door => ({ name, about: "thing", knock });
const family = (name: string, knock: Door["knock"]): Door => ({ name, about: "family", knock });

export const paperDoors = {
  "attachment.upload": [
    thing("openTicket", ({ actor }, { id }, { draftId }) =>
      openTicket(
        actor,
        { regionId: id, draftId, paper: "privilege", fileName: "a.jpg", size: 9 },
        now,
      ),
    ),
    thing("moveAttachment", ({ actor }, { id }, { attachmentId }) =>
      moveAttachment(actor, { regionId: id, id: attachmentId, by: "up" }),
    ),
  ],
  "attachment.delete": [
    thing("removeAttachment", async ({ actor }, { id }, { here, owner, draftId }) =>
      removeAttachment(actor, { regionId: id, id: await filed(here, owner, draftId) }, now),
    ),
  ],
  "attachment.read": [
    thing("attachmentsOfDraft", ({ actor }, { id }, { draftId }) =>
      attachmentsOfDraft(actor, id, draftId),
    ),
    family("attachmentsOfApplication", ({ actor }, { id }, { application }) =>
      attachmentsOfApplication(actor, id, application.id),
    ),
    thing("openAttachment", ({ actor }, { id }, { attachmentId }) =>
      openAttachment(actor, id, attachmentId, "original"),
    ),
    family("openAttachment", ({ actor }, { id }, { sentAttachmentId }) =>
      openAttachment(actor, id, sentAttachmentId, "original"),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Door[]>>;
