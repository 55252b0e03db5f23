/** A number of the wire; null where it is none. */
export function readOrNull<T>(text: string, parse: (text: string) => T): T | null {
  try {
    return parse(text)
  } catch {
    // The order is refused with the venue's sentence for a number that it cannot read.
    return null
  }
}
