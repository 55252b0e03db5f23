import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PassedDecision } from './check-order.ts'
import { checkOrder, isPassed, recheckOrder } from './check-order.ts'
import { calm } from './risk-inputs.test-support.ts'

const genuine = checkOrder(calm)
if (!isPassed(genuine)) throw new Error(genuine.message)

/** Every way that something callable could be talked into making one. */
function attempts(target: unknown, passed: PassedDecision): unknown[] {
  if (typeof target !== 'function') return [target]
  const lists: readonly (readonly unknown[])[] = [
    [],
    [passed],
    [calm],
    ['passed', passed],
    [Symbol('risk manager'), calm, passed, passed.quantity, 'riskPerTrade', [], calm.equity],
    [Symbol.for('risk manager'), calm, passed, passed.quantity, 'riskPerTrade', [], calm.equity],
    [{ ...passed }, { ...calm }],
    [{ ...calm, equity: -1n }, passed],
    [{ kind: 'passed' }],
  ]
  const made: unknown[] = []
  for (const list of lists) {
    for (const way of [
      () => Reflect.apply(target, undefined, list),
      () => Reflect.apply(target, passed, list),
      () => Reflect.construct(target, list),
      () => Reflect.construct(Object, list, target),
    ]) {
      try {
        made.push(way())
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }
  }
  return made
}

describe('a passed decision', () => {
  it('comes from no export of the risk manager but its two checks', async () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => file.endsWith('.ts') && !file.includes('.test'),
    )
    expect(files.length).toBeGreaterThan(15)
    let tried = 0
    for (const file of files) {
      const exported: Record<string, unknown> = await import(
        /* @vite-ignore */ join(import.meta.dirname, file)
      )
      for (const target of Object.values(exported)) {
        for (const made of attempts(target, genuine)) {
          tried += 1
          const isFromACheck = target === checkOrder || target === recheckOrder
          if (made !== genuine && !isFromACheck) expect(isPassed(made)).toBe(false)
        }
      }
    }
    expect(tried).toBeGreaterThan(500)
  })

  it('is not made by its own constructor, prototype or copies', () => {
    const maker = genuine.constructor
    for (const made of attempts(maker, genuine)) expect(isPassed(made)).toBe(false)
    const prototype: object = Object.getPrototypeOf(genuine)
    const copies: readonly unknown[] = [
      { ...genuine },
      Object.assign(Object.create(prototype), genuine),
      Object.create(genuine),
      structuredClone({ ...genuine }),
      new Proxy(genuine, {}),
      Object.setPrototypeOf({ ...genuine }, prototype),
    ]
    for (const copy of copies) expect(isPassed(copy)).toBe(false)
    class Derived extends (maker as new (...list: unknown[]) => object) {}
    expect(() => new Derived(genuine)).toThrow('only the risk manager')
  })

  it('cannot be changed once it is made', () => {
    expect(Object.isFrozen(genuine)).toBe(true)
    expect(() => Object.assign(genuine, { quantity: 1n })).toThrow(TypeError)
    expect(() => Object.defineProperty(genuine, 'kind', { value: 'denied' })).toThrow(TypeError)
    expect(() => Object.assign(genuine.band ?? {}, { low: 0n })).toThrow(TypeError)
    expect(isPassed(genuine)).toBe(true)
  })
})
