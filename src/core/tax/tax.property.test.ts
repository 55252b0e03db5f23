import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LedgerEntry } from './ledger-entry.ts'
import type { Computed } from './tax.test-support.ts'
import { compute } from './tax.test-support.ts'
import type { TaxSettings } from './tax-settings.ts'

interface Step {
  readonly gapMs: number
  readonly isBuy: boolean
  readonly asset: string
  readonly wallet: string
  readonly quantity: number
  readonly price: number
  readonly fee: number
  readonly isTransfer: boolean
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 * 86_400_000 })),
  isBuy: fc.boolean(),
  asset: fc.constantFrom('BTC', 'ETH'),
  wallet: fc.constantFrom('A', 'B'),
  quantity: fc.integer({ min: 1, max: 1_000 }),
  price: fc.integer({ min: 0, max: 100_000 }),
  fee: fc.integer({ min: 0, max: 50 }),
  isTransfer: fc.boolean(),
})

const decimal = (value: number, places: number): string =>
  `${Math.floor(value / 10 ** places)}.${String(value % 10 ** places).padStart(places, '0')}`

/** A history in which no wallet ever sells or sends what it does not hold. */
function historyOf(steps: readonly Step[], canTransfer: boolean, currency: string): LedgerEntry[] {
  const held = new Map<string, number>()
  let tsMs = Date.UTC(2022, 0, 1)
  let lastDisposalMs = -1
  const hold = (key: string, change: number): void => {
    held.set(key, (held.get(key) ?? 0) + change)
  }
  return steps.map((step, index): LedgerEntry => {
    const { asset, wallet, quantity } = step
    const key = `${asset} ${wallet}`
    const isCovered = (held.get(key) ?? 0) >= quantity
    const isOut = isCovered && !step.isBuy
    const isTransfer = isOut && canTransfer && step.isTransfer
    tsMs += step.gapMs
    // Same instant: acquisitions stand before disposals, so a later buy must not come earlier.
    if (!isOut && tsMs === lastDisposalMs) tsMs += 1
    if (isOut) {
      if (tsMs === lastDisposalMs || step.gapMs === 0) tsMs += 1
      lastDisposalMs = tsMs
    }
    hold(key, isOut ? -quantity : quantity)
    const toWallet = wallet === 'A' ? 'B' : 'A'
    if (isTransfer) hold(`${asset} ${toWallet}`, quantity)
    return {
      id: `r${index}`,
      tsMs,
      type: isTransfer ? 'transfer' : isOut ? 'sell' : 'buy',
      asset,
      wallet,
      ...(isTransfer ? { toWallet } : {}),
      quantity: decimal(quantity, 3),
      price: decimal(step.price, 2),
      fee: isTransfer ? '0' : decimal(isOut ? 0 : step.fee, 2),
      feeAsset: currency,
    }
  })
}

const METHODS: readonly (readonly [string, Partial<TaxSettings>])[] = [
  ['fifo', { country: 'us', method: 'fifo', scope: 'universal' }],
  ['lifo', { country: 'us', method: 'lifo', scope: 'universal' }],
  ['hifo', { country: 'us', method: 'hifo', scope: 'universal' }],
  ['lofo', { country: 'us', method: 'lofo', scope: 'universal' }],
  ['fifo per wallet', { country: 'us', method: 'fifo', scope: 'per-wallet' }],
  ['lifo per wallet', { country: 'us', method: 'lifo', scope: 'per-wallet' }],
  ['hifo per wallet', { country: 'us', method: 'hifo', scope: 'per-wallet' }],
  ['average', { country: 'generic', method: 'acb', scope: 'universal', currency: 'CAD' }],
  ['average per wallet', { country: 'de', method: 'acb', scope: 'per-wallet' }],
  ['Canada', { country: 'ca', method: 'acb', scope: 'universal' }],
  ['UK pool', { country: 'uk', method: 'uk-s104', scope: 'universal' }],
]

const currencyOf = (settings: Partial<TaxSettings>): string =>
  ({ us: 'USD', uk: 'GBP', ca: 'CAD', de: 'EUR', generic: 'CAD' })[settings.country ?? 'us']

const sum = (values: readonly bigint[]): bigint =>
  values.reduce((total, value) => total + value, 0n)

function totalsOf(computed: Computed): Record<string, string> {
  const { disposals, money, units, result } = computed
  if (result.kind !== 'done') throw new Error(result.kind)
  const { holdings } = result.outcome
  return {
    quantity: units(sum(disposals.map((row) => row.quantity))),
    proceeds: money(sum(disposals.map((row) => row.proceeds))),
    basis: money(sum(disposals.map((row) => row.basis))),
    denied: money(sum(disposals.map((row) => row.denied))),
    gain: money(sum(disposals.map((row) => row.gain))),
    held: units(sum(holdings.map((row) => row.quantity))),
    heldCost: money(sum(holdings.map((row) => row.cost))),
  }
}

