import { z } from 'zod'
import { readJsonFile, writeJsonFile } from './json-file.ts'

export const MIN_WIDTH = 1024
export const MIN_HEIGHT = 700

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Null lets the system choose the place. */
  readonly position: { readonly x: number; readonly y: number } | null
  readonly width: number
  readonly height: number
  readonly isMaximized: boolean
}

export const defaultWindowState: WindowState = {
  position: null,
  width: 1440,
  height: 900,
  isMaximized: false,
}

const schema = z.strictObject({
  position: z.strictObject({ x: z.int(), y: z.int() }).nullable(),
  width: z.int().min(MIN_WIDTH).max(20_000),
  height: z.int().min(MIN_HEIGHT).max(20_000),
  isMaximized: z.boolean(),
})

const overlap = (aStart: number, aLength: number, bStart: number, bLength: number): number =>
  Math.min(aStart + aLength, bStart + bLength) - Math.max(aStart, bStart)

/** How much of the window must lie on a screen for a person to be able to drag it. */
const GRIP = 100

/** The saved state, without a place that no longer lies on any screen. */
export function fitToScreens(state: WindowState, screens: readonly Area[]): WindowState {
  const { position } = state
  if (position === null) return state
  const isVisible = screens.some(
    (screen) =>
      overlap(position.x, state.width, screen.x, screen.width) >= GRIP &&
      position.y >= screen.y - 1 &&
      overlap(position.y, state.height, screen.y, screen.height) >= GRIP,
  )
  return isVisible ? state : { ...state, position: null }
}

/** A missing, broken or foreign file gives the default: a window's place is not worth a complaint. */
export const readWindowState = (file: string): WindowState =>
  readJsonFile(file, schema, () => undefined) ?? defaultWindowState

/** Throws when the folder cannot be written. */
export const writeWindowState = (file: string, state: WindowState): void =>
  writeJsonFile(file, state)
