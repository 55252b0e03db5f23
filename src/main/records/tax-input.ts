import type { TaxChoice } from '#contract/records.ts'
import { buildLedger } from '#core/tax/build-ledger.ts'
import { formatInstant } from '#core/tax/calendar.ts'
import { formatExact, parseExact } from '#core/tax/exact-decimal.ts'
import type { LedgerEntry, TraceIds } from '#core/tax/ledger-entry.ts'
import { describeProblem } from '#core/tax/ledger-entry.ts'
import type { FundingPayment, PerpFill } from '#core/tax/perp-event.ts'
import { realisePerps } from '#core/tax/perps.ts'
import type { DailyRates } from '#core/tax/reports/daily-rates.ts'
import { missingRates, missingRatesSentence } from '#core/tax/reports/daily-rates.ts'
import type { ReportInput } from '#core/tax/reports/report-input.ts'
import { PARITY } from '#core/tax/reports/report-input.ts'
import type { TaxSettings } from '#core/tax/tax-settings.ts'
import { presetSettings } from '#core/tax/tax-settings.ts'
import { findTimeZone } from '#core/tax/time-zone.ts'
import type {
  FillTrace,
  FundingRecord,
  KnownFill,
  LogSource,
  RecordsStore,
} from './record-types.ts'

export const PERP_CURRENCY = 'USDC'

export type TaxInputResult =
  | { readonly ok: true; readonly input: ReportInput; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }

export function settingsOf(choice: TaxChoice, store: RecordsStore): TaxSettings {
  const preset = presetSettings(choice.country)
  return {
    ...preset,
    method: choice.method,
    scope: choice.scope,
    zone: choice.zone,
    superficialLoss: choice.superficialLoss,
    standingOrders: store.standingOrders(),
    perpetuals: { pnl: choice.pnl, funding: choice.funding, fees: choice.fees },
  }
}

function times(amount: string, rate: string): string {
  const [left, right] = [parseExact(amount), parseExact(rate)]
  if (left === null || right === null) throw new RangeError(`"${amount}" × "${rate}"`)
  return formatExact(left.digits * right.digits, left.scale + right.scale)
}

export const fillIdOf = (fill: Pick<KnownFill, 'account' | 'tradeId'>): string =>
  `${fill.account}:${fill.tradeId}`

/** The ids by which a row of a file leads to its order, ticket, receipt and risk decision. */
function traceIds(fill: KnownFill, trace: FillTrace | undefined): TraceIds {
  const orderId = fill.venueOrderId ?? fill.clientOrderId
  return {
    fillId: fillIdOf(fill),
    ...(orderId === null ? {} : { orderId }),
    ...(fill.hash === null ? {} : { transactionHash: fill.hash }),
    ...(trace === undefined ? {} : { ticketId: trace.ticketId }),
    ...(trace?.receiptSeq == null ? {} : { receiptId: String(trace.receiptSeq) }),
    ...(trace?.decisionSeq == null ? {} : { decisionId: String(trace.decisionSeq) }),
  }
}

function toPerpFill(fill: KnownFill, trace: FillTrace | undefined): PerpFill {
  const { fillId, venue: _venue, ...ids } = traceIds(fill, trace)
  return {
    id: fillId ?? fill.tradeId,
    account: fill.account,
    coin: fill.coin,
    side: fill.side,
    size: fill.size,
    price: fill.price,
    fee: fill.fee,
    feeToken: fill.feeToken,
    tsMs: fill.tsMs,
    startPosition: fill.startPosition,
    direction: fill.direction,
    closedPnl: fill.closedPnl,
    liquidatedUser: fill.liquidatedUser,
    ...ids,
  }
}

const toPayment = (row: FundingRecord): FundingPayment => ({
  id: `${row.account} ${row.coin} ${row.tsMs}`,
  coin: row.coin,
  tsMs: row.tsMs,
  amount: row.amount,
  ...(row.size === null ? {} : { positionSize: row.size }),
  ...(row.rate === null ? {} : { rate: row.rate }),
  ...(row.hash === null ? {} : { transactionHash: row.hash }),
})

/** A spot trade; null where its fee is in a third token whose worth is not known. */
function toEntry(
  fill: KnownFill,
  trace: FillTrace | undefined,
  currency: string,
  rate: string,
): LedgerEntry | null {
  const [asset = fill.coin] = fill.coin.split('/')
  const isCash = fill.feeToken === PERP_CURRENCY
  if (!isCash && fill.feeToken !== asset && !/^-?0*(\.0*)?$/.test(fill.fee)) return null
  const isRebate = fill.fee.startsWith('-')
  const gross = times(times(fill.price, fill.size), rate)
  const fee = isCash && !isRebate ? times(fill.fee, rate) : '0'
  const rebate = isCash && isRebate ? times(fill.fee.slice(1), rate) : null
  return {
    id: fillIdOf(fill),
    tsMs: fill.tsMs,
    type: fill.side === 'buy' ? 'buy' : 'sell',
    asset,
    quantity: fill.size,
    price: times(fill.price, rate),
    fee: isCash ? fee : fill.fee.replace('-', ''),
    feeAsset: isCash ? currency : asset,
    wallet: fill.account,
    trace: traceIds(fill, trace),
    ...(rebate === null ? {} : withRebate(fill.side, gross, rebate)),
  }
}

