import { assertNever } from '../model/assert-never.ts'

/**
 * Who bore the cost of exchanging one digital asset for another: money, the asset given up, units
 * held back from the asset received, or a third asset.
 */
export type ExchangeFeeMode =
  | 'cash'
  | 'withheld-from-given'
  | 'withheld-from-received'
  | 'third-asset'
export const EXCHANGE_FEE_MODES = [
  'cash',
  'withheld-from-given',
  'withheld-from-received',
  'third-asset',
] as const

/** All quantities at one scale, all money at another; `feeAsset` only for a third asset. */
export interface Exchange {
  readonly givenAsset: string
  /** All units that leave, withheld ones included. */
  readonly givenQuantity: bigint
  readonly givenBasis: bigint
  readonly receivedAsset: string
  /** All units that the exchange brings, before any are withheld. */
  readonly receivedQuantity: bigint
  readonly receivedValue: bigint
  readonly feeMode: ExchangeFeeMode
  readonly feeValue: bigint
  readonly feeAsset: {
    readonly asset: string
    readonly quantity: bigint
    readonly basis: bigint
  } | null
}

export interface ExchangeDisposal {
  readonly asset: string
  readonly quantity: bigint
  readonly proceeds: bigint
  readonly basis: bigint
  readonly gain: bigint
}

export interface ExchangeOutcome {
  readonly disposals: readonly ExchangeDisposal[]
  /** Basis of the received units that stay with the owner. */
  readonly receivedBasis: bigint
  /** Basis of all units received, those withheld again included. */
  readonly receivedBasisBeforeWithholding: bigint
}

const disposalOf = (
  asset: string,
  quantity: bigint,
  proceeds: bigint,
  basis: bigint,
): ExchangeDisposal => ({ asset, quantity, proceeds, basis, gain: proceeds - basis })

/**
 * An exchange under Treas. Reg. 1.1001-7(b) and 1.1012-1(h): the whole cost of effecting it is
 * allocated to the disposal of the asset given up and none to the basis of the asset received.
 * Paying with units of any asset is itself a disposal of those units.
 */
export function settleExchange(exchange: Exchange): ExchangeOutcome {
  const { givenAsset, givenQuantity, givenBasis, receivedAsset, receivedValue, feeValue } = exchange
  switch (exchange.feeMode) {
    case 'cash':
    case 'third-asset': {
      const disposals = [
        disposalOf(givenAsset, givenQuantity, receivedValue - feeValue, givenBasis),
      ]
      const { feeAsset } = exchange
      if (exchange.feeMode === 'third-asset' && feeAsset !== null) {
        disposals.push(disposalOf(feeAsset.asset, feeAsset.quantity, feeValue, feeAsset.basis))
      }
      return {
        disposals,
        receivedBasis: receivedValue,
        receivedBasisBeforeWithholding: receivedValue,
      }
    }
    case 'withheld-from-given':
      // The withheld units buy the service for feeValue, which is at once the cost of disposing.
      return {
        disposals: [disposalOf(givenAsset, givenQuantity, receivedValue, givenBasis)],
        receivedBasis: receivedValue,
        receivedBasisBeforeWithholding: receivedValue,
      }
    case 'withheld-from-received': {
      const withheld =
        receivedValue === 0n ? 0n : (exchange.receivedQuantity * feeValue) / receivedValue
      return {
        disposals: [
          disposalOf(givenAsset, givenQuantity, receivedValue - feeValue, givenBasis),
          disposalOf(receivedAsset, withheld, feeValue, feeValue),
        ],
        receivedBasis: receivedValue - feeValue,
        receivedBasisBeforeWithholding: receivedValue,
      }
    }
    default:
      return assertNever(exchange.feeMode)
  }
}
