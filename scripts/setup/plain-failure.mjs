/** A failure that a person can act on: its message is one plain sentence and is all that is shown. */
export class PlainFailure extends Error {}

/**
 * Runs a script's main function. A PlainFailure becomes its sentence and exit code 1; anything else
 * is a fault of ours and keeps its stack.
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(error instanceof PlainFailure ? error.message : error)
    process.exitCode = 1
  }
}
