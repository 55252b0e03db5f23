import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Option } from 'commander'
import { faultText } from '../../core/model/fault-text.ts'
import { buildLedger } from '../../core/tax/build-ledger.ts'
import type { CaseOverrides } from '../../core/tax/cases/read-case.ts'
import { readCase } from '../../core/tax/cases/read-case.ts'
import type { CaseOutput } from '../../core/tax/cases/run-case.ts'
import { runCase } from '../../core/tax/cases/run-case.ts'
import type { TaxCase } from '../../core/tax/cases/tax-case.ts'
import { describeProblem } from '../../core/tax/ledger-entry.ts'
import { realisePerps } from '../../core/tax/perps.ts'
import type { DailyRates } from '../../core/tax/reports/daily-rates.ts'
import {
  missingRates,
  missingRatesSentence,
  readDailyRates,
} from '../../core/tax/reports/daily-rates.ts'
import type { ReportInput } from '../../core/tax/reports/report-input.ts'
import { DEFAULT_FORM, PARITY } from '../../core/tax/reports/report-input.ts'
import type { ReportKind } from '../../core/tax/reports/report-kind.ts'
import { REPORT_KINDS } from '../../core/tax/reports/report-kind.ts'
import type { Country, Scope, SpotMethod, TaxMethod } from '../../core/tax/tax-settings.ts'
import { COUNTRIES, SCOPES, TAX_METHODS } from '../../core/tax/tax-settings.ts'
import { timeZone } from '../../core/tax/time-zone.ts'
import { writeTaxReport } from '../../main/records/tax-reports/write-tax-report.ts'
import type { Command } from '../command.ts'
import { taxTable } from './tax-table.ts'

interface Flags {
  readonly input: readonly string[]
  readonly method?: TaxMethod
  readonly country?: Country
  readonly scope?: Scope
  readonly zone?: string
  readonly year?: string
  readonly json?: boolean
  readonly report?: ReportKind
  readonly out?: string
  readonly rates?: string
}

/** Wrong lines of a file of rates that are told. */
const PROBLEMS_MAX = 20

/** Bad input: every sentence is printed, nothing is written, the exit code is 2. */
const BAD_INPUT_EXIT = 2

class BadInput extends Error {
  override readonly name = 'BadInput'
  readonly messages: readonly string[]
  constructor(file: string, messages: readonly string[]) {
    super(messages[0] ?? 'bad input')
    this.messages = messages.map((message) => `${file}: ${message}`)
  }
}

function readText(file: string, expected: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new BadInput(file, [`${faultText(cause)} Expected ${expected}.`])
  }
}

function readJson(file: string): unknown {
  const text = readText(file, 'a JSON case file')
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new BadInput(file, [`${reason}; expected JSON text`])
  }
}

function overridesOf(flags: Flags): CaseOverrides {
  const { country, method, scope, zone } = flags
  return {
    ...(country === undefined ? {} : { country }),
    // Perpetuals have one method only: for a spot history the file's own stays.
    ...(method === undefined || method === 'average-entry' ? {} : { method: method as SpotMethod }),
    ...(scope === undefined ? {} : { scope }),
    ...(zone === undefined ? {} : { zone }),
  }
}

function loadCase(file: string, flags: Flags): TaxCase {
  const read = readCase(readJson(file), basename(file, '.json'), overridesOf(flags))
  if (!read.ok) throw new BadInput(file, read.problems.map(describeProblem))
  const { kind } = read.taxCase
  if (flags.method === 'average-entry' && kind !== 'perp') {
    const message = `method: "average-entry", expected fifo, lifo, hifo, lofo, acb or uk-s104, because the file is of the kind ${kind}`
    throw new BadInput(file, [message])
  }
  return read.taxCase
}

function computeCase(file: string, flags: Flags): CaseOutput {
  const result = runCase(loadCase(file, flags))
  if (!result.ok) throw new BadInput(file, result.messages)
  return result.output
}

function yearOf(flags: Flags): number | null {
  if (flags.year === undefined) return null
  if (/^\d{4}$/.test(flags.year)) return Number(flags.year)
  throw new BadInput('--year', [
    `"${flags.year}", expected the first calendar year of the tax year, such as 2025`,
  ])
}

function ratesOf({ rates: file }: Flags): DailyRates | null {
  if (file === undefined) return null
  const read = readDailyRates(readText(file, 'a CSV of daily rates'), basename(file))
  if (read.ok) return read.rates
  const shown = read.problems.slice(0, PROBLEMS_MAX)
  throw new BadInput(
    file,
    shown.map(({ line, message }) => `line ${line}, ${message}`),
  )
}

/** Every amount of the report must find its rate before the first row is written. */
function checkRates(flags: Flags, rates: DailyRates, input: ReportInput): void {
  if (input.perps === null) {
    throw new BadInput('--rates', [
      "rates turn the venue's currency into the home currency: they go with a history of perpetuals; the amounts of lots are in the home currency already",
    ])
  }
  const problem = missingRatesSentence(missingRates(rates, input.perps, input))
  if (problem !== null) throw new BadInput(flags.rates ?? '', [problem])
}

