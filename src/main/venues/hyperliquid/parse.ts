import type { z } from 'zod'
import { redactedSample } from './redact.ts'

/** What the venue sent has not the shape that we know: nothing of it was used. */
export interface Refusal {
  readonly ok: false
  /** One sentence: which answer or channel, where in it, and what was expected. */
  readonly message: string
  /** The beginning of what came, without addresses, hashes and signatures. */
  readonly sample: string
}
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refusal

const MAX_ISSUES = 3

function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, MAX_ISSUES)
    .map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
    .join('; ')
}

/** Checks a value against a schema; `what` names it in the sentence. Never throws. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): Parsed<T> {
  const result = schema.safeParse(value)
  if (result.success) return { ok: true, value: result.data }
  return {
    ok: false,
    message: `The venue's ${what} has an unknown shape (${describeIssues(result.error)}).`,
    sample: redactedSample(value),
  }
}

/** The same for a text that should be JSON. */
export function parseJson(text: string, what: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch (error) {
    return {
      ok: false,
      message: `The venue's ${what} is no JSON (${(error as Error).message.slice(0, 80)}).`,
      sample: redactedSample(text),
    }
  }
}
