import type { NoticeFacts } from "#lib/documents/notice-facts.ts";
import { signerName } from "#lib/eds/evidence.ts";
import type { Verification } from "#lib/eds/verify.ts";
import { maskIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import type { QueuePlace } from "#lib/queue/views.ts";
import type { Portal } from "#lib/regions/views.ts";
import type { ApplicationContent } from "./content.ts";

/** The facts of the registration notice, out of what was signed and what the queue says at this instant. */
export function noticeFactsOf(made: {
  readonly portal: Portal;
  readonly content: ApplicationContent;
  readonly number: string;
  readonly entryCode: string;
  readonly entryClass: EntryClass;
  readonly place: QueuePlace;
  readonly verification: Verification;
  readonly interestMonths: number;
  readonly now: Date;
}): NoticeFacts {
  const { portal, content, place, verification } = made;
  const { signer, evidence } = verification;
  if (!signer || !evidence.certificate || !signer.algorithm) {
    throw new Error("a notice for an application nobody signed");
  }
  if (content.child.birthDate === null) throw new Error("a notice without the child's birth date");
  return {
    regionSlug: portal.slug,
    regionNames: portal.names,
    supportPhone: portal.supportPhone,
    officeAddresses: portal.officeAddress,
    interestMonths: made.interestMonths,
    number: made.number,
    entryCode: made.entryCode,
    registeredAt: made.now.toISOString(),
    queueType: content.queueType,
    districtNames: content.district?.names ?? null,
    childName: displayFullName(content.child),
    childIinMasked: maskIin(content.child.iin),
    childBirthDate: content.child.birthDate,
    applicantName: displayFullName(content.applicant),
    cohort: place.key.cohort,
    class: made.entryClass,
    position: place.position,
    worstPosition: place.worst,
    total: place.total,
    positionAt: made.now.toISOString(),
    privileges: content.privileges,
    checksPending: content.checksPending,
    nonResident: content.nonResident,
    signer: {
      name: signerName(signer),
      serial: evidence.certificate.serialNumber.toLowerCase(),
      algorithm: signer.algorithm,
    },
  };
}