const runs = { numRuns: 60 }
const stepsArbitrary = fc.array(stepArbitrary, { minLength: 1, maxLength: 60 })

describe.each(METHODS)('%s', (_, settings) => {
  const canTransfer = settings.scope === 'per-wallet'
  const currency = currencyOf(settings)
  const history = (steps: readonly Step[]): LedgerEntry[] => historyOf(steps, canTransfer, currency)

  it('conserves units and cost: disposals and open lots are the acquisitions', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const { disposals, result, ledger } = compute(history(steps), settings)
        if (result.kind !== 'done') throw new Error(result.kind)
        const bought = ledger.events.filter(({ kind }) => kind === 'acquire')
        const sold = ledger.events.filter(({ kind }) => kind === 'dispose')
        const { holdings } = result.outcome
        const held = sum(holdings.map((row) => row.quantity))
        const heldCost = sum(holdings.map((row) => row.cost))
        const gone = sum(disposals.map((row) => row.quantity))
        const basis = sum(disposals.map((row) => row.basis))
        const denied = sum(disposals.map((row) => row.denied))
        expect(gone + held).toBe(sum(bought.map((event) => event.quantity)))
        expect(basis + heldCost).toBe(sum(bought.map((event) => event.value)) + denied)
        expect(sum(disposals.map((row) => row.proceeds))).toBe(sum(sold.map(({ value }) => value)))
        for (const row of disposals) expect(row.gain).toBe(row.proceeds - row.basis + row.denied)
        const { all } = result.outcome.totals
        expect(all.gain).toBe(sum(disposals.map((row) => row.gain)))
        expect(all.gains - all.losses).toBe(all.gain)
      }),
      runs,
    )
  })

  it('does not depend on the order of the rows', () => {
    const shuffled = stepsArbitrary.chain((steps) => {
      const rows = history(steps)
      return fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))
    })
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        const withoutRow = (computed: Computed): unknown[] =>
          computed.disposals.map(({ quantity, proceeds, basis, denied, event, origin }) => [
            [quantity, proceeds, basis, denied].map(String),
            event.id,
            origin?.id,
          ])
        expect(withoutRow(compute(others, settings))).toEqual(withoutRow(compute(rows, settings)))
      }),
      runs,
    )
  })

  it('gives the same totals when a sale is divided in two at the same instant', () => {
    fc.assert(
      fc.property(
        stepsArbitrary,
        fc.nat(),
        fc.integer({ min: 1, max: 999 }),
        (steps, pick, cut) => {
          const rows = history(steps)
          const sales = rows.filter(({ type }) => type === 'sell')
          const sale = sales[pick % Math.max(1, sales.length)]
          fc.pre(sale !== undefined)
          const units = Math.round(Number(sale.quantity) * 1_000)
          const first = Math.max(1, Math.floor((units * cut) / 1_000))
          fc.pre(first < units)
          const divided = rows.flatMap((row) =>
            row === sale
              ? [
                  { ...row, id: `${row.id}-a`, quantity: decimal(first, 3) },
                  { ...row, id: `${row.id}-b`, quantity: decimal(units - first, 3) },
                ]
              : [row],
          )
          expect(totalsOf(compute(divided, settings))).toEqual(totalsOf(compute(rows, settings)))
        },
      ),
      runs,
    )
  })
})

describe('every lot method', () => {
  it('comes to the same total once everything is sold', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const rows = historyOf(steps, false, 'USD')
        const held = new Map<string, number>()
        for (const { asset, type, quantity } of rows) {
          const change = type === 'buy' ? Number(quantity) : -Number(quantity)
          held.set(asset, (held.get(asset) ?? 0) + change)
        }
        const last = Math.max(...rows.map(({ tsMs }) => tsMs)) + 1
        const closing = [...held].flatMap(([asset, quantity]): LedgerEntry[] => {
          const units = Math.round(quantity * 1_000)
          const base = {
            id: `close-${asset}`,
            tsMs: last,
            type: 'sell',
            asset,
            price: '3',
          } as const
          return units === 0
            ? []
            : [{ ...base, quantity: decimal(units, 3), fee: '0', feeAsset: 'USD' }]
        })
        const totals = (['fifo', 'lifo', 'hifo', 'lofo', 'acb'] as const).map((method) => {
          const settings = { country: 'us', method, scope: 'universal' } as const
          return totalsOf(compute([...rows, ...closing], settings))
        })
        for (const total of totals) expect(total).toEqual(totals[0])
        expect(totals[0]).toMatchObject({ held: '0', heldCost: '0' })
      }),
      runs,
    )
  })
})
