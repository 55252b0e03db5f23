import { symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../store/temporary-folder.test-support.ts'
import { runningDesk } from './running-desk.ts'

/** No process has a number that large. */
const NOBODY = 4_194_305

const lockedBy = (holder: string): string => {
  const folder = temporaryFolder()
  symlinkSync(holder, join(folder, 'SingletonLock'))
  return folder
}

describe('the desk that holds a data folder', () => {
  it('is the living process that its lock names', () => {
    expect(runningDesk(lockedBy(`${hostname()}-${process.pid}`), 'linux')).toEqual({
      where: `process ${process.pid}`,
    })
  })

  it('is none without a lock, after a crash, and with a lock that says nothing', () => {
    expect(runningDesk(temporaryFolder(), 'linux')).toBeNull()
    expect(runningDesk(lockedBy(`${hostname()}-${NOBODY}`), 'linux')).toBeNull()
    expect(runningDesk(lockedBy('nothing'), 'linux')).toBeNull()
  })

  it('may run on another computer, which cannot be asked', () => {
    expect(runningDesk(lockedBy('other-host-12'), 'linux')).toEqual({
      where: 'the computer other-host',
    })
  })

  it('is known on Windows by a file', () => {
    const folder = temporaryFolder()
    expect(runningDesk(folder, 'win32')).toBeNull()
    writeFileSync(join(folder, 'lockfile'), '')
    expect(runningDesk(folder, 'win32')).toEqual({ where: 'this computer' })
  })
})
