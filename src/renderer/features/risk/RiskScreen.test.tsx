// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  allByRole,
  byRole,
  press,
  renderOverDesk,
  sent,
  type,
} from '../../dev/screen.test-support.tsx'
import { Discreet } from '../../ui/discreet.ts'
import { RiskScreen } from './RiskScreen.tsx'

const { busy, error, empty } = SNAPSHOTS

const amount = (name: string): string | null | undefined =>
  document.querySelector(`[data-name="${name}"]`)?.getAttribute('data-exact')

test('the budget of the day adds up, with what was lost beyond it', async () => {
  await renderOverDesk(<RiskScreen />, busy)
  expect(['budget-used', 'budget-risk', 'budget-left', 'budget-cap'].map(amount)).toEqual([
    '104.22',
    '92.4',
    '103.38',
    '300',
  ])
  expect(amount('overshoot')).toBeUndefined()
})

test('every cause with its end, every alert, and what was lost beyond the cap', async () => {
  await renderOverDesk(<RiskScreen />, error)
  const state = byRole('region', 'State').textContent
  expect(state).toContain('Kill switch pressed. Stopped by hand. Ends with: a person resumes.')
  expect(state).toContain('Ends with: the next trading day.')
  expect(state).toContain('0.8 ETH have no stop')
  expect(amount('overshoot')).toBe('12.6')
  const beyond = byRole('region', 'Lost beyond what was reckoned').textContent
  expect(beyond).toContain('$12.60 beyond its cap of $300.00')
  expect(beyond).toContain('$12.85 more')
})

test('discreet, no limit tells in dollars what the account has or lost', async () => {
  await renderOverDesk(
    <Discreet value>
      <RiskScreen />
    </Discreet>,
    busy,
  )
  const standings = [...document.querySelectorAll('.standing')].map((one) => one.textContent)
  expect(standings.length).toBeGreaterThan(3)
  expect(standings.join(' ')).not.toContain('$')
  expect(standings.join(' ')).toMatch(/\d+ %/)
})

test('nothing holds in an empty desk', async () => {
  await renderOverDesk(<RiskScreen />, empty)
  expect(byRole('region', 'State').textContent).toContain('Entries are allowed.')
})

test('tightening is reviewed and saved without a word', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  await press(byRole('button', 'Edit limits…'))
  await type(byRole('textbox', 'Open positions'), '2')
  await press(byRole('button', 'Review changes'))
  expect(document.querySelector('.limit-diff')?.textContent).toContain('Open positions32 tighter')
  await press(byRole('button', 'Save the limits'))
  const [saved] = sent(desk, 'setLimits') as { inputs: Record<string, string>; typedWord: string }[]
  expect(saved?.inputs.positionsMax).toBe('2')
  expect(saved?.typedWord).toBe('')
  expect(allByRole('dialog')).toEqual([])
})

test('loosening waits for the word', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  await press(byRole('button', 'Edit limits…'))
  await type(byRole('textbox', 'Open positions'), '5')
  await press(byRole('button', 'Review changes'))
  await press(byRole('button', 'Save the limits'))
  expect(sent(desk, 'setLimits')).toEqual([])
  await type(byRole('textbox', 'Type LOOSEN to allow more'), 'LOOSEN')
  await press(byRole('button', 'Save the limits'))
  expect(sent(desk, 'setLimits')).toMatchObject([{ typedWord: 'LOOSEN' }])
})

test('a value that is not allowed keeps the editor open', async () => {
  await renderOverDesk(<RiskScreen />, busy)
  await press(byRole('button', 'Edit limits…'))
  await type(byRole('textbox', 'Open positions'), 'wrong')
  await press(byRole('button', 'Review changes'))
  expect(byRole('alert').textContent).toBe('One value is not allowed.')
  expect(document.body.textContent).toContain('Allowed: 1 to 10')
})

test('what comes from a file is looked through before it is saved', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  await press(byRole('button', 'Import…'))
  expect((byRole('textbox', 'Open positions') as HTMLInputElement).value).toBe('2')
  expect(sent(desk, 'setLimits')).toEqual([])
})

test('what if asks the desk and writes nothing', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  await press(byRole('button', 'Check'))
  expect(sent(desk, 'previewOrder')).toMatchObject([{ coin: 'BTC', sizing: { by: 'risk' } }])
  expect(byRole('region', 'What if').textContent).toContain('It would pass: 0.21374 BTC')
})

test('what if asks nothing about what is no number', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  const part = byRole('region', 'What if')
  await press(byRole('button', 'Check'))
  await type(byRole('textbox', 'Size'), '1e400')
  await press(byRole('button', 'Check'))
  expect(part.textContent).toContain('A positive number')
  expect(part.textContent).not.toContain('It would')
  await type(byRole('textbox', 'Size'), '')
  await type(byRole('textbox', 'Stop'), '19000,5')
  await press(byRole('button', 'Check'))
  expect(sent(desk, 'previewOrder')).toHaveLength(1)
})

test('a hotkey that would catch what is typed elsewhere is refused at its field', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  const field = byRole('textbox', 'Global hotkey of the kill switch')
  await type(field, 'Shift+A')
  await press(byRole('button', 'Set'))
  expect(byRole('region', 'Switches').textContent).toContain('Two of Control, Alt')
  await type(field, ' Control+Alt+K ')
  await press(byRole('button', 'Set'))
  expect(sent(desk, 'setKillHotkey')).toEqual([{ accelerator: 'Control+Alt+K' }])
})

test('an instrument is switched off at once', async () => {
  const desk = await renderOverDesk(<RiskScreen />, busy)
  await press(byRole('switch', 'Entries in BTC'))
  expect(sent(desk, 'setInstrument')).toEqual([{ coin: 'BTC', isOn: false }])
})
