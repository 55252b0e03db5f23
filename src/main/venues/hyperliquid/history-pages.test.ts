import { describe, expect, it } from 'vitest'
import type { HistoryRow } from './history-pages.ts'
import { readHistory } from './history-pages.ts'

/** A venue that answers at most `size` rows from a time on, oldest first. */
function venueWith(times: readonly number[], size: number) {
  const asked: number[] = []
  return {
    asked,
    ask: (startMs: number): Promise<HistoryRow[]> => {
      asked.push(startMs)
      const rows = times.filter((time) => time >= startMs).slice(0, size)
      return Promise.resolve(rows.map((tsEventMs) => ({ tsEventMs })))
    },
  }
}

async function readAll(times: readonly number[], size: number) {
  const venue = venueWith(times, size)
  const seen = new Set<HistoryRow>()
  const heard: number[] = []
  const paged = await readHistory(venue.ask, 0, (rows) => {
    for (const row of rows) {
      seen.add(row)
      heard.push(row.tsEventMs)
    }
  })
  return { paged, heard: new Set(heard), asked: venue.asked }
}

const every = (count: number, stepMs: number): number[] =>
  Array.from({ length: count }, (_, index) => 1_000 + index * stepMs)

describe('a history read in pages', () => {
  it('is one question where it fits into one answer', async () => {
    const { paged, asked } = await readAll(every(499, 10), 500)
    expect(paged).toEqual({ isComplete: true, untilMs: 5_980, gapMs: null, rowCount: 499 })
    expect(asked).toEqual([1])
  })

  it('has every row of a long one, also where rows share their moment', async () => {
    const times = every(3_000, 1).map((time) => Math.floor(time / 3) * 3)
    const { paged, heard } = await readAll(times, 500)
    expect(paged.isComplete).toBe(true)
    expect(heard.size).toBe(new Set(times).size)
  })

  it('stops after ten pages and says where to go on', async () => {
    const { paged } = await readAll(every(9_000, 1), 500)
    expect(paged.isComplete).toBe(false)
    const rest = await readHistory(
      venueWith(every(9_000, 1), 500).ask,
      paged.untilMs,
      () => undefined,
    )
    expect(rest).toMatchObject({ isComplete: true, untilMs: 9_999 })
  })

  it('names a moment that has more rows than an answer holds', async () => {
    const times = [...Array.from({ length: 700 }, () => 5_000), 6_000]
    const { paged, heard } = await readAll(times, 500)
    expect(paged).toEqual({ isComplete: true, untilMs: 6_000, gapMs: 5_000, rowCount: 1_001 })
    expect(heard.has(6_000)).toBe(true)
  })
})
