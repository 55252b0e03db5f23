/** Thousands parted by commas or spaces, in groups of three from the right. */
const GROUPED = /^-?[1-9]\d{0,2}([,\s])\d{3}(?:\1\d{3})*(?:\.\d*)?$/

/**
 * "27,431.5" without its commas. What is not grouped by thousands comes back as it was: the comma of
 * "0,5" is somebody's decimal point, and five must not be made of a half.
 */
export const ungrouped = (text: string): string =>
  GROUPED.test(text) ? text.replace(/[,\s]/g, '') : text
