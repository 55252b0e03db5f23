/**
 * Builds the screen over fixtures and photographs it in a real browser:
 *   npx tsx src/renderer/dev/shots.test-support.ts [OUT] [--only busy-dark-1280x800 | --matrix]
 * Fails when the content policy was broken, the console complained or axe found a violation.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import react from '@vitejs/plugin-react'
import type { Browser, Page } from 'playwright'
import { chromium } from 'playwright'
import { build } from 'vite'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'; require-trusted-types-for 'script'"
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

export interface Shot {
  readonly name: string
  readonly query: string
  readonly width: number
  readonly height: number
  readonly act?: (page: Page) => Promise<void>
}

const tab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click()
const button = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click()

function everyShot(): Shot[] {
  const states = ['busy', 'empty', 'signing', 'stale', 'error']
  const themes = ['dark', 'light']
  const sizes: [number, number][] = [
    [1280, 800],
    [1920, 1080],
  ]
  const grid = states.flatMap((state) =>
    themes.flatMap((theme) =>
      sizes.map(([width, height]) => ({
        name: `${state}-${theme}-${width}x${height}`,
        query: `state=${state}&theme=${theme}`,
        width,
        height,
      })),
    ),
  )
  const one = (
    name: string,
    query: string,
    act?: Shot['act'],
    width = 1280,
    height = 800,
  ): Shot => ({
    name,
    query,
    width,
    height,
    ...(act === undefined ? {} : { act }),
  })
  return [
    ...grid,
    one('small', 'state=busy&theme=dark', undefined, 1024, 700),
    one('large', 'state=busy&theme=light', undefined, 2560, 1440),
    one('testnet', 'state=busy&theme=dark&mode=testnet'),
    one('mainnet', 'state=busy&theme=light&mode=mainnet'),
    one('tab-orders', 'state=busy&theme=dark', tab('Open orders')),
    one('tab-book', 'state=busy&theme=dark', tab('Book')),
    one('tab-fills', 'state=busy&theme=light', tab('Fills')),
    one('tab-equity', 'state=busy&theme=dark', tab('Equity')),
    one('tab-strategies', 'state=busy&theme=light', tab('Strategies')),
    one('tab-decisions', 'state=busy&theme=dark', tab('Decisions')),
    one('tab-differences', 'state=busy&theme=light', tab('Differences')),
    ...['welcome', 'account', 'device', 'bracket', 'close', 'result'].flatMap((step) =>
      themes.map((theme) =>
        one(
          `first-run-${step}-${theme}`,
          `state=${step === 'close' || step === 'account' ? 'busy' : step === 'result' ? 'busy' : 'empty'}&theme=${theme}&first-run=${step}`,
        ),
      ),
    ),
    ...['orders', 'strategies', 'health', 'settings'].flatMap((screen) =>
      themes.flatMap((theme) =>
        ['busy', 'empty', 'error'].map((state) =>
          one(`screen-${screen}-${state}-${theme}`, `state=${state}&theme=${theme}`, (page) =>
            page.locator(`.rail-entry[data-screen="${screen}"]`).click(),
          ),
        ),
      ),
    ),
    one('reflow', 'state=busy&theme=light', undefined, 640, 2400),
    one('palette', 'state=busy&theme=dark', (page) => page.keyboard.press('Control+k')),
    one('discreet', 'state=busy&theme=light&discreet'),
    one('colour-blind', 'state=busy&theme=dark&colour-blind'),
    one('kill', 'state=busy&theme=dark', button('Kill switch')),
    one('decline', 'state=busy&theme=light', button('Decline')),
    one('move-stop', 'state=busy&theme=dark', button('Move stop of BTC')),
    one('close-part', 'state=busy&theme=light', button('Close part of BTC')),
    one('resume', 'state=error&theme=dark', button('Resume…')),
    one('menu', 'state=busy&theme=dark', button('Countersign menu')),
    one('limit', 'state=busy&theme=light', async (page) => {
      await page.getByRole('radio', { name: 'Limit' }).click()
      await page.getByRole('radio', { name: 'By quantity' }).click()
      await page.getByRole('radio', { name: 'Sell' }).click()
      await page.getByLabel('Limit price').fill('20,600')
      await page.getByRole('textbox', { name: 'Quantity' }).fill('0.05')
      await page.waitForTimeout(600)
    }),
  ]
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds, one line each. */
async function accessibility(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).setLegacyMode(true).withTags(WCAG).analyze()
  return result.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) => `axe ${violation.id} at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`,
    ),
  )
}

