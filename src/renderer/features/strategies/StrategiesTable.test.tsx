// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import { allByRole, renderOverDesk } from '../../dev/screen.test-support.tsx'
import { StrategiesTable } from './StrategiesTable.tsx'

test('what nobody watches is not called ready', async () => {
  const [first, ...others] = SNAPSHOTS.busy.strategies
  if (!first) throw new Error('no strategy')
  const cold = { ...first, isOn: false, warmUpSeen: 0, warmUpNeeded: 0 }
  const warm = { ...first, coin: 'ETH', warmUpSeen: 71, warmUpNeeded: 71 }
  await renderOverDesk(<StrategiesTable />, {
    ...SNAPSHOTS.busy,
    strategies: [cold, warm, ...others],
  })
  const texts = allByRole('row').map((row) => row.textContent)
  expect(texts[0]).toContain('not watched')
  expect(texts[1]).toContain('ready')
})
