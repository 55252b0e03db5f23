import type { DeskState } from '#core/engine/state.ts'

/** Tickets that are remembered; the oldest is forgotten first, and told again should it come back. */
const REMEMBERED_MAX = 1_000

/** What the trading log says of a step: every ticket whose stage has changed, and a changed halt. */
export function createTradingLines(): (state: DeskState) => string[] {
  const stages = new Map<string, string>()
  return ({ book }) => {
    const lines: string[] = []
    for (const [ticketId, { stage, coin }] of book.tickets) {
      if (stages.get(ticketId) === stage) continue
      stages.delete(ticketId)
      stages.set(ticketId, stage)
      lines.push(`${ticketId} ${coin}: ${stage}`)
    }
    for (const oldest of stages.keys()) {
      if (stages.size <= REMEMBERED_MAX) break
      stages.delete(oldest)
    }
    return lines
  }
}
