import { assertNever } from '../../model/assert-never.ts'
import type { TaxOutcome, TaxResult } from '../compute-tax.ts'
import { computeTax } from '../compute-tax.ts'
import type { Disposal } from '../disposal.ts'
import type { Ledger } from '../tax-event.ts'
import { taxYearOf } from '../tax-settings.ts'
import { activities } from './activity.ts'
import { capitalCloses } from './capital-close.ts'
import type { TableShape } from './csv-row.ts'
import { FORM_8949_SHAPE, Form8949Maker } from './form-8949-rows.ts'
import { HMRC_SHAPE, HmrcMaker } from './hmrc-rows.ts'
import { LEDGER_SHAPE, writeLedgerRows } from './ledger-rows.ts'
import { LOTS_SHAPE, LotRowMaker } from './lots-report.ts'
import { OPEN_LOTS_SHAPE, openLotRow } from './open-lots-row.ts'
import { PERPS_SHAPE, writePerpRows } from './perp-rows.ts'
import {
  COINTRACKER_SHAPE,
  COINTRACKING_SHAPE,
  coinTrackerRow,
  coinTrackingRow,
  KOINLY_SHAPE,
  koinlyRow,
} from './portfolio-rows.ts'
import type { ReportInput, RowSink } from './report-input.ts'
import type { ReportKind } from './report-kind.ts'
import type { Sidecar } from './sidecar.ts'
import { TURBOTAX_SHAPE, turboTaxClose, turboTaxRow } from './turbotax-row.ts'

export const REPORT_SHAPES: Record<ReportKind, TableShape> = {
  lots: LOTS_SHAPE,
  perps: PERPS_SHAPE,
  form8949: FORM_8949_SHAPE,
  turbotax: TURBOTAX_SHAPE,
  koinly: KOINLY_SHAPE,
  cointracking: COINTRACKING_SHAPE,
  cointracker: COINTRACKER_SHAPE,
  hmrc: HMRC_SHAPE,
  ledger: LEDGER_SHAPE,
  'open-lots': OPEN_LOTS_SHAPE,
}

export type ReportResult =
  | {
      readonly kind: 'done'
      readonly outcome: TaxOutcome | null
      readonly summary: Sidecar
      readonly warnings: readonly string[]
    }
  | Exclude<TaxResult, { readonly kind: 'done' }>
  /** The report needs another method, country or history than it was given. */
  | { readonly kind: 'notApplicable'; readonly reason: string }

type DisposalWriter = (disposal: Disposal, ledger: Ledger) => void

interface Plan {
  readonly onDisposal: DisposalWriter | null
  /** After the disposals. */
  readonly finish: (outcome: TaxOutcome | null) => Sidecar
  readonly warnings: readonly string[]
}

const NOTHING: Sidecar = {}

function planActivities(input: ReportInput, sink: RowSink, kind: ReportKind): Plan {
  const finish = (): Sidecar => {
    for (const activity of activities(input)) {
      if (kind === 'koinly') sink(koinlyRow(activity))
      else if (kind === 'cointracking') sink(coinTrackingRow(activity, input.venue))
      else sink(coinTrackerRow(activity))
    }
    return NOTHING
  }
  const hasTransfers = input.ledger?.events.some((event) => event.kind === 'transfer') ?? false
  const warnings = hasTransfers
    ? ['Transfers between own wallets are left out: import both wallets where you use the file.']
    : []
  return { onDisposal: null, finish, warnings }
}

function planForm(input: ReportInput, sink: RowSink): Plan {
  const maker = new Form8949Maker(input, sink)
  const isCapital = input.settings.perpetuals.pnl !== 'other-income'
  return {
    onDisposal: (disposal, ledger) => maker.addDisposal(disposal, ledger),
    finish: () => {
      if (input.perps !== null) maker.addPerps(input.perps)
      return maker.summary()
    },
    warnings: [
      'Boxes I and L are for digital assets without a Form 1099-DA; change them if you received one.',
      ...(input.perps !== null && isCapital
        ? [
            'Whether a perpetual is a digital asset or a section 1256 contract is unsettled; its rows are listed because the treatment is set to capital.',
          ]
        : []),
      ...(input.perps !== null && input.settings.perpetuals.fees === 'separate'
        ? [
            'Fees and funding of perpetuals are not in these rows; they stand in the file of perpetuals.',
          ]
        : []),
    ],
  }
}

const PERPS_AS_CAPITAL =
  'The closes of perpetuals are in these rows because their treatment is set to capital; ask whether that holds for you.'
