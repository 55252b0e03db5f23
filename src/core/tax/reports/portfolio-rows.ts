import { assertNever } from '../../model/assert-never.ts'
import { civilFromDay, DAY_MS, formatClockTime, formatDay } from '../calendar.ts'
import type { Activity, ActivityKind } from './activity.ts'
import type { TableShape } from './csv-row.ts'
import { columnsOf } from './csv-row.ts'

const KOINLY_HEADERS =
  'Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash'
const COINTRACKING_HEADERS = [
  'Type',
  'Buy Amount',
  'Buy Currency',
  'Sell Amount',
  'Sell Currency',
  'Fee',
  'Fee Currency',
  'Exchange',
  'Trade-Group',
  'Comment',
  'Date',
]
const COINTRACKER_HEADERS =
  'Date,Received Quantity,Received Currency,Sent Quantity,Sent Currency,Fee Amount,Fee Currency,Tag'

export const KOINLY_SHAPE: TableShape = {
  columns: columnsOf(KOINLY_HEADERS.split(','), [
    'Sent Currency',
    'Received Currency',
    'Fee Currency',
    'Net Worth Currency',
    'Description',
    'TxHash',
  ]),
  quoting: 'needed',
}

export const COINTRACKING_SHAPE: TableShape = {
  columns: columnsOf(COINTRACKING_HEADERS, [
    'Buy Currency',
    'Sell Currency',
    'Fee Currency',
    'Exchange',
    'Trade-Group',
    'Comment',
  ]),
  quoting: 'all',
}

export const COINTRACKER_SHAPE: TableShape = {
  columns: columnsOf(COINTRACKER_HEADERS.split(','), [
    'Received Currency',
    'Sent Currency',
    'Fee Currency',
  ]),
  quoting: 'needed',
}

const clockOf = (tsMs: number): { readonly day: number; readonly time: string } => {
  const day = Math.floor(tsMs / DAY_MS)
  return { day, time: formatClockTime(Math.floor((tsMs - day * DAY_MS) / 1_000) * 1_000) }
}

const side = (amount: Activity['sent']): [string, string] =>
  amount === null ? ['', ''] : [amount.quantity, amount.currency]

function koinlyLabel(kind: ActivityKind): string {
  switch (kind) {
    case 'trade':
      return ''
    case 'income':
      return 'Reward'
    case 'gift':
    case 'donation':
      return 'Gift'
    case 'lost':
      return 'Lost'
    case 'fee':
      return 'Cost'
    case 'perp-gain':
    case 'perp-loss':
    case 'funding-received':
    case 'funding-paid':
    case 'perp-rebate':
      return 'Realized P&L'
    case 'perp-fee':
      return 'Margin fee'
    default:
      return assertNever(kind)
  }
}

/** Koinly's universal template, times in UTC. */
export function koinlyRow(activity: Activity): string[] {
  const { day, time } = clockOf(activity.tsMs)
  return [
    `${formatDay(day)} ${time} UTC`,
    ...side(activity.sent),
    ...side(activity.received),
    ...side(activity.fee),
    ...side(activity.worth),
    koinlyLabel(activity.kind),
    `${activity.description} ${activity.id}`,
    activity.transactionHash,
  ]
}

function coinTrackingType(kind: ActivityKind): string {
  switch (kind) {
    case 'trade':
      return 'Trade'
    case 'income':
      return 'Income'
    case 'gift':
      return 'Gift'
    case 'donation':
      return 'Donation'
    case 'lost':
      return 'Lost'
    case 'fee':
    case 'perp-fee':
    case 'funding-paid':
      return 'Other Fee'
    case 'perp-gain':
      return 'Derivatives / Futures Profit'
    case 'perp-loss':
      return 'Derivatives / Futures Loss'
    case 'perp-rebate':
    case 'funding-received':
      return 'Other Income'
    default:
      return assertNever(kind)
  }
}

/** CoinTracking's own import; there is no type for derivative fees, they are other fees. */
export function coinTrackingRow(activity: Activity, venue: string): string[] {
  const { day, time } = clockOf(activity.tsMs)
  return [
    coinTrackingType(activity.kind),
    ...side(activity.received),
    ...side(activity.sent),
    ...side(activity.fee),
    venue,
    '',
    `${activity.description} ${activity.id}`,
    `${formatDay(day)} ${time}`,
  ]
}

function coinTrackerTag(kind: ActivityKind): string {
  switch (kind) {
    case 'trade':
      return ''
    case 'income':
      return 'staking_reward'
    case 'gift':
      return 'gift'
    case 'donation':
      return 'donation'
    case 'lost':
      return 'lost'
    case 'fee':
      return 'fee'
    case 'perp-gain':
    case 'funding-received':
      return 'margin_gain'
    case 'perp-loss':
    case 'funding-paid':
      return 'margin_loss'
    case 'perp-fee':
      return 'margin_fee'
    case 'perp-rebate':
      return 'margin_rebate'
    default:
      return assertNever(kind)
  }
}

/** CoinTracker: exact headers, MM/DD/YYYY HH:MM:SS in UTC. */
export function coinTrackerRow(activity: Activity): string[] {
  const { day, time } = clockOf(activity.tsMs)
  const { year, month, day: dayOfMonth } = civilFromDay(day)
  const two = (value: number): string => String(value).padStart(2, '0')
  return [
    `${two(month)}/${two(dayOfMonth)}/${year} ${time}`,
    ...side(activity.received),
    ...side(activity.sent),
    ...side(activity.fee),
    coinTrackerTag(activity.kind),
  ]
}
