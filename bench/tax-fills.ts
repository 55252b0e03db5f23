import { buildLedger } from '#core/tax/build-ledger.ts'
import type { LedgerEntry } from '#core/tax/ledger-entry.ts'
import type { Ledger } from '#core/tax/tax-event.ts'

/** A small generator with a fixed seed: the same history in every run. */
function seeded(): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return state / 0x7fff_ffff
  }
}

/** `count` of the `parts` that make one, as a decimal text. */
function decimalText(count: number, parts: number): string {
  const whole = Math.floor(count / parts)
  return `${whole}.${String(parts + count - whole * parts).slice(1)}`
}

const STEP_MS = 90_000
const START_MS = 1_600_000_000_000

/** Fills of one coin that never sell more than is held; made anew whenever they are gone through. */
export function taxFills(count: number): Iterable<LedgerEntry> {
  return {
    *[Symbol.iterator]() {
      const random = seeded()
      let held = 0
      for (let index = 0; index < count; index += 1) {
        const units = 1 + Math.floor(random() * 1e6)
        const isBuy = held < units || random() < 0.5
        held += isBuy ? units : -units
        yield {
          id: `0xaa:${index}`,
          tsMs: START_MS + index * STEP_MS,
          type: isBuy ? 'buy' : 'sell',
          asset: 'BTC',
          quantity: decimalText(units, 1e4),
          price: decimalText(100 + Math.floor(random() * 1e7), 100),
          fee: decimalText(Math.floor(random() * 3e6), 1e6),
          feeAsset: 'USD',
        }
      }
    },
  }
}

export function taxLedger(count: number): Ledger {
  const built = buildLedger(taxFills(count), 'USD')
  if (!built.ok) throw new Error('the fills of the bench are wrong')
  return built.ledger
}
