import { formatExact } from '../exact-decimal.ts'
import type { PerpReport } from '../perps.ts'
import type { Ledger, TaxEvent } from '../tax-event.ts'
import { taxYearOf } from '../tax-settings.ts'
import { isFundingRow, mergeByTime } from './perp-rows.ts'
import type { ReportInput } from './report-input.ts'

export type ActivityKind =
  | 'trade'
  | 'income'
  | 'gift'
  | 'donation'
  | 'lost'
  | 'fee'
  | 'perp-gain'
  | 'perp-loss'
  | 'perp-fee'
  | 'perp-rebate'
  | 'funding-received'
  | 'funding-paid'

interface Amount {
  readonly quantity: string
  readonly currency: string
}

/** One movement as portfolio programs import it. All quantities positive. */
export interface Activity {
  readonly kind: ActivityKind
  readonly tsMs: number
  readonly received: Amount | null
  readonly sent: Amount | null
  readonly fee: Amount | null
  /** Home currency worth where it is known. */
  readonly worth: Amount | null
  readonly description: string
  readonly id: string
  readonly transactionHash: string
}

const KIND_OF_TYPE: Record<TaxEvent['type'], ActivityKind> = {
  buy: 'trade',
  income: 'income',
  sell: 'trade',
  gift: 'gift',
  donate: 'donation',
  fee: 'fee',
  lost: 'lost',
  transfer_fee: 'fee',
  transfer: 'fee',
}

function spotActivity(event: TaxEvent, ledger: Ledger): Activity {
  const money = (value: bigint): Amount => ({
    quantity: formatExact(value, ledger.valueScale),
    currency: ledger.currency,
  })
  const units = {
    quantity: formatExact(event.quantity, ledger.quantityScale),
    currency: event.asset,
  }
  const kind = KIND_OF_TYPE[event.type]
  const isTrade = kind === 'trade'
  const isIn = event.kind === 'acquire'
  const gross = isIn ? event.value - event.fee : event.value + event.fee
  return {
    kind,
    tsMs: event.tsMs,
    received: isIn ? units : isTrade ? money(gross) : null,
    sent: isIn ? (isTrade ? money(gross) : null) : units,
    fee: event.fee > 0n ? money(event.fee) : null,
    worth: money(event.value),
    description: event.label,
    id: event.id,
    transactionHash: event.trace?.transactionHash ?? '',
  }
}

type SignedKinds = { readonly positive: ActivityKind; readonly negative: ActivityKind }

const PNL: SignedKinds = { positive: 'perp-gain', negative: 'perp-loss' }
const FEE: SignedKinds = { positive: 'perp-rebate', negative: 'perp-fee' }
const FUNDING: SignedKinds = { positive: 'funding-received', negative: 'funding-paid' }

interface Signed {
  readonly kinds: SignedKinds
  readonly amount: bigint
  readonly currency: string
  readonly tsMs: number
  readonly description: string
  readonly id: string
  readonly transactionHash: string | undefined
}

function signedActivity(signed: Signed, report: PerpReport): Activity | null {
  const { amount, kinds, currency } = signed
  if (amount === 0n) return null
  const magnitude = formatExact(amount < 0n ? -amount : amount, report.valueScale)
  const side = { quantity: magnitude, currency }
  return {
    kind: amount > 0n ? kinds.positive : kinds.negative,
    tsMs: signed.tsMs,
    received: amount > 0n ? side : null,
    sent: amount > 0n ? null : side,
    fee: null,
    worth: null,
    description: signed.description,
    id: signed.id,
    transactionHash: signed.transactionHash ?? '',
  }
}

function* perpActivities(input: ReportInput, report: PerpReport): Generator<Activity> {
  for (const row of mergeByTime(report)) {
    const parts: Signed[] = []
    if (isFundingRow(row)) {
      const { tsMs, id, transactionHash, coin } = row.payment
      const common = { tsMs, id, transactionHash, currency: input.perpCurrency }
      parts.push({ ...common, kinds: FUNDING, amount: row.amount, description: `Funding ${coin}` })
    } else {
      const { tsMs, id, transactionHash, coin, feeToken } = row.fill
      const common = { tsMs, id, transactionHash }
      if (row.leg === 'close') {
        const description = `${coin} perpetual ${row.side} closed`
        const pnl = { kinds: PNL, amount: row.pnl, currency: input.perpCurrency, description }
        parts.push({ ...common, ...pnl })
      }
      const fee = { kinds: FEE, amount: -row.fee, currency: feeToken }
      parts.push({ ...common, ...fee, id: `${id}-fee`, description: `${coin} perpetual fee` })
    }
    for (const part of parts) {
      const activity = signedActivity(part, report)
      if (activity !== null) yield activity
    }
  }
}

/**
 * Spot movements in order of time, then perpetuals in order of time. Transfers between own wallets
 * are left out: both sides belong to the same owner.
 */
export function* activities(input: ReportInput): Generator<Activity> {
  const { ledger, perps, zone, settings, year } = input
  const isInYear = (tsMs: number): boolean =>
    year === null || taxYearOf(zone.dayOf(tsMs), settings.country) === year
  for (const event of ledger?.events ?? []) {
    if (ledger && event.kind !== 'transfer' && isInYear(event.tsMs)) {
      yield spotActivity(event, ledger)
    }
  }
  if (perps === null) return
  for (const activity of perpActivities(input, perps)) if (isInYear(activity.tsMs)) yield activity
}
