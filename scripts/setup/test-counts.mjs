import { existsSync, readFileSync } from 'node:fs'

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

/** @returns passed and failed of Vitest's JSON report; a file that could not be loaded is a failure. */
export function vitestCounts(file) {
  const report = read(file)
  if (report === undefined) return { passed: 0, failed: 0 }
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((result) => result.status !== 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloadable.length }
}

/** @returns passed and failed of Playwright's JSON report; an error outside a test is a failure. */
export function playwrightCounts(file) {
  const report = read(file)
  if (report === undefined) return { passed: 0, failed: 0 }
  const { expected, unexpected, flaky } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length }
}

/** A stage that ended badly, or ran no test at all, has at least one failure. */
export function stageCounts(exitCode, { passed, failed }) {
  const broken = exitCode !== 0 || passed === 0
  return { passed, failed: broken ? Math.max(failed, 1) : failed }
}
