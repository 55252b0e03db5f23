import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const catalogue = readFileSync('docs/failure-catalogue.md', 'utf8')

/** Rows of the table: the failure, what holds, and each test as a file with its title. */
const rows = catalogue
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Failure'))
  .map((line) => {
    const [failure = '', holds = '', shown = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    const tests = [...shown.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file, title]) => ({
      file,
      title,
    }))
    return { failure, holds, shown, tests }
  })

/** Words that some row must have: the failures that nobody may forget. */
const EXPECTED = [
  'timeout after',
  'fills lost',
  'stale channel',
  'partial fill',
  'cancel and fill race',
  'position drift',
  'funding',
  'nonce collision',
  'ban',
  'daylight saving',
  'sleep',
  'clock jump',
  'disk full',
  'database locked',
  'database corrupt',
  'between sign and send',
  'between send and record',
  'rejected stop',
  'triggered but unfilled',
  'liquidation',
  'maintenance',
  'renamed field',
  '1e400',
  'runaway',
]

describe('the catalogue of failures', () => {
  test.each(EXPECTED)('has a row for: %s', (words) => {
    expect(rows.some(({ failure }) => failure.toLowerCase().includes(words))).toBe(true)
  })

  test('says of each failure what holds, and names nothing but tests', () => {
    expect(rows.length).toBeGreaterThanOrEqual(EXPECTED.length)
    for (const { failure, holds, shown, tests } of rows) {
      expect(holds.length, failure).toBeGreaterThan(20)
      expect(tests.length, failure).toBeGreaterThan(0)
      const named = tests.map(({ file, title }) => `\`${file}\` "${title}"`).join('; ')
      expect(named, failure).toBe(shown)
    }
  })

  test.each(rows.flatMap(({ tests }) => tests))('$file has "$title"', ({ file, title }) => {
    expect(existsSync(file)).toBe(true)
    expect(file).toMatch(/\.test\.(ts|mjs)$/)
    expect(readFileSync(file, 'utf8').includes(title)).toBe(true)
  })
})
