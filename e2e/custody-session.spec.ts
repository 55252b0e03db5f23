import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { answerAtDevice, DRIVERS, launchCustody, propose, test } from './custody-desk.ts'
import { countEvents, lastEvent, logFile, query, verifyLog } from './desk-log.ts'
import type { DeskPage } from './desk-page.ts'
import type { PracticeProcess } from './practice-process.ts'
import { expectTamperingFound } from './receipt-tampering.ts'
import { drawnKeyOf, expectNoSecret, watchDrawnKeys } from './secrets.ts'

const WAY = DRIVERS[0]

/** A long position with its stop and target, entered on the device. */
async function enter(screen: DeskPage, ledger: PracticeProcess): Promise<void> {
  await propose(screen)
  await screen.approveButton().click()
  await answerAtDevice(ledger, 'approve')
  const positions = await screen.open('Positions')
  await screen.passUntil(async () => (await positions.getByRole('row').count()) > 1, 'a position')
}

const show = async (screen: DeskPage, name: string): Promise<void> => {
  const rail = screen.page.getByRole('navigation', { name: 'Screens' })
  await rail.getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

async function startSession(screen: DeskPage, ledger: PracticeProcess): Promise<string> {
  await show(screen, 'Ledger')
  await screen.page.getByRole('button', { name: 'Approve on the Ledger' }).click()
  await expect(screen.page.getByText('agentAddress')).toBeVisible()
  await screen.desk.shot('custody-session-on-device')
  await answerAtDevice(ledger, 'approve')
  const agent = screen.page.locator('[data-name="sessionAgent"]')
  await screen.passUntil(() => agent.isVisible(), 'a session')
  return (await agent.getAttribute('data-exact')) ?? ''
}

async function closePosition(screen: DeskPage): Promise<void> {
  await show(screen, 'Desk')
  const positions = await screen.open('Positions')
  await positions.getByRole('button', { name: 'Close BTC' }).click()
  await screen.passUntil(
    async () => (await positions.getByText('No open positions.').count()) > 0,
    'the end of the position',
  )
}

/** The page's process dies as by a fault of its own; the desk goes on. */
async function crashWindow({ desk }: DeskPage): Promise<void> {
  const crashed = desk.page.waitForEvent('crash')
  await desk.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  await crashed
}

const lastSigner = (dataFolder: string): string =>
  query(
    logFile(dataFolder),
    "SELECT json_extract(payload, '$.recoveredAddress') FROM events WHERE type = 'OrderSigned' ORDER BY seq DESC LIMIT 1",
  ).toLowerCase()

test('custody session: approved on the device, it closes without it, and leaves no secret', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  test.setTimeout(180_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  await enter(screen, ledger)
  await watchDrawnKeys(screen.desk.app)
  const agent = await startSession(screen, ledger)
  const key = await drawnKeyOf(screen.desk.app, agent)
  expect(agent).toMatch(/^0x[0-9a-f]{40}$/)
  await expect(screen.page.getByRole('banner').locator('[data-name="sessionLeft"]')).toHaveText(
    /left/,
  )
  await screen.desk.shot('custody-session-active')
  await ledger.change({ isPlugged: false })
  await closePosition(screen)
  expect(lastSigner(dataFolder)).toBe(agent)
  expect(countEvents(dataFolder, 'SigningInterrupted')).toBe(0)

  await show(screen, 'Approval receipts')
  const receipts = screen.page.getByRole('list', { name: 'Receipts' })
  await expect(receipts.getByRole('listitem')).toHaveCount(2)
  await expect(receipts.getByText('Session key')).toHaveCount(1)
  await screen.page.getByRole('button', { name: 'Verify all' }).click()
  await expect(screen.page.getByText(/All 2 receipts hold/)).toBeVisible()
  await receipts.getByRole('button').first().click()
  await screen.desk.shot('custody-receipts')

  await show(screen, 'Ledger')
  await screen.page.getByRole('button', { name: 'End the session now' }).click()
  await expect(screen.page.getByText(/The last one ended: You ended it/)).toBeVisible()
  expect(lastEvent(dataFolder, 'SessionEnded')).toContain('You ended it')
  await screen.desk.shot('custody-session-ended')

  await screen.desk.app.close()
  expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
  expectNoSecret(dataFolder, key)
  expectTamperingFound(logFile(dataFolder))
})

test('custody session: a crash while the key is in use leaves no trace of it', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  test.setTimeout(180_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  await watchDrawnKeys(screen.desk.app)
  const key = await drawnKeyOf(screen.desk.app, await startSession(screen, ledger))
  const { app } = screen.desk
  await crashWindow(screen)
  const closed = app.waitForEvent('close')
  await app.evaluate(() => process.crash()).catch(() => 'it takes the answer with it')
  await closed
  expectNoSecret(dataFolder, key)
})

test('custody session: without device and session the desk cannot act, and says why', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  await enter(screen, ledger)
  await ledger.change({ isPlugged: false })
  await show(screen, 'Desk')
  const positions = await screen.open('Positions')
  await positions.getByRole('button', { name: 'Close BTC' }).click()
  await expect(screen.ticket.getByRole('alert')).toHaveText(/Plug it in/)
  const banner = screen.page.getByRole('banner')
  await screen.passUntil(() => banner.getByText('cannot act').isVisible(), 'cannot act')
  await expect(banner.getByRole('alert')).toContainText(/Neither the Ledger nor a trading session/)
  await screen.desk.shot('custody-cannot-act')
})

