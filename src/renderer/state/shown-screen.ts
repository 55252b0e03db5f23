import { create } from 'zustand'

interface ShownScreen {
  readonly id: string
  /** What takes the focus when the screen is there; null is its heading. */
  readonly focus: string | null
  /** How often a screen was asked for; 0 at the start, when nothing may take the focus. */
  readonly asked: number
}

/** Which screen of the registry (app/screens.tsx) this window shows. */
export const useShownScreen = create<ShownScreen>()(() => ({ id: 'desk', focus: null, asked: 0 }))

/**
 * Shows a screen by its id in the registry; an unknown id shows the desk. `focus` is the selector
 * of what takes the focus there, else the heading does.
 */
export function showScreen(id: string, focus: string | null = null): void {
  useShownScreen.setState((state) => ({ id, focus, asked: state.asked + 1 }))
}
