import type { CloseLeg, OpenLeg, PerpLeg } from './perp-event.ts'

/**
 * The opening legs that built the position which `legs[index]` closes, oldest first: those of its
 * coin since the position was flat. Legs stand in order of time, as in a PerpReport.
 */
export function openingsOf(legs: readonly PerpLeg[], index: number): OpenLeg[] {
  const close = legs[index]
  if (close === undefined || close.leg !== 'close') return []
  const openings: OpenLeg[] = []
  for (let place = index - 1; place >= 0; place -= 1) {
    const leg = legs[place] as PerpLeg
    if (leg.fill.coin !== close.fill.coin || leg.fill.account !== close.fill.account) continue
    if (leg.positionAfter === 0n || !isSameSide(leg, close)) break
    if (leg.leg === 'open') openings.push(leg)
  }
  return openings.reverse()
}

const isSameSide = (leg: PerpLeg, { side }: CloseLeg): boolean =>
  side === 'long' ? leg.positionAfter > 0n : leg.positionAfter < 0n
