import type { Placement } from '#core/matching/place-orders.ts'
import { assertNever } from '#core/model/assert-never.ts'
import { formatDecimal } from '#core/money/decimal.ts'

export type OrderStatusAnswer =
  | { readonly resting: { readonly oid: number; readonly cloid?: string } }
  | {
      readonly filled: {
        readonly totalSz: string
        readonly avgPx: string
        readonly oid: number
        readonly cloid?: string
      }
    }
  | { readonly error: string }
  | 'waitingForFill'
  | 'waitingForTrigger'
  | 'success'

/** What POST /exchange says, in the venue's own shape. */
export type ExchangeAnswer =
  | {
      readonly status: 'ok'
      readonly response:
        | { readonly type: 'default' }
        | {
            readonly type: 'order' | 'cancel'
            readonly data: { readonly statuses: readonly OrderStatusAnswer[] }
          }
    }
  | { readonly status: 'err'; readonly response: string }

export const DONE: ExchangeAnswer = { status: 'ok', response: { type: 'default' } }

export const refused = (message: string): ExchangeAnswer => ({ status: 'err', response: message })

export const answered = (
  type: 'order' | 'cancel',
  statuses: readonly OrderStatusAnswer[],
): ExchangeAnswer => ({ status: 'ok', response: { type, data: { statuses } } })

export function toStatusAnswer(placement: Placement): OrderStatusAnswer {
  switch (placement.kind) {
    case 'resting':
      return { resting: { oid: placement.oid, ...cloidOf(placement.clientOrderId) } }
    case 'filled':
      return {
        filled: {
          totalSz: formatDecimal(placement.taken.size),
          avgPx: formatDecimal(placement.averagePrice),
          oid: placement.oid,
          ...cloidOf(placement.clientOrderId),
        },
      }
    case 'waitingForFill':
    case 'waitingForTrigger':
      return placement.kind
    case 'error':
      return { error: placement.message }
    default:
      return assertNever(placement)
  }
}

const cloidOf = (clientOrderId: string | null): { cloid?: string } =>
  clientOrderId === null ? {} : { cloid: clientOrderId }
