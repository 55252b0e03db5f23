import { Command as Program } from 'commander'
import { codedSentence } from '../core/model/error-codes.ts'
import { applicationVersion } from '../main/app/build-constants.ts'
import type { Command } from './command.ts'
import { backtestCommand } from './commands/backtest.ts'
import { doctorCommand } from './commands/doctor.ts'
import { paperExchangeCommand } from './commands/paper-exchange.ts'
import { practiceLedgerCommand } from './commands/practice-ledger.ts'
import { replayCommand } from './commands/replay.ts'
import { stopCommand } from './commands/stop.ts'
import { taxCommand } from './commands/tax.ts'
import { verifyLogCommand } from './commands/verify-log.ts'
import { verifyReceiptsCommand } from './commands/verify-receipts.ts'

/**
 * The headless command line of the same code. One command is one file in ./commands with one
 * exported constant of type `Command`; listing it here registers it.
 */
const commands: readonly Command[] = [
  backtestCommand,
  doctorCommand,
  paperExchangeCommand,
  practiceLedgerCommand,
  replayCommand,
  stopCommand,
  taxCommand,
  verifyLogCommand,
  verifyReceiptsCommand,
]

const program = new Program('countersign')
  .description('Countersign without its window: checks, servers and reports.')
  .version(applicationVersion)
  .showHelpAfterError('(countersign --help lists the commands)')

for (const command of commands) command.register(program)

program.parseAsync(process.argv).catch((cause: unknown) => {
  process.stderr.write(`countersign: ${codedSentence(cause)}\n`)
  process.exitCode = 1
})
