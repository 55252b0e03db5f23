import { parseDay } from '../calendar.ts'
import type { InputProblem } from '../ledger-entry.ts'
import { ENTRY_TYPES } from '../ledger-entry.ts'
import type { Country, Scope, SpotMethod, TaxSettings } from '../tax-settings.ts'
import {
  COUNTRIES,
  DEFAULT_METHOD,
  DEFAULT_SCOPE,
  presetSettings,
  SPOT_METHODS,
} from '../tax-settings.ts'
import { findTimeZone } from '../time-zone.ts'
import type { JsonObject } from './json-reader.ts'
import { FieldReader, isObject } from './json-reader.ts'
import { readExchanges } from './read-exchanges.ts'
import { readLotEntries } from './read-lot-entries.ts'
import { readPerpHistory } from './read-perp-history.ts'
import type { FormCase, FormLine, HoldingCase, HoldingPair, TaxCase } from './tax-case.ts'

/** What the caller sets over what the file says. */
export interface CaseOverrides {
  readonly country?: Country
  readonly method?: SpotMethod
  readonly scope?: Scope
  readonly zone?: string
}

export type CaseResult =
  | { readonly ok: true; readonly taxCase: TaxCase }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

const KINDS = ['lots', 'perp', 'exchange-fee', 'holding-period', 'form8949-arithmetic'] as const

const COUNTRY_WORDS: Record<string, Country> = {
  us: 'us',
  usa: 'us',
  uk: 'uk',
  gb: 'uk',
  ca: 'ca',
  de: 'de',
}

/** Countries without rules of their own here ("any", "JP") count as generic. */
const countryOf = (text: string): Country => COUNTRY_WORDS[text.toLowerCase()] ?? 'generic'

const CURRENCIES: Record<Country, string> = {
  us: 'USD',
  uk: 'GBP',
  ca: 'CAD',
  de: 'EUR',
  generic: 'USD',
}

const METHOD_WORDS: Record<string, SpotMethod> = {
  average: 'acb',
  'average-cost': 'acb',
  s104: 'uk-s104',
  'section-104': 'uk-s104',
  // Named lots with the earliest first for what is not named.
  'spec-id': 'fifo',
  specid: 'fifo',
  specific: 'fifo',
  'specific-id': 'fifo',
  'specific-identification': 'fifo',
}

/** Kinds without a choice of lots say "n/a" or nothing. */
function methodOf(reader: FieldReader, country: Country, isLots: boolean): SpotMethod {
  const text = reader.text('method', '').toLowerCase()
  if ((SPOT_METHODS as readonly string[]).includes(text)) return text as SpotMethod
  const known = METHOD_WORDS[text]
  if (known !== undefined) return known
  if (isLots && text !== '' && text !== 'n/a') {
    reader.note('method', text, `one of ${SPOT_METHODS.join(', ')}`)
  }
  return DEFAULT_METHOD[country]
}

function scopeOf(reader: FieldReader, rows: readonly JsonObject[], country: Country): Scope {
  const text = reader.text('scope', '').toLowerCase()
  if (text !== '') {
    if (/wallet|account/.test(text)) return 'per-wallet'
    if (/universal|global|all/.test(text)) return 'universal'
    reader.note('scope', text, 'universal or per-wallet')
  }
  const hasWallets = rows.some(({ wallet }) => wallet !== undefined && wallet !== null)
  return hasWallets ? DEFAULT_SCOPE[country] : 'universal'
}

const isOff = (value: unknown): boolean =>
  value === false ||
  (typeof value === 'string' && /^(none|off|no|not|ignore|disabled|false|n\/a)\b/i.test(value))

function readSettings(
  object: JsonObject,
  rows: readonly JsonObject[],
  isLots: boolean,
  overrides: CaseOverrides,
  problems: InputProblem[],
): TaxSettings {
  const top = new FieldReader(object, 0, problems)
  const rules = isObject(object.rules) ? object.rules : {}
  const ruleReader = new FieldReader(rules, 0, problems)
  const country = overrides.country ?? countryOf(top.text('country', 'generic'))
  const method = overrides.method ?? methodOf(top, country, isLots)
  const isUk = method === 'uk-s104' || country === 'uk'
  const zone =
    overrides.zone ?? ruleReader.optionalText('dayZone') ?? (isUk ? 'Europe/London' : 'UTC')
  if (findTimeZone(zone) === null) {
    ruleReader.note('dayZone', zone, 'an IANA time zone such as Europe/London')
  }
  return {
    ...presetSettings(country),
    method,
    scope: overrides.scope ?? scopeOf(ruleReader, rows, country),
    zone,
    currency: top.text('currency', CURRENCIES[country]),
    superficialLoss: country === 'ca' && !isOff(rules.superficialLoss),
  }
}

const ACQUIRED = [
  'acquiredAt',
  'acquired',
  'acquiredDate',
  'dateAcquired',
  'acquisitionDate',
  'bought',
  'buy',
]
const SOLD = [
  'soldAt',
  'sold',
  'soldDate',
  'dateSold',
  'saleDate',
  'disposedAt',
  'disposed',
  'sell',
]

function readHolding(
  object: JsonObject,
  rows: readonly JsonObject[],
  settings: TaxSettings,
  name: string,
  problems: InputProblem[],
): HoldingCase {
  const zone = findTimeZone(settings.zone)
  const dayOf = (reader: FieldReader, names: readonly string[]): number => {
    const value = reader.find(names)?.value
    const day = typeof value === 'string' ? parseDay(value) : null
    if (day !== null) return day
    const { tsMs } = reader.instant(names)
    return zone === null ? 0 : zone.dayOf(tsMs)
  }
  const sources = rows.length > 0 ? rows : [object]
  const pairs = sources.map((row, index): HoldingPair => {
    const reader = new FieldReader(row, index + 1, problems)
    return {
      id: reader.text('id', `row-${index + 1}`),
      acquired: dayOf(reader, ACQUIRED),
      sold: dayOf(reader, SOLD),
    }
  })
  return { kind: 'holding-period', name, settings, pairs }
}

