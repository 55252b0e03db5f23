import type { TaxChoice, TaxRowKind } from '#contract/records.ts'
import type { Choice } from '../../ui/ChoiceField.tsx'

export const COUNTRIES: readonly Choice<TaxChoice['country']>[] = [
  { key: 'us', text: 'United States' },
  { key: 'uk', text: 'United Kingdom' },
  { key: 'ca', text: 'Canada' },
  { key: 'de', text: 'Germany' },
  { key: 'generic', text: 'Generic' },
]

export const METHOD_WORDS: Record<TaxChoice['method'], string> = {
  fifo: 'FIFO, first in first out',
  lifo: 'LIFO, last in first out',
  hifo: 'HIFO, highest cost first',
  lofo: 'LOFO, lowest cost first',
  acb: 'Average cost',
  'uk-s104': 'UK share pool',
}

export const METHODS: readonly Choice<TaxChoice['method']>[] = (
  ['fifo', 'lifo', 'hifo', 'lofo', 'acb', 'uk-s104'] as const
).map((key) => ({ key, text: METHOD_WORDS[key] }))

export const SCOPES: readonly Choice<TaxChoice['scope']>[] = [
  { key: 'per-wallet', text: 'Each wallet by itself' },
  { key: 'universal', text: 'All wallets together' },
]

export const PNL: readonly Choice<TaxChoice['pnl']>[] = [
  { key: 'capital-short-term', text: 'Capital, always short-term' },
  { key: 'capital', text: 'Capital' },
  { key: 'other-income', text: 'Other income' },
]

export const FUNDING: readonly Choice<TaxChoice['funding']>[] = [
  { key: 'other-income-and-expense', text: 'Other income and expense' },
  { key: 'capital', text: 'Capital' },
  { key: 'ignored', text: 'Left out' },
]

export const FEES: readonly Choice<TaxChoice['fees']>[] = [
  { key: 'separate', text: 'On their own' },
  { key: 'in-basis', text: 'In the cost of the close' },
]

export const SHORT_BOXES: readonly Choice<TaxChoice['shortBox']>[] = [
  { key: 'G', text: 'G, basis reported' },
  { key: 'H', text: 'H, basis not reported' },
  { key: 'I', text: 'I, no 1099-DA' },
]

export const LONG_BOXES: readonly Choice<TaxChoice['longBox']>[] = [
  { key: 'J', text: 'J, basis reported' },
  { key: 'K', text: 'K, basis not reported' },
  { key: 'L', text: 'L, no 1099-DA' },
]

export const ROUNDING: readonly Choice<TaxChoice['rounding']>[] = [
  { key: 'cents', text: 'Cents' },
  { key: 'dollars', text: 'Whole dollars, every row' },
]

export const KIND_WORDS: Record<TaxRowKind, string> = {
  disposal: 'Disposal',
  close: 'Close',
  liquidation: 'Liquidation',
  adl: 'Auto-deleveraging',
  settlement: 'Settlement',
  fee: 'Fee',
  funding: 'Funding',
}

/** "0x1234…cdef" of an address; a name stays as it is. */
export const walletText = (account: string): string =>
  /^0x[0-9a-f]{40}$/i.test(account) ? `${account.slice(0, 6)}…${account.slice(-4)}` : account
