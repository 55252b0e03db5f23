// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import { renderOverDesk, sent, settle } from '../../dev/screen.test-support.tsx'
import { HealthScreen } from './HealthScreen.tsx'

test('the health screen shows the checks that the doctor shows, each with its sentence and code', async () => {
  const desk = await renderOverDesk(<HealthScreen />, SNAPSHOTS.busy)
  await settle()
  expect(sent(desk, 'getHealthChecks')).toEqual([{}])
  const text = document.querySelector('[aria-label="Checks of this computer"]')?.textContent
  expect(text).toContain('Runtime: Healthy. Node 20.18.1.')
  expect(text).toContain('Disk: Needs a look. The disk that holds /home/me/desk is nearly full')
  expect(text).toContain('(E205)')
})
