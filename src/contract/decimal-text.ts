import { z } from 'zod'

// Compiling schemas asks for eval, which the page's policy forbids; interpreting them does not.
z.config({ jitless: true })

/** A plain decimal as core's parser takes it; amounts cross IPC as text, never as a float. */
export const decimalText = z.string().regex(/^-?\d{1,20}(\.\d{1,8})?$/, 'a plain decimal number')
export const positiveDecimalText = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,8})?$/, 'a positive plain decimal number')
  .refine((text) => /[1-9]/.test(text), 'more than zero')
export const coinText = z.string().regex(/^[A-Za-z0-9@:/_-]{1,32}$/, 'a coin as the venue names it')
export const clientOrderIdText = z.string().regex(/^0x[0-9a-f]{32}$/, 'a client order id')
export const ticketIdText = z.string().regex(/^t-\d{1,12}$/, 'a ticket id')
export const digestText = z.string().regex(/^[0-9a-f]{64}$/, 'a terms digest')
export const timeframeText = z.enum([
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '3h',
  '4h',
  '6h',
  '8h',
  '9h',
  '12h',
  '1d',
])
export const sideText = z.enum(['buy', 'sell'])
export const reasonText = z.string().trim().min(1, 'a reason').max(200)
