import { advance } from '../src/core/engine/advance.ts'
import { EngineDesk } from '../src/core/engine/engine-desk.test-support.ts'
import { judge } from '../src/core/engine/entry-tickets.ts'
import type { Input } from '../src/core/engine/inputs.ts'
import { limitStandings } from '../src/core/engine/limit-standings.ts'
import { riskInputs } from '../src/core/engine/risk-view.ts'
import { parseQuantity, parseRatio } from '../src/core/money/decimal.ts'
import { checkOrder, recheckOrder } from '../src/core/risk/check-order.ts'
import {
  calm,
  manualProposal,
  somePosition,
  someTicket,
} from '../src/core/risk/risk-inputs.test-support.ts'
import type { RiskInputs } from '../src/core/risk/risk-inputs.ts'
import type { Bench, Measurement } from './bench.ts'
import { timeBatches } from './bench.ts'

const BATCHES = { samples: 60, batch: 2_000 }

/** As full as the standard limits let an account become, with room for one more. */
const busy: RiskInputs = {
  ...calm,
  limits: { ...calm.limits, positionsMax: 10, openRiskMax: parseRatio('0.2') },
  positions: ['ETH', 'SOL', 'DOGE'].map((coin) => somePosition({ coin })),
  tickets: ['AVAX', 'LINK'].map((coin) => someTicket({ coin, quota: '6h' })),
}

const proposal: Input = {
  stamp: { tsWallMs: 0, tsMarketMs: 0 },
  body: {
    kind: 'orderProposed',
    coin: 'BTC',
    side: 'buy',
    entry: { type: 'market' },
    sizing: { by: 'risk' },
    stopPrice: null,
    targetPrice: null,
  },
}

function measure(): Measurement[] {
  const desk = EngineDesk.ready()
  const { state } = desk
  const input = { ...proposal, stamp: { tsWallMs: desk.nowMs, tsMarketMs: desk.nowMs } }
  const passed = checkOrder(busy)
  if (passed.kind !== 'passed') throw new Error(passed.message)
  const late: RiskInputs = {
    ...busy,
    proposal: { ...manualProposal, sizing: { by: 'quantity', quantity: parseQuantity('5') } },
  }
  return [
    timeBatches('a whole advance: proposal to offer', BATCHES, () => {
      advance(state, input)
    }),
    timeBatches('all checks and the size, flat', BATCHES, () => {
      checkOrder(calm)
    }),
    timeBatches('all checks and the size, 3 positions, 2 tickets', BATCHES, () => {
      checkOrder(busy)
    }),
    timeBatches('the second look after the approval', BATCHES, () => {
      recheckOrder(busy, passed)
    }),
    timeBatches('a denial by the last check', BATCHES, () => {
      checkOrder(late)
    }),
    timeBatches('gathering what a decision depends on', BATCHES, () => {
      riskInputs(state, 'BTC', manualProposal, null)
    }),
    timeBatches('gathering and deciding', BATCHES, () => {
      judge(state, 'BTC', manualProposal, null)
    }),
    timeBatches('where every limit stands, for the screen', BATCHES, () => {
      limitStandings(state)
    }),
  ]
}

/** What an order's checks cost, and their share of the whole step. */
export const bench: Bench = {
  title: 'Risk manager: one order',
  run: () => Promise.resolve(measure()),
}
