import type { NoticeFacts } from "#lib/documents/notice-facts.ts";

export const sampleFacts: NoticeFacts = {
  regionSlug: "akmola",
  regionNames: { kk: "Ақмола облысы", ru: "Акмолинская область", en: "Akmola Region" },
  supportPhone: "+77162000200",
  officeAddresses: {
    kk: "Көкшетау қаласы, Абай көшесі, 83-үй",
    ru: "г. Кокшетау, ул. Абая, д. 83",
    en: "83 Abai Street, Kokshetau",
  },
  interestMonths: 12,
  number: "111-26-000042",
  entryCode: "7KXR24BD",
  registeredAt: "2026-11-22T05:06:07.123Z",
  queueType: "general",
  districtNames: { kk: "Зеренді ауданы", ru: "Зерендинский район", en: "Zerendi District" },
  childName: "Ким Алиса Сергеевна",
  childIinMasked: "2303****0008",
  childBirthDate: "2023-03-15",
  applicantName: "Жұмабекова Гүлнар Әмірқызы",
  cohort: 2023,
  class: "first-priority",
  position: 17,
  worstPosition: 23,
  total: 58,
  positionAt: "2026-11-22T05:06:07.123Z",
  privileges: ["military"],
  checksPending: ["kinship"],
  nonResident: false,
  signer: { name: "Жұмабекова Гүлнар", serial: "2f00a3", algorithm: "gost-2015-512" },
};

export const sampleToken = "7KXR24BDMNPQ9TVW";
