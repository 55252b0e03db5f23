export interface MessageLimits {
  /** UTF-8 bytes of all texts and keys, and eight for every other value. */
  readonly bytesMax: number
  readonly valuesMax: number
  readonly depthMax: number
}

export const MESSAGE_LIMITS: MessageLimits = { bytesMax: 64 * 1024, valuesMax: 4096, depthMax: 8 }

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Texts are measured without encoding them: three bytes is the most a UTF-16 unit can become. */
function textBytes(text: string, bytesMax: number): number {
  return text.length > bytesMax ? text.length : Buffer.byteLength(text, 'utf8')
}

interface Visit {
  readonly value: unknown
  readonly depth: number
}

/**
 * Null for a plain value (texts, finite numbers, flags, nulls, arrays and plain objects of them)
 * within the limits; otherwise what is wrong. Bounded work whatever comes: a cycle ends at the
 * depth, a huge value at the count.
 */
export function wrongMessage(
  message: unknown,
  limits: MessageLimits = MESSAGE_LIMITS,
): string | null {
  const open: Visit[] = [{ value: message, depth: 0 }]
  let bytes = 0
  let values = 0
  for (let visit = open.pop(); visit; visit = open.pop()) {
    const { value, depth } = visit
    values += 1
    if (values > limits.valuesMax) return `it has more than ${limits.valuesMax} values`
    if (depth > limits.depthMax) return `it is nested more than ${limits.depthMax} deep`
    const wrong = wrongValue(value)
    if (wrong !== null) return wrong
    bytes += typeof value === 'string' ? textBytes(value, limits.bytesMax) : 8
    if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value) && value.length > limits.valuesMax) {
        return `it has more than ${limits.valuesMax} values`
      }
      const keys = Object.keys(value)
      if (Array.isArray(value) && keys.length !== value.length) return 'a list in it has holes'
      if (values + open.length + keys.length > limits.valuesMax) {
        return `it has more than ${limits.valuesMax} values`
      }
      for (const key of keys) {
        if (FORBIDDEN_KEYS.has(key)) return `it has a field "${key}"`
        if (!Array.isArray(value)) bytes += textBytes(key, limits.bytesMax)
        open.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 })
      }
    }
    if (bytes > limits.bytesMax) return `it is larger than ${limits.bytesMax} bytes`
  }
  return null
}

function wrongValue(value: unknown): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : 'a number in it is not finite'
  if (typeof value !== 'object') return `a ${typeof value} in it is no plain value`
  return Array.isArray(value) || isPlain(value) ? null : 'an object in it is no plain one'
}
