import type { NewPortal } from "#lib/regions/reference.ts";
import people from "#db/demo/people.json" with { type: "json" };

/** Telephones and addresses of the demo's education offices: invented, in no directory. */
const offices: Record<string, { phone: string; bin: string; kk: string; ru: string; en: string }> =
  {
    oral: {
      phone: "+77112000100",
      bin: "000140000101",
      kk: "Орал қаласы, Достық даңғылы, 194-үй",
      ru: "г. Уральск, пр. Достык, д. 194",
      en: "194 Dostyk Avenue, Oral",
    },
    akmola: {
      phone: "+77162000200",
      bin: "000140000202",
      kk: "Көкшетау қаласы, Абай көшесі, 83-үй",
      ru: "г. Кокшетау, ул. Абая, д. 83",
      en: "83 Abai Street, Kokshetau",
    },
    petropavl: {
      phone: "+77152000300",
      bin: "000140000303",
      kk: "Петропавл қаласы, Қазақстан Конституциясы көшесі, 23-үй",
      ru: "г. Петропавловск, ул. Конституции Казахстана, д. 23",
      en: "23 Constitution Street, Petropavl",
    },
    qosshy: {
      phone: "+77172000400",
      bin: "000140000404",
      kk: "Қосшы қаласы, Республика көшесі, 14-үй",
      ru: "г. Косшы, ул. Республики, д. 14",
      en: "14 Respublika Street, Qosshy",
    },
  };

const hours = {
  kk: "дүйсенбі–жұма, 9:00–18:00",
  ru: "понедельник–пятница, 9:00–18:00",
  en: "Monday to Friday, 9:00–18:00",
};

/** The four portals of the demo. */
export const demoPortals: readonly NewPortal[] = people.regions.map((each) => {
  const office = offices[each.slug];
  if (!office) throw new Error(`the demo has no office for ${each.slug}`);
  return {
    slug: each.slug,
    kato: each.kato,
    names: { kk: each.nameKk, ru: each.nameRu, en: each.nameEn },
    supportPhone: office.phone,
    officeAddress: { kk: office.kk, ru: office.ru, en: office.en },
    officeHours: hours,
    bin: office.bin,
    hasDistricts: each.slug === "akmola",
  };
});
