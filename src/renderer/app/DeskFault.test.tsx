// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { SNAPSHOTS } from '../dev/fixtures.ts'
import { byRole, press, renderOverDesk, sent } from '../dev/screen.test-support.tsx'
import { DeskFault } from './DeskFault.tsx'

let isBroken = true

function Broken() {
  if (isBroken) throw new Error('no such slice')
  return <h1>The desk</h1>
}

test('a fault of the window halts entries, says how to go on, and can be opened again', async () => {
  const noted = vi.spyOn(console, 'error').mockReturnValue(undefined)
  const desk = await renderOverDesk(
    <DeskFault>
      <Broken />
    </DeskFault>,
    SNAPSHOTS.busy,
  )
  expect(byRole('heading', 'The window has a fault')).toBeTruthy()
  const text = document.body.textContent ?? ''
  expect(text).toContain('New entries are halted. The log is whole')
  expect(text).toContain('then resume on the Risk screen')
  expect(sent(desk, 'pressKill')).toEqual([
    { reason: 'A fault of the window: no such slice', shouldFlatten: false },
  ])
  isBroken = false
  await press(byRole('button', 'Open it again'))
  expect(byRole('heading', 'The desk')).toBeTruthy()
  noted.mockRestore()
})
