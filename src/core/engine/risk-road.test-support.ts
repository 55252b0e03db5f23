import { expect } from 'vitest'
import { parseMoney } from '../money/decimal.ts'
import type { Limits } from '../risk/limits.ts'
import { PROFILES } from '../risk/limits.ts'
import type { EngineDesk } from './engine-desk.test-support.ts'
import type { EventBody } from './events.ts'

export const causes = (desk: EngineDesk): string[] =>
  desk.state.book.risk.causes.map(({ cause }) => cause)

export const entryOf = (desk: EngineDesk, ticketId = 't-1'): string => {
  const { terms } = desk.ticket(ticketId)
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  return terms.entryId
}

export const stopOf = (desk: EngineDesk, ticketId = 't-1'): string => {
  const { terms } = desk.ticket(ticketId)
  if (terms?.kind !== 'bracket') throw new Error('no bracket')
  return terms.stopId
}

/** A whole trip: entered, and closed by its stop with this result. */
export function trip(desk: EngineDesk, ticketId: string, closedPnl: string): void {
  desk.propose()
  expect(desk.ticket(ticketId).ending).toBeNull()
  desk.enter(ticketId)
  desk.fill(entryOf(desk, ticketId))
  desk.fill(stopOf(desk, ticketId), { closedPnl: parseMoney(closedPnl) })
}

const edited = (change: Partial<Limits>): Limits => ({ ...PROFILES.standard, ...change })
export const edit = (
  desk: EngineDesk,
  change: Partial<Limits>,
  typedWord = '',
): readonly EventBody[] => desk.take({ kind: 'limitsEdited', limits: edited(change), typedWord })
