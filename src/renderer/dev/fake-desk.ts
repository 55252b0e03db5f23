import type { AlertsView } from '#contract/alerts.ts'
import { encodeBook } from '#contract/book-push.ts'
import type { Answer, AnswerOf, DeskApi } from '#contract/desk-api.ts'
import type { FillsPageView } from '#contract/fills-page.ts'
import type { RequestName, RequestOf } from '#contract/requests.ts'
import type { DeskPatch, DeskSlices, HealthCheckView } from '#contract/views.ts'
import { RECEIPTS } from './fixture-custody.ts'
import { candles, fakeBook, MINUTE_MS } from './fixture-parts.ts'
import {
  RECORDS,
  RECORDS_EMPTY,
  TAX_PREVIEW,
  TAX_PREVIEW_EMPTY,
  TAX_ROWS,
} from './fixture-records.ts'
import { fakeRun, RESEARCH, RESEARCH_EMPTY } from './fixture-research.ts'
import { fakeEdit, LIMIT_SHEET } from './fixture-risk.ts'
import { PREVIEW_DENIED, PREVIEW_PASSED } from './fixtures.ts'

let alerts: AlertsView = {
  keeping: 'Secrets are kept by the keychain of your system.',
  needsPassphrase: false,
  isLocked: false,
  hook: null,
  level: 'important',
  problem: null,
}

function fakeAlerts(name: RequestName, payload: unknown): AlertsView {
  if (name === 'setAlertLevel') alerts = { ...alerts, ...(payload as RequestOf<'setAlertLevel'>) }
  if (name === 'setAlertHook') {
    const { hook } = payload as RequestOf<'setAlertHook'>
    alerts = { ...alerts, isLocked: false, hook: hook === null ? null : 'discord.com …4711' }
  }
  return alerts
}

const HEALTH_CHECKS: readonly HealthCheckView[] = [
  { id: 'runtime', title: 'Runtime', light: 'healthy', sentence: 'Node 20.18.1.', code: null },
  {
    id: 'disk',
    title: 'Disk',
    light: 'degraded',
    sentence:
      'The disk that holds /home/me/desk is nearly full (300 MB left): free some space soon.',
    code: 'E205',
  },
]

export interface FakeDesk extends DeskApi {
  /** Every request in order, for tests. */
  readonly requests: readonly { readonly name: RequestName; readonly payload: unknown }[]
  /** Sends a patch with the next number, or with a number of one's own. */
  patch(slices: Partial<DeskSlices>, seq?: number): void
  /** How many times the screen reported that it is ready. */
  readonly readyCount: number
  /** The next request of this name is refused. */
  refuseNext(name: RequestName, message: string): void
}

const LENGTHS: Partial<Record<string, number>> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '1h': 60,
  '3h': 180,
  '6h': 360,
  '9h': 540,
  '1d': 1440,
}

/** As the store filters, over what the snapshot holds. */
function pageOf(fills: DeskSlices['fills'], request: RequestOf<'getFillsPage'>): FillsPageView {
  const { coin, side, role, text } = request.filter
  const found = fills.filter(
    (one) =>
      (coin === null || one.coin === coin) &&
      (side === null || one.side === side) &&
      (role === null || one.role === role) &&
      `${one.tradeId} ${one.coin} ${one.price} ${one.quantity}`.includes(text.trim()),
  )
  return {
    total: found.length,
    fills: found.slice(request.offset, request.offset + request.rows),
  }
}

const accountsFrom = ({ scheme, from }: RequestOf<'readAccounts'>) =>
  [0, 1, 2, 3, 4].map((offset) => ({
    derivationPath:
      scheme === 'legacy' ? `44'/60'/0'/${from + offset}` : `44'/60'/${from + offset}'/0/0`,
    address: `0x${String(from + offset).padStart(40, '0')}`,
  }))

