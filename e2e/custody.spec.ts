import { expect } from '@playwright/test'
import { answerAtDevice, DRIVERS, hashesOf, launchCustody, propose, test } from './custody-desk.ts'
import { countEvents, lastEvent, verifyLog } from './desk-log.ts'
import type { DeskPage } from './desk-page.ts'
import type { PracticeChange } from './practice-process.ts'

interface DeviceTrouble {
  readonly name: string
  readonly code: string
  readonly trouble: PracticeChange
  /** What the ticket says, in part. */
  readonly sentence: RegExp
  readonly remedy: PracticeChange
}

const TROUBLES: readonly DeviceTrouble[] = [
  {
    name: 'locked',
    code: 'locked',
    trouble: { isLocked: true },
    sentence: /locked\. Enter its PIN/,
    remedy: { isLocked: false },
  },
  {
    name: 'another app open',
    code: 'wrongApp',
    trouble: { app: 'other' },
    sentence: /"Bitcoin" is open.*Open the Ethereum app/,
    remedy: { app: 'ethereum' },
  },
  {
    name: 'no app open',
    code: 'noApp',
    trouble: { app: 'dashboard' },
    sentence: /No app is open.*Open the Ethereum app/,
    remedy: { app: 'ethereum' },
  },
  {
    name: 'unplugged',
    code: 'unplugged',
    trouble: { isPlugged: false },
    sentence: /not connected\. Plug it in/,
    remedy: { isPlugged: true },
  },
  {
    name: 'held by another program',
    code: 'busyElsewhere',
    trouble: { isHeldByOther: true },
    sentence: /Another program holds the Ledger\. Close Ledger Live/,
    remedy: { isHeldByOther: false },
  },
  {
    name: 'Raw messages off',
    code: 'settingMissing',
    trouble: { settings: { rawMessages: false } },
    sentence: /switch on "Raw messages"/,
    remedy: { settings: { rawMessages: true } },
  },
]

/** The same ticket goes on: same terms, another nonce and hash, and this time it is sent. */
async function resumeAndSign(
  screen: DeskPage,
  dataFolder: string,
  digest: string,
  answer: () => Promise<unknown>,
): Promise<void> {
  await screen.desk.advanceClock(5)
  await screen.ticket.getByRole('button', { name: 'Resume' }).click()
  await answer()
  const positions = await screen.open('Positions')
  await screen.passUntil(async () => (await positions.getByRole('row').count()) > 1, 'a position')
  const hashes = hashesOf(dataFolder)
  expect(new Set(hashes).size).toBe(hashes.length)
  expect(hashes.length).toBeGreaterThan(1)
  expect(lastEvent(dataFolder, 'OrderApproved')).toContain(digest)
  expect(countEvents(dataFolder, 'ApprovalRequested')).toBe(1)
  expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(1)
  expect(verifyLog(dataFolder)).toMatch(/whole|verif|intact/i)
}

for (const way of DRIVERS) {
  test.describe(`custody: ${way.driver} over ${way.line}`, () => {
    for (const { name, code, trouble, sentence, remedy } of TROUBLES) {
      test(`${name}: says what to do, and the same ticket resumes`, async ({
        launchDesk,
        dataFolder,
        ledger,
      }) => {
        const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
        await propose(screen)
        const digest = await screen.amount(screen.ticket, 'digest')
        await ledger.change(trouble)
        await screen.approveButton().click()
        await expect(screen.ticket.getByRole('alert')).toHaveText(sentence)
        await screen.desk.shot(`custody-${way.driver}-${code}`)
        expect(lastEvent(dataFolder, 'SigningInterrupted')).toContain(`"${code}"`)
        expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(0)
        await ledger.change(remedy)
        await resumeAndSign(screen, dataFolder, digest, () => answerAtDevice(ledger, 'approve'))
      })
    }

    test('rejected on the device: nothing is sent, and the same ticket resumes', async ({
      launchDesk,
      dataFolder,
      ledger,
    }) => {
      const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
      await propose(screen)
      const digest = await screen.amount(screen.ticket, 'digest')
      await screen.approveButton().click()
      await expect(screen.exact(screen.ticket, 'connectionId')).toBeVisible()
      await answerAtDevice(ledger, 'reject')
      await expect(screen.ticket.getByRole('alert')).toHaveText(/Rejected on the Ledger/)
      await screen.desk.shot(`custody-${way.driver}-rejectedOnDevice`)
      expect(countEvents(dataFolder, 'OrderSubmitted')).toBe(0)
      await resumeAndSign(screen, dataFolder, digest, () => answerAtDevice(ledger, 'approve'))
    })

    test('the cable is pulled while the device asks: the same ticket resumes', async ({
      launchDesk,
      dataFolder,
      ledger,
    }) => {
      const screen = await launchCustody(launchDesk, dataFolder, ledger, way)
      await propose(screen)
      const digest = await screen.amount(screen.ticket, 'digest')
      await screen.approveButton().click()
      await expect.poll(async () => (await ledger.state()).screen.kind).toBe('review')
      await ledger.change({ isPlugged: false })
      await expect(screen.ticket.getByRole('alert')).toHaveText(/Plug it in/)
      await screen.desk.shot(`custody-${way.driver}-pulled`)
      await ledger.change({ isPlugged: true })
      await resumeAndSign(screen, dataFolder, digest, () => answerAtDevice(ledger, 'approve'))
    })
  })
}

test('custody: Transaction Check is announced and explained before the first signature', async ({
  launchDesk,
  dataFolder,
  ledger,
}) => {
  await ledger.change({ model: 'flex' })
  const screen = await launchCustody(launchDesk, dataFolder, ledger, DRIVERS[0])
  await propose(screen)
  await screen.approveButton().click()
  await expect.poll(async () => (await ledger.state()).screen.title).toMatch(/Transaction Check/)
  await expect(screen.ticket.getByText(/Maybe later/)).toBeVisible()
  await screen.desk.shot('custody-kit-transactionCheck')
  await answerAtDevice(ledger, 'reject')
  await expect.poll(async () => (await ledger.state()).screen.title).not.toMatch(/Transaction/)
  await answerAtDevice(ledger, 'approve')
  const positions = await screen.open('Positions')
  await screen.passUntil(async () => (await positions.getByRole('row').count()) > 1, 'a position')
})
