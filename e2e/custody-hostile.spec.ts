import { expect } from '@playwright/test'
import { answerAtDevice, DRIVERS, hashesOf, launchCustody, propose, test } from './custody-desk.ts'
import { countEvents, lastEvent, logFile, query, verifyLog } from './desk-log.ts'
import type { DeskPage } from './desk-page.ts'
import type { PracticeProcess } from './practice-process.ts'
import { setLimits } from './risk-desk.ts'

const [KIT] = DRIVERS
/** The shortest time to sign that the limits allow: every second of it is really walked through. */
const ACTION_LIFE_MS = 20_000
const shortestLife = (screen: DeskPage) =>
  setLimits(screen, { actionLifeMs: String(ACTION_LIFE_MS / 1000) })

const askedAtDevice = (ledger: PracticeProcess) =>
  expect.poll(async () => (await ledger.state()).screen.kind).toBe('review')

/** What a page could say that has been taken over: it knows the bridge and nothing else. */
function fromPage(screen: DeskPage, name: string, payload: unknown): Promise<unknown> {
  return screen.page.evaluate(
    async ([request, words]) => {
      const { desk } = globalThis as never as {
        desk: { request(name: unknown, payload: unknown): Promise<unknown> }
      }
      try {
        return await desk.request(request, words)
      } catch (cause) {
        return { ok: false, thrown: String(cause) }
      }
    },
    [name, payload] as const,
  )
}

async function signAtDevice(screen: DeskPage, ledger: PracticeProcess): Promise<void> {
  await answerAtDevice(ledger, 'approve')
  const positions = await screen.open('Positions')
  await screen.passUntil(async () => (await positions.getByRole('row').count()) > 1, 'a position')
}

for (const way of DRIVERS) {
  test(`custody: ${way.driver}, not answered in time: the late signature is dropped, the ticket offers anew`, async ({
    launchDesk,
    dataFolder,
    ledger,
  }) => {
    const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
    await shortestLife(screen)
    await propose(screen)
    await screen.approveButton().click()
    await askedAtDevice(ledger)
    await screen.pass(ACTION_LIFE_MS + 1_000)
    await expect(screen.ticket.getByRole('alert')).toHaveText(
      /not answered before the order expired/,
    )
    await screen.desk.shot(`custody-${way.driver}-timeout`)
    expect(lastEvent(dataFolder, 'SigningInterrupted')).toContain('"timeout"')
    await answerAtDevice(ledger, 'approve')
    await expect.poll(() => countEvents(dataFolder, 'LateSignatureDropped')).toBe(1)
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(0)
    await screen.ticket.getByRole('button', { name: 'Approve' }).click()
    await signAtDevice(screen, ledger)
    const hashes = hashesOf(dataFolder)
    expect(new Set(hashes).size).toBe(2)
    expect(countEvents(dataFolder, 'OrderInitialized')).toBe(1)
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(1)
    expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
  })

  test(`custody: ${way.driver}, declined here while the device asks: the next one waits for an answer there`, async ({
    launchDesk,
    dataFolder,
    ledger,
  }) => {
    const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
    await propose(screen)
    await screen.approveButton().click()
    await askedAtDevice(ledger)
    await screen.ticket.getByRole('button', { name: 'Decline' }).click()
    await screen.page.getByRole('textbox', { name: 'Reason' }).fill('Changed my mind')
    await screen.page.getByRole('button', { name: 'Decline ticket' }).click()
    await expect(screen.page.getByRole('region', { name: 'Ended tickets' })).toContainText(
      'Changed my mind',
    )
    await propose(screen)
    await screen.approveButton().click()
    await expect(screen.ticket.getByRole('alert')).toHaveText(/still shows an earlier request/)
    await screen.desk.shot(`custody-${way.driver}-busy`)
    expect(lastEvent(dataFolder, 'SigningInterrupted')).toContain('"busy"')
    await answerAtDevice(ledger, 'approve')
    await expect.poll(() => countEvents(dataFolder, 'LateSignatureDropped')).toBe(1)
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(0)
    await screen.desk.advanceClock(5)
    await screen.ticket.getByRole('button', { name: 'Resume' }).click()
    await signAtDevice(screen, ledger)
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(1)
  })

  test(`custody: ${way.driver}, the desk dies while the device asks: the ticket is there again and resumes`, async ({
    launchDesk,
    dataFolder,
    ledger,
  }) => {
    test.setTimeout(120_000)
    const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
    await propose(screen)
    const digest = await screen.amount(screen.ticket, 'digest')
    await screen.approveButton().click()
    await askedAtDevice(ledger)
    await screen.desk.kill()
    const again = await launchCustody(launchDesk, dataFolder, ledger, way)
    await expect(again.ticket.getByRole('alert')).toHaveText(/restarted before the device answered/)
    await again.desk.shot(`custody-${way.driver}-restarted`)
    expect(await again.amount(again.ticket, 'digest')).toBe(digest)
    // What the dead desk asked for is signed now; nobody can take it any more.
    if ((await ledger.state()).screen.kind === 'review') await answerAtDevice(ledger, 'approve')
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(0)
    await again.desk.advanceClock(5)
    await again.ticket.getByRole('button', { name: 'Resume' }).click()
    await signAtDevice(again, ledger)
    expect(new Set(hashesOf(dataFolder)).size).toBe(2)
    expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(1)
  })
}

