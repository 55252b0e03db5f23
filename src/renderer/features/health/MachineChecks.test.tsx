// @vitest-environment jsdom
import { act } from 'react'
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

test('checks again when a person asks for it, once a press', async () => {
  const desk = await renderOverDesk(<HealthScreen />, SNAPSHOTS.busy)
  await settle()
  const button = [...document.querySelectorAll('button')].find(
    ({ textContent }) => textContent === 'Check again',
  )
  if (!button) throw new Error('there is no button')
  await act(async () => button.click())
  await settle()
  expect(sent(desk, 'getHealthChecks')).toEqual([{}, {}])
  expect(button.getAttribute('aria-busy')).toBeNull()
})
