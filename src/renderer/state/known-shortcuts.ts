import { create } from 'zustand'
import type { KeyCombination } from './key-combination.ts'

/** One shortcut as the settings list it. */
export interface KnownShortcut {
  readonly id: string
  readonly usual: KeyCombination
  readonly text: string
}

/** Keys that a person chose, by shortcut. */
export type ChosenKeys = Readonly<Record<string, KeyCombination>>

interface KnownShortcuts {
  /** The shell's shortcuts, told by the shell: what they do is known there alone. */
  readonly list: readonly KnownShortcut[]
  /** The next keys are to become a shortcut's: they do nothing else. */
  readonly isChoosing: boolean
}

export const useKnownShortcuts = create<KnownShortcuts>()(() => ({ list: [], isChoosing: false }))

export const keysOf = (shortcut: KnownShortcut, chosen: ChosenKeys): KeyCombination =>
  chosen[shortcut.id] ?? shortcut.usual