test('custody: a close that is not answered in time is offered anew on the same ticket', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  test.setTimeout(120_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, KIT)
  await shortestLife(screen)
  await propose(screen)
  await screen.approveButton().click()
  await signAtDevice(screen, ledger)
  const positions = await screen.open('Positions')
  await positions.getByRole('button', { name: 'Close BTC' }).click()
  await askedAtDevice(ledger)
  await screen.pass(ACTION_LIFE_MS + 1_000)
  await expect(screen.ticket.getByRole('alert')).toHaveText(/not answered before the order expired/)
  await answerAtDevice(ledger, 'approve')
  await expect.poll(() => countEvents(dataFolder, 'LateSignatureDropped')).toBe(1)
  await screen.ticket.getByRole('button', { name: 'Approve' }).click()
  await answerAtDevice(ledger, 'approve')
  await screen.passUntil(
    async () => (await positions.getByText('No open positions.').count()) > 0,
    'the end of the position',
  )
  expect(countEvents(dataFolder, 'OrderInitialized')).toBe(2)
  expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(2)
  expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
})

test('custody: a page that was taken over approves nothing that was not shown, and nothing twice', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  const screen = await launchCustody(launchDesk, dataFolder, ledger, KIT)
  await propose(screen)
  const digest = await screen.amount(screen.ticket, 'digest')
  const ticketId = query(
    logFile(dataFolder),
    "SELECT json_extract(payload, '$.ticketId') FROM events WHERE type = 'ApprovalRequested'",
  )
  const refused = { ok: false }
  const approve = (words: unknown) => fromPage(screen, 'approveTicket', words)
  for (const words of [
    { ticketId, digest: `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}` },
    { ticketId: 't-99', digest },
    { ticketId, digest, terms: { quantity: '100' } },
    { ticketId: '__proto__', digest },
    { ticketId, digest: '' },
    { ticketId, digest: 'f'.repeat(100_000) },
    [ticketId, digest],
    null,
  ]) {
    expect(await approve(words), JSON.stringify(words)?.slice(0, 80)).toMatchObject(refused)
  }
  for (const name of ['signAction', 'withdraw3', 'usdSend', 'signTypedData', 'constructor', '']) {
    expect(await fromPage(screen, name, {}), name).toMatchObject(refused)
  }
  expect(countEvents(dataFolder, 'OrderApproved')).toBe(0)
  expect((await ledger.state()).screen.kind).not.toBe('review')

  const presses = await Promise.all(Array.from({ length: 5 }, () => approve({ ticketId, digest })))
  expect(presses).toContainEqual({ ok: true, value: null })
  await askedAtDevice(ledger)
  expect(await approve({ ticketId, digest })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('answer it on the Ledger') },
  })
  expect(await fromPage(screen, 'pressPracticeButton', { button: 'both' })).toMatchObject(refused)
  await answerAtDevice(ledger, 'reject')
  await expect(screen.ticket.getByRole('alert')).toHaveText(/Rejected on the Ledger/)
  expect(countEvents(dataFolder, 'OrderApproved')).toBe(1)
  expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(0)

  await screen.desk.advanceClock(5)
  await screen.ticket.getByRole('button', { name: 'Resume' }).dblclick()
  await signAtDevice(screen, ledger)
  expect(countEvents(dataFolder, 'OrderApproved')).toBe(2)
  expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(1)
  expect(await approve({ ticketId, digest })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('sent already') },
  })
  expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
})
