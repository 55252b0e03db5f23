import { describe, expect, it } from 'vitest'
import { planMethods } from './standing-order.ts'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)
const first = day('2025-03-01')

describe('the standing order', () => {
  it('is not needed for FIFO, outside the United States, or without disposals', () => {
    const none = { standingOrders: [] } as const
    expect(planMethods({ ...none, country: 'us', method: 'fifo' }, first, false).kind).toBe('ready')
    expect(planMethods({ ...none, country: 'de', method: 'hifo' }, first, false).kind).toBe('ready')
    expect(planMethods({ ...none, country: 'us', method: 'hifo' }, null, false).kind).toBe('ready')
  })

  it('refuses a method chosen after the fact until that is acknowledged, and then warns', () => {
    const wish = { country: 'us', method: 'hifo', standingOrders: [] } as const
    const refused = planMethods(wish, first, false)
    expect(refused).toMatchObject({ kind: 'needsAcknowledgement', firstDisposalMs: first })
    const allowed = planMethods(wish, first, true)
    expect(allowed).toMatchObject({ kind: 'ready', methods: [{ method: 'hifo' }] })
    expect(allowed.kind === 'ready' && allowed.warnings[0]).toContain(
      'HIFO is applied to disposals',
    )
  })

  it('counts from its date, with FIFO before', () => {
    const late = { method: 'lifo', recordedMs: day('2025-06-01') } as const
    const plan = planMethods(
      { country: 'us', method: 'lifo', standingOrders: [late] },
      first,
      false,
    )
    expect(plan.kind === 'ready' && plan.methods.map(({ method }) => method)).toEqual([
      'fifo',
      'lifo',
    ])
    const early = { method: 'lifo', recordedMs: day('2025-01-01') } as const
    const ready = planMethods(
      { country: 'us', method: 'lifo', standingOrders: [early] },
      first,
      false,
    )
    expect(ready.kind === 'ready' && ready.warnings).toEqual([])
  })
})