/** A case as the input of a report; only histories can become reports. */
function reportInput(file: string, taxCase: TaxCase, year: number | null): ReportInput {
  const { settings } = taxCase
  const common = {
    settings,
    zone: timeZone(settings.zone),
    year,
    venue: 'hyperliquid',
    form: DEFAULT_FORM,
    fx: PARITY,
    isRetroactiveAcknowledged: true,
  }
  if (taxCase.kind === 'lots') {
    const built = buildLedger(taxCase.entries, settings.currency)
    if (!built.ok) throw new BadInput(file, built.problems.map(describeProblem))
    return { ...common, ledger: built.ledger, perps: null, perpCurrency: 'USDC' }
  }
  if (taxCase.kind === 'perp') {
    const result = realisePerps(taxCase.history)
    if (!result.ok) throw new BadInput(file, result.problems.map(describeProblem))
    const perpCurrency = taxCase.history.currency
    return { ...common, ledger: null, perps: result.report, perpCurrency }
  }
  throw new BadInput(file, [`kind: "${taxCase.kind}", expected a history of lots or perpetuals`])
}

function writeReport(kind: ReportKind, flags: Flags, version: string): void {
  const [file, ...others] = flags.input
  if (file === undefined || others.length > 0) {
    throw new BadInput('--report', ['a report is made from exactly one --input'])
  }
  if (flags.out === undefined)
    throw new BadInput('--report', ['say where the report goes: --out FILE'])
  const rates = ratesOf(flags)
  const made = reportInput(file, loadCase(file, flags), yearOf(flags))
  if (rates !== null) checkRates(flags, rates, made)
  const input = rates === null ? made : { ...made, fx: rates }
  const program = { name: 'Countersign', version }
  const result = writeTaxReport({ kind, input, file: flags.out, program })
  if (result.kind === 'refused') throw new BadInput(file, result.messages)
  if (result.kind === 'cancelled') return
  const { rows, sidecarFile, sidecar } = result
  const line = flags.json
    ? JSON.stringify({ report: kind, file: flags.out, sidecarFile, rows, sidecar })
    : `${rows} rows in ${flags.out}, how they were made in ${sidecarFile}`
  process.stdout.write(`${line}\n`)
}

function printCases(flags: Flags): void {
  if (flags.rates !== undefined) {
    throw new BadInput('--rates', ['rates go with a report: --report KIND --out FILE'])
  }
  // All are computed before the first is printed: bad input prints nothing but what is wrong.
  const outputs = flags.input.map((file) => computeCase(file, flags))
  const text = flags.json
    ? outputs.map((output) => `${JSON.stringify(output)}\n`).join('')
    : outputs.map(taxTable).join('\n')
  process.stdout.write(text)
}

function run(flags: Flags, version: string): void {
  try {
    if (flags.report === undefined) printCases(flags)
    else writeReport(flags.report, flags, version)
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    for (const message of error.messages) process.stderr.write(`${message}\n`)
    process.exitCode = BAD_INPUT_EXIT
  }
}

const collect = (value: string, sofar: readonly string[]): string[] => [...sofar, value]

/** `countersign tax`: disposals, pools, legs and totals of case files, and reports as CSV. */
export const taxCommand: Command = {
  register(program) {
    program
      .command('tax')
      .description('Compute gains of a history, or write a tax report from it')
      // A wrong option is bad input like any other: the parser has said why, nothing was written.
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_INPUT_EXIT))
      .addOption(
        new Option('--input <file>', 'a history or case as JSON; may be given several times')
          .argParser(collect)
          .default([])
          .makeOptionMandatory(),
      )
      .addOption(new Option('--method <method>', 'in place of the file’s own').choices(TAX_METHODS))
      .addOption(new Option('--country <country>', 'in place of the file’s own').choices(COUNTRIES))
      .addOption(new Option('--scope <scope>', 'one stock, or one a wallet').choices(SCOPES))
      .option('--zone <name>', 'IANA zone in which days are counted, such as Europe/London')
      .option('--year <year>', 'for a report: the first calendar year of the tax year')
      .option('--json', 'print one line of JSON for each input')
      .addOption(new Option('--report <kind>', 'write this report').choices(REPORT_KINDS))
      .option('--out <file>', 'where the report goes')
      .option(
        '--rates <file>',
        'for a report of perpetuals: daily rates as CSV (date,rate), home units for one of the venue’s currency',
      )
      .action((flags: Flags) => {
        if (flags.input.length === 0) {
          process.stderr.write('say what to compute: --input FILE\n')
          process.exitCode = BAD_INPUT_EXIT
          return
        }
        run(flags, program.version() ?? '')
      })
  },
}
