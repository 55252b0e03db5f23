import { z } from 'zod'
import type { OwnerHand } from './owner-hand.ts'
import type { ScreenEvents, TextEvent } from './screen-events.ts'

const actionSchema = z.union([
  z.tuple([z.literal('button'), z.union([z.literal(1), z.literal(2)]), z.boolean()]),
  z.tuple([z.literal('finger'), z.number(), z.number(), z.boolean()]),
  z.tuple([z.literal('setbool'), z.string(), z.boolean()]),
  z.tuple([z.literal('exit')]),
])

const ruleSchema = z.object({
  text: z.string().optional(),
  regexp: z.string().max(200).optional(),
  x: z.number().optional(),
  y: z.number().optional(),
  conditions: z.array(z.tuple([z.string(), z.boolean()])).optional(),
  actions: z.array(actionSchema).max(20),
})

/** The emulator's automation file: what to press when a text appears. */
export const automationSchema = z.object({
  version: z.literal(1),
  rules: z.array(ruleSchema).max(100),
})

type Rule = z.infer<typeof ruleSchema>

/** Follows the rules that were set last; the first that fits a text is carried out. */
export class Automation {
  readonly #hand: OwnerHand
  readonly #stop: () => void
  readonly #flags = new Map<string, boolean>()
  #rules: readonly Rule[] = []

  constructor(events: ScreenEvents, hand: OwnerHand) {
    this.#hand = hand
    this.#stop = events.subscribe((event) => {
      // The screen must be drawn to its end before the next press changes it.
      setImmediate(() => this.#follow(event))
    })
  }

  /** Throws when a regular expression cannot be read. */
  setRules(rules: readonly Rule[]): void {
    for (const rule of rules) if (rule.regexp !== undefined) new RegExp(rule.regexp)
    this.#rules = rules
    this.#flags.clear()
  }

  close(): void {
    this.#stop()
    this.#rules = []
  }

  #follow(event: TextEvent): void {
    const rule = this.#rules.find((candidate) => this.#fits(candidate, event))
    for (const action of rule?.actions ?? []) this.#run(action)
  }

  #fits(rule: Rule, event: TextEvent): boolean {
    if (rule.text !== undefined && rule.text !== event.text) return false
    if (rule.regexp !== undefined && !new RegExp(`^(?:${rule.regexp})`).test(event.text)) {
      return false
    }
    if (rule.x !== undefined && rule.x !== event.x) return false
    if (rule.y !== undefined && rule.y !== event.y) return false
    const conditions = rule.conditions ?? []
    return conditions.every(([name, wanted]) => (this.#flags.get(name) ?? false) === wanted)
  }

  #run(action: Rule['actions'][number]): void {
    switch (action[0]) {
      case 'button': {
        const button = action[1] === 1 ? 'left' : 'right'
        if (action[2]) this.#hand.buttonDown(button)
        else this.#hand.buttonUp(button)
        return
      }
      case 'finger':
        if (action[3]) this.#hand.touchDown(action[1])
        else this.#hand.touchUp(action[1], action[2])
        return
      case 'setbool':
        this.#flags.set(action[1], action[2])
        return
      default:
        // "exit" ends the emulator; here it ends the rules.
        this.#rules = []
    }
  }
}
