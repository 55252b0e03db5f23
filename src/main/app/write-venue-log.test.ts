import { expect, it } from 'vitest'
import { writeVenueLog } from './write-venue-log.ts'

it('keeps the sample of what could not be read, and the level', () => {
  const lines: string[] = []
  const write = writeVenueLog({
    info: (message) => lines.push(`info ${message}`),
    warn: (message) => lines.push(`warn ${message}`),
    fault: (message) => lines.push(`fault ${message}`),
  })
  write({ level: 'info', message: 'connected' })
  write({ level: 'warn', message: 'An unknown shape.', sample: '{"px":NaN}' })
  write({ level: 'error', message: 'unreadable' })
  expect(lines).toEqual([
    'info connected',
    'warn An unknown shape. It began: {"px":NaN}',
    'fault unreadable',
  ])
})
