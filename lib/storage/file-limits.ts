/** 40 megapixels and more are refused by the header alone, before a single pixel is unpacked. */
export const pixelLimit = 40_000_000 - 1;
/** An A4 page at some 220 dots per inch: every stamp and number stays legible. */
export const longSide = 2600;
export const previewSide = 480;
/** The papers of a guardianship have twenty pages; a book is no paper for the queue. */
export const pdfPageLimit = 100;
