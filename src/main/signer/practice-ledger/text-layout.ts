/** Widths of the devices' sans-serif, in the same unit as the line widths below. */
const WIDTHS: Readonly<Record<string, number>> = {
  '1': 18,
  '7': 21,
  A: 25.3,
  B: 23.5,
  C: 24.5,
  E: 21.5,
  F: 21,
  H: 25,
  M: 30,
  S: 23,
  T: 22,
  W: 33,
  I: 10,
  ' ': 10,
  '.': 10,
  ':': 10,
  ',': 10,
  "'": 8,
  '-': 14,
  a: 20.5,
  b: 21.5,
  c: 20.5,
  d: 21.5,
  e: 21,
  f: 12.5,
  g: 21.5,
  h: 21,
  i: 10.5,
  j: 10.5,
  k: 19.5,
  l: 10.5,
  m: 31,
  n: 21.5,
  o: 21.5,
  p: 21.5,
  q: 21.5,
  r: 14,
  s: 19.5,
  t: 13,
  u: 21.5,
  v: 19.5,
  w: 28,
  x: 19.5,
  y: 20,
  z: 19,
}
const DIGIT_WIDTH = 23
const OTHER_WIDTH = 24.5

export const LINE_WIDTH = { nano: 406, flex: 415 } as const

const widthOf = (character: string): number =>
  WIDTHS[character] ?? (/[0-9]/.test(character) ? DIGIT_WIDTH : OTHER_WIDTH)

/** How much of the text fits on one line; at least one character. */
function fittingLength(text: string, lineWidth: number): number {
  let used = 0
  for (let index = 0; index < text.length; index++) {
    used += widthOf(text[index] ?? '')
    if (used > lineWidth) return Math.max(1, index)
  }
  return text.length
}

/** Breaks at the last space that fits, inside a word where there is none. */
export function wrapText(text: string, lineWidth: number): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let rest = paragraph
    while (rest.length > 0) {
      const fits = fittingLength(rest, lineWidth)
      const space = fits < rest.length ? rest.lastIndexOf(' ', fits) : -1
      const cut = space > 0 ? space : fits
      lines.push(rest.slice(0, cut))
      rest = rest.slice(cut).trimStart()
    }
  }
  return lines.length > 0 ? lines : ['']
}
