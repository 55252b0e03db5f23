/**
 * The position that a fill must have met where its source tells only a word for it ("Close Long").
 * A close of more than the fills before it add up to shows that some of them are missing: then at
 * least what it closes was there.
 */
export function impliedStart(direction: string, position: bigint, size: bigint): bigint {
  switch (direction.toLowerCase()) {
    case 'close long':
      return position < size ? size : position
    case 'close short':
      return position > -size ? -size : position
    case 'open long':
      return position < 0n ? 0n : position
    case 'open short':
      return position > 0n ? 0n : position
    default:
      return position
  }
}
