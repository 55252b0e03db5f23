import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { CheckOptions } from '../../main/app/compose-checks.ts'
import { runChecks } from '../../main/app/compose-checks.ts'
import { VENUE_ENDPOINTS } from '../../main/venues/hyperliquid/check-endpoints.ts'
import type { ClockOffset } from '../../main/watch/check-machine.ts'
import type { CheckResult } from '../../main/watch/check-result.ts'
import type { Command } from '../command.ts'

const PATIENCE_MS = 5_000
const PORT_MAX = 65_535

interface Flags {
  readonly data: string
  readonly mode: 'paper' | 'testnet' | 'mainnet'
  readonly port?: number
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > PORT_MAX) {
    throw new InvalidArgumentError(`a port is a whole number up to ${PORT_MAX}`)
  }
  return port
}

function parseMode(text: string): Flags['mode'] {
  if (text === 'paper' || text === 'testnet' || text === 'mainnet') return text
  throw new InvalidArgumentError('paper, testnet or mainnet')
}

/** What the tests put in the place of the machine and of the venue. */
export interface DoctorSeams {
  readonly probes?: CheckOptions['probes']
  readonly venueUrl?: string
}

/** The venue's own clock by the date of its answer, to the second. */
function venueOffset(mode: Flags['mode'], seam: string | undefined): Promise<ClockOffset> {
  if (mode === 'paper') return Promise.resolve('noVenue')
  const url = seam ?? VENUE_ENDPOINTS[mode].httpUrl
  const ask = url.startsWith('https:') ? request : plainRequest
  const askedMs = Date.now()
  return new Promise((done) => {
    const asked = ask(url, { method: 'HEAD', timeout: PATIENCE_MS })
    asked.once('response', ({ headers }) => {
      const venueMs = Date.parse(headers.date ?? '')
      // the answer was dated on the way, and to the second
      const hereMs = (askedMs + Date.now()) / 2
      done(Number.isFinite(venueMs) ? venueMs + 500 - hereMs : 'silent')
      asked.destroy()
    })
    asked.once('timeout', () => asked.destroy(new Error('late')))
    asked.once('error', () => done('silent'))
    asked.end()
  })
}

const MARKS = { healthy: 'ok  ', degraded: 'look', down: 'BAD ' } as const

const lineOf = ({ light, title, sentence, code }: CheckResult): string =>
  `${MARKS[light]}  ${title}: ${sentence}${code === null ? '' : ` (${code})`}\n`

/** Exit codes: 0 all is well or only needs a look, 1 something keeps the desk from working. */
export const doctorWith = ({ probes, venueUrl }: DoctorSeams): Command => ({
  register(program) {
    program
      .command('doctor')
      .description('look at this computer and a data folder as the health screen does')
      .requiredOption('--data <folder>', 'the data folder of the desk')
      .option('--mode <mode>', 'paper, testnet or mainnet', parseMode, 'paper')
      .option('--port <number>', 'a port that a server of yours is to have', parsePort)
      .addHelpText('after', '\nEach code has a page in docs/errors. Nothing is changed.')
      .action(async ({ data, mode, port }: Flags) => {
        const results = await runChecks({
          dataFolder: resolve(data),
          clockOffset: () => venueOffset(mode, venueUrl),
          ...(probes === undefined ? {} : { probes }),
          ...(port === undefined ? {} : { ports: [port] }),
        })
        for (const result of results) process.stdout.write(lineOf(result))
        if (results.some(({ light }) => light === 'down')) process.exitCode = 1
      })
  },
})

export const doctorCommand = doctorWith({})
