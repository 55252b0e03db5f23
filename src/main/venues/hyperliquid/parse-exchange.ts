import { z } from 'zod'
import type { OrderAnswer } from '#core/engine/venue-inputs.ts'
import { asVenueOrderId } from '#core/model/ids.ts'
import { describeVenueError } from './error-table.ts'
import { idField } from './parse-fields.ts'

const orderIdField = idField.transform(asVenueOrderId)
const errorField = z
  .object({ error: z.string() })
  .transform(
    ({ error }): OrderAnswer => ({ result: 'error', message: describeVenueError(error).message }),
  )

const statusSchema = z.union([
  z
    .object({ resting: z.object({ oid: orderIdField }) })
    .transform(({ resting }): OrderAnswer => ({ result: 'resting', venueOrderId: resting.oid })),
  z
    .object({ filled: z.object({ oid: orderIdField }) })
    .transform(({ filled }): OrderAnswer => ({ result: 'filled', venueOrderId: filled.oid })),
  z
    .enum(['waitingForFill', 'waitingForTrigger'])
    .transform((): OrderAnswer => ({ result: 'waiting' })),
  z.literal('success').transform((): OrderAnswer => ({ result: 'canceled' })),
  errorField,
])

/** What /exchange answers: the whole request refused, a plain yes, or one answer for each order. */
export const exchangeAnswerSchema = z.union([
  z
    .object({ status: z.literal('err'), response: z.string() })
    .transform(({ response }) => ({ kind: 'refused' as const, response })),
  z
    .object({ status: z.literal('ok'), response: z.object({ type: z.literal('default') }) })
    .transform(() => ({ kind: 'done' as const })),
  z
    .object({
      status: z.literal('ok'),
      response: z.object({
        type: z.enum(['order', 'cancel', 'modify', 'batchModify', 'cancelByCloid']),
        data: z.object({ statuses: z.array(statusSchema) }),
      }),
    })
    .transform(({ response }) => ({ kind: 'answers' as const, answers: response.data.statuses })),
])
