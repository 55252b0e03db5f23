import { expect } from '@playwright/test'
import { countEvents, lastEvent, verifyLog } from './desk-log.ts'
import type { DeskPage } from './desk-page.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'
import { launchReplay } from './replay-desk.ts'
import { setLimits } from './risk-desk.ts'

/** Nothing was sent, nothing rests at the venue, and the log is whole. */
async function expectNothingSent(screen: DeskPage): Promise<void> {
  await expect(await screen.open('Open orders')).toContainText('No open orders.')
  await expect(await screen.open('Positions')).toContainText('No open positions.')
  expect(countEvents(screen.desk.dataFolder, 'OrderSubmitted')).toBe(0)
  expect(verifyLog(screen.desk.dataFolder)).toMatch(/whole|verif|intact/i)
}

async function proposed(screen: DeskPage): Promise<void> {
  await screen.page.getByRole('button', { name: /^Propose buy/ }).click()
  await expect(screen.ticket).toBeVisible()
}

const ended = (screen: DeskPage) => screen.page.getByRole('region', { name: 'Ended tickets' })

test('declined on the ticket: no order, a reason in the log', async ({
  launchDesk,
  dataFolder,
}) => {
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchReplay(launchDesk, { file, fromIso: quietFromIso, speed: 1 })
  await proposed(screen)
  await screen.ticket.getByRole('button', { name: 'Decline' }).click()
  await screen.page.getByRole('textbox', { name: 'Reason' }).fill('Not before the news')
  await screen.page.getByRole('button', { name: 'Decline ticket' }).click()
  await expect(ended(screen)).toContainText('Not before the news')
  await screen.desk.shot('no-order-declined')
  expect(lastEvent(dataFolder, 'OrderDeclined')).toContain('Not before the news')
  await expectNothingSent(screen)
})

test('rejected on the device: no order, and the same ticket resumes', async ({
  launchDesk,
  dataFolder,
}) => {
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchReplay(launchDesk, { file, fromIso: quietFromIso, speed: 1 })
  await proposed(screen)
  const digest = await screen.amount(screen.ticket, 'digest')
  await screen.approveButton().click()
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  const first = await screen.amount(screen.ticket, 'connectionId')
  await screen.answerOnDevice(/reject|back to safety/i)
  await expect(screen.ticket.getByRole('alert')).toContainText(/reject/i)
  await screen.desk.shot('no-order-rejected-on-device')
  expect(lastEvent(dataFolder, 'SigningInterrupted')).toContain('rejectedOnDevice')
  await expectNothingSent(screen)
  await screen.desk.advanceClock(5)
  await screen.ticket.getByRole('button', { name: 'Resume' }).click()
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  expect(await screen.amount(screen.ticket, 'digest')).toBe(digest)
  expect(await screen.amount(screen.ticket, 'connectionId')).not.toBe(first)
})

test('expired: no order, the ticket stays listed', async ({ launchDesk, dataFolder }) => {
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchReplay(launchDesk, { file, fromIso: quietFromIso, speed: 1 })
  await setLimits(screen, { offerLifeMs: '20' })
  await proposed(screen)
  await screen.pass(21_000)
  await expect(ended(screen)).toContainText(/ran out/i)
  await screen.desk.shot('no-order-expired')
  expect(lastEvent(dataFolder, 'OrderExpired')).toContain('ran out')
  await expectNothingSent(screen)
})

test('price left the band: the signature is discarded and a new price offered', async ({
  launchDesk,
  dataFolder,
}) => {
  const { file, crashFromIso } = recording(dataFolder)
  const screen = await launchReplay(launchDesk, { file, fromIso: crashFromIso, speed: 1 })
  await proposed(screen)
  const digest = await screen.amount(screen.ticket, 'digest')
  await screen.approveButton().click()
  await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
  const low = Number(await screen.amount(screen.ticket, 'bandLow').catch(() => '0'))
  expect(low).toBeGreaterThanOrEqual(0)
  await screen.pass(110_000)
  await screen.answerOnDevice(/sign/i)
  await expect.poll(() => countEvents(dataFolder, 'SignatureDiscarded')).toBe(1)
  expect(lastEvent(dataFolder, 'SignatureDiscarded')).toMatch(/band/)
  await screen.desk.shot('no-order-price-left-band')
  await expect.poll(() => screen.amount(screen.ticket, 'digest')).not.toBe(digest)
  await expectNothingSent(screen)
})
