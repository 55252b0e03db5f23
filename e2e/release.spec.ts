import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

const root = join(__dirname, '..')
const executable = join(root, 'dist/release/linux-unpacked/countersign')
const isRoot = process.platform === 'linux' && process.getuid?.() === 0
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const DEBUG_PORT = 39_222

const run = (file: string, words: readonly string[]) =>
  new Promise<{ code: number | null; output: string; ports: boolean }>((resolve, reject) => {
    const child = spawn(file, [...(isRoot ? ['--no-sandbox'] : []), ...words])
    let output = ''
    let ports = false
    const look = setInterval(() => {
      const socket = connect(DEBUG_PORT, '127.0.0.1')
      socket.on('connect', () => {
        ports = true
        socket.destroy()
      })
      socket.on('error', () => socket.destroy())
    }, 20)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part
      })
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      clearInterval(look)
      resolve({ code, output, ports })
    })
  })

/** The fuses as build/electron-builder.yml wants them in the packages for users. */
function wantedFuses(): Record<string, boolean> {
  const text = readFileSync(join(root, 'build/electron-builder.yml'), 'utf8')
  const block = /electronFuses:\n((?: {2}.*\n)+)/.exec(text)?.[1] ?? ''
  return Object.fromEntries(
    [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, on]) => [name, on === 'true']),
  )
}

// the folder is built with the Electron of this machine, which only Linux packages here
if (process.platform === 'linux') {
  test.describe('hostile hardening, the package for users', () => {
    let work = ''
    test.beforeAll(() => {
      test.setTimeout(240_000)
      const words = ['scripts/dist-linux-dir.mjs', '--deb']
      execFileSync(process.execPath, words, { cwd: root, stdio: 'pipe' })
    })
    test.beforeEach(() => {
      work = mkdtempSync(join(tmpdir(), 'countersign-release-'))
    })
    test.afterEach(() => rmSync(work, { recursive: true, force: true, maxRetries: 5 }))

    test('has the fuses of a release and passes its own smoke', async () => {
      const script = `import('${root}/scripts/setup/fuses.mjs').then(({ readFuses }) =>
        console.log(JSON.stringify(readFuses('${executable}'))))`
      const found: unknown = JSON.parse(
        execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
      )
      const wanted = wantedFuses()
      expect(Object.keys(wanted)).toHaveLength(8)
      expect(found).toEqual(wanted)
      const picture = join(work, 'out.png')
      const { code } = await run(executable, ['--data', join(work, 'desk'), '--smoke', picture])
      expect(code).toBe(0)
      expect(readFileSync(picture).subarray(0, 4).equals(PNG)).toBe(true)
    })

    for (const word of [
      '--inspect',
      `--inspect=${DEBUG_PORT}`,
      `--inspect-brk=${DEBUG_PORT}`,
      `--remote-debugging-port=${DEBUG_PORT}`,
      '--js-flags=--expose-gc',
    ]) {
      test(`refuses ${word}`, async () => {
        const { code, output, ports } = await run(executable, ['--data', join(work, 'desk'), word])
        expect(code).toBe(2)
        expect(output).toContain('opens the desk to other programs: refused in this application')
        expect(output).not.toMatch(/Debugger listening|DevTools listening/)
        expect(ports).toBe(false)
      })
    }

    test('is no Node: ELECTRON_RUN_AS_NODE and NODE_OPTIONS change nothing', () => {
      const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
      const words = [...(isRoot ? ['--no-sandbox'] : []), '--version']
      const said = execFileSync(executable, words, { env: environment, encoding: 'utf8' })
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        version: string
      }
      expect(said).toContain(version)
      const planted = execFileSync(executable, words, {
        env: { ...process.env, NODE_OPTIONS: '--require /nonexistent/planted.js' },
        encoding: 'utf8',
      })
      expect(planted).toContain(version)
    })

    // dpkg installs as root only
    if (!isRoot) return
    test('its deb installs, starts and leaves nothing behind', async () => {
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        version: string
      }
      const deb = join(root, `dist/countersign_${version}_amd64.deb`)
      const system = join(work, 'system')
      for (const name of ['info', 'updates', 'triggers']) {
        mkdirSync(join(system, 'var/lib/dpkg', name), { recursive: true })
      }
      execFileSync('touch', [join(system, 'var/lib/dpkg/status')])
      const filesOf = () =>
        execFileSync('find', [system, '-not', '-path', '*/var*', '-type', 'f'], {
          encoding: 'utf8',
        })
          .split('\n')
          .filter(Boolean)
      // a root of its own with the libraries of this machine: what the package names is asked for here
      const dpkg = (...words: string[]) =>
        execFileSync(
          'dpkg',
          [`--root=${system}`, '--force-script-chrootless', '--force-depends', ...words],
          {
            encoding: 'utf8',
            stdio: 'pipe',
          },
        )
      dpkg('--install', deb)
      expect(dpkg('--status', 'countersign')).toContain('Status: install ok installed')
      const installed = join(system, 'opt/Countersign/countersign')
      expect(statSync(join(system, 'opt/Countersign/chrome-sandbox')).mode & 0o7777).toBe(0o4755)
      expect(existsSync(join(system, 'usr/share/applications/countersign.desktop'))).toBe(true)
      const picture = join(work, 'out.png')
      const { code } = await run(installed, ['--data', join(work, 'desk'), '--smoke', picture])
      expect(code).toBe(0)
      expect(readFileSync(picture).subarray(0, 4).equals(PNG)).toBe(true)
      dpkg('--purge', 'countersign')
      expect(filesOf()).toEqual([])
      const depends = execFileSync('dpkg-deb', ['--field', deb, 'Depends'], { encoding: 'utf8' })
      for (const choice of depends.trim().split(', ')) {
        const names = choice.split(' | ')
        const present = names.filter((name) => {
          try {
            return execFileSync('dpkg-query', ['-W', '-f', `\${db:Status-Status}`, name], {
              encoding: 'utf8',
              stdio: 'pipe',
            }).includes('installed')
          } catch {
            return false
          }
        })
        expect(present.length, choice).toBeGreaterThan(0)
      }
    })
  })
}
