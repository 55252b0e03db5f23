import { expect, it } from 'vitest'
import { runCrashCycles, summarize } from './crash/crash-loop.ts'

it('ten desks killed at random lose no order and double none', async () => {
  const results = await runCrashCycles({
    cycles: 10,
    seed: 1,
    from: 1,
    atOnce: 3,
    onCycle: () => undefined,
  })
  expect(
    results.flatMap(({ cycle, problems }) => problems.map((text) => `${cycle}: ${text}`)),
  ).toEqual([])
  const summary = summarize(results)
  expect(summary.deaths).toBeGreaterThanOrEqual(8)
  expect(summary.orders).toBeGreaterThan(0)
}, 300_000)
