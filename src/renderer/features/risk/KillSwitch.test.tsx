// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  allByRole,
  byRole,
  press,
  renderOverDesk,
  sent,
  submit,
  type,
} from '../../dev/screen.test-support.tsx'
import { KillSwitch } from './KillSwitch.tsx'
import { RiskBanner } from './RiskBanner.tsx'

const { busy, error } = SNAPSHOTS

test('one press asks with the stop already focused; a second press stops', async () => {
  const desk = await renderOverDesk(<KillSwitch />, busy)
  await press(byRole('button', 'Kill switch'))
  const stop = byRole('button', 'Stop entries')
  expect(document.activeElement).toBe(stop)
  expect(sent(desk, 'pressKill')).toEqual([])
  await press(stop)
  expect(sent(desk, 'pressKill')).toEqual([{ reason: 'Stopped by hand', shouldFlatten: false }])
  expect(allByRole('dialog')).toEqual([])
})

test('flattening is its own button and the reason can be said', async () => {
  const desk = await renderOverDesk(<KillSwitch />, busy)
  await press(byRole('button', 'Kill switch'))
  await type(byRole('textbox', 'Reason, for the log'), 'Exchange news')
  await press(byRole('button', 'Stop and close all 2 positions'))
  expect(sent(desk, 'pressKill')).toEqual([{ reason: 'Exchange news', shouldFlatten: true }])
})

test('keeping on trading sends nothing', async () => {
  const desk = await renderOverDesk(<KillSwitch />, busy)
  await press(byRole('button', 'Kill switch'))
  await press(byRole('button', 'Keep trading'))
  expect(sent(desk, 'pressKill')).toEqual([])
  expect(allByRole('dialog')).toEqual([])
})

test('resuming needs the typed word', async () => {
  const desk = await renderOverDesk(<RiskBanner />, error)
  expect(byRole('status').textContent).toContain('Kill switch pressed: Stopped by hand.')
  await press(byRole('button', 'Resume…'))
  await type(byRole('textbox', 'Type RESUME to go on'), 'resume')
  await submit(byRole('textbox', 'Type RESUME to go on'))
  expect(sent(desk, 'resume')).toEqual([])
  await type(byRole('textbox', 'Type RESUME to go on'), 'RESUME')
  await submit(byRole('textbox', 'Type RESUME to go on'))
  expect(sent(desk, 'resume')).toEqual([{ typedWord: 'RESUME' }])
})

test('no banner while entries are allowed', async () => {
  await renderOverDesk(<RiskBanner />, busy)
  expect(allByRole('status')).toEqual([])
})
