import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { logFile } from './desk-log.ts'
import type { ProcessEnd } from './fixtures.ts'
import { runToEnd, test } from './fixtures.ts'

/** One start failed with words for a person: no stack, and no waiting for anything. */
function expectPlain({ code, output }: ProcessEnd, sentence: RegExp): void {
  expect(output).toMatch(sentence)
  expect(output).not.toMatch(/^ +at /m)
  expect(code).toBe(1)
}

test.describe('a start that cannot be', () => {
  test('a broken candle file is named with its line, without a stack', async ({ dataFolder }) => {
    const file = join(dataFolder, 'broken.csv')
    writeFileSync(file, 'time,open,high,low,close,volume\n2023-01-01T00:00:00Z,1,2,abc,1,1\n')
    const words = ['--data', join(dataFolder, 'desk'), '--replay', file]
    expectPlain(await runToEnd(words), /line 2: a price is no number/)
  })

  // only Linux has a place where no folder can be made
  if (process.platform === 'linux') {
    test('a data folder that cannot be made ends at once', async () => {
      const end = await runToEnd(['--data', '/proc/countersign'])
      expectPlain(end, /data folder \/proc\/countersign cannot be used/)
    })
  }

  test('a damaged, a foreign and a wrong log are refused and left as they were', async ({
    dataFolder,
  }) => {
    const folder = join(dataFolder, 'desk')
    const picture = ['--smoke', join(dataFolder, 'out.png')]
    expect((await runToEnd(['--data', folder, ...picture], 60_000)).code).toBe(0)
    const log = logFile(folder)
    const good = join(dataFolder, 'good.sqlite')
    copyFileSync(log, good)
    const foreign = join(dataFolder, 'foreign.sqlite')
    execFileSync('sqlite3', [foreign, 'CREATE TABLE other(a)'])
    const damaged = readFileSync(good)
    damaged.fill(0x5a, 4096, Math.min(damaged.length, 20_000))
    const cases: readonly [Buffer, RegExp][] = [
      [Buffer.from('this is no database at all, is it?'), /is not a Countersign database/],
      [readFileSync(foreign), /belongs to another program/],
      [damaged, /is damaged/],
    ]
    for (const [bytes, sentence] of cases) {
      writeFileSync(log, bytes)
      expectPlain(await runToEnd(['--data', folder]), sentence)
      expect(readFileSync(log).equals(bytes)).toBe(true)
    }
  })
})