/** A desk without a backend: answers from a snapshot and remembers what it was asked. */
export function createFakeDesk(initial: DeskSlices): FakeDesk {
  let slices = initial
  let seq = 1
  let readyCount = 0
  const listeners = new Set<(patch: DeskPatch) => void>()
  const bookListeners = new Set<(coin: string, row: BigInt64Array) => void>()
  const requests: { name: RequestName; payload: unknown }[] = []
  const refusals = new Map<RequestName, string>()

  const showBook = (coin: string | null): void => {
    const quote = slices.quotes.find((one) => one.coin === coin)
    if (quote === undefined) return
    const book = fakeBook(quote.coin, Number(quote.mid), slices.status.marketNowMs)
    setTimeout(() => {
      for (const listener of bookListeners) listener(quote.coin, encodeBook(book))
    })
  }

  const answer = (name: RequestName, payload: unknown): unknown => {
    switch (name) {
      case 'getSnapshot':
        return { seq, slices }
      case 'getCandles': {
        const { coin, timeframe } = payload as RequestOf<'getCandles'>
        const quote = slices.quotes.find((one) => one.coin === coin)
        if (quote === undefined) return []
        return candles(220, (LENGTHS[timeframe] ?? 5) * MINUTE_MS, Number(quote.mid))
      }
      case 'previewOrder':
        return slices.status.risk.state === 'active' ? PREVIEW_PASSED : PREVIEW_DENIED
      case 'watchBook':
        showBook((payload as RequestOf<'watchBook'>).coin)
        return null
      case 'readAccounts':
        return accountsFrom(payload as RequestOf<'readAccounts'>)
      case 'getReceiptsPage': {
        const { beforeSeq } = payload as RequestOf<'getReceiptsPage'>
        if (slices.fills.length === 0) return []
        return RECEIPTS.filter((one) => beforeSeq === null || one.seq < beforeSeq)
      }
      case 'getResearch':
        return slices.fills.length === 0 ? RESEARCH_EMPTY : RESEARCH
      case 'getRecords':
        return slices.fills.length === 0 ? RECORDS_EMPTY : RECORDS
      case 'previewTax':
        return slices.fills.length === 0 ? TAX_PREVIEW_EMPTY : TAX_PREVIEW
      case 'getTaxRows':
        return slices.fills.length === 0 ? { total: 0, rows: [] } : TAX_ROWS
      case 'getBacktest':
        return JSON.stringify(fakeRun())
      case 'getFillsPage':
        return pageOf(slices.fills, payload as RequestOf<'getFillsPage'>)
      case 'setPreferences':
        setTimeout(() =>
          desk.patch({ preferences: { ...slices.preferences, ...(payload as object) } }),
        )
        return null
      case 'setTheme':
        setTimeout(() => desk.patch(payload as RequestOf<'setTheme'>))
        return null
      case 'getAlerts':
      case 'setAlertHook':
      case 'unlockAlerts':
      case 'setAlertLevel':
        return fakeAlerts(name, payload)
      case 'getHealthChecks':
        return HEALTH_CHECKS
      case 'getLimits':
        return LIMIT_SHEET
      case 'compareLimits':
        return fakeEdit((payload as RequestOf<'compareLimits'>).inputs)
      case 'importLimits':
        return { ...LIMIT_SHEET.inputs, positionsMax: '2' }
      case 'exportLimits':
        return '/home/me/countersign-limits.json'
      default:
        return null
    }
  }

  const desk: FakeDesk = {
    requests,
    get readyCount() {
      return readyCount
    },
    request<Name extends RequestName>(name: Name, payload: RequestOf<Name>) {
      requests.push({ name, payload })
      const refusal = refusals.get(name)
      refusals.delete(name)
      const given: Answer<unknown> =
        refusal === undefined
          ? { ok: true, value: answer(name, payload) }
          : { ok: false, error: { code: 'notAvailable', message: refusal } }
      return Promise.resolve(given as Answer<AnswerOf<Name>>)
    },
    onPatch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onBook(listener) {
      bookListeners.add(listener)
      return () => bookListeners.delete(listener)
    },
    reportReady() {
      readyCount += 1
    },
    patch(part, ownSeq) {
      seq = ownSeq ?? seq + 1
      slices = { ...slices, ...part }
      for (const listener of listeners) listener({ seq, slices: part })
    },
    refuseNext(name, message) {
      refusals.set(name, message)
    },
  }
  return desk
}
