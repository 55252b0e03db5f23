import type { HealthView, StatusView } from '#contract/views.ts'
import type { DeskState } from '#core/engine/state.ts'
import { decidingCause, riskMode } from '#core/risk/risk-state.ts'
import type { StorePort } from '../../runtime/ports.ts'
import { PRICE_STALE_MS } from './account-view.ts'

/** What the status bar shows beside the engine's state; compose.ts knows it. */
export interface Surroundings {
  readonly storeHealth: StorePort['health']
  readonly deviceName: string
  /** A paper feed, or null on a real venue. */
  readonly feed: () => StatusView['feed']
  readonly isAutopilotOn: () => boolean
  readonly hasAutopilot: boolean
  readonly wallNowMs: () => number
  readonly marketNowMs: () => number
  /** Venue's clock less the machine's, ms; null or absent where it is not known. */
  readonly clockOffsetMs?: () => number | null
}

/** A difference that a person should know of. */
const CLOCK_OFF_MS = 2_000

const VENUE_LIGHT = {
  connecting: 'degraded',
  live: 'healthy',
  stale: 'degraded',
  down: 'down',
} as const

const DEVICE_LIGHT = {
  ready: 'healthy',
  busy: 'healthy',
  unknown: 'degraded',
  locked: 'degraded',
  absent: 'down',
} as const

function newestPriceAgeMs(state: DeskState, wallNowMs: number): number | null {
  let newestMs: number | null = null
  for (const quote of state.market.quotes.values()) {
    newestMs = Math.max(newestMs ?? 0, quote.tsReceivedMs)
  }
  return newestMs === null ? null : Math.max(0, wallNowMs - newestMs)
}

/** Said where a person would want to know; orders are stamped by the venue's clock all the same. */
function clockSentence(offsetMs: number | null): string {
  if (offsetMs === null) return ''
  const seconds = (Math.abs(offsetMs) / 1000).toFixed(1)
  if (Math.abs(offsetMs) < CLOCK_OFF_MS)
    return ` Its clock and this computer's agree to ${seconds} s.`
  const direction = offsetMs > 0 ? 'behind' : 'ahead of'
  return ` This computer's clock is ${seconds} s ${direction} the venue's; please set it.`
}

/** Without its prices the exchange of paper knows nobody who would take an order. */
const NOTHING_FILLS =
  ' On paper nothing fills at an old price: a market order is refused until prices come again, a close too; stops and limits wait for them.'

function venueView(
  state: DeskState,
  wallNowMs: number,
  offsetMs: number | null,
  feed: StatusView['feed'],
): StatusView['venue'] {
  const { venue, isReconciled } = state.market
  const priceAgeMs = newestPriceAgeMs(state, wallNowMs)
  const isSilent = venue.state === 'live' && (priceAgeMs ?? PRICE_STALE_MS + 1) > PRICE_STALE_MS
  if (isSilent) {
    const reason =
      priceAgeMs === null
        ? 'Connected, but no price has come yet.'
        : `No price for ${Math.round(priceAgeMs / 1000)} s; entries are frozen.`
    const isFed = state.book.mode === 'paper' && feed.kind === 'live'
    const more = isFed ? NOTHING_FILLS : ''
    return { light: 'degraded', state: 'stale', reason: `${reason}${more}`, priceAgeMs }
  }
  if (venue.state === 'live' && !isReconciled) {
    const reason = 'Connected; comparing the log with the venue.'
    return { light: 'degraded', state: 'connecting', reason, priceAgeMs }
  }
  const reason = `${venue.reason}${venue.state === 'live' ? clockSentence(offsetMs) : ''}`
  return { light: VENUE_LIGHT[venue.state], state: venue.state, reason, priceAgeMs }
}

/** Without a device and without a session key nothing can be signed, and so nothing be closed. */
const canAct = ({ market, book }: DeskState): boolean =>
  book.session !== null || market.device.state === 'ready' || market.device.state === 'busy'

const whyCannotAct = ({ market }: DeskState): string =>
  `Neither the Ledger nor a trading session can sign now, so nothing can be closed or canceled from here. ${market.device.reason}`.trim()

function deviceView(state: DeskState, name: string): HealthView & { readonly name: string } {
  const { device } = state.market
  const reason = device.reason === '' ? 'Connected and ready.' : device.reason
  return { light: DEVICE_LIGHT[device.state], reason, name }
}

function riskView(state: DeskState): StatusView['risk'] {
  const deciding = decidingCause(state.book.risk)
  return {
    state: riskMode(state.book.risk),
    cause: deciding?.cause ?? null,
    reason: deciding?.reason ?? null,
    untilMs: deciding?.untilMs ?? null,
  }
}

export function statusView(state: DeskState, around: Surroundings): StatusView {
  const wallNowMs = around.wallNowMs()
  const store = around.storeHealth()
  const feed = around.feed()
  return {
    mode: state.book.mode,
    accountAddress: state.book.accountAddress,
    venue: venueView(state, wallNowMs, around.clockOffsetMs?.() ?? null, feed),
    device: deviceView(state, around.deviceName),
    store: { light: store.state, reason: store.reason },
    canAct: canAct(state),
    whyCannotAct: canAct(state) ? null : whyCannotAct(state),
    risk: riskView(state),
    marketNowMs: around.marketNowMs(),
    wallNowMs,
    feed,
    isAutopilotOn: around.isAutopilotOn(),
    hasAutopilot: around.hasAutopilot,
  }
}
