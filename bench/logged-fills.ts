import Database from 'better-sqlite3'
import type { EventBody } from '../src/core/engine/events.ts'
import { asTradeId, asVenueOrderId } from '../src/core/model/ids.ts'
import type { Fill } from '../src/core/model/order.ts'
import { asQuantity } from '../src/core/money/amount.ts'
import { parseMoney, parsePrice, parseQuantity } from '../src/core/money/decimal.ts'
import { appendEvents, readHead } from '../src/main/store/append-events.ts'
import { createStatements } from '../src/main/store/statements.ts'

const AT_ONCE = 10_000
const EVERY_MS = 60_000
const QUANTITY = parseQuantity('0.05')
const PRICE = parsePrice('20000.5')

/** Bought and sold in turn, so that the account ends as it began; every result has its opposite. */
function fillAt(index: number, tsEventMs: number): Fill {
  const isBuy = index % 2 === 0
  const pair = index >> 1
  const result = parseMoney(isBuy ? '0' : String(((pair >> 1) % 48) + 1))
  return {
    // numbers as far apart as the venue's
    tradeId: asTradeId(String(1_000_003 + index * 8_190_007)),
    clientOrderId: null,
    venueOrderId: asVenueOrderId(String(70_000_000_000 + pair)),
    coin: index % 10 < 8 ? 'BTC' : 'ETH',
    side: isBuy ? 'buy' : 'sell',
    price: PRICE,
    quantity: QUANTITY,
    startPosition: isBuy ? asQuantity(0n) : QUANTITY,
    closedPnl: pair % 2 === 0 ? result : (-result as typeof result),
    fee: parseMoney('0'),
    isTaker: true,
    isLiquidation: false,
    tsEventMs,
  }
}

/**
 * Writes fills into the log of a desk that is not running, by the desk's own road: events in their
 * chain, each with its projections. `untilMs` is about the time of the last one.
 */
export function logFills(file: string, count: number, untilMs: number): void {
  const db = new Database(file, { timeout: 5_000 })
  db.pragma('synchronous = OFF')
  const sql = createStatements(db)
  try {
    let head = readHead(sql)
    const write = db.transaction((from: number) => {
      for (let index = from; index < Math.min(count, from + AT_ONCE); index += 1) {
        const tsMs = untilMs + (index - count) * EVERY_MS
        const event: EventBody = { type: 'OrderFilled', fill: fillAt(index, tsMs) }
        head = appendEvents(sql, head, { tsWallMs: tsMs, tsMarketMs: tsMs }, [event])
      }
    })
    for (let from = 0; from < count; from += AT_ONCE) write(from)
    db.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
}
