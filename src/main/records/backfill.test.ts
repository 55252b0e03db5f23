import { describe, expect, it } from 'vitest'
import { backfill } from './backfill.ts'
import type { FillRecord, FundingRecord } from './record-types.ts'
import { ACCOUNT, aFill, aPayment, recordsOf } from './records.test-support.ts'

/** A venue that keeps the newest `kept` fills and tells at most a page of them at a time. */
function venueOf(fills: readonly FillRecord[], funding: readonly FundingRecord[], kept: number) {
  const asked: number[] = []
  return {
    asked,
    readFills: (fromMs: number) => {
      asked.push(fromMs)
      const told = fills.slice(-kept).filter(({ tsMs }) => tsMs >= fromMs)
      return Promise.resolve(told.slice(0, 2_000))
    },
    readFunding: (fromMs: number) =>
      Promise.resolve(funding.filter(({ tsMs }) => tsMs >= fromMs).slice(0, 500)),
    marketNowMs: () => Date.UTC(2026, 0, 1),
  }
}

function sinkOf({ service }: ReturnType<typeof recordsOf>) {
  return {
    reaches: () => Promise.resolve(service.reaches()),
    addVenueRows: (rows: Parameters<typeof service.addVenueRows>[0]) =>
      Promise.resolve(service.addVenueRows(rows)),
  }
}

describe('the backfill', () => {
  it('reads page by page, and afterwards only what is new', async () => {
    const records = recordsOf()
    const fills = Array.from({ length: 4_300 }, (_, index) => aFill(index + 1))
    const funding = Array.from({ length: 1_200 }, (_, index) => aPayment(index + 1))
    const venue = venueOf(fills, funding, 10_000)
    expect(await backfill(ACCOUNT.toUpperCase(), venue, sinkOf(records))).toBe(5_500)
    expect(venue.asked).toHaveLength(3)
    const more = venueOf([...fills, aFill(900_000)], funding, 10_000)
    expect(await backfill(ACCOUNT, more, sinkOf(records))).toBe(1)
    expect(more.asked).toHaveLength(1)
    expect(records.service.reaches().map(({ isCut }) => isCut)).toEqual([false, false])
  })

  it('says that older fills may exist where the venue keeps no more', async () => {
    const records = recordsOf()
    const fills = Array.from({ length: 12_000 }, (_, index) => aFill(index + 1))
    await backfill(ACCOUNT, venueOf(fills, [], 10_000), sinkOf(records))
    const [reach] = records.service.reaches()
    expect(reach).toMatchObject({ kind: 'fills', isCut: true, oldestMs: fills[2_000]?.tsMs })
  })

  it('says the same where so many came since the last time that some may be missing', async () => {
    const records = recordsOf()
    const fills = Array.from({ length: 12_000 }, (_, index) => aFill(index + 1))
    const first = venueOf(fills.slice(0, 100), [], 10_000)
    const marketNowMs = () => fills[99]?.tsMs ?? 0
    await backfill(ACCOUNT, { ...first, marketNowMs }, sinkOf(records))
    expect(records.service.reaches()[0]).toMatchObject({ kind: 'fills', isCut: false })
    await backfill(ACCOUNT, venueOf(fills, [], 10_000), sinkOf(records))
    expect(records.service.reaches()[0]).toMatchObject({ kind: 'fills', isCut: true })
  })

  it('keeps what it has read when a later page fails, and goes on from there', async () => {
    const records = recordsOf()
    const fills = Array.from({ length: 3_000 }, (_, index) => aFill(index + 1))
    const whole = venueOf(fills, [], 10_000)
    let asks = 0
    const failing = {
      ...whole,
      readFills: (fromMs: number) => {
        asks += 1
        return asks > 1 ? Promise.reject(new Error('no answer')) : whole.readFills(fromMs)
      },
    }
    await expect(backfill(ACCOUNT, failing, sinkOf(records))).rejects.toThrow('no answer')
    expect([...records.store.fills()]).toHaveLength(2_000)
    await backfill(ACCOUNT, whole, sinkOf(records))
    expect([...records.store.fills()]).toHaveLength(3_000)
  })
})
