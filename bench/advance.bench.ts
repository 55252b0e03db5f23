import { advance } from '../src/core/engine/advance.ts'
import { EngineDesk } from '../src/core/engine/engine-desk.test-support.ts'
import type { Input } from '../src/core/engine/inputs.ts'
import { observe } from '../src/core/engine/observe.ts'
import { parsePrice } from '../src/core/money/decimal.ts'
import type { Bench } from './bench.ts'
import { timeBatches } from './bench.ts'

const OPTIONS = { samples: 60, batch: 20_000 }

/** A desk with a history: tickets that ended, an open position, and a ticket that waits. */
function usedDesk(): EngineDesk {
  const desk = EngineDesk.ready()
  for (let round = 1; round <= 200; round += 1) {
    desk.nowMs += 86_400_000
    desk.quote('20000')
    desk.take({ kind: 'heartbeatTicked' })
    desk.propose()
    desk.take({
      kind: 'approvalDeclined',
      ticketId: `t-${round}` as never,
      reason: 'a day like any other',
    })
  }
  desk.propose()
  return desk
}

const inputOf = (desk: EngineDesk, body: Input['body']): Input => ({
  stamp: { tsWallMs: desk.nowMs, tsMarketMs: desk.nowMs },
  body,
})

export const bench: Bench = {
  title: 'What a quiet input costs the engine (200 ended tickets, one open)',
  async run() {
    const desk = usedDesk()
    const { state } = desk
    const quote = inputOf(desk, {
      kind: 'quoteTick',
      coin: 'BTC',
      bid: parsePrice('19999'),
      ask: parsePrice('20001'),
      mark: parsePrice('20000'),
      tsEventMs: desk.nowMs,
    })
    const beat = inputOf(desk, { kind: 'heartbeatTicked' })
    const spread = new Map<string, number>()
    return [
      timeBatches('yardstick: one Map.set with a string key', OPTIONS, () => {
        spread.set('BTC', spread.size)
      }),
      timeBatches('a quote through advance', OPTIONS, () => {
        advance(state, quote)
      }),
      timeBatches('a quote through observe and advance', OPTIONS, () => {
        observe(state, quote)
        advance(state, quote)
      }),
      timeBatches('a heartbeat with nothing due', { samples: 60, batch: 200 }, () => {
        observe(state, beat)
        advance(state, beat)
      }),
    ]
  },
}
