import { describe, expect, it } from 'vitest'
import { formatDecimal, parseMoney } from '../money/decimal.ts'
import { accountValue, availableMargin } from './margin.ts'
import { transferDollars, unifyAccount } from './transfer-dollars.ts'
import { createVenueState, deposit } from './venue-state.ts'

const open = () => {
  const state = createVenueState({ seed: 1, listings: [], feeTiers: [] })
  return { state, account: deposit(state, '0x1', parseMoney('100')) }
}

describe('dollars between spot and perpetuals', () => {
  it('move there and back, and never more than there are', () => {
    const { state, account } = open()
    expect(transferDollars(state, account, parseMoney('30'), false)).toBeNull()
    expect(formatDecimal(account.spotDollars)).toBe('30')
    expect(formatDecimal(accountValue(state, account))).toBe('70')
    expect(transferDollars(state, account, parseMoney('70.01'), false)).toMatch(/^Insufficient/)
    expect(transferDollars(state, account, parseMoney('30.01'), true)).toMatch(/^Insufficient/)
    expect(transferDollars(state, account, parseMoney('-1'), true)).toBe('Invalid amount.')
    expect(transferDollars(state, account, parseMoney('30'), true)).toBeNull()
    expect(formatDecimal(availableMargin(state, account))).toBe('100')
  })

  it('are one balance in a unified account, which takes no transfers', () => {
    const { state, account } = open()
    transferDollars(state, account, parseMoney('30'), false)
    unifyAccount(account)
    expect(formatDecimal(availableMargin(state, account))).toBe('100')
    expect(transferDollars(state, account, parseMoney('1'), true)).toMatch(/unified/)
  })
})
