import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parsePrice } from '#core/money/decimal.ts'
import { createCandleFileFeed, loadCandleFileFeed } from './candle-file-feed.ts'
import { FeedCandles, pathAt } from './feed-candles.ts'
import { CandleFileError } from './parse-candle-file.ts'

const HEADER = 'open_time,open,high,low,close,volume'
const row = (minute: number, text = '100,102,99,101,5'): string =>
  `2023-03-01 00:${String(minute).padStart(2, '0')}:00,${text}`

function problemsOf(text: string): string[] {
  try {
    createCandleFileFeed(text, 'x.csv')
  } catch (error) {
    if (error instanceof CandleFileError) {
      return error.problems.map(({ line, message }) => `${line}: ${message}`)
    }
    throw error
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
    expect(() => loadCandleFileFeed(path)).toThrow(/line 1: the file is no UTF-8 text/)
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
      'a gap',
      [HEADER, row(0), row(1), row(4)].join('\n'),
      ['4: 2 candles are missing before 2023-03-01T00:04:00.000Z'],
    ],
    [
      'a duplicate',
      [HEADER, row(0), row(1), row(1)].join('\n'),
      ['4: 2023-03-01T00:01:00.000Z is there twice'],
    ],
    [
      'disorder',
      [HEADER, row(1), row(2), row(0)].join('\n'),
      ['4: 2023-03-01T00:00:00.000Z comes after a later candle: sort the file by time'],
    ],
    [
      'a broken row',
      [HEADER, row(0), '2023-03-01 00:01:00,100,102', row(2)].join('\n'),
      ['3: 3 fields instead of 6: "2023-03-01 00:01:00,100,102"'],
    ],
    [
      'text for a number',
      [HEADER, row(0), row(1, '100,1e3,99,101,5')].join('\n'),
      ['3: "1e3" is not a plain decimal number such as 1234.5'],
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
      'an empty line in the middle',
      [HEADER, row(0), '', row(1)].join('\n'),
      ['3: 1 fields instead of 6: ""'],
    ],
  ]
  it.each(bad)('with %s is refused with its lines', (name, text, expected) => {
    const problems = problemsOf(text)
    if (name === 'no header') expect(problems[0]).toMatch(/^1: the header ".*" names no time/)
    else expect(problems.filter((problem) => expected.includes(problem))).toEqual(expected)
  })

  it('names every problem at once and keeps the message short', () => {
    const rows = Array.from({ length: 500 }, () => 'nonsense')
    const text = [HEADER, ...rows].join('\n')
    expect(problemsOf(text)).toHaveLength(500)
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
