import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { projectRoot } from './run-command.mjs'

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

/**
 * @returns passed and failed of Playwright's JSON report. An error outside a test is a failure; a
 *   test that passed when asked again has passed, and is named as unsteady.
 */
export function playwrightCounts(file) {
  const report = read(file)
  if (report === undefined) return { passed: 0, failed: 0 }
  const { expected, unexpected, flaky } = report.stats
  return { passed: expected + flaky, failed: unexpected + report.errors.length }
}

/** A stage that ended badly, or ran no test at all, has at least one failure. */
export function stageCounts(exitCode, { passed, failed }) {
  const broken = exitCode !== 0 || passed === 0
  return { passed, failed: broken ? Math.max(failed, 1) : failed }
}

/** @returns names and first lines of what failed in Vitest's JSON report. */
export function vitestFailures(file) {
  return (read(file)?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [entry(name, [], message)]
    return failed.map(({ fullName, failureMessages }) =>
      entry(name, [fullName], failureMessages[0]),
    )
  })
}

/**
 * @returns of Playwright's JSON report: what failed, and what passed only when asked again.
 */
export function playwrightFailures(file) {
  const failed = []
  const unsteady = []
  const walk = (suite, path) => {
    for (const inner of suite.suites ?? []) walk(inner, [...path, inner.title])
    for (const { title, tests } of suite.specs ?? [])
      for (const { status, results } of tests) {
        if (status !== 'unexpected' && status !== 'flaky') continue
        const error = results.find((result) => result.error)?.error?.message
        const list = status === 'flaky' ? unsteady : failed
        list.push(entry(suite.file ?? '', [...path, title], error))
      }
  }
  const report = read(file)
  for (const suite of report?.suites ?? []) walk(suite, [])
  for (const { message } of report?.errors ?? []) failed.push(entry('', [], message))
  return { failed, unsteady }
}

const entry = (file, path, message = 'no message') =>
  `${[relative(projectRoot, resolve(projectRoot, file)), ...path].filter(Boolean).join(' › ')}: ${firstLine(message)}`

const firstLine = (message) => stripVTControlCharacters(message).split('\n')[0]
