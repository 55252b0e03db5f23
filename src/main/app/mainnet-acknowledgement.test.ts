import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acknowledgeRisk, hasAcknowledged, riskWords } from './mainnet-acknowledgement.ts'

let folder = ''
let asked = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-risk-'))
  asked = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const acknowledge = (answer: boolean) =>
  acknowledgeRisk({
    dataFolder: folder,
    wallMs: () => 1_700_000_000_000,
    version: '1.2.3',
    ask: () => {
      asked += 1
      return Promise.resolve(answer)
    },
  })

test('who refuses does not trade, and is asked again', async () => {
  expect(await acknowledge(false)).toBe(false)
  expect(hasAcknowledged(folder)).toBe(false)
  expect(await acknowledge(false)).toBe(false)
  expect(asked).toBe(2)
})

test('who accepts is asked once, and when is written down', async () => {
  expect(await acknowledge(true)).toBe(true)
  expect(await acknowledge(false)).toBe(true)
  expect(asked).toBe(1)
  const kept: unknown = JSON.parse(readFileSync(join(folder, 'risk-acknowledgement.json'), 'utf8'))
  expect(kept).toEqual({ wording: 1, tsWallMs: 1_700_000_000_000, version: '1.2.3' })
})

test.each(['', '{', '{"wording":0,"tsWallMs":1,"version":"1"}', '{"wording":1}', 'null'])(
  'a file with %j is no acknowledgement',
  async (text) => {
    writeFileSync(join(folder, 'risk-acknowledgement.json'), text)
    expect(await acknowledge(false)).toBe(false)
    expect(asked).toBe(1)
  },
)

test('the words name the loss, the gap, the closed program, the hash and the missing warranty', () => {
  for (const word of ['lose all', 'gap', 'closed', 'hash', 'warranty']) {
    expect(riskWords.detail).toContain(word)
  }
})
