// Run by scripts/icons.mjs inside Electron: draws an SVG at full size and saves it in several sizes.
const { app, BrowserWindow } = require('electron')
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const FULL = 1024
const [source, target, ...sizes] = process.argv.slice(-8)

app.disableHardwareAcceleration()
app.commandLine.appendSwitch('force-device-scale-factor', '1')
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: FULL,
    height: FULL,
    useContentSize: true,
    frame: false,
    transparent: true,
    show: false,
    webPreferences: { offscreen: true, sandbox: true },
  })
  const svg = readFileSync(source, 'utf8')
  const page = `<body style="margin:0;background:transparent">${svg}</body>`
  await window.loadURL(`data:text/html;base64,${Buffer.from(page).toString('base64')}`)
  const picture = await window.webContents.capturePage({ x: 0, y: 0, width: FULL, height: FULL })
  mkdirSync(target, { recursive: true })
  for (const size of sizes.map(Number)) {
    const scaled = picture.resize({ width: size, height: size, quality: 'best' })
    writeFileSync(join(target, `${size}x${size}.png`), scaled.toPNG())
  }
  app.quit()
})
