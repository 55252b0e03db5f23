import { expect } from '@playwright/test'
import { parseMoney } from '../src/core/money/decimal.ts'
import { countEvents, verifyLog } from './desk-log.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'
import { launchReplay } from './replay-desk.ts'

test('first bracket: from a signal to a signature to a closed position', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const { file, signalFromIso } = recording(dataFolder)
  const screen = await launchReplay(launchDesk, { file, fromIso: signalFromIso, speed: 300 })
  const { desk } = screen

  await screen.waitForTicket()
  await expect(screen.ticket.getByRole('heading', { level: 3 })).toContainText(/(Buy|Sell) .* BTC/)
  await desk.shot('first-bracket-1-ticket')
  await screen.approveButton().click()
  const connectionId = screen.exact(screen.ticket, 'connectionId')
  await screen.passUntil(() => connectionId.isVisible(), 'the connectionId')
  const hash = (await connectionId.getAttribute('data-exact')) ?? ''
  expect(hash).toMatch(/^0x[0-9a-f]{64}$/)
  await desk.shot('first-bracket-2-on-device')
  const shown = await screen.answerOnDevice(/sign/i)
  expect(shown.toLowerCase()).toContain(hash.slice(2, 18))

  const positions = await screen.open('Positions')
  await screen.passUntil(async () => (await positions.getByRole('row').count()) > 1, 'a position')
  const orders = await screen.open('Open orders')
  await expect(orders.getByRole('row', { name: /Stop/ })).toBeVisible()
  await expect(orders.getByRole('row', { name: /Target/ })).toBeVisible()
  await desk.shot('first-bracket-3-resting')

  await screen.open('Positions')
  await screen.passUntil(
    async () => (await positions.getByText('No open positions.').count()) > 0,
    'the end of the position',
  )
  const fills = await screen.open('Fills')
  await expect(fills.getByRole('row')).not.toHaveCount(1)
  await desk.shot('first-bracket-4-closed')

  const sumOf = async (name: string): Promise<bigint> => {
    const texts = await screen
      .exact(fills, name)
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-exact') ?? ''))
    return texts.reduce((sum, text) => sum + parseMoney(text), 0n)
  }
  const realised = await sumOf('closedPnl')
  const fees = await sumOf('fee')
  const account = await desk.page.evaluate(async () => {
    const answer = await (
      globalThis as never as {
        desk: {
          request(
            name: string,
            payload: object,
          ): Promise<{ value: { slices: { account: Record<string, string> } } }>
        }
      }
    ).desk.request('getSnapshot', {})
    return answer.value.slices.account
  })
  expect(parseMoney(account.realisedTotal ?? '')).toBe(realised)
  expect(parseMoney(account.feesTotal ?? '')).toBe(fees)
  const funding = parseMoney(account.fundingTotal ?? '')
  expect(parseMoney(account.equity ?? '')).toBe(parseMoney('10000') + realised - fees + funding)
  const shownEquity = await screen.amount(desk.page.getByRole('banner'), 'equity')
  expect(shownEquity).toBe(account.equity)

  await desk.app.close()
  expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
  expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(1)
})
