import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { faultText } from '#core/model/fault-text.ts'
import { buildLedger } from '#core/tax/build-ledger.ts'
import type { InputProblem } from '#core/tax/ledger-entry.ts'
import { LEDGER_SHAPE } from '#core/tax/reports/ledger-rows.ts'
import type { TimeZone } from '#core/tax/time-zone.ts'
import type { ImportRows } from '../record-types.ts'
import type { CsvTable } from './csv-rows.ts'
import { ROWS_MAX, readTable } from './csv-rows.ts'
import { GENERIC_NEEDED, readGenericLayout } from './generic-layout.ts'
import { readHyperliquidLayout } from './hyperliquid-layout.ts'
import { readOwnLayout } from './own-layout.ts'

export interface ImportOptions {
  /** To whom rows belong that name nobody: an address in lower case, or a wallet's name. */
  readonly wallet: string
  readonly currency: string
  /** In which the venue's export tells its times. */
  readonly zone: TimeZone
}

export type ImportReading =
  | {
      readonly ok: true
      readonly rows: ImportRows
      readonly file: { readonly name: string; readonly digest: string }
    }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

const whole = (value: string, expected: string): InputProblem => ({
  row: 0,
  field: 'file',
  value,
  expected,
})

const HYPERLIQUID = ['time', 'coin', 'dir', 'px', 'sz', 'fee']
const HYPERLIQUID_FUNDING = ['time', 'coin', 'payment']

function readRows(
  table: CsvTable,
  options: ImportOptions,
  problems: InputProblem[],
): ImportRows | null {
  const { wallet, currency, zone } = options
  const has = (names: readonly string[]): boolean =>
    names.every((name) => table.headers.includes(name))
  if (has(LEDGER_SHAPE.columns.map(({ header }) => header))) {
    return readOwnLayout(table, wallet, problems)
  }
  if (has(HYPERLIQUID) || has(HYPERLIQUID_FUNDING)) {
    return readHyperliquidLayout(table, wallet, zone, problems)
  }
  if (has(GENERIC_NEEDED)) return readGenericLayout(table, wallet, currency, problems)
  const expected = `the headers of the desk's own ledger, of Hyperliquid's export (${HYPERLIQUID.join(', ')}) or of the generic layout (${GENERIC_NEEDED.join(', ')})`
  problems.push(whole(table.headers.slice(0, 12).join(','), expected))
  return null
}

/** Quantities and fees that no ledger could take are found before anything is kept. */
function ledgerProblems({ entries }: ImportRows, currency: string): readonly InputProblem[] {
  if (entries.length === 0) return []
  const built = buildLedger(
    entries.map(({ entry }) => entry),
    entries[0]?.currency || currency,
  )
  return built.ok ? [] : built.problems
}

/** Reads a file whole; either all of its rows are good, or none is taken. */
export function readImport(path: string, options: ImportOptions): ImportReading {
  const name = basename(path)
  let bytes: Buffer
  let table: CsvTable
  try {
    bytes = readFileSync(path)
    table = readTable(bytes.toString('utf8'))
  } catch (cause) {
    const reason = faultText(cause)
    return { ok: false, problems: [whole(name, `a CSV file that can be read (${reason})`)] }
  }
  if (table.rows.length > ROWS_MAX) {
    return { ok: false, problems: [whole(name, `at most ${ROWS_MAX} rows: divide the file`)] }
  }
  const problems: InputProblem[] = []
  const rows = readRows(table, options, problems)
  if (rows === null || problems.length > 0) return { ok: false, problems }
  const wrong = ledgerProblems(rows, options.currency)
  if (wrong.length > 0) return { ok: false, problems: wrong }
  const digest = createHash('sha256').update(options.wallet).update(bytes).digest('hex')
  return { ok: true, rows, file: { name, digest } }
}
