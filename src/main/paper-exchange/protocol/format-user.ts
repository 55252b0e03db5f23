import { dayOf, feeTierOf } from '#core/matching/fees.ts'
import type { VenueState } from '#core/matching/venue-state.ts'
import { createAccount } from '#core/matching/venue-state.ts'
import { formatDecimal } from '#core/money/decimal.ts'
import type { PaperVenue } from '../paper-venue.ts'

const DAY_MS = 86_400_000

/** Spot is not traded here; the venue's published rates stand for it. */
const SPOT = { cross: '0.0007', add: '0.0004' } as const

/** As in userFees. */
export function toUserFees(state: VenueState, user: string, timeMs: number) {
  const account = state.accounts.get(user) ?? createAccount(user)
  const [base, ...higher] = state.feeTiers
  const mine = feeTierOf(state.feeTiers, account, timeMs)
  return {
    dailyUserVlm: account.volumeByDay
      .filter((day) => day.day >= dayOf(timeMs) - 14)
      .map((day) => ({
        date: new Date(day.day * DAY_MS).toISOString().slice(0, 10),
        userCross: formatDecimal(day.taker),
        userAdd: formatDecimal(day.maker),
        exchange: '0.0',
      })),
    feeSchedule: {
      cross: formatDecimal(base?.taker ?? 0n),
      add: formatDecimal(base?.maker ?? 0n),
      spotCross: SPOT.cross,
      spotAdd: SPOT.add,
      tiers: {
        vip: higher.map((tier) => ({
          ntlCutoff: formatDecimal(tier.volumeFrom),
          cross: formatDecimal(tier.taker),
          add: formatDecimal(tier.maker),
          spotCross: SPOT.cross,
          spotAdd: SPOT.add,
        })),
        mm: [],
      },
      referralDiscount: '0.0',
      stakingDiscountTiers: [{ bpsOfMaxSupply: '0.0', discount: '0.0' }],
    },
    userCrossRate: formatDecimal(mine.taker),
    userAddRate: formatDecimal(mine.maker),
    userSpotCrossRate: SPOT.cross,
    userSpotAddRate: SPOT.add,
    activeReferralDiscount: '0.0',
    trial: null,
    feeTrialEscrow: '0.0',
    nextTrialAvailableTimestamp: null,
    stakingLink: null,
    activeStakingDiscount: { bpsOfMaxSupply: '0.0', discount: '0.0' },
  }
}

/** As in userRole: an account, somebody's agent, or nobody. */
export function toRole(venue: PaperVenue, address: string) {
  if (venue.state.accounts.has(address)) return { role: 'user' }
  const master = venue.signers.masterOf(address, venue.wallMs())
  return master === null ? { role: 'missing' } : { role: 'agent', data: { user: master } }
}
