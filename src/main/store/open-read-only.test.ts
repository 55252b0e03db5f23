import { expect, test } from 'vitest'
import { checkDatabase } from './check-database.ts'
import { deskWithTrades } from './desk-file.test-support.ts'
import { openReadOnly } from './open-read-only.ts'
import { hasSqliteCommandLine, runInCommandLine } from './sqlite-command-line.test-support.ts'

/** Only who is alone with a file can leave its write-ahead log. */
const TAKE_ALONE = 'PRAGMA journal_mode = DELETE;'

test.runIf(hasSqliteCommandLine())(
  'a look at the log of a running desk leaves the desk its locks',
  () => {
    const { file, store } = deskWithTrades(1)
    expect(runInCommandLine(file, TAKE_ALONE)).toMatch(/locked/)
    openReadOnly(file).close()
    expect(runInCommandLine(file, TAKE_ALONE)).toMatch(/locked/)
    expect(checkDatabase(file).light).toBe('healthy')
    expect(runInCommandLine(file, TAKE_ALONE)).toMatch(/locked/)
    store.close()
  },
)
