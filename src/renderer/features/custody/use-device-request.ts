import { useState } from 'react'
import type { AnswerOf } from '#contract/desk-api.ts'
import type { RequestName, RequestOf } from '#contract/requests.ts'
import { ask } from '../../state/desk-request.ts'

export interface DeviceRequest<Value, Payload> {
  readonly isWaiting: boolean
  readonly value: Value | null
  /** True once an answer came that was no refusal. */
  readonly isDone: boolean
  readonly problem: string | null
  readonly start: () => void
  /** The same with other words than those of the last drawing. */
  readonly startWith: (payload: Payload) => void
}

/** A request that waits for the device, with what became of it. */
export function useDeviceRequest<Name extends RequestName>(
  name: Name,
  payload: RequestOf<Name>,
  onDone: () => void = () => undefined,
): DeviceRequest<AnswerOf<Name>, RequestOf<Name>> {
  const [isWaiting, setIsWaiting] = useState(false)
  const [value, setValue] = useState<AnswerOf<Name> | null>(null)
  const [isDone, setIsDone] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const startWith = (words: RequestOf<Name>): void => {
    setIsWaiting(true)
    setProblem(null)
    ask(name, words)
      .then((answer) => {
        if (!answer.ok) {
          setProblem(answer.error.message)
          return
        }
        setValue(answer.value)
        setIsDone(true)
        onDone()
      })
      .catch(() => setProblem('The desk does not answer.'))
      .finally(() => setIsWaiting(false))
  }
  return { isWaiting, value, isDone, problem, start: () => startWith(payload), startWith }
}
