import type { ProposalRequest } from '#contract/requests.ts'
import { NO_POSITIVE_NUMBER, typedDecimal } from '../../ui/exact-decimal.ts'

/** The order ticket as it was typed. */
export interface ProposalDraft {
  readonly side: 'buy' | 'sell'
  readonly entry: 'market' | 'limit'
  readonly sizing: 'risk' | 'quantity'
  readonly price: string
  readonly quantity: string
  readonly stop: string
  readonly target: string
}

export const EMPTY_DRAFT: ProposalDraft = {
  side: 'buy',
  entry: 'market',
  sizing: 'risk',
  price: '',
  quantity: '',
  stop: '',
  target: '',
}

export type DraftField = 'price' | 'quantity' | 'stop' | 'target'

export type DraftReading =
  | { readonly result: 'complete'; readonly proposal: ProposalRequest }
  /** Something is still to be typed. */
  | { readonly result: 'incomplete'; readonly missing: DraftField }
  | { readonly result: 'wrong'; readonly field: DraftField; readonly message: string }

type FieldReading =
  | { readonly state: 'empty' }
  | { readonly state: 'wrong' }
  | { readonly state: 'typed'; readonly text: string }

function readField(text: string): FieldReading {
  if (text.trim() === '') return { state: 'empty' }
  const decimal = typedDecimal(text)
  return decimal === null ? { state: 'wrong' } : { state: 'typed', text: decimal }
}

/** What the desk would be asked for, or what is missing. Whether it may be is the desk's word. */
export function readDraft(draft: ProposalDraft, coin: string): DraftReading {
  const fields = {
    price: draft.entry === 'limit' ? readField(draft.price) : null,
    quantity: draft.sizing === 'quantity' ? readField(draft.quantity) : null,
    stop: readField(draft.stop),
    target: readField(draft.target),
  }
  for (const field of ['price', 'quantity', 'stop', 'target'] as const) {
    if (fields[field]?.state === 'wrong')
      return { result: 'wrong', field, message: NO_POSITIVE_NUMBER }
  }
  if (fields.price?.state === 'empty') return { result: 'incomplete', missing: 'price' }
  if (fields.quantity?.state === 'empty') return { result: 'incomplete', missing: 'quantity' }
  const { price, quantity, stop, target } = fields
  return {
    result: 'complete',
    proposal: {
      coin,
      side: draft.side,
      entry: price?.state === 'typed' ? { type: 'limit', price: price.text } : { type: 'market' },
      sizing:
        quantity?.state === 'typed' ? { by: 'quantity', quantity: quantity.text } : { by: 'risk' },
      stopPrice: stop.state === 'typed' ? stop.text : null,
      targetPrice: target.state === 'typed' ? target.text : null,
    },
  }
}
