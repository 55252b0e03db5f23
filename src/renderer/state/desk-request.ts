import type { Answer, AnswerOf } from '#contract/desk-api.ts'
import type { RequestName, RequestOf } from '#contract/requests.ts'
import { deskApi } from './desk-window.ts'
import { notify } from './notices.ts'

/** Asks the desk. Never throws: a broken bridge is an answer too. */
export async function ask<Name extends RequestName>(
  name: Name,
  payload: RequestOf<Name>,
): Promise<Answer<AnswerOf<Name>>> {
  try {
    return await deskApi().request(name, payload)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'The desk does not answer.'
    return { ok: false, error: { code: 'internal', message } }
  }
}

/**
 * Tells the desk to do something whose outcome comes with the stream; a refusal becomes a notice.
 * True when it was taken.
 */
export async function tell<Name extends RequestName>(
  name: Name,
  payload: RequestOf<Name>,
): Promise<boolean> {
  const answer = await ask(name, payload)
  if (!answer.ok) notify('error', answer.error.message)
  return answer.ok
}

/** Tells the desk, for a form that stays open until it is taken: why it was not, or null. */
export async function refusalOf<Name extends RequestName>(
  name: Name,
  payload: RequestOf<Name>,
): Promise<string | null> {
  const answer = await ask(name, payload)
  return answer.ok ? null : answer.error.message
}

/** For event handlers, which cannot wait. */
export function order<Name extends RequestName>(name: Name, payload: RequestOf<Name>): void {
  tell(name, payload).catch(() => notify('error', 'The desk does not answer.'))
}
