import { isTouch } from '../practice-ledger/device-settings.ts'
import type { ScreenState } from '../practice-ledger/screen-state.ts'
import { GLYPH_HEIGHT, GLYPH_WIDTH, isDotSet } from './bitmap-font.ts'
import { encodePng } from './png-encoder.ts'
import type { PlacedText } from './screen-layout.ts'
import { layoutScreen } from './screen-layout.ts'

const ADVANCE = GLYPH_WIDTH + 1

/** Draws a text into the middle of its box, dot by dot. */
function drawText(
  pixels: Uint8Array,
  width: number,
  placed: PlacedText,
  size: number,
  ink: number,
) {
  const textWidth = placed.text.length * ADVANCE * size
  const left = placed.x + Math.max(0, (placed.w - textWidth) >> 1)
  const top = placed.y + Math.max(0, (placed.h - GLYPH_HEIGHT * size) >> 1)
  for (let index = 0; index < placed.text.length; index++) {
    const character = placed.text[index] ?? ' '
    for (let row = 0; row < GLYPH_HEIGHT * size; row++) {
      for (let column = 0; column < GLYPH_WIDTH * size; column++) {
        const x = left + index * ADVANCE * size + column
        const isInk = isDotSet(character, Math.floor(column / size), Math.floor(row / size))
        if (isInk && x < width) pixels[(top + row) * width + x] = ink
      }
    }
  }
}

/** The screen as a PNG: white on black for a Nano, black on white for a Flex. */
export function screenshotPng(state: ScreenState): Buffer {
  const { width, height, texts } = layoutScreen(state)
  const touch = isTouch(state.model)
  const pixels = new Uint8Array(width * height).fill(touch ? 255 : 0)
  for (const placed of texts) drawText(pixels, width, placed, touch ? 3 : 1, touch ? 0 : 255)
  return encodePng(width, height, pixels)
}
