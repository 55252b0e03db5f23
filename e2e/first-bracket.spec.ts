import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { parseMoney } from '../src/core/money/decimal.ts'
import { DeskPage } from './desk-page.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'

const START_MS = Date.UTC(2026, 0, 5, 12)

/** The log of the one paper feed in a data folder. */
function logFile(dataFolder: string): string {
  const paper = join(dataFolder, 'paper')
  const [feed] = readdirSync(paper)
  if (feed === undefined) throw new Error('the desk has made no log')
  return join(paper, feed, 'desk.sqlite')
}

const query = (file: string, sql: string): string =>
  execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8' }).trim()

test('first bracket: from a signal to a signature to a closed position', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const { file, fromIso } = recording(dataFolder)
  const desk = await launchDesk({
    switches: [
      '--replay',
      file,
      '--replay-from',
      fromIso,
      '--speed',
      '300',
      '--timeframe',
      '5m',
      '--manual-clock',
      String(START_MS),
    ],
  })
  const screen = new DeskPage(desk)
  await screen.waitUntilReady()

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

  const log = logFile(desk.dataFolder)
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
  const verdict = execFileSync('node', ['out/main/countersign.js', 'verify-log', log], {
    encoding: 'utf8',
  })
  expect(verdict).toMatch(/events|whole|verif/i)
  const submitted =
    "SELECT count(*), count(DISTINCT json_extract(payload, '$.ticketId')) FROM events WHERE type = 'OrderSubmitted'"
  const [sent, tickets] = query(log, submitted).split('|')
  expect(sent).toBe(tickets)
})
