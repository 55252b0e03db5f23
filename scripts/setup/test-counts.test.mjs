import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { playwrightCounts, stageCounts, vitestCounts } from './test-counts.mjs'

const folder = mkdtempSync(join(tmpdir(), 'countersign-counts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(content) {
  const file = join(folder, `${Math.random()}.json`)
  writeFileSync(file, JSON.stringify(content))
  return file
}

const suite = (status, ...results) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
})

describe('counts of a test run', () => {
  it('counts a file that could not be loaded as one failure', () => {
    const file = report({
      numPassedTests: 2,
      numFailedTests: 1,
      testResults: [
        suite('passed', 'passed'),
        suite('failed', 'passed', 'failed'),
        suite('failed'),
      ],
    })
    expect(vitestCounts(file)).toEqual({ passed: 2, failed: 2 })
  })

  it('counts flaky tests and errors outside of tests as failures', () => {
    const file = report({ stats: { expected: 5, unexpected: 1, flaky: 1 }, errors: [{}] })
    expect(playwrightCounts(file)).toEqual({ passed: 5, failed: 3 })
  })

  it('has at least one failure when the program broke, ran nothing or wrote no report', () => {
    expect(stageCounts(0, { passed: 3, failed: 0 })).toEqual({ passed: 3, failed: 0 })
    expect(stageCounts(1, { passed: 3, failed: 0 })).toEqual({ passed: 3, failed: 1 })
    expect(stageCounts(0, { passed: 0, failed: 0 })).toEqual({ passed: 0, failed: 1 })
    expect(stageCounts(1, vitestCounts(join(folder, 'none.json')))).toEqual({
      passed: 0,
      failed: 1,
    })
    expect(stageCounts(null, playwrightCounts(join(folder, 'none.json'))).failed).toBe(1)
  })
})
