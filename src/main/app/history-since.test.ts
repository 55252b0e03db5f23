import { describe, expect, it } from 'vitest'
import { createState } from '#core/engine/state.ts'
import { asMoney } from '#core/money/amount.ts'
import { historySince } from './history-since.ts'

const MINUTE_MS = 60_000
const ADOPTED_MS = Date.UTC(2026, 0, 1)

function bookWith(fillMs: number | null, fundingMs: number | null) {
  const { book } = createState('paper')
  book.cash = asMoney(1n)
  book.adoptedMs = ADOPTED_MS
  book.newestFillMs = fillMs ?? 0
  book.newestFundingMs = fundingMs ?? 0
  return book
}

describe('the history that a start completes', () => {
  it('is not asked for by a new desk', () => {
    expect(historySince(createState('paper').book)).toBeUndefined()
  })

  it('begins ten minutes before the older of the newest fill and the newest funding', () => {
    const later = ADOPTED_MS + 1_000 * MINUTE_MS
    expect(historySince(bookWith(null, null))).toBe(ADOPTED_MS - 10 * MINUTE_MS)
    expect(historySince(bookWith(later, later + 5))).toBe(later - 10 * MINUTE_MS)
    expect(historySince(bookWith(later + 5, later))).toBe(later - 10 * MINUTE_MS)
  })
})
