import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDecimal } from '#core/money/decimal.ts'
import { bookSchema } from './parse-market.ts'
import { scanBook } from './scan-book.ts'

const level = (px: string, sz = '1.5', n = 3) => ({ px, sz, n })
const frame = (data: object) => JSON.stringify({ channel: 'l2Book', data })
const good = {
  coin: 'BTC',
  time: 1_754_450_974_231,
  levels: [[level('113377.0'), level('113376.0')], [level('113378.0', '0.00012', 1)]],
}

/** What JSON and the schema make of it. */
const slowly = (text: string) => {
  try {
    return bookSchema.safeParse((JSON.parse(text) as { data: unknown }).data)
  } catch {
    return { success: false as const }
  }
}

describe('the quick reader of books', () => {
  it('reads what the venue writes, every level exactly', () => {
    expect(scanBook(frame(good))).toEqual({
      coin: 'BTC',
      tsEventMs: 1_754_450_974_231,
      bids: [
        { price: 11_337_700_000_000n, size: 150_000_000n },
        { price: 11_337_600_000_000n, size: 150_000_000n },
      ],
      asks: [{ price: 11_337_800_000_000n, size: 12_000n }],
    })
    expect(scanBook(frame({ ...good, levels: [[], []] }))).toMatchObject({ bids: [], asks: [] })
  })

  it('reads the venue’s frames of five levels, which say that they are fast', () => {
    expect(scanBook(frame({ ...good, fast: true }))).toEqual(scanBook(frame(good)))
    expect(scanBook(frame({ fast: true, ...good }))).toEqual(scanBook(frame(good)))
    expect(scanBook(frame({ ...good, fast: 1 }))).toBeNull()
  })

  it('does not mind the order of the fields', () => {
    const { coin, time, levels } = good
    expect(scanBook(frame({ levels, time, coin }))).toEqual(scanBook(frame(good)))
  })

  it.each([
    ['a crossed book', frame({ ...good, levels: [[level('2')], [level('2')]] })],
    ['a negative price', frame({ ...good, levels: [[level('-2')], []] })],
    ['no price', frame({ ...good, levels: [[level('0')], []] })],
    ['an exponent', frame({ ...good, levels: [[level('1e5')], []] })],
    ['an empty price', frame({ ...good, levels: [[level('')], []] })],
    ['a bare point', frame({ ...good, levels: [[level('1.')], []] })],
    ['nine places', frame({ ...good, levels: [[level('1.000000001')], []] })],
    ['a time of zero', frame({ ...good, time: 0 })],
    ['a time of another century', frame({ ...good, time: 9e14 })],
    ['a time with a leading zero', frame(good).replace('"time":1', '"time":01')],
    ['half a millisecond', frame({ ...good, time: 1.5 })],
    ['a coin without a name', frame({ ...good, coin: '' })],
    ['a coin with an escape', frame({ ...good, coin: 'B\nC' })],
    ['a very long coin', frame({ ...good, coin: 'B'.repeat(33) })],
    ['another field', frame({ ...good, more: 1 })],
    ['a field twice', frame(good).replace('"coin":"BTC"', '"coin":"BTC","coin":"ETH"')],
    ['three sides', frame({ ...good, levels: [[], [], []] })],
    ['one side', frame({ ...good, levels: [[]] })],
    ['something behind it', `${frame(good)} `],
    ['half of it', frame(good).slice(0, 100)],
    ['a renamed field', frame(good).replaceAll('"px"', '"price"')],
    ['another channel', frame(good).replace('l2Book', 'l2book')],
    ['nothing', ''],
  ])('leaves %s to the other one', (_what, text) => {
    expect(scanBook(text)).toBeNull()
  })

  it('says what the other one says, or nothing, whatever is changed in a frame', () => {
    const figure = (min: bigint, max: bigint) =>
      fc.bigInt({ min, max }).map((units) => formatDecimal(units))
    const side = (min: bigint, max: bigint, order: 1 | -1) =>
      fc
        .tuple(
          fc.uniqueArray(fc.bigInt({ min, max }), { maxLength: 4 }),
          fc.array(figure(1n, 10n ** 15n), { minLength: 4, maxLength: 4 }),
        )
        .map(([prices, sizes]) => {
          const sorted = prices.toSorted((a, b) => (a < b ? -order : order))
          return sorted.map((price, row) => [formatDecimal(price), sizes[row] ?? '1'] as const)
        })
    const below = side(1n, 10n ** 13n, -1)
    const above = side(9n * 10n ** 12n, 10n ** 15n, 1)
    const place = fc.nat(400)
    const noise = fc.constantFrom('', '"', '0', '-', '.', ',', '{', ']', ' ', '9', 'e', '\\', 'n')
    let read = 0
    fc.assert(
      fc.property(below, above, place, noise, fc.boolean(), (bids, asks, at, put, isSpoilt) => {
        const levels = [bids, asks].map((rows) => rows.map(([px, sz]) => level(px, sz)))
        const whole = frame({ ...good, levels })
        const text = isSpoilt ? whole.slice(0, at) + put + whole.slice(at + 1) : whole
        const quick = scanBook(text)
        if (quick === null) return
        read += 1
        const slow = slowly(text)
        expect(slow.success).toBe(true)
        const { coin, tsEventMs } = quick
        const [bid, ask] = [quick.bids[0]?.price ?? null, quick.asks[0]?.price ?? null]
        expect(slow).toMatchObject({ data: { coin, tsEventMs, bid, ask } })
      }),
      { numRuns: 3_000 },
    )
    expect(read).toBeGreaterThan(500)
  })
})
