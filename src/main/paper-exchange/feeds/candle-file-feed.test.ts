import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parsePrice } from '#core/money/decimal.ts'
import { createCandleFileFeed, loadCandleFileFeed } from './candle-file-feed.ts'
import { gapAt } from './feed.ts'
import { FeedCandles, pathAt } from './feed-candles.ts'

const HEADER = 'open_time,open,high,low,close,volume'
const row = (minute: number, text = '100,102,99,101,5'): string =>
  `2023-03-01 00:${String(minute).padStart(2, '0')}:00,${text}`

/** The lines of the complaint, without its first one. */
function problemsOf(text: string): string[] {
  try {
    createCandleFileFeed(text, 'x.csv')
  } catch (error) {
    return (error as Error).message.split('\n').slice(1)
  }
  return []
}

describe('a candle file', () => {
  it('is read whatever its order of columns, separator and time format', () => {
    const iso = createCandleFileFeed([HEADER, row(0), row(1)].join('\n'), 'a.csv')
    const ms = Date.UTC(2023, 2, 1)
    const other = [
      '\uFEFFClose;Volume;Date;Low;High;Open',
      `101;5;${ms / 1000};99;102;100`,
      `101;5;${ms / 1000 + 60};99;102;100`,
      '',
    ].join('\r\n')
    const epoch = createCandleFileFeed(other, 'b.csv')
    const zoned = [HEADER, '2023-03-01T01:00:00+01:00,100,102,99,101,5', row(1)].join('\n')
    for (const feed of [iso, epoch, createCandleFileFeed(zoned, 'c.csv')]) {
      expect(feed.firstMs).toBe(ms)
      expect(feed.intervalMs).toBe(60_000)
      expect(feed.endMs).toBe(ms + 120_000)
      expect(feed.candleAt(0, ms)).toMatchObject({
        open: parsePrice('100'),
        close: parsePrice('101'),
      })
    }
  })

  it('is read packed as well', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'candles-')), 'a.csv.gz')
    writeFileSync(path, gzipSync([HEADER, row(0), row(1)].join('\n')))
    expect(loadCandleFileFeed(path, 'ETH').listings[0]?.coin).toBe('ETH')
    writeFileSync(path, Buffer.from([0x1f, 0x8b, 1, 2, 3]))
    expect(() => loadCandleFileFeed(path)).toThrow(/cannot be read: .*gzip/)
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x41]))
    expect(() => loadCandleFileFeed(path)).toThrow('it is no UTF-8 text')
  })

  it('says in plain words why a path cannot be read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'candles-'))
    const path = join(folder, 'a.csv.gz')
    const packed = gzipSync([HEADER, row(0), row(1)].join('\n'))
    writeFileSync(path, packed.subarray(0, packed.length - 12))
    expect(() => loadCandleFileFeed(path)).toThrow(/cannot be read: the gzip file ends too soon/)
    expect(() => loadCandleFileFeed(`${path}.none`)).toThrow(/cannot be read: there is no such/)
    expect(() => loadCandleFileFeed(folder)).toThrow(/cannot be read: it is a folder/)
  })

  it('is damaged where its check sum is wrong', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'candles-')), 'a.csv.gz')
    const packed = gzipSync([HEADER, row(0), row(1)].join('\n'))
    const at = packed.length - 6
    packed[at] = (packed[at] ?? 0) ^ 0xff
    writeFileSync(path, packed)
    expect(() => loadCandleFileFeed(path)).toThrow(/cannot be read: the gzip file is damaged/)
  })

  const bad: [string, string, string[]][] = [
    ['nothing at all', '', ['1: the file is empty']],
    ['a header only', HEADER, ['2: there is no candle below the header']],
    ['no header', row(0), []],
    [
      'a duplicate',
      [HEADER, row(0), row(1), row(1)].join('\n'),
      ['4: 2023-03-01T00:01:00Z is there twice'],
    ],
    [
      'disorder',
      [HEADER, row(1), row(2), row(0)].join('\n'),
      ['4: 2023-03-01T00:00:00Z comes after a later candle: sort the file by time'],
    ],
    [
      'a broken row',
      [HEADER, row(0), '2023-03-01 00:01:00,100,102', row(2)].join('\n'),
      ['3: 3 fields instead of 6: "2023-03-01 00:01:00,100,102"'],
    ],
    [
      'text for a number',
      [HEADER, row(0), row(1, '100,much,99,101,5')].join('\n'),
      ['3: a price is no number'],
    ],
    [
      'no time',
      [HEADER, row(0), '2023-02-30 00:00:00,1,1,1,1,1'].join('\n'),
      ['3: "2023-02-30 00:00:00" is no time'],
    ],
    [
      'an impossible row',
      [
        HEADER,
        row(0),
        row(1, '100,101,99,102,5'),
        row(2, '100,99,101,100,1'),
        row(3, '0,1,0,1,1'),
      ].join('\n'),
      [
        '3: the close is outside high and low',
        '4: the high is below the low',
        '5: a price is zero or negative',
      ],
    ],
    [
      'daily candles that do not open at midnight',
      [HEADER, '2023-03-01T05:00:00Z,1,1,1,1,1', '2023-03-02T05:00:00Z,1,1,1,1,1'].join('\n'),
      [],
    ],
  ]
  it.each(bad)('with %s is refused with its lines', (name, text, expected) => {
    expect(() => createCandleFileFeed(text, 'x.csv')).toThrow('x.csv cannot be')
    const problems = problemsOf(text)
    if (name === 'no header') expect(problems[0]).toMatch(/^ {2}line 1: the header ".*" names no/)
    else expect(problems).toEqual(expected.map((problem) => `  line ${problem}`))
  })

  it('names every problem at once and keeps the message short', () => {
    const rows = Array.from({ length: 500 }, () => 'nonsense')
    const text = [HEADER, ...rows].join('\n')
    expect(problemsOf(text)).toHaveLength(21)
    expect(() => createCandleFileFeed(text, 'x.csv')).toThrow(/500 problems[\s\S]*and 480 more/)
  })
})

