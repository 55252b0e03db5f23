import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/manual-clock.ts'
import { actionWeight, answerWeight, infoWeight, RequestBudget } from './limits.ts'

describe('RequestBudget', () => {
  it('leaves room for entries, and more for exits', () => {
    const budget = new RequestBudget(new ManualClock(0))
    expect(budget.tryTake(800, 'read')).toBe(true)
    expect(budget.tryTake(1, 'read')).toBe(false)
    expect(budget.tryTake(200, 'entry')).toBe(true)
    expect(budget.tryTake(1, 'entry')).toBe(false)
    expect(budget.tryTake(200, 'exit')).toBe(true)
    expect(budget.tryTake(1, 'exit')).toBe(false)
  })

  it('gets the weight back a minute after it was spent, and says when', () => {
    const clock = new ManualClock(0)
    const budget = new RequestBudget(clock)
    budget.charge(500)
    clock.advance(30_000)
    budget.charge(300)
    expect(budget.waitMs(100, 'read')).toBe(30_000)
    expect(budget.waitMs(600, 'read')).toBe(60_000)
    clock.advance(30_000)
    expect(budget.waitMs(100, 'read')).toBe(0)
    expect(budget.spent()).toBe(300)
  })

  it('pauses longer when a ban goes on, and forgets it once answers come again', () => {
    const clock = new ManualClock(0)
    const budget = new RequestBudget(clock)
    const pauses: number[] = []
    for (let ban = 0; ban < 7; ban += 1) {
      budget.penalise()
      budget.penalise()
      pauses.push(budget.waitMs(2, 'read') / 1000)
      clock.advance(budget.waitMs(2, 'read'))
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 160, 160])
    budget.forgive()
    budget.penalise()
    expect(budget.waitMs(2, 'read')).toBe(10_000)
    expect(budget.waitMs(2, 'exit')).toBe(0)
  })

  it('pauses after a 429, except for exits', () => {
    const clock = new ManualClock(0)
    const budget = new RequestBudget(clock)
    budget.penalise()
    expect(budget.waitMs(2, 'read')).toBe(10_000)
    expect(budget.tryTake(1, 'entry')).toBe(false)
    expect(budget.tryTake(1, 'exit')).toBe(true)
    clock.advance(10_000)
    expect(budget.tryTake(2, 'read')).toBe(true)
  })
})

it('knows the weights of the documentation', () => {
  expect([actionWeight(1), actionWeight(39), actionWeight(40), actionWeight(200)]).toEqual([
    1, 1, 2, 6,
  ])
  expect([infoWeight('orderStatus'), infoWeight('meta'), infoWeight('userRole')]).toEqual([
    2, 20, 60,
  ])
  expect([answerWeight('userFills', 2000), answerWeight('candleSnapshot', 5000)]).toEqual([100, 83])
})
