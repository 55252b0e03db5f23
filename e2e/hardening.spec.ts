import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { inMain, runToEnd, test } from './fixtures.ts'

const rendererUrl = 'app://desk/'

/** Electron has this call on every page but leaves it out of its types. */
interface PreferencesHolder {
  getLastWebPreferences(): Record<string, unknown> | null
}

test.describe('hardening', () => {
  test('the page is sandboxed, isolated and has no Node', async ({ launchDesk }) => {
    const { app, page } = await launchDesk()
    expect(page.url()).toBe(rendererUrl)
    const preferences = await inMain(app, ({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
          (contents as unknown as PreferencesHolder).getLastWebPreferences() ?? {}
        return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag }
      }),
    )
    expect(preferences).toEqual([
      {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    ])
    const reach = await page.evaluate(() => {
      const { desk } = window as unknown as { desk: object }
      return {
        names: [
          'require',
          'process',
          'module',
          'Buffer',
          'global',
          'electron',
          'ipcRenderer',
        ].filter((name) => name in window),
        desk: Object.keys(desk).sort(),
        isFrozen: Object.isFrozen(desk),
      }
    })
    expect(reach).toEqual({
      names: [],
      desk: ['onBook', 'onPatch', 'reportReady', 'request'],
      isFrozen: true,
    })
  })

  test('every answer carries the strict policy, and inline script and eval are refused', async ({
    launchDesk,
  }) => {
    const { page } = await launchDesk()
    const answer = await page.reload()
    const policy = answer?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).not.toContain('unsafe')
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script')
      try {
        script.text = 'window.planted = true'
      } catch {
        // Trusted Types refuse the text already
      }
      document.body.append(script)
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      )
      return { inline: 'planted' in window, fetched }
    })
    expect(ran).toEqual({ inline: false, fetched: false })
  })

  test('the page cannot leave, open a window, embed one or ask for a permission', async ({
    launchDesk,
  }) => {
    const { app, page } = await launchDesk()
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await page.evaluate(() => {
      location.href = 'file:///etc/passwd'
    })
    const opened = await page.evaluate(() => window.open('https://example.com/') !== null)
    expect(opened).toBe(false)
    const permission = await page.evaluate(() => Notification.requestPermission())
    expect(permission).toBe('denied')
    await page.evaluate(() => {
      for (const name of ['iframe', 'webview']) {
        const frame = document.createElement(name)
        frame.setAttribute('src', 'https://example.com/')
        document.body.append(frame)
      }
    })
    const pages = await inMain(app, ({ BrowserWindow, webContents }) => ({
      urls: webContents.getAllWebContents().map((contents) => contents.getURL()),
      frames: webContents
        .getAllWebContents()
        .flatMap((contents) => contents.mainFrame.framesInSubtree.map((frame) => frame.origin)),
      windows: BrowserWindow.getAllWindows().length,
    }))
    expect(pages.urls).toEqual([rendererUrl])
    expect(pages.frames).not.toContain('https://example.com')
    expect(pages.windows).toBe(1)
    expect(page.url()).toBe(rendererUrl)
  })

  test('only files of the renderer are served', async ({ launchDesk }) => {
    const { app } = await launchDesk()
    const statuses = await inMain(app, async ({ net }) => {
      const paths = ['', 'index.html', '../main/index.js', '..%2fmain/index.js', 'missing.js']
      const urls = [...paths.map((path) => `app://desk/${path}`), 'app://other/index.html']
      return Promise.all(urls.map(async (url) => (await net.fetch(url)).status))
    })
    expect(statuses).toEqual([200, 200, 404, 404, 404, 403])
  })

  test('a second start on the same data folder is refused', async ({ launchDesk, dataFolder }) => {
    const { page } = await launchDesk()
    const second = await runToEnd(['--data', dataFolder])
    expect(second.code).toBe(3)
    expect(second.output).toContain(`Countersign is already running on ${dataFolder}`)
    expect(page.url()).toBe(rendererUrl)
  })

  test('bad switches end with one sentence', async ({ dataFolder }) => {
    const typo = await runToEnd(['--mod', 'mainnet', '--data', dataFolder])
    expect(typo.code).toBe(2)
    expect(typo.output).toContain('--mod is not a switch of Countersign')
    const file = join(dataFolder, 'a-file')
    writeFileSync(file, '')
    const noFolder = await runToEnd(['--data', file])
    expect(noFolder.code).toBe(1)
    expect(noFolder.output).toContain('choose another with --data FOLDER')
  })

  test('mainnet refuses a clock that can be moved and a signer that is not USB', async ({
    dataFolder,
  }) => {
    const mainnet = ['--data', dataFolder, '--mode', 'mainnet']
    const clock = await runToEnd([...mainnet, '--manual-clock', '1678000000000'])
    expect(clock.code).toBe(2)
    expect(clock.output).toContain('--manual-clock is for tests and refused on mainnet')
    const practice = await runToEnd([...mainnet, '--signer', 'practice'])
    expect(practice.code).toBe(2)
    expect(practice.output).toContain('only a Ledger on USB may sign')
  })

  test('the clock moves only when the desk was started with one', async ({
    launchDesk,
    dataFolder,
  }) => {
    const desk = await launchDesk({ switches: ['--manual-clock', '1678000000000'] })
    const now = () =>
      inMain(
        desk.app,
        () =>
          (
            globalThis as { countersignManualClock?: { wallMs(): number } }
          ).countersignManualClock?.wallMs() ?? null,
      )
    expect(await now()).toBe(1_678_000_000_000)
    await desk.advanceClock(1_000)
    expect(await now()).toBe(1_678_000_001_000)
    await desk.app.close()
    const real = await launchDesk({ dataFolder: join(dataFolder, 'real-time') })
    await expect(real.advanceClock(1)).rejects.toThrow('without --manual-clock')
  })
})