test('custody session: the kill switch uses the key and then it is gone', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  test.setTimeout(180_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  await enter(screen, ledger)
  const agent = await startSession(screen, ledger)
  await show(screen, 'Desk')
  await screen.page.evaluate(async () => {
    const { desk } = globalThis as never as {
      desk: { request(name: string, payload: object): Promise<unknown> }
    }
    await desk.request('pressKill', { reason: 'Enough for today', shouldFlatten: true })
  })
  const positions = await screen.open('Positions')
  await screen.passUntil(
    async () => (await positions.getByText('No open positions.').count()) > 0,
    'the end of the position',
  )
  expect(lastSigner(dataFolder)).toBe(agent)
  await screen.passUntil(
    async () => countEvents(dataFolder, 'SessionEnded') === 1,
    'the end of the session',
  )
  expect(lastEvent(dataFolder, 'SessionEnded')).toContain('kill switch')
})

test('custody session: a locked screen and sleep wipe the key, and what the device still asks is called off', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  test.setTimeout(180_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  const happen = (event: string) =>
    screen.desk.app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event)
  await startSession(screen, ledger)
  await happen('lock-screen')
  await expect(screen.page.getByText(/The last one ended: The screen was locked/)).toBeVisible()
  await startSession(screen, ledger)
  await happen('suspend')
  await expect(
    screen.page.getByText(/The last one ended: The computer went to sleep/),
  ).toBeVisible()
  expect(countEvents(dataFolder, 'SessionEnded')).toBe(2)

  await screen.page.getByRole('button', { name: 'Approve on the Ledger' }).click()
  await expect(screen.page.getByText('agentAddress')).toBeVisible()
  await expect.poll(async () => (await ledger.state()).screen.kind).toBe('review')
  await happen('lock-screen')
  await expect(screen.page.getByText('agentAddress')).toBeHidden()
  await answerAtDevice(ledger, 'approve')
  await screen.desk.advanceClock(1_000)
  expect(countEvents(dataFolder, 'SessionStarted')).toBe(2)
})

