import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { AddressBudget, RESERVED_FOR_EXITS } from './address-budget.ts'

describe('AddressBudget', () => {
  it('refuses nothing before the venue has told its count', () => {
    const budget = new AddressBudget(new ManualClock(0))
    expect(budget.isDue()).toBe(true)
    expect(budget.entryRefusal(3)).toBeNull()
  })

  it('keeps a reserve for exits: entries end before the limit, with a sentence', () => {
    const budget = new AddressBudget(new ManualClock(0))
    const cap = 10_000
    budget.learn({ used: cap - RESERVED_FOR_EXITS - 3, cap })
    expect(budget.entryRefusal(3)).toBeNull()
    budget.spend(3)
    expect(budget.use()).toEqual({ used: cap - RESERVED_FOR_EXITS, cap })
    expect(budget.entryRefusal(3)).toMatch(/^The account has sent 9800 of the 10000 .*E005/)
  })

  it('wants the count again after five minutes, after fifty actions and after a refusal', () => {
    const clock = new ManualClock(0)
    const budget = new AddressBudget(clock)
    const use = { used: 1, cap: 10_000 }
    budget.learn(use)
    expect(budget.isDue()).toBe(false)
    clock.advance(300_000)
    expect(budget.isDue()).toBe(true)
    budget.learn(use)
    budget.spend(50)
    expect(budget.isDue()).toBe(true)
    budget.learn(use)
    budget.doubt()
    expect(budget.isDue()).toBe(true)
  })
})
