import type { DeskApi } from '#contract/desk-api.ts'
import type { DeskPatch } from '#contract/views.ts'
import { noteStatus } from './desk-clock.ts'
import { applyPatch, markCatchingUp, markFailed, showSnapshot, useDeskStore } from './desk-store.ts'

/** Patches that may wait for a snapshot; more than that and the oldest are covered by it anyway. */
const WAITING_MAX = 256
const RETRY_MS = [250, 500, 1000, 2000, 4000]

/**
 * Keeps the mirror equal to the desk: snapshot first, then patches in order. A hole in `seq` asks
 * for a snapshot again. Returns the disconnecter.
 */
export function connectDesk(api: DeskApi): () => void {
  let isClosed = false
  let isAsking = false
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const waiting: DeskPatch[] = []

  const take = (patch: DeskPatch): void => {
    const { seq } = useDeskStore.getState()
    if (patch.seq <= seq) return
    if (patch.seq > seq + 1) {
      hold(patch)
      markCatchingUp()
      ask()
      return
    }
    applyPatch(patch)
    if (patch.slices.status !== undefined) noteStatus(patch.slices.status)
  }

  const hold = (patch: DeskPatch): void => {
    waiting.push(patch)
    if (waiting.length > WAITING_MAX) waiting.shift()
  }

  const fail = (message: string): void => {
    if (isClosed) return
    if (useDeskStore.getState().slices === null) markFailed(message)
    timer = setTimeout(ask, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)])
    attempt += 1
  }

  const ask = (): void => {
    if (isAsking || isClosed) return
    isAsking = true
    api.request('getSnapshot', {}).then(
      (answer) => {
        isAsking = false
        if (isClosed) return
        if (!answer.ok) {
          fail(answer.error.message)
          return
        }
        attempt = 0
        showSnapshot(answer.value)
        noteStatus(answer.value.slices.status)
        for (const patch of waiting.splice(0)) take(patch)
      },
      (cause: unknown) => {
        isAsking = false
        fail(cause instanceof Error ? cause.message : 'The desk does not answer.')
      },
    )
  }

  const unsubscribe = api.onPatch((patch) => {
    if (isAsking || useDeskStore.getState().slices === null) hold(patch)
    else take(patch)
  })
  ask()
  return () => {
    isClosed = true
    clearTimeout(timer)
    unsubscribe()
  }
}
