// @vitest-environment jsdom
import { act } from 'react'
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import { byRole, press, renderOverDesk, sent } from '../../dev/screen.test-support.tsx'
import { AlertSettings } from './AlertSettings.tsx'

const HOOK = 'https://discord.com/api/webhooks/123456784711/abcdefghijklmnopqrstuvwxyz'

/** As a person types into a field that shows dots. */
async function typeSecret(text: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('input[type="password"]')
  if (field === null) throw new Error('no field for a secret')
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  await act(async () => {
    set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

test('a webhook is entered unseen, tested, and forgotten', async () => {
  const desk = await renderOverDesk(<AlertSettings />, SNAPSHOTS.busy)
  await typeSecret(HOOK)
  await press(byRole('button', 'Save'))
  expect(sent(desk, 'setAlertHook')).toEqual([{ hook: HOOK, passphrase: null }])
  expect(document.querySelector('[data-name="alertHook"]')?.textContent).toBe('discord.com …4711')
  expect(document.body.innerHTML).not.toContain('abcdefghijklmnop')
  await press(byRole('button', 'Send a test'))
  expect(sent(desk, 'testAlert')).toEqual([{}])
  await press(byRole('button', 'Forget the webhook'))
  expect(sent(desk, 'setAlertHook').at(-1)).toEqual({ hook: null, passphrase: null })
  expect(document.querySelector('[data-name="alertHook"]')).toBeNull()
})
