import { spawn } from 'node:child_process'
import { PlainFailure } from './plain-failure.mjs'

const START_MS_MAX = 15_000

export const hasDisplay = () =>
  process.platform !== 'linux' ||
  Boolean(process.env.DISPLAY) ||
  Boolean(process.env.WAYLAND_DISPLAY)

/** Starts a virtual display on the first free number and waits until it accepts windows. */
async function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise((resolve, reject) => {
    const fail = () =>
      reject(new PlainFailure('There is no display and Xvfb does not start: install xvfb.'))
    const timer = setTimeout(fail, START_MS_MAX)
    server.once('error', fail).once('exit', fail)
    server.stdio[3].once('data', (text) => {
      clearTimeout(timer)
      resolve(text.toString().trim())
    })
  })
  return { name: `:${number}`, stop: () => server.kill() }
}

/**
 * Runs `work` with a display. Where the machine has none, a virtual one is started for as long as
 * the work takes, and that is said.
 *
 * @param work gets the environment variables to add.
 */
export async function withDisplay(work) {
  if (hasDisplay()) return work({})
  console.log('No display here: using a virtual one (Xvfb).')
  const display = await startVirtualDisplay()
  try {
    return await work({ DISPLAY: display.name })
  } finally {
    display.stop()
  }
}
