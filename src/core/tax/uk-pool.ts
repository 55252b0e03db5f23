import type { Day } from './calendar.ts'
import { CostPool } from './cost-pool.ts'
import type { DisposalSink, Holding, MatchOutcome, MatchRule, Shortage } from './disposal.ts'
import type { Ledger, TaxEvent } from './tax-event.ts'
import type { TimeZone } from './time-zone.ts'

/** Acquisitions up to this many days after a disposal are matched with it (TCGA 1992, s106A). */
const FOLLOWING_DAYS = 30

/** All acquisitions and all disposals of a token on one day: one transaction each (s105). */
interface TokenDay {
  readonly day: Day
  readonly bought: TaxEvent[]
  readonly cost: CostPool
  readonly sold: TaxEvent[]
  readonly withheld: TaxEvent[]
  soldQuantity: bigint
  proceeds: bigint
  matched: bigint
  matchedProceeds: bigint
  /** Matches with same-day and later acquisitions, in that order. */
  readonly matches: UkMatch[]
}

interface UkMatch {
  readonly rule: MatchRule
  readonly from: TokenDay | null
  readonly quantity: bigint
  readonly proceeds: bigint
  readonly basis: bigint
}

function newDay(day: Day): TokenDay {
  return {
    day,
    bought: [],
    cost: new CostPool(),
    sold: [],
    withheld: [],
    soldQuantity: 0n,
    proceeds: 0n,
    matched: 0n,
    matchedProceeds: 0n,
    matches: [],
  }
}

/** Days of one token, ascending. */
function groupByDay(events: readonly TaxEvent[], zone: TimeZone): TokenDay[] {
  const days: TokenDay[] = []
  for (const event of events) {
    const day = zone.dayOf(event.tsMs)
    let last = days[days.length - 1]
    if (last === undefined || last.day !== day) {
      last = newDay(day)
      days.push(last)
    }
    if (event.kind === 'acquire') {
      last.bought.push(event)
      last.cost.add(event.quantity, event.value)
    } else if (event.kind === 'withhold') last.withheld.push(event)
    else if (event.kind === 'dispose') {
      last.sold.push(event)
      last.soldQuantity += event.quantity
      last.proceeds += event.value
    }
  }
  return days
}

/** Takes `quantity` off the day's disposal; proceeds follow by cumulative share. */
function shareOfProceeds(disposal: TokenDay, quantity: bigint): bigint {
  disposal.matched += quantity
  const upTo =
    disposal.matched === disposal.soldQuantity
      ? disposal.proceeds
      : (disposal.proceeds * disposal.matched) / disposal.soldQuantity
  const share = upTo - disposal.matchedProceeds
  disposal.matchedProceeds = upTo
  return share
}

function matchDays(disposal: TokenDay, acquisition: TokenDay, rule: MatchRule): void {
  const open = disposal.soldQuantity - disposal.matched
  const available = acquisition.cost.quantity
  const quantity = open < available ? open : available
  if (quantity === 0n) return
  const proceeds = shareOfProceeds(disposal, quantity)
  const basis = acquisition.cost.take(quantity)
  disposal.matches.push({ rule, from: acquisition, quantity, proceeds, basis })
}

/** Disposals in order of date, each with the acquisitions of the 30 days after, earliest first. */
function matchFollowingDays(days: readonly TokenDay[]): void {
  days.forEach((disposal, index) => {
    for (let next = index + 1; next < days.length; next += 1) {
      if (disposal.matched === disposal.soldQuantity) return
      const later = days[next] as TokenDay
      if (later.day > disposal.day + FOLLOWING_DAYS) return
      matchDays(disposal, later, '30-day')
    }
  })
}

/** What is left goes through the section 104 pool in order of date. */
function matchPool(days: readonly TokenDay[], shortages: Shortage[]): CostPool {
  const pool = new CostPool()
  for (const day of days) {
    if (day.cost.quantity > 0n) pool.add(day.cost.quantity, day.cost.cost)
    const open = day.soldQuantity - day.matched
    if (open === 0n) continue
    if (open > pool.quantity) {
      const event = day.sold[day.sold.length - 1] as TaxEvent
      shortages.push({ event, wallet: '', missing: open - pool.quantity, lotId: null })
      continue
    }
    const proceeds = shareOfProceeds(day, open)
    const basis = pool.take(open)
    day.matches.push({ rule: 's104', from: null, quantity: open, proceeds, basis })
  }
  return pool
}

function emitDay(asset: string, day: TokenDay, sink: DisposalSink): void {
  const common = { asset, soldDay: day.day, denied: 0n, term: null }
  for (const event of day.withheld) {
    const { quantity, value, tsMs } = event
    const when = { acquiredMs: tsMs, acquiredDay: day.day, soldMs: tsMs }
    const amounts = { quantity, proceeds: value, basis: value, gain: 0n }
    const origin = day.bought[0] ?? null
    sink({ ...common, ...when, ...amounts, event, origin, sameDay: null, rule: 'withheld' })
  }
  const [event] = day.sold
  if (event === undefined) return
  for (const { rule, from, quantity, proceeds, basis } of day.matches) {
    const origin = from?.bought[0] ?? null
    sink({
      ...common,
      event,
      origin,
      sameDay: { events: day.sold, origins: from?.bought ?? [] },
      rule,
      acquiredMs: origin?.tsMs ?? null,
      acquiredDay: from?.day ?? null,
      soldMs: event.tsMs,
      quantity,
      proceeds,
      basis,
      gain: proceeds - basis,
    })
  }
}

/**
 * The United Kingdom's share matching for tokens (HMRC CRYPTO22200 and following): same day, then
 * the 30 days after, earliest acquisition first, then the section 104 pool. Days are days of the
 * zone given, Europe/London. Token by token in order of name, each in order of date.
 */
export function matchUkPool(ledger: Ledger, zone: TimeZone, sink: DisposalSink): MatchOutcome {
  const byAsset = new Map<string, TaxEvent[]>()
  for (const event of ledger.events) {
    const events = byAsset.get(event.asset)
    if (events === undefined) byAsset.set(event.asset, [event])
    else events.push(event)
  }
  const holdings: Holding[] = []
  const shortages: Shortage[] = []
  const assets = [...byAsset.keys()].sort()
  for (const asset of assets) {
    const days = groupByDay(byAsset.get(asset) ?? [], zone)
    for (const day of days) matchDays(day, day, 'same-day')
    matchFollowingDays(days)
    const pool = matchPool(days, shortages)
    for (const day of days) emitDay(asset, day, sink)
    holdings.push({ asset, wallet: '', quantity: pool.quantity, cost: pool.cost, origin: null })
  }
  return { holdings, shortages }
}
