import { expect, it } from 'vitest'
import { withoutAmounts } from './PrivateText.tsx'

it.each([
  [
    'Buy 2.1728 ETH at 2,096 or better, stop at 2,054.1: lose about $99.55 at the stop.',
    'Buy ••• ETH at 2,096 or better, stop at 2,054.1: lose about $••• at the stop.',
  ],
  [
    'At the stop 1,000.5 DOGE would lose more than the $9.99 left for the day.',
    'At the stop ••• DOGE would lose more than the $••• left for the day.',
  ],
  ['The day has lost −$1,234.50 of $300.00.', 'The day has lost $••• of $•••.'],
  ['Asked through 08:00 UTC; 3 of 3 trades.', 'Asked through 08:00 UTC; 3 of 3 trades.'],
])('"%s" keeps its prices alone', (text, masked) => {
  expect(withoutAmounts(text)).toBe(masked)
})
