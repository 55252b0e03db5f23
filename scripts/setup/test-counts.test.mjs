import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  playwrightCounts,
  playwrightFailures,
  stageCounts,
  vitestCounts,
  vitestFailures,
} from './test-counts.mjs'

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

  it('counts errors outside of tests as failures, and what passed when asked again as passed', () => {
    const file = report({ stats: { expected: 5, unexpected: 1, flaky: 1 }, errors: [{}] })
    expect(playwrightCounts(file)).toEqual({ passed: 6, failed: 2 })
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

  it('names what failed, with the first line of why', () => {
    const failed = { status: 'failed', fullName: 'adds up', failureMessages: ['1 is not 2\n at x'] }
    const file = report({
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [failed] },
        { name: 'b.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
        { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    })
    expect(vitestFailures(file)).toEqual([
      'a.test.ts › adds up: 1 is not 2',
      'b.test.ts: no such file',
    ])
    expect(vitestFailures(join(folder, 'none.json'))).toEqual([])
  })

  it('names what was unsteady apart from what failed', () => {
    const results = [{ error: { message: '\u001b[31mtoo late\u001b[39m\nmore' } }, {}]
    const spec = (title, status) => ({ title, tests: [{ status, results }] })
    const group = { title: 'group', file: 'e2e/a.spec.ts', specs: [spec('b', 'unexpected')] }
    const specs = [spec('a', 'expected'), spec('c', 'flaky')]
    const suite = { file: 'e2e/a.spec.ts', suites: [group], specs }
    const file = report({ suites: [suite], errors: [{ message: 'no display' }] })
    expect(playwrightFailures(file)).toEqual({
      failed: ['e2e/a.spec.ts › group › b: too late', ': no display'],
      unsteady: ['e2e/a.spec.ts › c: too late'],
    })
    expect(playwrightFailures(join(folder, 'none.json'))).toEqual({ failed: [], unsteady: [] })
  })
})
