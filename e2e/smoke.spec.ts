import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { runToEnd, test } from './fixtures.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])

test('smoke: a new folder gives a picture of the desk with live prices, and the start ends well', async ({
  dataFolder,
}) => {
  const picture = join(dataFolder, 'out.png')
  const words = ['--data', join(dataFolder, 'desk'), '--smoke', picture]
  const { code, output } = await runToEnd(words, 60_000)
  expect(output).not.toContain('no live prices')
  expect(code).toBe(0)
  expect(readFileSync(picture).subarray(0, 4).equals(PNG)).toBe(true)
  // The guide is still there for the person who comes next.
  expect(existsSync(join(dataFolder, 'desk', 'preferences.json'))).toBe(false)
})
