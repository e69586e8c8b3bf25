import { notFound } from "next/navigation";

/** An address inside a region that no page has: «not found» in the reader's language, with the region's phone. */
export default function MissingPage() {
  notFound();
}
