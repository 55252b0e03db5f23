/**
 * The answer headers of every file of the renderer. Nothing is fetched from anywhere, no script or
 * style is inline, and the page can be framed by nobody.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  // the one of the page itself, which lets nothing but '' through; nobody else may add another
  'trusted-types default',
].join('; ')

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), usb=(), hid=(), serial=(), clipboard-read=(), ' +
    'bluetooth=(), display-capture=(), idle-detection=(), local-fonts=(), midi=(), payment=(), ' +
    'screen-wake-lock=(), window-management=()',
}
