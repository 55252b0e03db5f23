import { expect, test } from 'vitest'
import { allowEmptyHtml } from './empty-html.ts'

test('emptiness is the only HTML that is let through', () => {
  const made: string[] = []
  let rule: (html: string) => string | null = (html) => html
  allowEmptyHtml({
    trustedTypes: {
      createPolicy(name, { createHTML }) {
        made.push(name)
        rule = createHTML
      },
    },
  })
  expect(made).toEqual(['default'])
  expect(rule('')).toBe('')
  for (const html of [' ', '<b>', '<img src=x onerror=ran()>']) expect(rule(html)).toBeNull()
})

test('a page without trusted types is left alone', () => {
  expect(() => allowEmptyHtml({})).not.toThrow()
})
