import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findBug } from './sim/planted/find-bug.ts'
import { countPlaces } from './sim/planted/planted-bug.ts'
import { PLANTED_BUGS } from './sim/planted/planted-bugs.ts'

const SEARCH = { seeds: 60, hours: 6, threads: 2 }

describe('a planted bug', () => {
  it('is one of twelve, and each has its place in a source', () => {
    expect(PLANTED_BUGS).toHaveLength(12)
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(12)
    for (const bug of PLANTED_BUGS) {
      expect(countPlaces(readFileSync(bug.file, 'utf8'), bug), bug.name).toBe(1)
    }
  })

  it.each(PLANTED_BUGS)(
    'is found: $name',
    async (bug) => {
      const found = await findBug(bug, SEARCH)
      expect(found, `not found in ${SEARCH.seeds} seeds`).not.toBeNull()
      expect(found?.violations.join('\n')).toMatch(bug.caughtBy)
    },
    240_000,
  )
})
