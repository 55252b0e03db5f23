/** Vite puts the picture into the program as a data URL. */
declare module '*.png?inline' {
  const dataUrl: string
  // biome-ignore lint/style/noDefaultExport: that is how Vite hands over assets
  export default dataUrl
}
