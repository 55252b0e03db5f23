import type { Answer, ErrorCode } from '#contract/desk-api.ts'

/** What `work` gives, or why it did not: its sentence under `code`. Never rejects. */
export async function answered<Value>(
  code: ErrorCode,
  work: () => Value | Promise<Value>,
): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, error: { code, message } }
  }
}

/** The same for a part of the desk that is not in every desk; where it is missing, `absent` says so. */
export const answering =
  <Controls>(controls: Controls | null, absent: string, code: ErrorCode) =>
  <Value>(work: (controls: Controls) => Value | Promise<Value>): Promise<Answer<Value>> =>
    controls === null
      ? Promise.resolve({ ok: false, error: { code: 'notAvailable', message: absent } })
      : answered(code, () => work(controls))