describe('a replayed candle', () => {
  const text = [HEADER, row(0), row(1, '101,110,90,95.5,7'), row(2, '95.5,95.5,95.5,95.5,0')].join(
    '\n',
  )
  const feed = createCandleFileFeed(text, 'x.csv')

  it('becomes one tick a second from open to close through both extremes, never outside', () => {
    for (let minute = 0; minute < 3; minute += 1) {
      const openMs = feed.firstMs + minute * 60_000
      const path = pathAt(feed, 0, openMs)
      const candle = feed.candleAt(0, openMs)
      expect(path).toHaveLength(60)
      expect(path[0]).toBe(candle?.open)
      expect(path[59]).toBe(candle?.close)
      expect(path.reduce((max, price) => (price > max ? price : max))).toBe(candle?.high)
      expect(path.reduce((min, price) => (price < min ? price : min))).toBe(candle?.low)
      expect(path).toEqual(pathAt(feed, 0, openMs))
    }
  })

  it('shows nothing of what is still to come', () => {
    const candles = new FeedCandles(feed)
    const nowMs = feed.firstMs + 60_000 + 5_000
    const live = candles.range(0, '1m', 0, nowMs, nowMs)
    const seen = pathAt(feed, 0, feed.firstMs + 60_000).slice(0, 6)
    expect(live).toHaveLength(2)
    expect(live[1]?.close).toBe(seen[5])
    const five = candles.range(0, '5m', 0, nowMs, nowMs)
    expect(five).toHaveLength(1)
    expect(five[0]?.close).toBe(seen[5])
    const whole = candles.at(0, '3m', feed.firstMs, feed.firstMs + 180_000)
    expect(whole).toMatchObject({
      high: parsePrice('110'),
      low: parsePrice('90'),
      close: parsePrice('95.5'),
    })
  })

  it('is missing where the file has none, and nothing is made up for it', () => {
    const lines = [HEADER, row(0), row(1), row(4), row(5), row(7)]
    const holed = createCandleFileFeed(lines.join('\n'), 'x.csv')
    const at = (minute: number) => holed.firstMs + minute * 60_000
    expect(holed.endMs).toBe(at(8))
    expect(holed.gaps.map(({ afterMs, beforeMs }) => [afterMs, beforeMs])).toEqual([
      [at(1), at(4)],
      [at(5), at(7)],
    ])
    const isThere = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((minute) => holed.candleAt(0, at(minute)))
    expect(isThere.map((candle) => candle !== null)).toEqual([
      ...[true, true, false, false, true, true, false, true, false],
    ])
    expect(isThere[7]?.openMs).toBe(at(7))
    expect(pathAt(holed, 0, at(2))).toEqual([])
    expect(
      [0, 119_999, 120_000, 239_999, 240_000, 419_999].map((ms) => gapAt(holed, at(0) + ms)),
    ).toEqual([null, null, holed.gaps[0], holed.gaps[0], null, holed.gaps[1]])
    const minutes = new FeedCandles(holed).range(0, '1m', 0, at(8), at(8))
    expect(minutes.map(({ openMs }) => openMs)).toEqual([0, 1, 4, 5, 7].map(at))
  })

  it('reads the recorded month whole', () => {
    const path = resolve('../shared/data/btcusd-1m-2023-03.csv.gz')
    if (!existsSync(path)) {
      console.log('left out: ../shared/data is not here')
      return
    }
    const recorded = loadCandleFileFeed(path)
    expect((recorded.endMs ?? 0) - recorded.firstMs).toBe(30_240 * 60_000)
    const candles = new FeedCandles(recorded)
    const hours = candles.range(0, '1h', 0, recorded.endMs ?? 0, recorded.endMs ?? 0)
    expect(hours).toHaveLength(504)
    expect(hours[0]?.open).toBe(parsePrice('23144.78'))
    expect(hours[503]?.close).toBe(parsePrice('28194.93'))
  })
})
