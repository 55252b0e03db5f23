import { useState } from 'react'

/** A text that counts only while it makes sense. */
export function useDraft(value: string, pattern: RegExp, onChange: (text: string) => void) {
  const [draft, setDraft] = useState({ of: value, text: value })
  const text = draft.of === value ? draft.text : value
  const isGood = pattern.test(text) && !/^0*(\.0*)?$/.test(text)
  const change = (next: string): void => {
    const isNextGood = pattern.test(next) && !/^0*(\.0*)?$/.test(next)
    setDraft({ of: isNextGood ? next : value, text: next })
    if (isNextGood) onChange(next)
  }
  return { text, isGood, change }
}
