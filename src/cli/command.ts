import type { Command as Program } from 'commander'

/**
 * One command of the command line. To add one: create `src/cli/commands/<name>.ts`, export a
 * constant of this type, and list it in `src/cli/index.ts`.
 *
 * `register` adds the command with its options to the program and gives it an action. The action
 * prints results to stdout and throws an Error with a plain sentence when it cannot go on: the
 * sentence goes to stderr and the exit code is 1. A negative answer (a broken chain, say) is no
 * error: print it and set `process.exitCode = 1`.
 */
export interface Command {
  register(program: Program): void
}
