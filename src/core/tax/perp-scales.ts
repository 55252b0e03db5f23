import { parseExact, placesNeeded } from './exact-decimal.ts'
import type { InputProblem } from './ledger-entry.ts'
import type { PerpHistory } from './perp-event.ts'

export interface PerpScales {
  readonly quantityScale: number
  readonly priceScale: number
  readonly valueScale: number
}

export type PerpScalesResult =
  | { readonly ok: true; readonly scales: PerpScales }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

const VALUE_SCALE_MIN = 18
const PROBLEMS_MAX = 100

/** Checks every amount of a history and finds scales that hold all their digits. */
export function surveyPerps(history: PerpHistory): PerpScalesResult {
  const problems: InputProblem[] = []
  const places = { quantity: 0, price: 0, money: 0 }
  const check = (
    row: number,
    field: string,
    text: string,
    kind: keyof typeof places,
    isPositive: boolean,
  ): void => {
    const parsed = parseExact(text)
    if (parsed === null || (isPositive && parsed.digits <= 0n)) {
      const expected = isPositive
        ? 'a positive decimal number'
        : 'a decimal number, with a minus where it is negative'
      if (problems.length < PROBLEMS_MAX) problems.push({ row, field, value: text, expected })
    } else places[kind] = Math.max(places[kind], placesNeeded(parsed))
  }
  const rowOfId = new Map<string, number>()
  history.fills.forEach((fill, index) => {
    const row = index + 1
    check(row, 'sz', fill.size, 'quantity', true)
    check(row, 'px', fill.price, 'price', true)
    check(row, 'fee', fill.fee, 'money', false)
    if (fill.startPosition !== null) {
      check(row, 'startPosition', fill.startPosition, 'quantity', false)
    }
    if (fill.closedPnl !== null) check(row, 'closedPnl', fill.closedPnl, 'money', false)
    const earlier = rowOfId.get(fill.id)
    if (earlier === undefined) rowOfId.set(fill.id, row)
    else if (problems.length < PROBLEMS_MAX) {
      const expected = `an id of its own, row ${earlier} has it already`
      problems.push({ row, field: 'id', value: fill.id, expected })
    }
  })
  history.funding.forEach((payment, index) => {
    check(index + 1, 'funding amount', payment.amount, 'money', false)
  })
  for (const [coin, start] of history.starts) {
    check(0, `start.${coin}.position`, start.position, 'quantity', false)
    if (start.entry !== null) check(0, `start.${coin}.entry`, start.entry, 'price', false)
  }
  if (problems.length > 0) return { ok: false, problems }
  const valueScale = Math.max(VALUE_SCALE_MIN, places.money, places.quantity + places.price)
  return {
    ok: true,
    scales: { quantityScale: places.quantity, priceScale: places.price, valueScale },
  }
}
