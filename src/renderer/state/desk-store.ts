import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { DeskPatch, DeskSlices, DeskSnapshot } from '#contract/views.ts'

/**
 * `loading`: no snapshot yet. `live`: patches arrive in order. `catchingUp`: a patch was missed
 * and a new snapshot is on its way; what is shown may be old. `failed`: no snapshot could be had.
 */
export type MirrorState = 'loading' | 'live' | 'catchingUp' | 'failed'

export interface DeskMirror {
  readonly state: MirrorState
  readonly failure: string | null
  readonly seq: number
  readonly slices: DeskSlices | null
}

const EMPTY: DeskMirror = { state: 'loading', failure: null, seq: 0, slices: null }

/** The mirror of the desk. Only the connection of this folder writes to it. */
export const useDeskStore = create<DeskMirror>()(() => EMPTY)

export function showSnapshot(snapshot: DeskSnapshot): void {
  useDeskStore.setState({
    state: 'live',
    failure: null,
    seq: snapshot.seq,
    slices: snapshot.slices,
  })
}

export function applyPatch(patch: DeskPatch): void {
  useDeskStore.setState((mirror) =>
    mirror.slices === null
      ? mirror
      : { ...mirror, seq: patch.seq, slices: { ...mirror.slices, ...patch.slices } },
  )
}

export function markCatchingUp(): void {
  useDeskStore.setState((mirror) =>
    mirror.slices === null ? mirror : { ...mirror, state: 'catchingUp' },
  )
}

export function markFailed(failure: string): void {
  useDeskStore.setState({ state: 'failed', failure })
}

export function resetMirror(): void {
  useDeskStore.setState(EMPTY, true)
}

function loaded(mirror: DeskMirror): DeskSlices {
  if (mirror.slices === null) throw new Error('the desk was read before its first snapshot')
  return mirror.slices
}

/** One slice; only for components below the shell, which waits for the first snapshot. */
export function useSlice<Name extends keyof DeskSlices>(name: Name): DeskSlices[Name] {
  return useDeskStore((mirror) => loaded(mirror)[name])
}

/** Something derived from the slices; renders again only when its fields change. */
export function useDesk<Value>(select: (slices: DeskSlices) => Value): Value {
  return useDeskStore(useShallow((mirror) => select(loaded(mirror))))
}
