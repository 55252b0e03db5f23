import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { requestNames, requestSchemas } from '#contract/requests.ts'
import { countEvents, verifyLog } from './desk-log.ts'
import type { LaunchedDesk } from './fixtures.ts'
import { inMain, runToEnd, test } from './fixtures.ts'
import { askForEverything, goElsewhere, loadRemote, runText } from './hostile-attacks.ts'
import { startBait } from './hostile-bait.ts'
import { deskUsers, hasSystemSandbox, launchAs, processStatus } from './hostile-desk.ts'

const rendererUrl = 'app://desk/'
const START_MS = Date.UTC(2026, 0, 5, 12)
const FUZZED_MESSAGES = 20_000
/** Fewer than the desk takes a second, so that all but the first of each lot get past its limit. */
const A_LOT = 200
const SEED = 20_260_105

const names = [...requestNames, 'launch', '__proto__', 'constructor', 'toString', '']
const fields = [
  ...new Set(requestNames.flatMap((name) => Object.keys(requestSchemas[name].shape))),
  '__proto__',
  'constructor',
  'then',
]

/** What hostile-preload.cjs gives its page. */
interface Hostile {
  fuzz(
    seed: number,
    count: number,
    names: readonly string[],
    fields: readonly string[],
  ): Promise<Record<string, number>>
  invoke(channel: string, ...words: unknown[]): Promise<{ answer?: unknown; failure?: string }>
  shout(channels: readonly string[]): void
  /** The requests that were not answered within a second: they wait for the device or a clock. */
  waiting(): string[]
  readonly globals: readonly string[]
}

/** Electron has these on every page but leaves them out of its types. */
interface PreferencesHolder {
  getLastWebPreferences(): Record<string, unknown> | null
}

/** Where the desk's windows are, and every frame in them. */
const places = (desk: LaunchedDesk) =>
  inMain(desk.app, ({ BrowserWindow, webContents }) => ({
    urls: webContents.getAllWebContents().map((contents) => contents.getURL()),
    windows: BrowserWindow.getAllWindows().length,
    origins: [
      ...new Set(
        webContents
          .getAllWebContents()
          .flatMap(({ mainFrame }) => mainFrame.framesInSubtree.map(({ origin }) => origin)),
      ),
    ],
  }))

/** The desk answers its own page and shows its screen. */
async function expectStillUp({ page }: LaunchedDesk): Promise<void> {
  expect(page.url()).toBe(rendererUrl)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  const answer = await page.evaluate(() => {
    const { desk } = window as unknown as {
      desk: { request(name: string, payload: object): Promise<{ ok: boolean }> }
    }
    return desk.request('getSnapshot', {})
  })
  expect(answer.ok).toBe(true)
}

/** Puts the raw messages into the desk's own window, and a deaf ear to its dialogs. */
async function breakOut({ app, page }: LaunchedDesk): Promise<void> {
  await inMain(
    app,
    ({ session, dialog }, preload) => {
      const canceled = { canceled: true, filePath: '', filePaths: [] }
      Object.assign(dialog, {
        showSaveDialog: () => Promise.resolve(canceled),
        showOpenDialog: () => Promise.resolve(canceled),
      })
      session.defaultSession.setPreloads([preload])
    },
    join(__dirname, 'hostile-preload.cjs'),
  )
  await page.reload()
}

const fuzzALot = ({ page }: LaunchedDesk, seed: number) =>
  page.evaluate(
    ([fuzzSeed, count, allNames, allFields]) =>
      (window as unknown as { hostile: Hostile }).hostile.fuzz(
        fuzzSeed,
        count,
        allNames,
        allFields,
      ),
    [seed, A_LOT, names, fields] as const,
  )

