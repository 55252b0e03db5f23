import { replayLog } from '../../main/store/replay-log.ts'
import { StoreError } from '../../main/store/store-error.ts'
import { verifyLog } from '../../main/store/verify-log.ts'
import type { Command } from '../command.ts'

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

const isDay = (text: string): boolean =>
  DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** One line and an exit code. */
function judge(file: string, day: string | null): { readonly line: string; readonly code: number } {
  const log = verifyLog(file)
  if (!log.ok) return { line: `The log is broken at event ${log.seq}: ${log.what}.`, code: 1 }
  const verdict = replayLog(file, day)
  if (!verdict.isSame) return { line: `The replay differs. ${verdict.what}`, code: 1 }
  const { inputs, compared, events, stopped } = verdict
  if (day !== null && compared === 0) {
    return {
      line: `No input was recorded on ${day}; the log has ${inputs} of other days.`,
      code: 2,
    }
  }
  const halted = stopped === 0 ? '' : `, ${stopped} of them stopped by a fault when they happened`
  const those = day === null ? '' : `, ${compared} of them on ${day}`
  return {
    line: `The replay is the log: ${inputs} recorded inputs${those}${halted}, ${events} events.`,
    code: 0,
  }
}

/** Exit codes: 0 the same, 1 a difference (and which), 2 the file or the day cannot be read. */
export const replayCommand: Command = {
  register(program) {
    program
      .command('replay')
      .argument('<file>', 'the database of a data folder')
      .option('--day <date>', "compare one trading day only, as 2026-11-22 in the desk's time zone")
      .description(
        'run the recorded inputs of the log through the engine again and report the first difference',
      )
      .addHelpText('after', '\nExit code 0: the same; 1: a difference; 2: it cannot be read.')
      .action((file: string, { day }: { day?: string }) => {
        if (day !== undefined && !isDay(day)) {
          process.stderr.write(
            `countersign: --day takes a date like 2026-11-22, not "${day.slice(0, 40)}".\n`,
          )
          process.exitCode = 2
          return
        }
        try {
          const { line, code } = judge(file, day ?? null)
          const out = code === 2 ? process.stderr : process.stdout
          out.write(`${code === 2 ? 'countersign: ' : ''}${line}\n`)
          process.exitCode = code
        } catch (cause) {
          if (!(cause instanceof StoreError)) throw cause
          process.stderr.write(`countersign: ${cause.message} (${cause.code})\n`)
          process.exitCode = 2
        }
      })
  },
}
