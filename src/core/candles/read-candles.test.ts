import { expect, it } from 'vitest'
import { readCandles } from './read-candles.ts'

const HEADER = 'open_time,open,high,low,close,volume'
const rows = (...lines: string[]): string => [HEADER, ...lines, ''].join('\n')
const minute = (index: number, prices = '10,12,9,11,5'): string =>
  `2023-03-01 00:0${index}:00,${prices}`

function read(text: string) {
  const reading = readCandles(text)
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('; '))
  return reading
}

function problems(text: string): string[] {
  const reading = readCandles(text)
  return reading.ok ? [] : reading.problems.map(({ line, message }) => `${line}: ${message}`)
}

it('reads columns by their names in any order, ; as well as ,', () => {
  const { candles, timeframe } = read(
    '\uFEFF"Close";Volume;Timestamp;Low;High;Open\r\n11;5;1677628800;9;12;10\r\n12;6;1677632400;9;12;11\r\n',
  )
  expect(timeframe).toBe('1h')
  expect([...candles.close]).toEqual([11, 12])
  expect([...candles.open]).toEqual([10, 11])
  expect(candles.openTimeMs[0]).toBe(Date.UTC(2023, 2, 1))
})

it('takes a first column without a name for the time, and no volume for none', () => {
  const { candles, timeframe } = read(
    ',Open,High,Low,Close\n2004-08-19,100,104.06,95.96,100.34\n2004-08-20,101.01,109.08,100.5,108.31\n',
  )
  expect(timeframe).toBe('1d')
  expect([...candles.volume]).toEqual([0, 0])
  expect(candles.high[1]).toBe(109.08)
})

it('reads lines that end as on any system, fields with spaces and quotes, and exponents', () => {
  const text = 'time , "open",high,low,close,volume\r"2023-03-01", 1e-5 ,"1.2e-5",9E-6,.00001,1e3\r'
  const { candles } = read(`${text}2023-03-02,1e-5,1e-5,1e-5,1e-5,0\r`)
  expect([...candles.high]).toEqual([0.000012, 0.00001])
  expect([...candles.volume]).toEqual([1000, 0])
})

it('takes midnights of a zone for days, through a change of the clocks', () => {
  const day = (date: string, zone: string) => `2023-03-${date} 00:00:00${zone},10,12,9,11,5`
  const { candles, timeframe, gaps } = read(
    rows(day('09', '-05:00'), day('10', '-05:00'), day('13', '-04:00'), day('14', '-04:00')),
  )
  expect(timeframe).toBe('1d')
  expect([...candles.openTimeMs]).toEqual([9, 10, 13, 14].map((one) => Date.UTC(2023, 2, one)))
  expect(gaps.map(({ missing }) => missing)).toEqual([2])
  // One moment that is no midnight: they are moments.
  const hours = read(rows(day('09', '-05:00'), '2023-03-09 01:00:00-05:00,10,12,9,11,5'))
  expect(hours.candles.openTimeMs[0]).toBe(Date.UTC(2023, 2, 9, 5))
})

it('refuses numbers that no price can have', () => {
  expect(
    problems(
      rows(
        minute(0),
        minute(1, '0x10,20,9,11,5'),
        minute(2, '10,Infinity,9,11,5'),
        minute(3, '10,1e13,9,11,5'),
        minute(4, '10,12,1e-9,11,5'),
        minute(5, '10,12,9,11,1e300'),
        minute(6, '10,12,-9,11,5'),
        minute(7, '"10,5",12,9,11,5'),
      ),
    ),
  ).toEqual([
    '3: a price is no number',
    '4: a price is no number',
    '5: a price is above 1,000,000,000,000',
    '6: a price is below 0.00000001, the smallest that is counted here',
    '7: the volume is above a billion billions',
    '8: a price is zero or negative',
    '9: 7 fields instead of 6: "2023-03-01 00:07:00,"10,5",12,9,11,5"',
  ])
})

it('lists gaps beside the candles', () => {
  const { candles, gaps } = read(rows(minute(0), minute(1), minute(5)))
  expect(candles.close.length).toBe(3)
  expect(gaps).toEqual([
    {
      afterMs: Date.UTC(2023, 2, 1, 0, 1),
      beforeMs: Date.UTC(2023, 2, 1, 0, 5),
      missing: 3,
      line: 4,
    },
  ])
})

it('lists every impossible row with its line, and reads nothing', () => {
  expect(
    problems(
      rows(
        minute(0),
        minute(0),
        minute(1, '10,8,9,11,5'),
        minute(1, '10,12,0,11,5'),
        minute(1, '10,12,9,NaN,5'),
        minute(1, '10,12,9,13,5'),
        minute(1, '8,12,9,10,5'),
        minute(1, '10,12,9,11,-1'),
        minute(1, '10,12,9,11'),
        'soon,10,12,9,11,5',
        minute(2),
        minute(1),
      ),
    ),
  ).toEqual([
    '3: 2023-03-01T00:00:00Z is there twice',
    '4: the high is below the low',
    '5: a price is zero or negative',
    '6: a price is no number',
    '7: the close is outside high and low',
    '8: the open is outside high and low',
    '9: the volume is no number or negative',
    '10: 5 fields instead of 6: "2023-03-01 00:01:00,10,12,9,11"',
    '11: "soon" is no time',
    '13: 2023-03-01T00:01:00Z comes after a later candle: sort the file by time',
  ])
})

it.each([
  ['', ['1: the file is empty']],
  [`${HEADER}\n`, ['2: there is no candle below the header']],
  [rows(minute(0)), [expect.stringContaining('their length is unknown')]],
  [
    rows(minute(0), minute(1), '2023-03-01 00:02:30,10,12,9,11,5'),
    ['4: 2023-03-01T00:02:30Z is not on the 1m grid of the file'],
  ],
  ['when,open,high,low,close\n', [expect.stringContaining('names no time')]],
])('refuses %j', (text, expected) => {
  expect(problems(text)).toEqual(expected)
})
