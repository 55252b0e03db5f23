import { z } from 'zod'
import { fillSchema, fundingSchema, orderUpdateSchema } from './parse-account.ts'
import { addressField } from './parse-fields.ts'

/** Every frame of the stream is a channel with its data; a pong has none. */
export const envelopeSchema = z.object({
  channel: z.string().max(64),
  data: z.unknown().optional(),
})

export const subscriptionResponseSchema = z.object({
  method: z.enum(['subscribe', 'unsubscribe']),
  subscription: z.record(z.string(), z.unknown()),
})

export const orderUpdatesFrameSchema = z.array(orderUpdateSchema)

/** The first message after a subscription holds what the venue still has. */
export const userFillsFrameSchema = z
  .object({
    user: addressField,
    isSnapshot: z.boolean().optional(),
    fills: z.array(fillSchema),
  })
  .transform(({ user, isSnapshot, fills }) => ({ user, isSnapshot: isSnapshot === true, fills }))

export const userFundingsFrameSchema = z
  .object({
    user: addressField,
    isSnapshot: z.boolean().optional(),
    fundings: z.array(fundingSchema),
  })
  .transform(({ user, isSnapshot, fundings }) => ({
    user,
    isSnapshot: isSnapshot === true,
    fundings,
  }))
