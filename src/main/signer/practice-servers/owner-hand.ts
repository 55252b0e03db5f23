import type { Clock } from '../../runtime/clock.ts'
import { isTouch } from '../practice-ledger/device-settings.ts'
import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'
import { isInside, layoutScreen } from './screen-layout.ts'

/** A hold counts from here on. */
const HOLD_MS = 1200
const SWIPE_DISTANCE = 50

export type SingleButton = 'left' | 'right'

interface Touch {
  readonly x: number
  readonly sinceMs: number
}

/** Turns what a remote owner does, button by button or touch by touch, into presses of the device. */
export class OwnerHand {
  readonly #device: PracticeDevice
  readonly #clock: Clock
  readonly #down = new Set<SingleButton>()
  readonly #chord = new Set<SingleButton>()
  #touch: Touch | null = null

  constructor(device: PracticeDevice, clock: Clock) {
    this.#device = device
    this.#clock = clock
  }

  buttonDown(button: SingleButton): void {
    this.#down.add(button)
    this.#chord.add(button)
  }

  /** The press counts when the last button is up again; two of them together are "both". */
  buttonUp(button: SingleButton): void {
    this.#down.delete(button)
    const [first, second] = this.#chord
    if (this.#down.size > 0 || !first) return
    this.#chord.clear()
    this.#device.press(second ? 'both' : first)
  }

  touchDown(x: number): void {
    this.#touch = { x, sinceMs: this.#clock.monotonicMs() }
  }

  touchUp(x: number, y: number): void {
    const touch = this.#touch
    this.#touch = null
    if (touch) this.stroke(touch.x, x, y, this.#clock.monotonicMs() - touch.sinceMs)
  }

  /** One whole touch: a swipe turns the page, a tap or hold acts where it lands. */
  stroke(startX: number, endX: number, endY: number, heldMs: number): void {
    const state = this.#device.screen()
    if (!isTouch(state.model)) return
    if (Math.abs(endX - startX) >= SWIPE_DISTANCE) {
      this.#device.press(endX < startX ? 'right' : 'left')
      return
    }
    const hit = layoutScreen(state).actions.find((box) => isInside(box, endX, endY))
    if (!hit) {
      this.#device.press('right')
    } else if (hit.action.gesture === 'tap' || heldMs >= HOLD_MS) {
      this.#device.act(hit.action.id)
    }
  }
}
