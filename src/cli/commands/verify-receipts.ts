import { TermsReader } from '../../main/signer/verify-receipt.ts'
import { verifyReceipts } from '../../main/store/receipts/verify-receipts.ts'
import { StoreError } from '../../main/store/store-error.ts'
import type { Command } from '../command.ts'

/** Exit codes: 0 all receipts hold, 1 one does not (and which), 2 the file cannot be read. */
export const verifyReceiptsCommand: Command = {
  register(program) {
    program
      .command('verify-receipts')
      .argument('<file>', 'a database, or an export of receipts as JSON lines')
      .description(
        'check the chain of approval receipts, derive every hash and signer again, and compare the signed bytes with the approved terms',
      )
      .addHelpText('after', '\nExit code 0: all hold; 1: one does not; 2: the file cannot be read.')
      .action((file: string) => {
        try {
          const terms = new TermsReader()
          const verdict = verifyReceipts(file, (row) => terms.difference(row.action_hex, row.terms))
          if (verdict.ok) {
            process.stdout.write(
              `All receipts hold: ${verdict.receipts} signatures, head ${verdict.head}\n`,
            )
            return
          }
          process.stdout.write(`Broken at receipt ${verdict.seq}: ${verdict.what}.\n`)
          process.exitCode = 1
        } catch (cause) {
          if (!(cause instanceof StoreError)) throw cause
          process.stderr.write(`countersign: ${cause.message} (${cause.code})\n`)
          process.exitCode = 2
        }
      })
  },
}