const FEES_APART =
  'Fees and funding of perpetuals are not in these rows; they stand in the file of perpetuals.'

/** What a file of disposals must say of the perpetuals in it. */
function capitalWarnings({ perps, settings }: ReportInput): string[] {
  if (perps === null || settings.perpetuals.pnl === 'other-income') return []
  return settings.perpetuals.fees === 'separate'
    ? [PERPS_AS_CAPITAL, FEES_APART]
    : [PERPS_AS_CAPITAL]
}

function planTurboTax(input: ReportInput, sink: RowSink): Plan {
  const { perps } = input
  const finish = (): Sidecar => {
    if (perps === null) return NOTHING
    for (const close of capitalCloses(perps, input)) sink(turboTaxClose(close))
    return NOTHING
  }
  return {
    onDisposal: (disposal, ledger) => sink(turboTaxRow(disposal, ledger)),
    finish,
    warnings: capitalWarnings(input),
  }
}

function planHmrc(input: ReportInput, sink: RowSink): Plan {
  const maker = new HmrcMaker(input, sink)
  return {
    onDisposal: (disposal, ledger) => maker.add(disposal, ledger),
    finish: () => {
      if (input.perps !== null) maker.addPerps(input.perps)
      return maker.summary()
    },
    warnings: capitalWarnings(input),
  }
}

function planOpenLots(input: ReportInput, sink: RowSink): Plan {
  return {
    onDisposal: () => undefined,
    finish: (outcome) => {
      for (const holding of outcome?.holdings ?? []) {
        if (input.ledger && holding.quantity > 0n)
          sink(openLotRow(holding, input.ledger, input.zone))
      }
      return NOTHING
    },
    warnings: [],
  }
}

function planReport(kind: ReportKind, input: ReportInput, sink: RowSink): Plan | string {
  const simple = (onDisposal: DisposalWriter): Plan => ({
    onDisposal,
    finish: () => NOTHING,
    warnings: [],
  })
  switch (kind) {
    case 'lots': {
      const maker = input.ledger && new LotRowMaker(input.ledger, input)
      return simple((disposal) => {
        if (maker) sink(maker.row(disposal))
      })
    }
    case 'turbotax':
      return planTurboTax(input, sink)
    case 'form8949':
      if (input.settings.country !== 'us')
        return 'Form 8949 belongs to the United States: set the country to us.'
      return planForm(input, sink)
    case 'hmrc': {
      if (input.settings.method !== 'uk-s104') {
        return "HMRC's computation needs the method uk-s104."
      }
      const isNothing = input.perps === null || input.settings.perpetuals.pnl === 'other-income'
      if (input.ledger === null && isNothing) {
        return 'There is nothing to compute: no spot history, and no perpetuals as capital.'
      }
      return planHmrc(input, sink)
    }
    case 'open-lots':
      return planOpenLots(input, sink)
    case 'perps': {
      const { perps } = input
      if (perps === null) return 'There are no perpetuals in this history.'
      const finish = (): Sidecar => {
        writePerpRows(perps, input, sink)
        return NOTHING
      }
      return { onDisposal: null, finish, warnings: [] }
    }
    case 'ledger': {
      const finish = (): Sidecar => {
        writeLedgerRows(input, sink)
        return NOTHING
      }
      return { onDisposal: null, finish, warnings: [] }
    }
    case 'koinly':
    case 'cointracking':
    case 'cointracker':
      return planActivities(input, sink, kind)
    default:
      return assertNever(kind)
  }
}

/**
 * The rows of a report, one after the other, and what its sidecar must say. On any result but
 * `done` the rows that came are to be thrown away.
 */
export function produceReport(kind: ReportKind, input: ReportInput, sink: RowSink): ReportResult {
  const plan = planReport(kind, input, sink)
  if (typeof plan === 'string') return { kind: 'notApplicable', reason: plan }
  let outcome: TaxOutcome | null = null
  const { ledger, settings, year } = input
  const { onDisposal } = plan
  if (ledger !== null && onDisposal !== null) {
    const { isRetroactiveAcknowledged } = input
    const result = computeTax(ledger, settings, { isRetroactiveAcknowledged }, (disposal) => {
      if (year !== null && taxYearOf(disposal.soldDay, settings.country) !== year) return
      onDisposal(disposal, ledger)
    })
    if (result.kind !== 'done') return result
    outcome = result.outcome
  }
  return { kind: 'done', outcome, summary: plan.finish(outcome), warnings: plan.warnings }
}
