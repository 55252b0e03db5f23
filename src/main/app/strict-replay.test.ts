import { expect, it } from 'vitest'
import { auditReplay, hasRealCandles } from './strict-replay.test-support.ts'

it('risk: four days of real candles under the strict profile', async () => {
  if (!hasRealCandles()) {
    console.log('left out: the real candles (../shared/data) are not here')
    return
  }
  const { trades, signals, denials, violations, overshoots } = await auditReplay(
    Date.UTC(2023, 2, 5),
  )
  expect(violations).toEqual([])
  expect(trades).toBeGreaterThanOrEqual(3)
  expect(denials.length).toBeGreaterThanOrEqual(20)
  console.log(`${signals} signals, ${trades} trades, ${denials.length} denied`, overshoots)
})
