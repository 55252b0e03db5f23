import { spawnSync } from 'node:child_process'

/** True when Debian's sqlite3 command is there; says in one line that tests go without it if not. */
export function hasSqliteCommandLine(): boolean {
  const isThere = spawnSync('sqlite3', ['--version']).status === 0
  if (!isThere) console.log('left out: the sqlite3 command line is not installed')
  return isThere
}

/** Runs SQL in another program; returns its complaint, empty when it took everything. */
export function runInCommandLine(file: string, sql: string): string {
  const run = spawnSync('sqlite3', ['-bail', file], {
    input: `PRAGMA foreign_keys = ON;\n${sql}\n`,
    encoding: 'utf8',
  })
  return run.stderr.trim()
}
