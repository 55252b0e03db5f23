// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  byRole,
  patch,
  press,
  renderOverDesk,
  sent,
  settle,
  type,
} from '../../dev/screen.test-support.tsx'
import { Discreet } from '../../ui/discreet.ts'
import { FillsHistory } from './FillsHistory.tsx'

const { busy, empty } = SNAPSHOTS
const rows = (): Element[] => [...document.querySelectorAll('.virtual-row')]

beforeEach(() => {
  // jsdom lays nothing out: the table is as high as twenty rows
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000)
})

test('only what is in sight is drawn, and every row says its place in the whole', async () => {
  await renderOverDesk(<FillsHistory />, busy)
  await settle()
  expect(byRole('status').textContent).toBe('60 fills')
  expect(document.querySelector('[role="table"]')?.getAttribute('aria-rowcount')).toBe('61')
  expect(rows().length).toBeGreaterThan(5)
  expect(rows().length).toBeLessThan(60)
  expect(rows()[0]?.getAttribute('aria-rowindex')).toBe('2')
  expect(rows()[0]?.textContent).toContain('BTC')
})

test('a search is asked of the log once the typing has stopped', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const desk = await renderOverDesk(<FillsHistory />, busy)
  const before = sent(desk, 'getFillsPage').length
  await type(byRole('textbox', 'Search'), 'ETH')
  expect(sent(desk, 'getFillsPage').length).toBe(before)
  await act(async () => vi.advanceTimersByTime(300))
  await settle()
  expect(sent(desk, 'getFillsPage').at(-1)).toMatchObject({ filter: { text: 'ETH' }, offset: 0 })
  expect(rows().every((row) => row.textContent?.includes('ETH'))).toBe(true)
  await type(byRole('textbox', 'Search'), '20,231')
  await act(async () => vi.advanceTimersByTime(300))
  await settle()
  expect(sent(desk, 'getFillsPage').at(-1)).toMatchObject({ filter: { text: '20231' } })
  await press(byRole('button', 'Clear'))
  expect((byRole('textbox', 'Search') as HTMLInputElement).value).toBe('')
})

test('nothing there, and a refusal, are said in words', async () => {
  const desk = await renderOverDesk(<FillsHistory />, empty)
  await settle()
  expect(document.body.textContent).toContain('No fills yet.')
  desk.refuseNext('getFillsPage', 'The history is busy.')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await patch(desk, { fills: busy.fills })
  await act(async () => vi.advanceTimersByTime(400))
  await settle()
  expect(byRole('alert').textContent).toBe('The history is busy.')
})

test('discreet hides what was traded and made, not the prices', async () => {
  await renderOverDesk(
    <Discreet value>
      <FillsHistory />
    </Discreet>,
    busy,
  )
  await settle()
  const [first] = rows()
  expect(first?.querySelector('[data-name="closedPnl"]')?.textContent).toBe('•••')
  expect(first?.querySelector('[data-name="quantity"]')?.textContent).toBe('•••')
  expect(first?.querySelector('[data-name="price"]')?.textContent).toBe('20,231')
})
