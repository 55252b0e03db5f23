import { StoreError } from '../../main/store/store-error.ts'
import { verifyLog } from '../../main/store/verify-log.ts'
import type { Command } from '../command.ts'

/** Exit codes: 0 the log is whole, 1 it is broken (and where), 2 it cannot be read. */
export const verifyLogCommand: Command = {
  register(program) {
    program
      .command('verify-log')
      .argument('<file>', 'the database of a data folder')
      .description('check the hash chain of the event log and say where it breaks')
      .addHelpText('after', '\nExit code 0: whole; 1: broken; 2: the file cannot be read.')
      .action((file: string) => {
        try {
          const verdict = verifyLog(file)
          if (verdict.ok && verdict.events === 0) {
            process.stderr.write(
              `countersign: ${file} holds no event: there is nothing to check. Beside a desk that runs, or was cut off, the newest events are in ${file}-wal: copy both. (E208)\n`,
            )
            process.exitCode = 2
            return
          }
          if (verdict.ok) {
            process.stdout.write(
              `The log is whole: ${verdict.events} events, head ${verdict.head}\n`,
            )
            return
          }
          process.stdout.write(`The log is broken at event ${verdict.seq}: ${verdict.what}.\n`)
          process.exitCode = 1
        } catch (cause) {
          if (!(cause instanceof StoreError)) throw cause
          process.stderr.write(`countersign: ${cause.message} (${cause.code})\n`)
          process.exitCode = 2
        }
      })
  },
}
