import { expect } from '@playwright/test'
import { lastEvent } from './desk-log.ts'
import { test } from './fixtures.ts'
import { recording } from './market-data.ts'
import { banner, close, enter, launchRisk, request, resume, setLimits, shots } from './risk-desk.ts'

test('risk: three losses in a row pause entries', async ({ launchDesk, dataFolder }) => {
  test.setTimeout(240_000)
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchRisk(launchDesk, file, quietFromIso)
  // In and out again costs two fees and the spread.
  for (let trade = 0; trade < 3; trade += 1) {
    await enter(screen, '0.02')
    await close(screen)
  }
  await screen.pass(2_000)
  await expect(banner(screen)).toContainText('3 trades in a row lost')
  await expect(banner(screen)).toContainText('Until')
  await shots(screen, 'risk-losses')
  expect(lastEvent(dataFolder, 'RiskStateChanged')).toContain('"lossesInRow"')
})

test('risk: a drawdown halts until a person resumes', async ({ launchDesk, dataFolder }) => {
  test.setTimeout(240_000)
  const { file, crashFromIso } = recording(dataFolder)
  const screen = await launchRisk(launchDesk, file, crashFromIso)
  await setLimits(screen, {
    riskPerTrade: '2.5',
    positionMarginMax: '20',
    openRiskMax: '5',
    dayLossShare: '10',
    drawdownMax: '1',
  })
  await enter(screen, '0.4')
  await screen.passUntil(
    async () => /below its highest/.test((await banner(screen).textContent()) ?? ''),
    'a drawdown of one per cent',
  )
  await expect(banner(screen)).toContainText('Entries are stopped.')
  await shots(screen, 'risk-drawdown')
  expect(lastEvent(dataFolder, 'RiskStateChanged')).toContain('"drawdown"')
  await resume(screen)
})

test('risk: stale prices let only exits through, and for five minutes after', async ({
  launchDesk,
  dataFolder,
}) => {
  test.setTimeout(240_000)
  const { file, quietFromIso } = recording(dataFolder)
  const screen = await launchRisk(launchDesk, file, quietFromIso)
  // As after a sleep: time has gone by, and no price came in it.
  await expect(async () => {
    await screen.desk.advanceClock(8_000)
    await expect(banner(screen)).toContainText('Prices have stopped coming', { timeout: 1_000 })
  }).toPass()
  await expect(banner(screen)).toContainText('Only closing is allowed now.')
  await shots(screen, 'risk-stale')
  await request(screen, 'setReplaySpeed', { speed: 30 })
  await screen.pass(4_000)
  await expect(banner(screen)).toContainText('Prices have stopped coming')
  await screen.passUntil(
    async () => !/Prices have stopped/.test((await banner(screen).textContent()) ?? ''),
    'fresh prices for five minutes',
  )
  expect(lastEvent(dataFolder, 'RiskStateChanged')).toContain('"ended"')
})
