// npm test: installs what is missing, then check, build, unit and e2e. The last line is always
// `N passed, N failed`. A stage that breaks without a test to blame counts as one failure.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { check } from './check.mjs'
import { runPlaywright } from './e2e.mjs'
import { PlainFailure } from './setup/plain-failure.mjs'
import { prepareMachine } from './setup/prepare-machine.mjs'
import { programOf, projectRoot, runNode } from './setup/run-command.mjs'
import {
  playwrightCounts,
  playwrightFailures,
  stageCounts,
  vitestCounts,
  vitestFailures,
} from './setup/test-counts.mjs'

const reports = join(projectRoot, 'test-results')
const unitReport = join(reports, 'unit.json')
const e2eReport = join(reports, 'e2e.json')

async function unit() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]
  const { code } = await runNode(programOf('vitest', 'vitest.mjs'), ['run', ...reporters])
  return stageCounts(code, vitestCounts(unitReport))
}

async function e2e() {
  // a real application on a busy machine: asked once more, and named below when that was needed
  const code = await runPlaywright(['--reporter=list,json', '--retries=1'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport,
  })
  return stageCounts(code, playwrightCounts(e2eReport))
}

async function install() {
  await prepareMachine()
  return { passed: 0, failed: 0 }
}

async function build() {
  await buildIfStale()
  return { passed: 0, failed: 0 }
}

/** Name, work, and whether the stages behind it make no sense without it. */
const stages = [
  ['install', install, 'needed'],
  ['check', async () => ({ passed: 0, failed: await check() })],
  ['build', build],
  ['unit', unit],
  ['e2e', e2e],
]

/** Runs a stage; whatever it throws is shown and counts as one failure. */
async function runStage(name, run) {
  console.log(`\n== ${name}`)
  const started = Date.now()
  try {
    return await run()
  } catch (error) {
    console.error(error instanceof PlainFailure ? error.message : error)
    return { passed: 0, failed: 1 }
  } finally {
    console.log(`== ${name} took ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
}

const total = { passed: 0, failed: 0 }
mkdirSync(reports, { recursive: true })
for (const report of [unitReport, e2eReport]) if (existsSync(report)) rmSync(report)
for (const [name, run, needed] of stages) {
  const { passed, failed } = await runStage(name, run)
  total.passed += passed
  total.failed += failed
  if (needed && failed > 0) break
}
const endToEnd = playwrightFailures(e2eReport)
for (const line of endToEnd.unsteady) console.log(`passed only when asked again: ${line}`)
for (const line of [...vitestFailures(unitReport), ...endToEnd.failed])
  console.log(`failed: ${line}`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed`)
