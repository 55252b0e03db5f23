import { isTouch } from '../practice-ledger/device-settings.ts'
import type { ScreenAction, ScreenState } from '../practice-ledger/screen-state.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface PlacedText extends Box {
  readonly text: string
}

/** Where everything of one screen stands, in the pixels of the real one. */
export interface ScreenLayout {
  readonly width: number
  readonly height: number
  readonly texts: readonly PlacedText[]
  readonly actions: readonly (Box & { readonly action: ScreenAction })[]
}

const NANO = { width: 128, height: 64 }
const FLEX = { width: 480, height: 600 }
const FOOTER_TOP = 520

function nanoLayout(state: ScreenState): ScreenLayout {
  const lineHeight = 13
  const top = Math.max(0, (NANO.height - state.lines.length * lineHeight) >> 1)
  const texts = state.lines.map((text, index) => {
    const w = Math.min(NANO.width, text.length * 6)
    return { text, x: (NANO.width - w) >> 1, y: top + index * lineHeight, w, h: lineHeight }
  })
  return { ...NANO, texts, actions: [] }
}

/** Controls where a Flex has them: skip on top, reject at the bottom left, two choices below. */
function actionBox(action: ScreenAction, index: number, state: ScreenState): Box {
  if (action.id === 'askSkip') return { x: 330, y: 0, w: 150, h: 90 }
  if (action.id === 'askReject') return { x: 0, y: FOOTER_TOP, w: 160, h: 80 }
  if (action.gesture === 'hold') return { x: 0, y: 400, w: FLEX.width, h: 110 }
  const height = 100
  return {
    x: 0,
    y: FLEX.height - height * (state.actions.length - index),
    w: FLEX.width,
    h: height,
  }
}

function flexLayout(state: ScreenState): ScreenLayout {
  const actions = state.actions.map((action, index) => ({
    action,
    ...actionBox(action, index, state),
  }))
  let y = 100
  const texts = state.lines.map((text) => {
    const placed = actions.find(({ action }) => action.label === text)
    if (placed) return { text, x: placed.x, y: placed.y, w: placed.w, h: placed.h }
    if (/^\d+ of \d+$/.test(text)) return { text, x: 200, y: FOOTER_TOP + 30, w: 120, h: 28 }
    y += 36
    return { text, x: 32, y: y - 36, w: 416, h: 36 }
  })
  return { ...FLEX, texts, actions }
}

export const layoutScreen = (state: ScreenState): ScreenLayout =>
  isTouch(state.model) ? flexLayout(state) : nanoLayout(state)

export const isInside = (box: Box, x: number, y: number): boolean =>
  x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h