/** A rebate makes a buy cheaper and a sale worth more. */
function withRebate(side: KnownFill['side'], gross: string, rebate: string) {
  const [left, right] = [parseExact(gross), parseExact(rebate)]
  if (left === null || right === null) return {}
  const scale = Math.max(left.scale, right.scale)
  const [a, b] = [left, right].map(
    ({ digits, scale: own }) => digits * 10n ** BigInt(scale - own),
  ) as [bigint, bigint]
  return side === 'buy'
    ? { totalCost: formatExact(a > b ? a - b : 0n, scale) }
    : { totalProceeds: formatExact(a + b, scale) }
}

interface Gathered {
  readonly fills: PerpFill[]
  readonly funding: FundingPayment[]
  readonly entries: LedgerEntry[]
  readonly notes: string[]
}

function gather(store: RecordsStore, log: LogSource | null, choice: TaxChoice): Gathered {
  const { currency } = presetSettings(choice.country)
  const isWanted = (account: string): boolean => choice.wallets?.includes(account) ?? true
  const traces = log?.traces() ?? new Map<string, FillTrace>()
  const found: Gathered = { fills: [], funding: [], entries: [], notes: [] }
  const owner = log?.account() ?? null
  const feeless = new Set<string>()
  let [disagreeing, foreign] = [0, 0]
  for (const fill of store.fills()) {
    if (!isWanted(fill.account)) continue
    if (fill.disagreement !== null) disagreeing += 1
    const trace = fill.account === owner ? traces.get(fill.tradeId) : undefined
    if (fill.market === 'perp') found.fills.push(toPerpFill(fill, trace))
    else {
      const entry = toEntry(fill, trace, currency, choice.rate)
      if (entry === null) feeless.add(fillIdOf(fill))
      else found.entries.push(entry)
    }
  }
  for (const row of store.funding()) if (isWanted(row.account)) found.funding.push(toPayment(row))
  for (const { account, currency: own, entry } of store.entries()) {
    if (!isWanted(account)) continue
    if (own === currency) found.entries.push(entry)
    else foreign += 1
  }
  if (disagreeing > 0) {
    found.notes.push(
      `${disagreeing} fills of the log differ from what the venue tells of them: the log's figures are used; the trace of each says what differs.`,
    )
  }
  if (foreign > 0) {
    found.notes.push(
      `${foreign} imported rows are in another currency than ${currency} and are left out.`,
    )
  }
  if (feeless.size > 0) {
    const first = [...feeless].slice(0, 3).join(', ')
    found.notes.push(
      `${feeless.size} spot fills are left out because their fee was paid in a third token whose worth is not known: ${first}. Import them in the generic layout with fee_value.`,
    )
  }
  return found
}

/** What the records themselves lack, one sentence each. */
export function reachNotes(store: RecordsStore): string[] {
  return store.reaches().flatMap(({ account, kind, oldestMs, isCut }) => {
    if (!isCut || oldestMs === null) return []
    const what = kind === 'fills' ? 'fills' : 'funding payments'
    return [
      `The venue tells no ${what} of ${account} before ${formatInstant(oldestMs)}: if there are older ones, import them from a file.`,
    ]
  })
}

/** The records as the input of every report, under the owner's choice. */
export function taxInput(
  store: RecordsStore,
  log: LogSource | null,
  choice: TaxChoice,
  rates: DailyRates | null = null,
): TaxInputResult {
  const settings = settingsOf(choice, store)
  const zone = findTimeZone(choice.zone)
  if (zone === null) {
    return { ok: false, problems: [`"${choice.zone}" is no time zone that this computer knows.`] }
  }
  const { fills, funding, entries, notes } = gather(store, log, choice)
  const built = buildLedger(entries, settings.currency)
  if (!built.ok) return { ok: false, problems: built.problems.map(describeProblem) }
  const history = { currency: PERP_CURRENCY, owner: null, fills, funding, starts: new Map() }
  const perps = realisePerps(history)
  if (!perps.ok) return { ok: false, problems: perps.problems.map(describeProblem) }
  const period = { zone, year: choice.year, settings }
  const missing = rates && missingRatesSentence(missingRates(rates, perps.report, period))
  if (missing) {
    return { ok: false, problems: [`In the file of daily rates ${missing}. Take a longer one.`] }
  }
  const isParity = choice.rate === '1'
  if (rates === null && isParity && settings.currency !== 'USD') {
    notes.push(
      `One ${PERP_CURRENCY} counts as one ${settings.currency}: set the rate of exchange before you use these figures.`,
    )
  }
  const source = `1 ${PERP_CURRENCY} = ${choice.rate} ${settings.currency}, set by the owner`
  return {
    ok: true,
    notes: [...reachNotes(store), ...notes],
    input: {
      ledger: built.ledger.events.length === 0 ? null : built.ledger,
      perps: fills.length + funding.length === 0 ? null : perps.report,
      perpCurrency: PERP_CURRENCY,
      settings,
      zone,
      year: choice.year,
      venue: 'hyperliquid',
      form: { shortBox: choice.shortBox, longBox: choice.longBox, rounding: choice.rounding },
      fx: rates ?? (isParity ? PARITY : { rateOn: () => choice.rate, source }),
      isRetroactiveAcknowledged: choice.isRetroactiveAcknowledged,
    },
  }
}
