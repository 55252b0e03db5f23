// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { POSITIONS } from '../../dev/fixture-parts.ts'
import { SNAPSHOTS } from '../../dev/fixtures.ts'
import {
  allByRole,
  byRole,
  exactOf,
  patch,
  press,
  renderOverDesk,
  sent,
  submit,
  type,
} from '../../dev/screen.test-support.tsx'
import { CancelAllButton } from './CancelAllButton.tsx'
import { FillsTable } from './FillsTable.tsx'
import { OpenOrdersTable } from './OpenOrdersTable.tsx'
import { PositionsTable } from './PositionsTable.tsx'

const { busy, empty } = SNAPSHOTS

test('rows keep the exact amounts', async () => {
  await renderOverDesk(<PositionsTable />, busy)
  const [first] = allByRole('row')
  expect(exactOf('unrealised', first)).toBe('36.77161')
  expect(exactOf('entryPrice', first)).toBe('20231.4')
  expect(first?.textContent).toContain('+$36.77')
})

test('a position is closed from its row, whole or in part', async () => {
  const desk = await renderOverDesk(<PositionsTable />, busy)
  await press(byRole('button', 'Close BTC'))
  await press(byRole('button', 'Close part of BTC'))
  await press(byRole('button', '50 %'))
  await submit(byRole('textbox', 'Quantity to close'))
  expect(sent(desk, 'closePosition')).toEqual([
    { coin: 'BTC', quantity: null },
    { coin: 'BTC', quantity: '0.05406' },
  ])
})

test('more than the position is not asked for', async () => {
  const desk = await renderOverDesk(<PositionsTable />, busy)
  await press(byRole('button', 'Close part of BTC'))
  await type(byRole('textbox', 'Quantity to close'), '0.2')
  await submit(byRole('textbox', 'Quantity to close'))
  expect(sent(desk, 'closePosition')).toEqual([])
  expect(byRole('dialog').textContent).toContain('more than the position has')
})

test('stop and target are moved by their order ids', async () => {
  const desk = await renderOverDesk(<PositionsTable />, busy)
  await press(byRole('button', 'Move stop of BTC'))
  await type(byRole('textbox', 'Stop price'), '20,000')
  await submit(byRole('textbox', 'Stop price'))
  await press(byRole('button', 'Move target of BTC'))
  await type(byRole('textbox', 'Target price'), '21500')
  await submit(byRole('textbox', 'Target price'))
  const [btc] = POSITIONS
  expect(sent(desk, 'moveProtection')).toEqual([
    { clientOrderId: btc?.stop?.clientOrderId, triggerPrice: '20000' },
    { clientOrderId: btc?.target?.clientOrderId, triggerPrice: '21500' },
  ])
})

test('what the desk refuses stays in its field with the reason', async () => {
  const desk = await renderOverDesk(<PositionsTable />, busy)
  desk.refuseNext('moveProtection', 'At 25,000 it would trigger at once.')
  await press(byRole('button', 'Move stop of BTC'))
  await type(byRole('textbox', 'Stop price'), '25000')
  await submit(byRole('textbox', 'Stop price'))
  expect(byRole('dialog').textContent).toContain('it would trigger at once')
  expect((byRole('textbox', 'Stop price') as HTMLInputElement).value).toBe('25000')
  await submit(byRole('textbox', 'Stop price'))
  expect(allByRole('dialog')).toEqual([])
  desk.refuseNext('closePosition', 'The venue takes no part worth less than $10.00.')
  await press(byRole('button', 'Close part of BTC'))
  await type(byRole('textbox', 'Quantity to close'), '0.0001')
  await submit(byRole('textbox', 'Quantity to close'))
  expect(byRole('dialog').textContent).toContain('less than $10.00')
  await press(byRole('button', 'Leave it'))
})

test('a dialog does not come back with the next position of its market, nor turn round with it', async () => {
  const desk = await renderOverDesk(<PositionsTable />, busy)
  const [btc, ...others] = busy.positions
  if (!btc) throw new Error('no position')
  await press(byRole('button', 'Reverse BTC'))
  await patch(desk, { positions: others })
  expect(allByRole('dialog')).toEqual([])
  await patch(desk, { positions: [btc, ...others] })
  expect(allByRole('dialog')).toEqual([])
  await press(byRole('button', 'Reverse BTC'))
  await patch(desk, { positions: [{ ...btc, side: 'sell' }, ...others] })
  expect(allByRole('dialog')).toEqual([])
})

test('a position without a stop can be given one', async () => {
  const desk = await renderOverDesk(<PositionsTable />, busy)
  await press(byRole('button', 'Add stop to ETH'))
  await type(byRole('textbox', 'Stop price'), '1510.5')
  await submit(byRole('textbox', 'Stop price'))
  expect(sent(desk, 'protectPosition')).toEqual([{ coin: 'ETH', triggerPrice: '1510.5' }])
})

test('an open order is found by its price as it is shown', async () => {
  const [first] = busy.orders
  if (!first) throw new Error('no order')
  await renderOverDesk(<OpenOrdersTable find="btc 19,826" />, busy)
  expect(allByRole('row')).toHaveLength(1)
})

test('an order is canceled from its row, but not before the venue has it', async () => {
  const desk = await renderOverDesk(<OpenOrdersTable />, busy)
  await press(byRole('button', 'Cancel entry of ETH'))
  expect(sent(desk, 'cancelOrders')).toEqual([{ clientOrderIds: [busy.orders[2]?.clientOrderId] }])
  expect(byRole('button', 'Cancel target of ETH').hasAttribute('disabled')).toBe(true)
})

test('cancel all asks first and can leave stops and targets alone', async () => {
  const desk = await renderOverDesk(<CancelAllButton />, busy)
  await press(byRole('button', 'Cancel all orders'))
  expect(sent(desk, 'cancelOrders')).toEqual([])
  await press(byRole('button', 'Cancel entries only'))
  expect(sent(desk, 'cancelOrders')).toEqual([{ clientOrderIds: [busy.orders[2]?.clientOrderId] }])
})

test('fills sort by realised profit, the largest first', async () => {
  await renderOverDesk(<FillsTable />, busy)
  await press(byRole('button', 'Realised'))
  const exact = allByRole('row').map((row) => Number(exactOf('closedPnl', row)))
  expect(exact).toEqual([...exact].sort((a, b) => b - a))
  expect(exact).toHaveLength(60)
})

test('the tables say what would fill them', async () => {
  await renderOverDesk(
    <>
      <PositionsTable />
      <OpenOrdersTable />
      <FillsTable />
    </>,
    empty,
  )
  expect(document.body.textContent).toContain('No open positions.')
  expect(document.body.textContent).toContain('No open orders.')
  expect(document.body.textContent).toContain('No fills yet.')
})

test('a reverse says that it is two trades, then asks for the first', async () => {
  const desk = await renderOverDesk(<PositionsTable />, SNAPSHOTS.busy)
  await press(byRole('button', 'Reverse BTC'))
  expect(byRole('dialog', 'Reverse BTC: long to short').textContent).toContain(
    'signature of its own',
  )
  expect(sent(desk, 'reversePosition')).toEqual([])
  await press(byRole('button', 'Close and reverse'))
  expect(sent(desk, 'reversePosition')).toEqual([{ coin: 'BTC' }])
})
