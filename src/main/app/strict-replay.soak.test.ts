import { expect, it } from 'vitest'
import { auditReplay, hasRealCandles } from './strict-replay.test-support.ts'

it('risk: the whole file of real candles under the strict profile, on autopilot', async () => {
  if (!hasRealCandles()) {
    console.log('left out: the real candles (../shared/data) are not here')
    return
  }
  const { trades, signals, denials, violations, overshoots } = await auditReplay(
    Number.POSITIVE_INFINITY,
  )
  expect(violations).toEqual([])
  expect(trades).toBeGreaterThanOrEqual(3)
  expect(denials.length).toBeGreaterThanOrEqual(20)
  const codes = new Map<string, number>()
  for (const { code } of denials) codes.set(code, (codes.get(code) ?? 0) + 1)
  console.log(`${signals} signals, ${trades} trades, denied:`, Object.fromEntries(codes))
  if (overshoots.length === 0) console.log('No trade and no day lost more than was reckoned.')
  for (const line of overshoots) console.log(line)
}, 900_000)
