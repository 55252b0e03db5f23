import { assertNever } from '../model/assert-never.ts'
import type { Day } from './calendar.ts'
import { civilFromDay } from './calendar.ts'
import type { TermRule } from './holding-period.ts'

export type Country = 'us' | 'uk' | 'ca' | 'de' | 'generic'
export const COUNTRIES = ['us', 'uk', 'ca', 'de', 'generic'] as const

/** Methods that keep lots apart and choose among them. */
export type LotMethod = 'fifo' | 'lifo' | 'hifo' | 'lofo'
export const LOT_METHODS = ['fifo', 'lifo', 'hifo', 'lofo'] as const

export type SpotMethod = LotMethod | 'acb' | 'uk-s104'
export const SPOT_METHODS = [...LOT_METHODS, 'acb', 'uk-s104'] as const

export type TaxMethod = SpotMethod | 'average-entry'
export const TAX_METHODS = [...SPOT_METHODS, 'average-entry'] as const

/** Whether the units of all wallets form one stock or each wallet has its own. */
export type Scope = 'universal' | 'per-wallet'
export const SCOPES = ['universal', 'per-wallet'] as const

/** How the gain of a closed perpetual is classed; unsettled in most countries, so always printed. */
export type PerpPnlTreatment = 'capital-short-term' | 'capital' | 'other-income'
export const PERP_PNL_TREATMENTS = ['capital-short-term', 'capital', 'other-income'] as const

/** How funding is classed; never inside the gain of a close, so that it is not counted twice. */
export type FundingTreatment = 'other-income-and-expense' | 'capital' | 'ignored'
export const FUNDING_TREATMENTS = ['other-income-and-expense', 'capital', 'ignored'] as const

/** Whether a perpetual's fees stand apart or lower the gain of the close they belong to. */
export type PerpFeeTreatment = 'separate' | 'in-basis'
export const PERP_FEE_TREATMENTS = ['separate', 'in-basis'] as const

export interface PerpTreatment {
  readonly pnl: PerpPnlTreatment
  readonly funding: FundingTreatment
  readonly fees: PerpFeeTreatment
}

/** A standing instruction which units go first, dated: it counts for later disposals only. */
export interface StandingOrder {
  readonly method: LotMethod
  readonly recordedMs: number
}

export interface TaxSettings {
  readonly country: Country
  readonly method: SpotMethod
  readonly scope: Scope
  /** IANA name of the zone in which days and tax years are counted. */
  readonly zone: string
  readonly currency: string
  readonly superficialLoss: boolean
  readonly standingOrders: readonly StandingOrder[]
  readonly perpetuals: PerpTreatment
}

export const DEFAULT_PERP_TREATMENT: Record<Country, PerpTreatment> = {
  us: { pnl: 'capital-short-term', funding: 'other-income-and-expense', fees: 'separate' },
  uk: { pnl: 'capital', funding: 'other-income-and-expense', fees: 'separate' },
  ca: { pnl: 'other-income', funding: 'other-income-and-expense', fees: 'separate' },
  de: { pnl: 'other-income', funding: 'other-income-and-expense', fees: 'separate' },
  generic: { pnl: 'capital', funding: 'other-income-and-expense', fees: 'separate' },
}

export const DEFAULT_METHOD: Record<Country, SpotMethod> = {
  us: 'fifo',
  uk: 'uk-s104',
  ca: 'acb',
  de: 'fifo',
  generic: 'fifo',
}

export const DEFAULT_SCOPE: Record<Country, Scope> = {
  us: 'per-wallet',
  uk: 'universal',
  ca: 'universal',
  de: 'per-wallet',
  generic: 'universal',
}

const HOME: Record<Country, { readonly zone: string; readonly currency: string }> = {
  us: { zone: 'America/New_York', currency: 'USD' },
  uk: { zone: 'Europe/London', currency: 'GBP' },
  ca: { zone: 'America/Toronto', currency: 'CAD' },
  de: { zone: 'Europe/Berlin', currency: 'EUR' },
  generic: { zone: 'UTC', currency: 'USD' },
}

/** What a country's preset means; each part can be changed afterwards. */
export function presetSettings(country: Country): TaxSettings {
  return {
    country,
    method: DEFAULT_METHOD[country],
    scope: DEFAULT_SCOPE[country],
    zone: HOME[country].zone,
    currency: HOME[country].currency,
    superficialLoss: country === 'ca',
    standingOrders: [],
    perpetuals: DEFAULT_PERP_TREATMENT[country],
  }
}

export function termRuleOf(country: Country, method: SpotMethod): TermRule {
  if (method === 'acb' || method === 'uk-s104') return 'none'
  switch (country) {
    case 'us':
    case 'generic':
      return 'usDayAfter'
    case 'de':
      return 'germanYear'
    case 'uk':
    case 'ca':
      return 'none'
    default:
      return assertNever(country)
  }
}

/** The tax year a local day belongs to, by its first calendar year; in the UK from 6 April. */
export function taxYearOf(day: Day, country: Country): number {
  const { year, month, day: dayOfMonth } = civilFromDay(day)
  if (country !== 'uk') return year
  return month > 4 || (month === 4 && dayOfMonth >= 6) ? year : year - 1
}

/** "2024", in the UK "2024/25". */
export function formatTaxYear(year: number, country: Country): string {
  if (country !== 'uk') return String(year)
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`
}
