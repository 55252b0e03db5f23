import { expect, it } from 'vitest'
import { usualSizeDecimals } from './usual-size-decimals.ts'

it.each([
  [95_000, 5],
  [20_000, 5],
  [1_900, 4],
  [130, 3],
  [22, 2],
  [2.4, 1],
  [0.08, 0],
  [0.00002, 0],
  [0, 5],
])('of $%d: %d', (price, decimals) => {
  expect(usualSizeDecimals(price)).toBe(decimals)
})