function readFormLine(row: JsonObject, index: number, problems: InputProblem[]): FormLine {
  const reader = new FieldReader(row, index + 1, problems)
  const term = reader.optionalText('term')
  const dateText = (names: readonly string[]): string | null => {
    const value = reader.find(names)?.value
    return typeof value === 'string' ? value : null
  }
  return {
    id: reader.text('id', `row-${index + 1}`),
    description: reader.text('description', reader.optionalText('asset') ?? ''),
    acquired: dateText(ACQUIRED),
    sold: dateText(SOLD),
    box: reader.optionalText('box') ?? null,
    term: term === 'short' || term === 'long' ? term : null,
    proceeds: reader.amount(['proceeds', 'd']),
    basis: reader.amount(['basis', 'costBasis', 'cost', 'e']),
    code:
      reader.optionalText('code') ?? reader.optionalText('codes') ?? reader.optionalText('f') ?? '',
    adjustment: reader.amount(['adjustment', 'adjustmentAmount', 'g'], '0'),
  }
}

function isWholeDollars(object: JsonObject): boolean {
  const rules = isObject(object.rules) ? object.rules : {}
  const words = [rules.rounding, rules.round, object.rounding]
  return words.some((word) => typeof word === 'string' && /dollar|whole|integer/i.test(word))
}

const isEntryRow = (row: JsonObject): boolean =>
  (ENTRY_TYPES as readonly unknown[]).includes(row.type) &&
  (row.timestamp !== undefined || row.time !== undefined)

/** Rules that look at the clock print instants, rules that count days print days. */
function datesOf(object: JsonObject, settings: TaxSettings): 'days' | 'instants' {
  if (settings.method === 'uk-s104' || settings.method === 'acb') return 'days'
  const rules = isObject(object.rules) ? object.rules : {}
  const { termRule } = rules
  return typeof termRule === 'string' && /rp2|timestamp|floor/i.test(termRule) ? 'instants' : 'days'
}

function readRows(object: JsonObject, problems: InputProblem[]): JsonObject[] {
  const { transactions } = object
  if (!Array.isArray(transactions)) {
    const value = JSON.stringify(transactions) ?? 'nothing'
    problems.push({ row: 0, field: 'transactions', value, expected: 'a list of transactions' })
    return []
  }
  return transactions.flatMap((row: unknown, index) => {
    if (isObject(row)) return [row]
    const value = JSON.stringify(row) ?? 'nothing'
    problems.push({ row: index + 1, field: 'transactions', value, expected: 'an object' })
    return []
  })
}

/** What a caller's JSON says, as one of the kinds of case; or everything that is wrong with it. */
export function readCase(
  input: unknown,
  fallbackName: string,
  overrides: CaseOverrides,
): CaseResult {
  if (!isObject(input)) {
    const value = JSON.stringify(input) ?? 'nothing'
    const expected = 'an object with method, country, currency and transactions'
    return { ok: false, problems: [{ row: 0, field: 'file', value: value.slice(0, 60), expected }] }
  }
  const problems: InputProblem[] = []
  const top = new FieldReader(input, 0, problems)
  const name = top.text('name', fallbackName)
  const kind = top.oneOf('kind', KINDS, 'lots')
  const mayLackRows = kind === 'holding-period' && input.transactions === undefined
  const rows = mayLackRows ? [] : readRows(input, problems)
  const isLots = kind === 'lots' || (rows.length > 0 && rows.every(isEntryRow) && kind !== 'perp')
  const settings = readSettings(input, rows, isLots, overrides, problems)
  const taxCase = isLots
    ? readLots(input, rows, settings, name, kind, problems)
    : readOther(kind, input, rows, settings, name, problems)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, taxCase }
}

function readLots(
  object: JsonObject,
  rows: readonly JsonObject[],
  settings: TaxSettings,
  name: string,
  kind: (typeof KINDS)[number],
  problems: InputProblem[],
): TaxCase {
  const defaults = kind === 'lots' ? {} : { asset: 'X', quantity: '1', price: '0' }
  const read = readLotEntries(rows, settings.currency, problems, defaults)
  return { kind: 'lots', name, settings, ...read, datesAs: datesOf(object, settings) }
}

function readOther(
  kind: (typeof KINDS)[number],
  object: JsonObject,
  rows: readonly JsonObject[],
  settings: TaxSettings,
  name: string,
  problems: InputProblem[],
): TaxCase {
  switch (kind) {
    case 'perp': {
      const currency = new FieldReader(object, 0, problems).text('currency', 'USDC')
      const history = readPerpHistory(object, rows, currency, problems)
      return { kind: 'perp', name, settings: { ...settings, currency }, history }
    }
    case 'exchange-fee':
      return { kind: 'exchange-fee', name, settings, ...readExchanges(rows, problems) }
    case 'holding-period':
      return readHolding(object, rows, settings, name, problems)
    default: {
      const lines = rows.map((row, index) => readFormLine(row, index, problems))
      const form: FormCase = {
        kind: 'form8949-arithmetic',
        name,
        settings,
        lines,
        isWholeDollars: isWholeDollars(object),
      }
      return form
    }
  }
}

export const isCountry = (text: string): text is Country =>
  (COUNTRIES as readonly string[]).includes(text)