test('custody session: gone after a restart', async ({ launchDesk, dataFolder, ledger }) => {
  test.setTimeout(180_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  await startSession(screen, ledger)
  await screen.desk.kill()
  const again = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  await show(again, 'Ledger')
  await expect(again.page.getByText(/The desk was started anew/)).toBeVisible()
  expect(countEvents(dataFolder, 'SessionEnded')).toBe(1)
})

for (const way of DRIVERS) {
  test(`custody set-up: accounts, address on the device, practice message, by ${way.driver}`, async ({
    launchDesk,
    dataFolder,
    ledger,
  }) => {
    const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
    await show(screen, 'Ledger')
    const { page } = screen
    await ledger.change({ isLocked: true })
    await page.getByRole('button', { name: 'Read accounts' }).click()
    await expect(page.getByRole('alert')).toHaveText(/Enter its PIN/)
    await ledger.change({ isLocked: false })
    await page.getByRole('button', { name: 'Read accounts' }).click()
    const accounts = page.getByRole('list', { name: 'Accounts' })
    await expect(accounts.getByRole('listitem')).toHaveCount(5)
    await accounts.getByRole('button').nth(1).click()
    const chosen = page.locator('[data-name="chosenAddress"]')
    const second = (await chosen.getAttribute('data-exact')) ?? ''
    expect(second).toMatch(/^0x[0-9a-fA-F]{40}$/)
    await expect(page.getByText(/This desk and its log belong to/)).toBeVisible()
    await accounts.getByRole('button').first().click()
    expect(await chosen.getAttribute('data-exact')).not.toBe(second)
    await page.getByRole('button', { name: 'Show it on the Ledger' }).click()
    expect(await answerAtDevice(ledger, 'approve')).toMatch(/address/i)
    await expect(page.getByText('The device shows the same address.')).toBeVisible()
    await page.getByRole('radio', { name: 'Flex, Stax' }).click()
    await page.getByRole('button', { name: 'Sign a practice message' }).click()
    await answerAtDevice(ledger, 'approve')
    await expect(page.locator('[data-name="practiceSigner"]')).toBeVisible()
    await screen.desk.shot(`custody-set-up-${way.driver}`)
  })
}

test('custody set-up: the way to testnet, and the account that was compared there', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  test.setTimeout(180_000)
  const screen = await launchCustody(launchDesk, dataFolder, ledger, WAY)
  const { page, desk } = screen
  await show(screen, 'Ledger')
  await page.getByRole('radio', { name: 'Testnet' }).click()
  await page.getByRole('button', { name: 'Restart on testnet' }).click()
  await expect(page.getByRole('alert')).toHaveText(/No address was compared/)
  await page.getByRole('button', { name: 'Read accounts' }).click()
  const accounts = page.getByRole('list', { name: 'Accounts' })
  await accounts.getByRole('button').nth(2).click()
  const chosen = page.locator('[data-name="chosenAddress"]')
  const address = (await chosen.getAttribute('data-exact')) ?? ''
  await page.getByRole('button', { name: 'Show it on the Ledger' }).click()
  await answerAtDevice(ledger, 'approve')
  await expect(page.locator('[data-name="venueAccount"]')).toHaveText(address)
  await desk.shot('custody-set-up-testnet')
  const file = JSON.parse(readFileSync(join(dataFolder, 'accounts.json'), 'utf8'))
  expect(file.testnet).toMatchObject({ address, derivationPath: "44'/60'/2'/0/0" })

  const wordsFile = join(dataFolder, 'restarted-with.json')
  await desk.app.evaluate(({ app }, path) => {
    app.relaunch = (options) => {
      process.getBuiltinModule('fs').writeFileSync(path, JSON.stringify(options?.args))
    }
  }, wordsFile)
  const ended = desk.app.waitForEvent('close')
  await page.getByRole('button', { name: 'Restart on testnet' }).click()
  await ended
  const words: string[] = JSON.parse(readFileSync(wordsFile, 'utf8'))
  expect(words).toEqual(expect.arrayContaining(['--mode', 'testnet', '--data', dataFolder]))
  expect(words).not.toContain('--replay')

  const signer = `http:${ledger.httpUrl}`
  const again = await launchDesk({ switches: ['--mode', 'testnet', '--signer', signer] })
  await expect(again.page.getByRole('group', { name: 'Mode: testnet' })).toBeVisible()
  const rail = again.page.getByRole('navigation', { name: 'Screens' })
  await rail.getByRole('button', { name: /^Ledger/ }).click()
  await expect(again.page.locator('[data-name="chosenAddress"]')).toHaveText(address)
  await again.page.getByRole('radio', { name: 'Mainnet' }).click()
  await again.shot('custody-set-up-mainnet')
})
