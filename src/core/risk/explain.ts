import { formatDecimal, formatFixed } from '../money/decimal.ts'
import { divideRounded } from '../money/rounding.ts'
import type { DenialCode } from './denial-codes.ts'
import { DENIAL_CODES } from './denial-codes.ts'

/** Amounts scaled 1e8, counts, or words. */
export type DecisionValues = Readonly<Record<string, bigint | number | string>>

/** The values as the log keeps them: plain decimals. */
export function formatValues(values: DecisionValues): Readonly<Record<string, string>> {
  const numbers: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    numbers[name] = typeof value === 'bigint' ? formatDecimal(value) : String(value)
  }
  return numbers
}

const CENT = 1_000_000n

/** Dollars to the nearest cent, for a sentence; the log has every digit. */
function money(amount: bigint): string {
  const cents = divideRounded(amount < 0n ? -amount : amount, CENT, 'halfEven') * CENT
  const [whole = '0', fraction = '00'] = formatFixed(cents, 2).split('.')
  const text = `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
  return amount < 0n && cents !== 0n ? `-${text}` : text
}

function inWords(value: bigint | number | string, unit: string | undefined): string {
  if (typeof value !== 'bigint') return String(value)
  return unit === 'money' ? money(value) : formatDecimal(value)
}

/** The sentence of a code with its numbers; throws where one is missing. */
export function explainDenial(code: DenialCode, values: DecisionValues): string {
  return DENIAL_CODES[code].sentence.replace(
    /\{(\w+)(?::(\w+))?\}/g,
    (_, name: string, unit: string | undefined) => {
      const value = values[name]
      if (value === undefined) throw new Error(`${code} was decided without "${name}"`)
      return inWords(value, unit)
    },
  )
}
