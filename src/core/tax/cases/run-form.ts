import { parseInstant } from '../calendar.ts'
import { atScale, formatExact, parseExact, placesNeeded } from '../exact-decimal.ts'
import type { Box8949, FormAmounts } from '../form-8949.ts'
import { defaultBox, FormTotals, formAmounts, isBox, SCHEDULE_D_LINES } from '../form-8949.ts'
import type { Term } from '../holding-period.ts'
import { termOf } from '../holding-period.ts'
import type { FormCase, FormLine } from './tax-case.ts'

const DAY_MS = 86_400_000

function termOfLine(line: FormLine): Term | null {
  if (line.term !== null) return line.term
  if (line.acquired === null || line.sold === null) return null
  const [acquired, sold] = [parseInstant(line.acquired), parseInstant(line.sold)]
  if (acquired === null || sold === null) return null
  return termOf(Math.floor(acquired / DAY_MS), Math.floor(sold / DAY_MS), 'usDayAfter')
}

function boxOfLine(line: FormLine): Box8949 {
  return line.box !== null && isBox(line.box) ? line.box : defaultBox(termOfLine(line))
}

/** Column arithmetic of Form 8949: (h) = (d) − (e) + (g), and the lines of Schedule D. */
export function runForm(taxCase: FormCase): { readonly [key: string]: unknown } {
  const texts = taxCase.lines.flatMap(({ proceeds, basis, adjustment }) => [
    proceeds,
    basis,
    adjustment,
  ])
  const parsed = texts.map(parseExact)
  const scale = parsed.reduce(
    (most, value) => Math.max(most, value === null ? 0 : placesNeeded(value)),
    0,
  )
  const places = taxCase.isWholeDollars ? 0 : scale
  const read = (text: string): bigint => {
    const value = parseExact(text)
    return value === null ? 0n : atScale(value, scale)
  }
  const totals = new FormTotals()
  const disposals = taxCase.lines.map((line) => {
    const [proceeds, basis, adjustment] = [
      read(line.proceeds),
      read(line.basis),
      read(line.adjustment),
    ]
    const amounts = formAmounts(proceeds, basis, adjustment, scale, places)
    const box = boxOfLine(line)
    totals.add(box, amounts)
    return {
      id: line.id,
      description: line.description,
      box,
      acquiredAt: line.acquired,
      soldAt: line.sold,
      ...columns(amounts, places),
      code: line.code,
      h: formatExact(amounts.gain, places),
      term: termOfLine(line),
    }
  })
  const byBox = [...totals.boxes].map(([box, amounts]) => [box, columns(amounts, places)])
  const lines = SCHEDULE_D_LINES.map((line) => [line, columns(totals.line(line), places)])
  return {
    disposals,
    totals: {
      ...columns(totals.all, places),
      shortTermGain: formatExact(totals.netShortTerm, places),
      longTermGain: formatExact(totals.netLongTerm, places),
      byBox: Object.fromEntries(byBox),
    },
    scheduleD: {
      ...Object.fromEntries(lines),
      '7': formatExact(totals.netShortTerm, places),
      '15': formatExact(totals.netLongTerm, places),
      '16': formatExact(totals.net, places),
    },
  }
}

function columns(amounts: FormAmounts, places: number): { readonly [key: string]: string } {
  return {
    proceeds: formatExact(amounts.proceeds, places),
    basis: formatExact(amounts.basis, places),
    adjustment: formatExact(amounts.adjustment, places),
    gain: formatExact(amounts.gain, places),
  }
}
