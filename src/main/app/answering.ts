import type { Answer, ErrorCode } from '#contract/desk-api.ts'
import { faultText } from '#core/model/fault-text.ts'

/** What `work` gives, or why it did not: its sentence under `code`. Never rejects. */
export async function answered<Value>(
  code: ErrorCode,
  work: () => Value | Promise<Value>,
): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (cause) {
    return { ok: false, error: { code, message: faultText(cause) } }
  }
}

/** The same for a part of the desk that is not in every desk; where it is missing, `absent` says so. */
export const answering =
  <Controls>(controls: Controls | null, absent: string, code: ErrorCode) =>
  <Value>(work: (controls: Controls) => Value | Promise<Value>): Promise<Answer<Value>> =>
    controls === null
      ? Promise.resolve({ ok: false, error: { code: 'notAvailable', message: absent } })
      : answered(code, () => work(controls))
