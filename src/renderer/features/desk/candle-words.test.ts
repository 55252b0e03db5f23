import { expect, test } from 'vitest'
import { candleSentence, changeText } from './candle-words.ts'

const candle = (open: number, high: number, low: number, close: number) => ({
  openTimeMs: 0,
  open,
  high,
  low,
  close,
  volume: 1,
})

test('the canvas in one sentence', () => {
  const up = [candle(20000, 20100, 19900, 20050), candle(20050, 20500, 20000, 20400)]
  expect(candleSentence('BTC', '5m', up, 0)).toBe(
    'BTC rose 2.0 % over 2 candles of 5m, from 20,000 to 20,400, between 19,900 and 20,500.',
  )
  expect(candleSentence('ETH', '1h', [candle(10, 11, 9, 9.5)], 1)).toContain('ETH fell 5.0 %')
  expect(candleSentence('SOL', '1h', [candle(10, 10, 10, 10)], 1)).toContain('SOL stood 0.0 %')
  expect(candleSentence('SOL', '1h', [], 1)).toBe('SOL: no candles yet.')
})

test('a change has its sign, and none where it is shown as nothing', () => {
  expect(changeText(100, 101.5)).toBe('+1.50 %')
  expect(changeText(100, 98)).toBe('−2.00 %')
  expect(changeText(100, 99.999)).toBe('0.00 %')
  expect(changeText(0, 5)).toBe('0.00 %')
})
