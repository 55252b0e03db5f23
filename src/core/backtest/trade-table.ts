import type { Side } from '../model/side.ts'
import { formatDecimal } from '../money/decimal.ts'
import type { BacktestTrade } from './trade-recorder.ts'

/** The columns of a trade list, in every export. */
export const TRADE_COLUMNS = [
  'coin',
  'side',
  'size',
  'entryBar',
  'exitBar',
  'entryTimeMs',
  'exitTimeMs',
  'entryPrice',
  'exitPrice',
  'pnl',
  'returnPct',
  'fees',
  'durationMs',
  'exitReason',
  'tag',
] as const

export interface TradeRow {
  readonly coin: string
  readonly side: Side
  readonly size: string
  readonly entryBar: number
  readonly exitBar: number
  readonly entryTimeMs: number
  readonly exitTimeMs: number
  readonly entryPrice: string
  readonly exitPrice: string
  readonly pnl: string
  readonly returnPct: number
  readonly fees: string
  readonly durationMs: number
  readonly exitReason: string
  readonly tag: string
}

/** A trade as it is exported: exact decimals as text, the size negative for a short. */
export function tradeRow(trade: BacktestTrade): TradeRow {
  const size = trade.side === 'buy' ? trade.quantity : -trade.quantity
  return {
    coin: trade.coin,
    side: trade.side,
    size: formatDecimal(size),
    entryBar: trade.entryBar,
    exitBar: trade.exitBar,
    entryTimeMs: trade.entryMs,
    exitTimeMs: trade.exitMs,
    entryPrice: formatDecimal(trade.entryPrice),
    exitPrice: formatDecimal(trade.exitPrice),
    pnl: formatDecimal(trade.pnl),
    returnPct: trade.returnShare * 100,
    fees: formatDecimal(trade.fees),
    durationMs: trade.exitMs - trade.entryMs,
    exitReason: trade.exitReason,
    tag: trade.tag,
  }
}