async function buildPreview(out: string): Promise<void> {
  const root = resolve('src/renderer')
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(root, 'dev/preview.html') },
    },
  })
}

function serve(folder: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    try {
      const body = readFileSync(join(folder, path))
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
      })
      response.end(body)
    } catch {
      response.writeHead(path === '/favicon.ico' ? 204 : 404)
      response.end()
    }
  })
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      done({ url: `http://127.0.0.1:${port}`, close: () => server.close() })
    })
  })
}

const MATRIX_STATES = ['empty', 'busy', 'stale', 'error']
const MATRIX_THEMES = ['dark', 'light']
const MATRIX_SIZES: readonly (readonly [number, number])[] = [
  [1280, 800],
  [1920, 1080],
  [2560, 1440],
]

/** One screen in one state and theme, in every size; axe looks at the smallest. */
async function screenInSizes(page: Page, name: string, out: string): Promise<string[]> {
  const complaints: string[] = []
  for (const [width, height] of MATRIX_SIZES) {
    const picture = `${name}-${width}x${height}`
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(250)
    const wide = await page.evaluate(() => document.body.scrollWidth - window.innerWidth)
    if (wide > 0) complaints.push(`${picture}: ${wide} px too wide`)
    if (width === 1280) {
      complaints.push(...(await accessibility(page)).map((text) => `${picture}: ${text}`))
    }
    await page.screenshot({ path: join(out, `${picture}.png`) })
  }
  return complaints
}

/** Every screen of the rail × theme × size × state. Returns complaints. */
async function matrix(browser: Browser, url: string, out: string, only: RegExp): Promise<string[]> {
  const complaints: string[] = []
  const open = async (query: string): Promise<Page> => {
    const page = await browser.newPage({ reducedMotion: 'reduce' })
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(`${query}: ${error.message}`))
    await page.goto(`${url}/dev/preview.html?${query}`)
    await page.evaluate(() => document.fonts.ready)
    await page.locator('.rail-entry').first().waitFor()
    return page
  }
  const first = await open('state=busy')
  const screens = await first
    .locator('.rail-entry')
    .evaluateAll((entries) => entries.map((one) => one.getAttribute('data-screen') ?? ''))
  await first.close()
  for (const screen of screens) {
    for (const state of MATRIX_STATES) {
      for (const theme of MATRIX_THEMES) {
        const name = `${screen}-${state}-${theme}`
        if (!only.test(name)) continue
        const page = await open(`state=${state}&theme=${theme}`)
        await page.locator(`.rail-entry[data-screen="${screen}"]`).click()
        complaints.push(...(await screenInSizes(page, name, out)))
        await page.close()
        process.stdout.write(`${name}\n`)
      }
    }
  }
  return complaints
}

async function main(): Promise<number> {
  const out = process.argv[2]?.startsWith('--') === false ? process.argv[2] : '/tmp/shots'
  const only = process.argv.includes('--only')
    ? new RegExp(process.argv[process.argv.indexOf('--only') + 1] ?? '')
    : /./
  const folder = join(out, '.preview')
  mkdirSync(out, { recursive: true })
  await buildPreview(folder)
  const { url, close } = await serve(folder)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  })
  const complaints: string[] = []
  const isMatrix = process.argv.includes('--matrix')
  if (isMatrix) complaints.push(...(await matrix(browser, url, out, only)))
  const chosen = isMatrix ? [] : everyShot().filter((one) => only.test(one.name))
  for (const shot of chosen) {
    const page = await browser.newPage({
      viewport: { width: shot.width, height: shot.height },
      reducedMotion: 'reduce',
    })
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(`${shot.name}: ${message.text()}`)
    })
    page.on('pageerror', (error) => complaints.push(`${shot.name}: ${error.message}`))
    await page.goto(`${url}/dev/preview.html?${shot.query}`)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(900)
    try {
      await shot.act?.(page)
    } catch (cause) {
      complaints.push(`${shot.name}: ${cause instanceof Error ? cause.message : 'failed'}`)
    }
    await page.waitForTimeout(200)
    complaints.push(...(await accessibility(page)).map((text) => `${shot.name}: ${text}`))
    await page.screenshot({ path: join(out, `${shot.name}.png`) })
    await page.close()
    process.stdout.write(`${shot.name}\n`)
  }
  await browser.close()
  close()
  rmSync(folder, { recursive: true, force: true })
  for (const complaint of new Set(complaints)) process.stdout.write(`! ${complaint}\n`)
  return complaints.length === 0 ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
    process.exitCode = 1
  },
)
