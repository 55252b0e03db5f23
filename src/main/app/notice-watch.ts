import type { DeskState } from '#core/engine/state.ts'
import type { Ticket } from '#core/engine/ticket.ts'
import type { Fill } from '#core/model/order.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import { riskMode } from '#core/risk/risk-state.ts'

/** What the system is asked to show. */
export interface DeskNotice {
  /** Two with the same key within the quiet time are one; null is never held back. */
  readonly key: string | null
  readonly isImportant: boolean
  readonly title: string
  readonly text: string
}

/** The same notice again only after so long, wall time. */
const REPEAT_MS = 15 * 60_000
/** A burst of fills is told as a number. */
const FILLS_TOLD_MAX = 3

type Look = (state: DeskState, isDiscreet: boolean) => DeskNotice[]

const PROTECTING = new Set(['stop', 'target'])

function fillNotice(state: DeskState, fill: Fill, isDiscreet: boolean): DeskNotice {
  const role = (fill.clientOrderId && state.book.orders.get(fill.clientOrderId)?.role) || 'foreign'
  const amount = isDiscreet ? '' : `${formatDecimal(fill.quantity)} `
  const made =
    isDiscreet || fill.closedPnl === 0n ? '' : `, realised $${formatDecimal(fill.closedPnl)}`
  const name =
    role === 'foreign'
      ? 'An order that is not ours'
      : `${role.charAt(0).toUpperCase()}${role.slice(1)}`
  return {
    key: null,
    isImportant: PROTECTING.has(role) || fill.isLiquidation || role === 'foreign',
    title: `${name} filled`,
    text: `${fill.side === 'buy' ? 'Bought' : 'Sold'} ${amount}${fill.coin} at ${formatDecimal(fill.price)}${made}.`,
  }
}

const important = (key: string, title: string, text: string): DeskNotice => ({
  key,
  isImportant: true,
  title,
  text,
})

/** What of the state a notice can come from. */
interface Seen {
  fills: number
  /** Tickets that had not ended: one of them may be rejected next. */
  underWay: readonly Ticket[]
  risk: string
  venue: string
  device: string
}

const seenOf = (state: DeskState): Seen => ({
  fills: state.book.fillCount,
  underWay: [...state.book.underWay.values()].filter(({ stage }) => stage !== 'rejected'),
  risk: riskMode(state.book.risk),
  venue: state.market.venue.state,
  device: state.market.device.state,
})

function fillNotices(state: DeskState, before: Seen, isDiscreet: boolean): DeskNotice[] {
  const count = state.book.fillCount - before.fills
  const fresh = count === 0 ? [] : state.book.fills.slice(-count)
  if (count <= FILLS_TOLD_MAX) return fresh.map((fill) => fillNotice(state, fill, isDiscreet))
  const coins = [...new Set(fresh.map((fill) => fill.coin))].join(', ')
  return [{ key: null, isImportant: true, title: `${count} fills`, text: `${coins}.` }]
}

function changes(state: DeskState, before: Seen, now: Seen, isDiscreet: boolean): DeskNotice[] {
  const { market, book } = state
  const notices = fillNotices(state, before, isDiscreet)
  const rejected = before.underWay.find(({ stage }) => stage === 'rejected')
  if (rejected !== undefined) {
    const why = rejected.ending ?? 'it gave no reason'
    notices.push(important('rejected', 'The venue said no', `${rejected.coin}: ${why}`))
  }
  if (now.risk !== before.risk && now.risk !== 'active') {
    const title = now.risk === 'halted' ? 'Entries are stopped' : 'Only closing is allowed now'
    notices.push(important(`risk ${now.risk}`, title, book.risk.causes.at(-1)?.reason ?? ''))
  }
  if (now.venue !== before.venue && (now.venue === 'down' || now.venue === 'stale')) {
    notices.push(important(`venue ${now.venue}`, 'The venue is away', market.venue.reason))
  }
  if (now.device !== before.device && now.device === 'absent') {
    notices.push(important('device', 'No Ledger', market.device.reason))
  }
  return notices
}

/**
 * Compares the desk with what it was at the last look: fills, rejects, broken limits, lost
 * connections. What was there at the first look is no news.
 */
export function createNoticeWatch(): Look {
  let before: Seen | null = null
  const toldMs = new Map<string, number>()
  const isFresh = (key: string | null, nowMs: number): boolean => {
    if (key === null) return true
    if (nowMs - (toldMs.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return false
    toldMs.set(key, nowMs)
    return true
  }
  return (state, isDiscreet) => {
    const now = seenOf(state)
    const last = before
    before = now
    if (last === null) return []
    const nowMs = state.market.nowWallMs
    return changes(state, last, now, isDiscreet).filter(({ key }) => isFresh(key, nowMs))
  }
}