for (const user of deskUsers) {
  test.describe(`hostile hardening, as ${user}`, () => {
    let folder = ''
    test.beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'countersign-hostile-'))
    })
    test.afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

    test('the window is walled in: preferences, sandbox, Node, policy, protocol', async ({
      launchDesk,
    }) => {
      const desk = await launchAs(user, launchDesk, folder, [])
      const preferences = await inMain(desk.app, ({ webContents }) =>
        webContents
          .getAllWebContents()
          .map((contents) => (contents as unknown as PreferencesHolder).getLastWebPreferences()),
      )
      expect(preferences).toHaveLength(1)
      expect(preferences[0]).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
      })
      expect(preferences[0]?.enableBlinkFeatures ?? '').toBe('')

      const renderers = await inMain(desk.app, ({ app, webContents }) => ({
        pids: webContents.getAllWebContents().map((contents) => contents.getOSProcessId()),
        main: process.pid,
        sandboxed: app.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })),
      }))
      if (process.platform === 'linux' && hasSystemSandbox(user)) {
        const [pid = 0] = renderers.pids
        expect(processStatus(renderers.main, 'Uid')).not.toBe('0')
        // 2 is a filter of system calls: the operating system's own sandbox
        expect(processStatus(pid, 'Seccomp')).toBe('2')
        expect(processStatus(pid, 'NoNewPrivs')).toBe('1')
      }

      const reached = await desk.page.evaluate(() => [
        ...['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
          (name) => name in window,
        ),
        ...Object.keys((window as unknown as { desk: object }).desk),
      ])
      expect(reached.sort()).toEqual(['onBook', 'onPatch', 'reportReady', 'request'])
      expect(
        await desk.page.evaluate(() =>
          Object.isFrozen((window as unknown as { desk: object }).desk),
        ),
      ).toBe(true)
      const policy = (await desk.page.reload())?.headers()['content-security-policy'] ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).toContain("connect-src 'none'")
      expect(policy).not.toContain('unsafe')

      const statuses = await inMain(desk.app, async ({ net }) => {
        const tried = [
          ['GET', ''],
          ['GET', '..%2fmain%2findex.js'],
          ['GET', '%2e%2e/main/index.js'],
          ['GET', '..%5cmain%5cindex.js'],
          ['GET', '..%252fmain%252findex.js'],
          ['GET', '%00index.html'],
          ['GET', 'index.html%00.js'],
          ['GET', '%c0%ae%c0%ae/main/index.js'],
          ['GET', '/etc/passwd'],
          ['GET', 'index.html/'],
          ['POST', ''],
          ['PUT', 'index.html'],
          ['HEAD', ''],
        ] as const
        const answers: string[] = []
        for (const [method, path] of tried) {
          const answer = await net.fetch(`app://desk/${path}`, { method }).then(
            ({ status }) => String(status),
            () => 'refused',
          )
          answers.push(answer === '200' && path !== '' ? `${method} ${path} was served` : answer)
        }
        for (const url of ['app://other/', 'app://desk.evil/', 'app://user@desk.evil/']) {
          answers.push(
            await net.fetch(url).then(
              ({ status }) => String(status),
              () => 'refused',
            ),
          )
        }
        return answers
      })
      expect(statuses[0]).toBe('200')
      expect(statuses.slice(1).filter((status) => !/^(403|404|refused)$/.test(status))).toEqual([])
    })

    test('a page that turns hostile runs no text, loads nothing, gets nothing, goes nowhere', async ({
      launchDesk,
    }) => {
      const bait = await startBait()
      const desk = await launchAs(user, launchDesk, folder, [])
      const { page } = desk
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      expect(await page.evaluate(runText), 'code from text').toEqual([])
      expect(
        await page.evaluate(loadRemote, { host: bait.host, udpPort: bait.udpPort }),
        'loaded from outside',
      ).toEqual([])
      expect(await page.evaluate(askForEverything), 'permissions').toEqual([])
      const targets = [
        `http://${bait.host}/bait`,
        'https://countersign.example/',
        'file:///etc/passwd',
        'javascript:document.title="planted"',
        'data:text/html,<script>document.title="planted"</script>',
        'app://other/index.html',
        'app://desk/assets/missing.html',
        'chrome://gpu',
        'devtools://devtools/bundled/inspector.html',
        'view-source:app://desk/',
        'mailto:hostile@countersign.example',
        'ms-settings:privacy',
      ]
      for (const target of targets) {
        await page.evaluate(goElsewhere, target)
        const now = await places(desk)
        expect(now.urls, target).toEqual([rendererUrl])
        expect(now.windows, target).toBe(1)
        // frames of nobody's origin stay empty; of a foreign one there is none
        expect(
          now.origins.filter((origin) => origin !== 'app://desk'),
          target,
        ).toEqual(now.origins.filter((origin) => origin === 'null' || origin === ''))
      }
      expect(await page.title()).not.toContain('planted')
      // an empty page is the one that nobody is asked about: the desk comes back by itself
      await page.evaluate(goElsewhere, 'about:blank').catch(() => undefined)
      await expect.poll(async () => (await places(desk)).urls).toEqual([rendererUrl])
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      const inFrame = await page.evaluate(() => {
        const frame = document.createElement('iframe')
        document.body.append(frame)
        const inside = frame.contentWindow as unknown as Record<string, unknown>
        return ['desk', 'require', 'process', 'ipcRenderer'].filter((name) => name in inside)
      })
      expect(inFrame, 'a frame of the page').toEqual([])
      expect(bait.hits).toEqual([])
      await expectStillUp(desk)
      await bait.close()
    })

    test(`${FUZZED_MESSAGES.toLocaleString('en')} fuzzed messages past the preload are answered, and nothing is sent`, async ({
      launchDesk,
    }) => {
      test.setTimeout(240_000)
      const clock = ['--manual-clock', String(START_MS)]
      const desk = await launchAs(user, launchDesk, folder, clock)
      await breakOut(desk)
      const before = await inMain(desk.app, () => Object.getOwnPropertyNames(Object.prototype))
      const sum: Record<string, number> = {}
      for (let sent = 0; sent < FUZZED_MESSAGES; sent += A_LOT) {
        await desk.advanceClock(1_000)
        const tally = await fuzzALot(desk, SEED + sent)
        for (const [code, count] of Object.entries(tally)) sum[code] = (sum[code] ?? 0) + count
      }
      const waiting = await desk.page.evaluate(() =>
        (window as unknown as { hostile: Hostile }).hostile.waiting(),
      )
      console.log(`      outcomes: ${JSON.stringify(sum)} ${waiting.join(', ')}`)
      const total = Object.values(sum).reduce((all, count) => all + count, 0)
      expect(total).toBe(FUZZED_MESSAGES)
      expect(sum.internal ?? 0, 'a handler threw').toBe(0)
      expect(Object.keys(sum)).not.toContain('no answer at all')
      // a flood beyond the limit is refused, and the next second begins anew
      await desk.advanceClock(1_000)
      await fuzzALot(desk, 1)
      const flood = await fuzzALot(desk, 2)
      expect(flood.tooManyRequests ?? 0).toBeGreaterThan(A_LOT / 2)
      await desk.advanceClock(1_000)
      const after = await inMain(desk.app, () => Object.getOwnPropertyNames(Object.prototype))
      expect(after).toEqual(before)
      expect(countEvents(desk.dataFolder, 'OrderSubmitted')).toBe(0)
      expect(countEvents(desk.dataFolder, 'OrderSigned')).toBe(0)
      await expectStillUp(desk)
      expect(verifyLog(desk.dataFolder)).toContain('The log is whole')
    })

    test('other channels are deaf, and another window or a frame in it is no sender', async ({
      launchDesk,
    }) => {
      const desk = await launchAs(user, launchDesk, folder, [])
      await breakOut(desk)
      const heard = await desk.page.evaluate(async () => {
        const { hostile } = window as unknown as { hostile: Hostile }
        hostile.shout(['desk:request', 'desk:patch', 'desk:ready', 'ELECTRON_BROWSER_REQUIRE', 'x'])
        const answers: string[] = []
        for (const channel of ['desk:patch', 'desk:ready', 'shell', '__proto__']) {
          answers.push((await hostile.invoke(channel, 'getSnapshot', {})).failure ?? 'answered')
        }
        return { answers, globals: hostile.globals }
      })
      for (const answer of heard.answers) expect(answer).toContain('No handler registered')
      expect(heard.globals.filter((name) => name !== 'process')).toEqual([])

      // the session's hostile preload is in this window too
      const foreign = await inMain(desk.app, async ({ BrowserWindow }) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { nodeIntegrationInSubFrames: true, sandbox: true },
        })
        await window.loadURL('app://desk/')
        const ask = 'hostile.invoke("desk:request", "getSnapshot", {})'
        const main: unknown = await window.webContents.executeJavaScript(ask)
        await window.loadURL('data:text/html,<iframe srcdoc="a frame"></iframe>')
        const [frame] = window.webContents.mainFrame.frames
        const inside: unknown = await frame?.executeJavaScript(ask)
        window.destroy()
        return { main, inside }
      })
      const refused = { answer: { ok: false, error: { code: 'forbiddenSender' } } }
      expect(foreign.main).toMatchObject(refused)
      expect(foreign.inside).toMatchObject(refused)
      await expectStillUp(desk)
    })
  })
}

test.describe('hostile hardening, surroundings', () => {
  test('no file of the application opens a link, a shell or a window by an address of the page', () => {
    const main = readFileSync(join(__dirname, '../out/main/index.js'), 'utf8')
    expect(main).not.toMatch(/openExternal|openPath|shell\.open/)
    const preload = readFileSync(join(__dirname, '../out/preload/index.js'), 'utf8')
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1)
  })

  test('an Electron that the desk is not made for serves no real money', async ({ dataFolder }) => {
    const manifest = readFileSync(join(__dirname, '../package.json'), 'utf8')
    const { devDependencies } = JSON.parse(manifest) as { devDependencies: { electron: string } }
    const version = readFileSync(join(__dirname, '../node_modules/electron/dist/version'), 'utf8')
    const { output, code } = await runToEnd([
      ...['--data', dataFolder, '--mode', 'mainnet', '--signer', 'usb', '--manual-clock', '1'],
    ])
    // on the pinned one the next refusal comes, that of the clock
    expect(code).not.toBe(0)
    expect(output).toMatch(/mainnet/i)
    expect(version.trim().replace(/^v/, '') === devDependencies.electron || code !== 0).toBe(true)
  })
})
