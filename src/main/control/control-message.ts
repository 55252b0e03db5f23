import { z } from 'zod'

/** One line of JSON each way; nothing else is said over the socket than to stop. */
export const stopRequest = z.strictObject({
  command: z.literal('stop'),
  reason: z.string().trim().min(1).max(200),
  shouldFlatten: z.boolean(),
})
export type StopRequest = z.infer<typeof stopRequest>

export const stopAnswer = z.strictObject({ ok: z.boolean(), message: z.string().max(500) })
export type StopAnswer = z.infer<typeof stopAnswer>

export const LINE_BYTES_MAX = 4_096

/** Reads one line; throws a plain sentence. */
export function readLine<Message>(schema: z.ZodType<Message>, line: string): Message {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch (cause) {
    throw new Error('That is no JSON.', { cause })
  }
  const checked = schema.safeParse(parsed)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new Error(`${issue?.path.join('.') || 'the message'}: ${issue?.message ?? 'wrong'}`)
}
