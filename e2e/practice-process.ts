import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const projectRoot = join(__dirname, '..')
const START_MS_MAX = 20_000

/** What the HTTP interface of the practice Ledger takes at /practice. */
export interface PracticeChange {
  readonly isLocked?: boolean
  readonly app?: 'ethereum' | 'dashboard' | 'other'
  readonly isPlugged?: boolean
  readonly isHeldByOther?: boolean
  readonly model?: 'nanosp' | 'nanox' | 'flex'
  readonly settings?: Readonly<Record<string, boolean>>
  readonly answer?: 'approve' | 'reject'
}

export interface PracticeState {
  readonly screen: { readonly kind: string; readonly title: string; readonly text: string }
}

/** The stand-alone practice Ledger in a process of its own, as another computer program would see it. */
export interface PracticeProcess {
  readonly tcpPort: number
  readonly httpUrl: string
  change(change: PracticeChange): Promise<PracticeState>
  state(): Promise<PracticeState>
  stop(): Promise<void>
}

/** Waits for the line that names the ports. */
function readPorts(child: ChildProcess): Promise<{ tcpPort: number; httpUrl: string }> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`it did not start: ${output}`)), START_MS_MAX)
    const read = (part: unknown): void => {
      output += String(part)
      const tcp = /APDU on 127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      const http = /HTTP on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]
      if (tcp === undefined || http === undefined) return
      clearTimeout(timer)
      resolve({ tcpPort: Number(tcp), httpUrl: http })
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${output}`)))
  })
}

async function call(url: string, change?: PracticeChange): Promise<PracticeState> {
  const body = change === undefined ? {} : { method: 'POST', body: JSON.stringify(change) }
  const response = await fetch(url, body)
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return (await response.json()) as PracticeState
}

export async function startPracticeLedger(): Promise<PracticeProcess> {
  const words = ['out/main/countersign.js', 'practice-ledger', '--tcp', '0', '--http', '0']
  const child = spawn('node', words, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] })
  const { tcpPort, httpUrl } = await readPorts(child)
  child.stdout?.resume()
  return {
    tcpPort,
    httpUrl,
    change: (change) => call(`${httpUrl}/practice`, change),
    state: () => call(`${httpUrl}/practice`),
    async stop() {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      await ended
    },
  }
}
