import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { inMain, runToEnd, test } from './fixtures.ts'

const rendererUrl = 'app://desk/'

test.describe('hardening', () => {
  test('a second start on the same data folder is refused', async ({ launchDesk, dataFolder }) => {
    const { page } = await launchDesk()
    const second = await runToEnd(['--data', dataFolder])
    expect(second.code).toBe(3)
    expect(second.output).toContain(`Countersign is already running on ${dataFolder}`)
    expect(page.url()).toBe(rendererUrl)
  })

  test('bad switches end with one sentence', async ({ dataFolder }) => {
    const typo = await runToEnd(['--mod', 'mainnet', '--data', dataFolder])
    expect(typo.code).toBe(2)
    expect(typo.output).toContain('--mod is not a switch of Countersign')
    const file = join(dataFolder, 'a-file')
    writeFileSync(file, '')
    const noFolder = await runToEnd(['--data', file])
    expect(noFolder.code).toBe(1)
    expect(noFolder.output).toContain('choose another with --data FOLDER')
  })

  test('mainnet refuses a clock that can be moved and a signer that is not USB', async ({
    dataFolder,
  }) => {
    const mainnet = ['--data', dataFolder, '--mode', 'mainnet']
    const clock = await runToEnd([...mainnet, '--manual-clock', '1678000000000'])
    expect(clock.code).toBe(2)
    expect(clock.output).toContain('--manual-clock is for tests and refused on mainnet')
    const practice = await runToEnd([...mainnet, '--signer', 'practice'])
    expect(practice.code).toBe(2)
    expect(practice.output).toContain('only a Ledger on USB may sign')
  })

  test('the clock moves only when the desk was started with one', async ({
    launchDesk,
    dataFolder,
  }) => {
    const desk = await launchDesk({ switches: ['--manual-clock', '1678000000000'] })
    const now = () =>
      inMain(
        desk.app,
        () =>
          (
            globalThis as { countersignManualClock?: { wallMs(): number } }
          ).countersignManualClock?.wallMs() ?? null,
      )
    expect(await now()).toBe(1_678_000_000_000)
    await desk.advanceClock(1_000)
    expect(await now()).toBe(1_678_000_001_000)
    await desk.app.close()
    const real = await launchDesk({ dataFolder: join(dataFolder, 'real-time') })
    await expect(real.advanceClock(1)).rejects.toThrow('without --manual-clock')
  })
})
