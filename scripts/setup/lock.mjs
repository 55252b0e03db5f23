import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PlainFailure } from './plain-failure.mjs'
import { projectRoot } from './run-command.mjs'

const WAIT_MS_MAX = 180_000
const RETRY_MS = 200

function holderLives(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch {
    return false // no such process, or the holder went away while we looked
  }
}

/** Only one process at a time does `work` under this name; the others wait, for a bounded time. */
export async function withLock(name, work) {
  const folder = join(projectRoot, '.cache')
  const file = join(folder, `${name}.lock`)
  mkdirSync(folder, { recursive: true })
  const deadline = Date.now() + WAIT_MS_MAX
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!holderLives(file)) rmSync(file, { force: true })
      else if (Date.now() > deadline) {
        throw new PlainFailure(
          `Another ${name} has been running for minutes; end it or remove ${file}.`,
        )
      } else await pause(RETRY_MS)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
